"""The simulated phone network: phones, what they do when rung, and what reached them."""

from __future__ import annotations

from bisect import insort
from typing import NamedTuple

from tropo_lab.clock import timestamp
from tropo_lab.errors import BadSetup
from tropo_lab.platform.numbers import e164

ANSWERS = ("human", "machine", "busy", "never")

# how long things take, in milliseconds of lab time: our choice, near what people know
RINGS_BEFORE_HUMAN = 4_000
RINGS_BEFORE_MACHINE = 20_000
BUSY_AFTER = 1_000
WORD = 400
TEXT_TRANSIT = 1_000


class Behaviour(NamedTuple):
    """What a phone does: how it answers, what is said to successive questions, when it hangs up (seconds of lab time
    after the answer), and whether a person holds it (then questions wait for that person in real time).

    A held phone whose `answer` was not set rings until the person picks up.
    """

    answer: str = "human"
    inputs: tuple[str, ...] = ()
    hangup_after: float | None = None
    held: bool = False
    picks_up: bool = True

    def as_dict(self) -> dict:
        shown = self._asdict()
        del shown["picks_up"]
        return {**shown, "inputs": list(self.inputs)}


def behaviour(answer: str | None = None, inputs=(), hangup_after: float | None = None, held: bool = False) -> Behaviour:
    """A checked behaviour; BadSetup says which field is wrong and what it may be."""
    if answer is not None and answer not in ANSWERS:
        raise BadSetup(f"`answer` is one of {', '.join(ANSWERS)}; this is {answer!r}.")
    if not isinstance(inputs, list | tuple) or not all(isinstance(given, str) for given in inputs):
        raise BadSetup('`inputs` is a list of texts, such as ["1", "yes"].')
    number = isinstance(hangup_after, int | float) and not isinstance(hangup_after, bool) and hangup_after >= 0
    if hangup_after is not None and not number:
        raise BadSetup("`hangup_after` is a number of seconds, or null.")
    if not isinstance(held, bool):
        raise BadSetup("`held` is true or false.")
    return Behaviour(answer or "human", tuple(inputs), hangup_after, held, not held or answer is not None)


class Text(NamedTuple):
    """One text message at a phone; `direction` is `in` (the phone received it) or `out` (it sent it)."""

    from_number: str
    to_number: str
    text: str
    at: int
    direction: str
    session: str = ""

    @property
    def segments(self) -> int:
        """How many parts the network would carry: 160 plain characters, or 70 when any needs Unicode."""
        plain = all(ch in _GSM7 for ch in self.text)
        one, part = (160, 153) if plain else (70, 67)
        if plain:
            units = sum(2 if ch in _GSM7_EXTENDED else 1 for ch in self.text)
        else:
            units = len(self.text.encode("utf-16-le", "replace")) // 2
        return 1 if units <= one else -(-units // part)

    def as_dict(self) -> dict:
        return {
            "from": self.from_number,
            "to": self.to_number,
            "text": self.text,
            "at": timestamp(self.at),
            "direction": self.direction,
            "session": self.session,
        }


_GSM7_EXTENDED = frozenset("^{}\\[~]|€")
_GSM7 = _GSM7_EXTENDED | frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


class Leg:
    """One call or text conversation between a session and a phone.

    `at` is the lab time at which it began; `state` is `ringing`, `active` or `ended`; `person` is what the session is
    parked on while somebody who holds the phone has to act, else None.
    """

    __slots__ = (
        "app_number",
        "at",
        "channel",
        "ended_by",
        "heard",
        "id",
        "inbound",
        "network",
        "person",
        "phone",
        "said",
        "session",
        "since",
        "state",
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
        self.state = "ringing"
        self.heard: list[str] = []
        self.said: list[str] = []
        self.person = None
        self.since = 0
        self.ended_by = ""
        self.told = False

    @property
    def from_number(self) -> str:
        return self.phone.number if self.inbound else self.app_number

    @property
    def to_number(self) -> str:
        return self.app_number if self.inbound else self.phone.number

    @property
    def is_text(self) -> bool:
        return self.channel == "TEXT"

    def wake(self, why: str) -> None:
        """Tell the session what the person did, when it waits for this leg; the first word counts."""
        if self.person is not None and not self.person.done():
            self.person.set_result(why)

    def as_dict(self) -> dict:
        return {
            "id": self.id,
            "session": self.session,
            "from": self.from_number,
            "to": self.to_number,
            "state": self.state,
            "heard": list(self.heard),
            "waiting": self.person is not None,
        }


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
        return [leg for leg in self.calls if leg.state != "ended"]

    @property
    def voice_calls(self) -> list[Leg]:
        """The calls, without the text conversations."""
        return [leg for leg in self.calls if not leg.is_text]

    def give(self, said: str) -> bool:
        """Let the person who holds this phone say, key or text something; False when no call is there to hear it."""
        live = self.live_calls
        waiting = next((leg for leg in live if leg.person is not None), None)
        leg = waiting or (live[-1] if live else None)
        if leg is None:
            return False
        leg.said.append(said)
        leg.wake("input")
        return True

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
            leg.ended_by = "phone"
            leg.wake("hangup")
        return bool(live)

    def as_dict(self) -> dict:
        return {
            "number": self.number,
            "texts": [text.as_dict() for text in self.texts],
            "calls": [leg.as_dict() for leg in self.voice_calls],
        }


class PhoneNetwork:
    """All phones, found by number; a phone exists as soon as it is texted, called or set up."""

    def __init__(self):
        self.phones: dict[str, Phone] = {}
        self.default = Behaviour()
        self.texts_delivered = 0

    def phone(self, number: str) -> Phone:
        """The phone of that number (any spelling); BadSetup when it is no number."""
        return self._at(e164(number))

    def _at(self, number: str) -> Phone:
        phone = self.phones.get(number)
        if phone is None:
            phone = self.phones[number] = Phone(number, self)
        return phone

    def known(self, number: str) -> Phone:
        """The phone of that number as it is, without making one: a phone that nothing reached is empty."""
        number = e164(number)
        return self.phones.get(number) or Phone(number, self)

    def set_up(self, number: str, wanted: Behaviour) -> None:
        """Give a phone its behaviour; the number `default` means every phone that was not set up."""
        if number == "default":
            self.default = wanted
        else:
            self.phone(number)._behaviour = wanted

    def deliver_text(self, text: Text) -> None:
        """Put a text where it belongs: with the phone that received or sent it."""
        phone = self._at(text.to_number if text.direction == "in" else text.from_number)
        phone.keep(phone.texts, text)
        if text.direction == "in":
            self.texts_delivered += 1

    def ring(self, leg: Leg) -> None:
        """List a call with its phone."""
        leg.phone.keep(leg.phone.calls, leg)

    def over(self, leg: Leg) -> None:
        """Forget a text conversation that has ended: its texts are what remains."""
        if leg.is_text:
            leg.phone.calls.remove(leg)
