"""Legs: a call or a text conversation between a session and a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tropo_lab.platform.network.phones import Phone


class Leg:
    """One call or text conversation between a session and a phone.

    `at` is the lab time at which it began; `state` is `ringing`, `active` or `ended`, as Tropo knows it; `apart` is the
    state at the phone where that is another, as a message of one side has not reached the other, else empty; `person`
    is what the session is parked on while somebody who holds the phone has to act, else None.

    `said` is what the phone said that no question has taken yet (an empty text is silence), `asked` how many of its
    `inputs` have been used, `opening` the text that began the conversation, until the first question takes it. `since`
    is the lab time of the answer. `ended_by` is who ended it, or will once Tropo looks: `phone`, `tropo` or, where
    nobody answered, `unanswered`; `ended_as` is the state that results name then; `told` is True once the front end
    knows. `headers` are those that the app gave it; `taping` is a recording that runs beside; `doing` is what it was
    last waited for in: `ask`, `record`, `conference` and its room, `transfer` and who else.
    """

    RECORDED = ("id", "session", "at", "app_number", "network", "inbound", "heard")
    __slots__ = (
        "apart",
        "app_number",
        "asked",
        "at",
        "channel",
        "doing",
        "ended_as",
        "ended_by",
        "headers",
        "heard",
        "id",
        "inbound",
        "network",
        "opening",
        "person",
        "phone",
        "said",
        "session",
        "since",
        "state",
        "taping",
        "told",
    )

    def __init__(
        self,
        id: str,
        session: str,
        at: int,
        phone: Phone,
        app_number: str,
        channel: str,
        network: str,
        inbound: bool,
    ):
        self.id, self.session, self.at, self.phone, self.app_number = id, session, at, phone, app_number
        self.channel, self.network, self.inbound = channel, network, inbound
        self.state, self.apart = "ringing", ""
        self.heard: list[str] = []
        self.said: list[str] = []
        self.person = None
        self.since = 0
        self.ended_by, self.ended_as = "", "DISCONNECTED"
        self.told = False
        self.asked = 0
        self.opening: str | None = None
        self.headers: dict[str, str] = {}
        self.taping = None
        self.doing: tuple[str, ...] = ()

    @property
    def from_number(self) -> str:
        return self.phone.number if self.inbound else self.app_number

    @property
    def to_number(self) -> str:
        return self.app_number if self.inbound else self.phone.number

    @property
    def is_text(self) -> bool:
        return self.channel == "TEXT"

    @property
    def at_phone(self) -> str:
        """The state as the phone knows it."""
        return self.apart or self.state

    @property
    def user_type(self) -> str:
        """Who answers: `HUMAN` or `MACHINE`."""
        return "MACHINE" if self.phone.behaviour.answer == "machine" else "HUMAN"

    def wire(self, what: str, text: str = "") -> bytes:
        """What crosses the phone network for this call, in a short form of our own: the real one (SIP) nobody saw."""
        return phone_wire(what, self.from_number, self.to_number, text, self.headers if what == "CALL" else None)

    def said_wire(self, what: str, text: str) -> bytes:
        """The same for what the phone says or keys into the call."""
        return phone_wire(what, self.phone.number, self.app_number, text)

    def next_input(self) -> str:
        """What a phone that nobody holds says to the next question; empty is silence."""
        behaviour = self.phone.behaviour
        if behaviour.answer == "machine" or self.asked >= len(behaviour.inputs):
            return ""
        self.asked += 1
        return behaviour.inputs[self.asked - 1]

    def sms(self, text: str, by_phone: bool) -> bytes:
        """The same for one text of this conversation, in the one direction or the other."""
        phone, app = self.phone.number, self.app_number
        return phone_wire("SMS", *((phone, app) if by_phone else (app, phone)), text)

    def hear(self, said: str) -> None:
        """Take what the phone says, for the question that waits or for the next."""
        self.said.append(said)
        self.wake("input")

    def wake(self, why: str) -> None:
        """Tell the session what the person did, when it waits for this leg; the first word counts."""
        if self.person is not None and not self.person.done():
            self.person.set_result((why, self))

    def as_dict(self) -> dict:
        return {
            "id": self.id,
            "session": self.session,
            "from": self.from_number,
            "to": self.to_number,
            "state": self.at_phone,
            "heard": list(self.heard),
            "waiting": self.person is not None,
        }


def phone_wire(what: str, sender: str, receiver: str, text: str, headers: dict[str, str] | None = None) -> bytes:
    """The bytes in which the lab writes down what crosses the phone network."""
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return f"{what}\r\nFrom: {sender}\r\nTo: {receiver}\r\n{more}\r\n{text}".encode("utf-8", "replace")
