"""The simulated phone network: phones, the calls and texts that reach them, and the people who hold them."""

from __future__ import annotations

from bisect import insort

from tropo_lab.platform.network.behaviour import Behaviour
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.numbers import e164
from tropo_lab.platform.network.texts import Text
from tropo_lab.platform.watchers import Watchers


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
