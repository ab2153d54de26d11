"""Call control: the verbs, once, for both front ends.

The WebAPI front end calls these for each verb of a document, the Scripting front end for each function a script
calls. A verb never raises for what phones do (busy, silence, a hang-up): it says so in its `Result`.
"""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadSetup, SessionFailed
from tropo_lab.platform.numbers import caller_id, e164, has_country_code
from tropo_lab.platform.phones import (
    BUSY_AFTER,
    RINGS_BEFORE_HUMAN,
    RINGS_BEFORE_MACHINE,
    TEXT_TRANSIT,
    WORD,
    Leg,
    PhoneNetwork,
    Text,
)
from tropo_lab.platform.session import Session
from tropo_lab.trace import FROM_CATCHER, PHONE, TROPO

ANSWERED, DISCONNECTED, FAILED = "ANSWERED", "DISCONNECTED", "FAILED"
SIGNAL_ANY = "*"


class Result(NamedTuple):
    """How a verb ended: `done`, `timeout`, `failed`, `hangup` or `signal`; `detail` is the signal's name."""

    how: str
    leg: Leg | None = None
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.how == "done"


class CallControl:
    """The calls and texts of one session. `current` is the leg that `say` speaks to, or None."""

    def __init__(self, session: Session, network: PhoneNetwork, ids, international: bool = False):
        self.session, self.network, self.ids, self.international = session, network, ids, international
        self.legs: list[Leg] = []
        self.current: Leg | None = None

    # verbs

    async def call(
        self,
        to,
        *,
        network: str = "",
        channel: str = "",
        from_number=None,
        timeout: float = 30,
        allow_signals=SIGNAL_ANY,
    ) -> Result:
        """Ring `to` (one number or several; the first to answer wins) or open a text conversation with it."""
        as_text = is_text(network, channel)
        phones = self._destinations(to, as_text)
        if not phones:
            return Result("failed")
        taken = self._take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        sender = self._sender(from_number, as_text)
        if as_text:
            leg = self._leg(phones[0], sender, "TEXT", network.upper() or "SMS")
            self._answered(leg)
            return Result("done", leg)
        legs = [self._leg(phone, sender, "VOICE", network.upper() or "SIP") for phone in phones]
        return await self._ring(legs, int(timeout * 1000), allow_signals)

    async def say(self, text: str, leg: Leg | None = None, allow_signals=SIGNAL_ANY) -> Result:
        """Speak or text `text` to the leg, or to the current one. SessionFailed when there is nobody to speak to."""
        leg = leg or self.current
        if leg is None:
            raise SessionFailed(
                "nobody to speak to",
                FROM_CATCHER,
                "say has nobody to speak to: this session was launched by token and no call is open.",
                fix="Place a call first, or use message, which calls, speaks and hangs up.",
            )
        taken = self._take_signal(allow_signals)
        if taken:
            return Result("signal", leg, taken)
        if not self.still_up(leg):
            return Result("hangup", leg)
        self.answer(leg)
        if leg.is_text:
            return self._text(text, leg)
        length = max(1, len(text.split())) * WORD
        limit = leg.phone.behaviour.hangup_after
        left = None if limit is None else max(0, leg.since + int(limit * 1000) - self.session.clock.at)
        leg.heard.append(text)
        self._record("speech", PHONE, f"say: {text}", _wire("SPEECH", leg, text))
        if left is not None and left <= length:
            self.session.clock.advance(left)
            leg.ended_by = "phone"
            self.still_up(leg)
            return Result("hangup", leg)
        self.session.clock.advance(length)
        return Result("done", leg)

    async def message(
        self, text: str | list[str], to, *, network: str = "", channel: str = "", from_number=None, timeout: float = 30
    ) -> Result:
        """Call or text `to`, say `text`, and disconnect; leaves the current call alone."""
        current = self.current
        self.current = None
        try:
            result = await self.call(to, network=network, channel=channel, from_number=from_number, timeout=timeout)
            if not result.ok:
                return result
            for part in [text] if isinstance(text, str) else text:
                spoken = await self.say(part, result.leg)
                if not spoken.ok:
                    return spoken
            self.hang_up(result.leg)
            return result
        finally:
            self.current = current

    async def wait(self, milliseconds: float, allow_signals=SIGNAL_ANY) -> Result:
        """Let lab time pass; a call that ends meanwhile ends the wait."""
        taken = self._take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        leg, length = self.current, max(0, int(milliseconds))
        limit = leg.phone.behaviour.hangup_after if leg and leg.state == "active" and not leg.is_text else None
        if limit is not None:
            left = max(0, leg.since + int(limit * 1000) - self.session.clock.at)
            if left <= length:
                self.session.clock.advance(left)
                leg.ended_by = "phone"
                self.still_up(leg)
                return Result("hangup", leg)
        self.session.clock.advance(length)
        if leg and not self.still_up(leg):
            return Result("hangup", leg)
        return Result("done", leg)

    def answer(self, leg: Leg) -> None:
        """Answer an inbound call; the first verb that needs media does it, and it does nothing twice."""
        if leg.inbound and leg.state == "ringing":
            self._record("answer", PHONE, "answered by Tropo", _wire("ANSWER", leg))
            self._up(leg)

    def hang_up(self, leg: Leg | None = None) -> None:
        """End the leg, or the current one; nothing happens when it has ended already."""
        leg = leg or self.current
        if leg is None or leg.state == "ended":
            return
        if leg.ended_by == "phone":
            self.still_up(leg)
            return
        leg.ended_by = leg.ended_by or "tropo"
        self._over(leg)
        if not leg.is_text:
            self._record("hangup", PHONE, "hung up by Tropo", _wire("HANGUP", leg))

    def end(self) -> None:
        """Hang up whatever is still up: the session is over."""
        for leg in self.legs:
            self.hang_up(leg)

    # what the front ends ask

    def still_up(self, leg: Leg) -> bool:
        """False when the leg has ended; records the hang-up of the person the first time it is seen."""
        if leg.state != "ended" and leg.ended_by == "phone":
            self._over(leg)
            if not leg.is_text:
                self._record("hangup", TROPO, "hung up by the phone", _wire("HANGUP", leg))
        return leg.state != "ended"

    @property
    def state(self) -> str:
        """The `state` of a result: `ANSWERED`, `FAILED` or `DISCONNECTED`."""
        leg = self.current
        if leg is None:
            return FAILED if self.legs and self.legs[-1].ended_by == "unanswered" else DISCONNECTED
        return ANSWERED if self.still_up(leg) else DISCONNECTED

    def adopt(self, leg: Leg) -> None:
        """Make an inbound call or text the current leg."""
        self.legs.append(leg)
        self.current = leg
        if leg.is_text:
            self._up(leg)

    # inside

    def _take_signal(self, allowed) -> str:
        """The first queued signal that may interrupt a verb; those before it are dropped, those after it stay."""
        names = [allowed] if isinstance(allowed, str) else list(allowed)
        queue = self.session.signals
        while queue:
            name = queue.pop(0)
            if SIGNAL_ANY in names or name in names:
                return name
        return ""

    def _destinations(self, to, as_text: bool) -> list:
        numbers = [to] if isinstance(to, str) else list(to)
        if as_text and len(numbers) > 1:
            ignored = ", ".join(str(number) for number in numbers[1:])
            self.session.warn(
                f"`to` holds {len(numbers)} numbers; a text goes to the first only, so these were ignored: {ignored}.",
                "sms-first-only",
                "Send one message per number.",
            )
            numbers = numbers[:1]
        phones = []
        for number in numbers:
            try:
                good = e164(number)
            except BadSetup as bad:
                self.session.log(f"{bad}", "error", "bad-number", "Write it as + and country code and number.")
                continue
            if not has_country_code(number):
                self.session.warn(
                    f"`to` is {number}, without a plus; it was taken as {good}.", "no-country-code", f"Write {good}."
                )
            if not good.startswith("+1") and not self.international:
                self.session.log(
                    f"{good} is outside the +1 countries, where this account may not send.",
                    "error",
                    "not-allowed",
                    "Use a +1 number, or allow international numbers.",
                )
                continue
            phones.append(self.network.phone(good))
        return phones

    def _sender(self, from_number, as_text: bool) -> str:
        own = self.session.app.number
        if not from_number:
            return own
        try:
            wanted = e164(from_number)
        except BadSetup:
            wanted = ""
        if wanted == own or (wanted and not as_text):
            return wanted
        self.session.warn(
            f"`from` is {from_number}, which is no number of this account; {own} was used.",
            "foreign-from",
            f"Leave `from` out, or write {own}.",
        )
        return own

    def _leg(self, phone, sender: str, channel: str, network: str) -> Leg:
        id = self.ids.call(self.session.id, len(self.legs) + 1)
        leg = Leg(id, self.session.id, self.session.clock.at, phone, sender, channel, network, inbound=False)
        self.legs.append(leg)
        self.network.ring(leg)
        return leg

    async def _ring(self, legs: list[Leg], patience: int, allow_signals) -> Result:
        """Ring all legs at once; the one that is answered first becomes the current leg."""
        for leg in legs:
            self._record("call", PHONE, f"ring {leg.to_number}", _wire("CALL", leg))
        held = next((leg for leg in legs if leg.phone.behaviour.held and not leg.phone.behaviour.picks_up), None)
        if held is not None:
            return await self._ring_held(held, legs, patience, allow_signals)
        after, leg = min(((_rings(leg), leg) for leg in legs), key=lambda pair: pair[0])
        if after <= patience:
            self.session.clock.advance(int(after))
            self._drop(legs, leg)
            self._record("answer", TROPO, "answered", _wire("ANSWER", leg))
            self._answered(leg)
            return Result("done", leg)
        if all(leg.phone.behaviour.answer == "busy" for leg in legs):
            self.session.clock.advance(BUSY_AFTER)
            return self._unanswered(legs, "failed", "busy")
        self.session.clock.advance(patience)
        return self._unanswered(legs, "timeout", "no answer")

    async def _ring_held(self, leg: Leg, legs: list[Leg], patience: int, allow_signals) -> Result:
        while True:
            why = await self.session.park(leg)
            if why in ("answer", "input"):
                self.session.clock.advance(RINGS_BEFORE_HUMAN)
                self._drop(legs, leg)
                self._record("answer", TROPO, "answered", _wire("ANSWER", leg))
                self._answered(leg)
                return Result("done", leg)
            if why == "hangup":
                self.session.clock.advance(BUSY_AFTER)
                return self._unanswered(legs, "failed", "declined")
            taken = self._take_signal(allow_signals)
            if taken:
                self._unanswered(legs, "signal", "given up")
                return Result("signal", detail=taken)

    def _unanswered(self, legs: list[Leg], how: str, why: str) -> Result:
        for leg in legs:
            leg.state, leg.ended_by = "ended", "unanswered"
            self._record("refusal", TROPO, why, _wire(why.upper(), leg))
        return Result(how)

    def _drop(self, legs: list[Leg], winner: Leg) -> None:
        for leg in legs:
            if leg is not winner:
                leg.state, leg.ended_by = "ended", "tropo"
                self._record(
                    "hangup", PHONE, f"another phone answered; {leg.to_number} stops ringing", _wire("HANGUP", leg)
                )

    def _answered(self, leg: Leg) -> None:
        self._up(leg)
        if self.current is None or self.current.state == "ended":
            self.current = leg

    def _over(self, leg: Leg) -> None:
        leg.state = "ended"
        self.network.over(leg)

    def _up(self, leg: Leg) -> None:
        leg.state, leg.since = "active", self.session.clock.at

    def _text(self, text: str, leg: Leg) -> Result:
        session = self.session
        self._record("text", PHONE, f"SMS to {leg.phone.number}: {text}", _wire("SMS", leg, text))
        session.clock.advance(TEXT_TRANSIT)
        arrived = Text(leg.app_number, leg.phone.number, text, session.clock.at, "in", session.id)
        self.network.deliver_text(arrived)
        leg.heard.append(text)
        return Result("done", leg)

    def _record(self, kind: str, receiver: str, summary: str, wire: bytes) -> None:
        sender = TROPO if receiver == PHONE else PHONE
        self.session.record(kind, sender, receiver, summary, wire)


def is_text(network: str, channel: str) -> bool:
    """True when these options ask for a text: the network decides, and the channel where no network is named."""
    return network.upper() == "SMS" or (not network and channel.upper() == "TEXT")


def called_id(leg: Leg | None) -> str | None:
    """The `calledid` of a result: the number that was called, as Tropo wrote ids."""
    return caller_id(leg.to_number, leg.channel) if leg else None


def _rings(leg: Leg) -> float:
    """Milliseconds until this phone is picked up; endless when it never is."""
    return {"human": RINGS_BEFORE_HUMAN, "machine": RINGS_BEFORE_MACHINE}.get(leg.phone.behaviour.answer, float("inf"))


def _wire(what: str, leg: Leg, text: str = "") -> bytes:
    """What crosses the phone network, in a short form of our own: the real one (SIP, SMPP) nobody saw."""
    return f"{what}\r\nFrom: {leg.from_number}\r\nTo: {leg.to_number}\r\n\r\n{text}".encode("utf-8", "replace")
