"""The simulated phone network: phones, the calls and texts that reach them, and the people who hold them."""

from __future__ import annotations

from bisect import insort

from tropo_lab.platform.network.behaviour import Behaviour
from tropo_lab.platform.network.numbers import e164
from tropo_lab.platform.network.texts import Text
from tropo_lab.platform.watchers import Watchers


class Leg:
    """One call or text conversation between a session and a phone.

    `at` is the lab time at which it began; `state` is `ringing`, `active` or `ended`, as Tropo knows it; `apart` is the
    state at the phone where that is another, as a message of one side has not reached the other, else empty; `person`
    is what the session is parked on while somebody who holds the phone has to act, else None.

    `said` is what the phone said that no question has taken yet (an empty text is silence), `asked` how many of its
    `inputs` have been used, `opening` the text that began the conversation, until the first question takes it.
    `ended_as` names how it ended; `headers` are those that the app gave it; `taping` is a recording that runs beside;
    `doing` is what it was last waited for in: `ask`, `record`, `conference` and its room, `transfer` and who else.
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
        return crossing(what, self.from_number, self.to_number, text, self.headers if what == "CALL" else None)

    def said_wire(self, what: str, text: str) -> bytes:
        """The same for what the phone says or keys into the call."""
        return crossing(what, self.phone.number, self.app_number, text)

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
        return crossing("SMS", *((phone, app) if by_phone else (app, phone)), text)

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


def crossing(what: str, sender: str, receiver: str, text: str, headers: dict[str, str] | None = None) -> bytes:
    """The bytes in which the lab writes down what crosses the phone network."""
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return f"{what}\r\nFrom: {sender}\r\nTo: {receiver}\r\n{more}\r\n{text}".encode("utf-8", "replace")


class Phone:
    """One phone: its number, its behaviour, and everything that reached it, oldest first.

    The lists keep the latest `KEPT` entries; the journal keeps all.
    """

    KEPT = 1000
    __slots__ = ("_behaviour", "calls", "network", "number", "texts")

    def __init__(self, number: str, network: PhoneNetwork):
        self.number, self.network = number, network
        self._behaviour: Behaviour | None = None
        self.texts: list[Text] = []
        self.calls: list[Leg] = []

    @property
    def behaviour(self) -> Behaviour:
        """What this phone does; the network's default until it is set up."""
        return self._behaviour or self.network.default

    def set_up(self, wanted: Behaviour) -> None:
        """Say what this phone does from now on."""
        self._behaviour = wanted

    def keep(self, entries: list, entry) -> None:
        # by lab time: sessions that run at once reach a phone in an order that differs from run to run
        insort(entries, entry, key=lambda one: one.at)
        if len(entries) > 2 * self.KEPT:
            # only what is over may go: a live call stays until it has ended
            gone, rest = entries[: -self.KEPT], entries[-self.KEPT :]
            entries[:] = [leg for leg in gone if isinstance(leg, Leg) and leg.state != "ended"] + rest

    @property
    def live_calls(self) -> list[Leg]:
        """The voice calls and text conversations that have not ended."""
        return [leg for leg in self.calls if leg.at_phone != "ended"]

    @property
    def voice_calls(self) -> list[Leg]:
        """The calls, without the text conversations."""
        return [leg for leg in self.calls if not leg.is_text]

    @property
    def listening(self) -> Leg | None:
        """The call or conversation that hears what the phone says: one that waits for it, or the latest."""
        live = self.live_calls
        return next((leg for leg in live if leg.person is not None), live[-1] if live else None)

    def pick_up(self) -> bool:
        """Let the person who holds this phone answer the ringing call; False when none rings."""
        ringing = next((leg for leg in self.live_calls if leg.state == "ringing" and leg.person is not None), None)
        if ringing:
            ringing.wake("answer")
        return ringing is not None

    def hang_up(self) -> bool:
        """End every live call of this phone; False when there is none."""
        live = self.live_calls
        for leg in live:
            if leg.state == "ended":
                # Tropo hung up long ago, and this phone was never told
                leg.apart = ""
            else:
                # Tropo learns of it when it next looks
                leg.ended_by, leg.apart = "phone", "ended"
                leg.wake("hangup")
        self.network.watchers.changed()
        return bool(live)

    def record(self) -> dict:
        """Everything to keep of this phone, for `restore`."""
        calls = [[getattr(leg, field) for field in Leg.RECORDED] for leg in self.voice_calls]
        return {"behaviour": self._behaviour, "texts": self.texts, "calls": calls}

    def restore(self, record: dict) -> None:
        """Make this phone what the record says; its calls have ended since."""
        if record["behaviour"]:
            answer, inputs, *rest = record["behaviour"]
            self._behaviour = Behaviour(answer, tuple(inputs), *rest)
        self.texts = [Text(*text) for text in record["texts"]]
        for id, session, at, app_number, network, inbound, heard in record["calls"]:
            leg = Leg(id, session, at, self, app_number, "VOICE", network, inbound)
            leg.state, leg.heard = "ended", heard
            self.calls.append(leg)

    def as_dict(self) -> dict:
        return {
            "number": self.number,
            "texts": [text.as_dict() for text in self.texts],
            "calls": [leg.as_dict() for leg in self.voice_calls],
        }


class PhoneNetwork:
    """All phones, found by number; a phone exists as soon as it is texted, called or set up."""

    def __init__(self, watchers: Watchers):
        self.watchers = watchers
        self.phones: dict[str, Phone] = {}
        self.default = Behaviour()
        self.texts_delivered = 0
        # conferences: the room's id → its guests (see `rooms`)
        self.rooms: dict[str, list] = {}

    def phone(self, number: str) -> Phone:
        """The phone of that number (any spelling); BadSetup when it is no number."""
        return self._at(self._with_plus(number))

    def _at(self, number: str) -> Phone:
        phone = self.phones.get(number)
        if phone is None:
            phone = self.phones[number] = Phone(number, self)
        return phone

    def known(self, number: str) -> Phone:
        """The phone of that number as it is, without making one: a phone that nothing reached is empty.

        Digits with and without their plus are one phone, also where ten digits could be a US number.
        """
        number = self._with_plus(number)
        return self.phones.get(number) or Phone(number, self)

    def _with_plus(self, number: str) -> str:
        return f"+{number}" if f"+{number}" in self.phones else e164(number)

    def set_up(self, number: str, wanted: Behaviour) -> None:
        """Give a phone its behaviour; the number `default` means every phone that was not set up."""
        if number == "default":
            self.default = wanted
        else:
            self.phone(number).set_up(wanted)
        self.watchers.changed()

    def deliver_text(self, text: Text) -> None:
        """Put a text where it belongs: with the phone that received or sent it."""
        phone = self._at(text.to_number if text.direction == "in" else text.from_number)
        phone.keep(phone.texts, text)
        if text.direction == "in":
            self.texts_delivered += 1
        self.watchers.changed()

    def ring(self, leg: Leg) -> None:
        """List a call with its phone."""
        leg.phone.keep(leg.phone.calls, leg)
        self.watchers.changed()

    def over(self, leg: Leg) -> None:
        """Forget a text conversation that has ended: its texts are what remains."""
        if leg.is_text:
            leg.phone.calls.remove(leg)
