"""Call control: the verbs, once, for both front ends.

The WebAPI front end calls these for each verb of a document, the Scripting front end for each function a script
calls. A verb never raises for what phones do (busy, silence, a hang-up): it says so in its `Result`.
"""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.behaviour import BUSY_AFTER, RINGS_BEFORE_HUMAN, RINGS_BEFORE_MACHINE, TEXT_TRANSIT, WORD
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.numbers import caller_id
from tropo_lab.platform.phones import Leg, PhoneNetwork
from tropo_lab.platform.routing import Routing
from tropo_lab.platform.session import Session
from tropo_lab.platform.texts import Text
from tropo_lab.trace import FROM_CATCHER, PHONE, TROPO

ANSWERED, DISCONNECTED, FAILED, RINGING = "ANSWERED", "DISCONNECTED", "FAILED", "RINGING"
SIGNAL_ANY, NO_SIGNAL = "*", ""


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

    def __init__(self, session: Session, network: PhoneNetwork, ids: Ids, routing: Routing):
        self.session, self.network, self.ids, self.routing = session, network, ids, routing
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
        as_text = self.routing.channel(self.session, network, channel)
        numbers = self.routing.destinations(self.session, to, as_text)
        if not numbers:
            return Result("failed")
        phones = [self.network.phone(number) for number in numbers]
        taken = self._take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        sender = self.routing.sender(self.session, from_number, as_text)
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
            return self._hangup_told(leg)
        self.answer(leg)
        if leg.is_text:
            return self._text(text, leg)
        leg.heard.append(text)
        self._record("speech", PHONE, f"say: {text}", leg.wire("SPEECH", text))
        return self._spend(max(1, len(text.split())) * WORD, leg)

    async def message(
        self, text: str | list[str], to, *, network: str = "", channel: str = "", from_number=None, timeout: float = 30
    ) -> Result:
        """Call or text `to`, say `text`, and disconnect; leaves the current call alone."""
        if not network and channel.upper() != "TEXT":
            self.session.warn(
                "message names no network, so it is placed as a voice call.",
                "voice-by-default",
                'For a text add "network": "SMS".',
            )
        current = self.current
        self.current = None
        try:
            result = await self.call(
                to,
                network=network,
                channel=channel,
                from_number=from_number,
                timeout=timeout,
                allow_signals=NO_SIGNAL,
            )
            if not result.ok:
                return result
            for part in [text] if isinstance(text, str) else text:
                spoken = await self.say(part, result.leg, NO_SIGNAL)
                if not spoken.ok:
                    # the message was taken, and cut short: its own hang-up is none of the session's call
                    self.session.log(f"{result.leg.to_number} hung up before the message had ended.")
                    break
            self.hang_up(result.leg)
            return result
        finally:
            self.current = current

    async def wait(self, milliseconds: float, allow_signals=SIGNAL_ANY) -> Result:
        """Let lab time pass; a call that ends meanwhile ends the wait."""
        taken = self._take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        length = max(0, int(milliseconds))
        # a call that is over no longer matters: any session may wait
        leg = self.current if self.current is not None and self.current.state != "ended" else None
        return self._spend(length, leg)

    def answer(self, leg: Leg) -> None:
        """Answer an inbound call; the first verb that needs media does it, and it does nothing twice."""
        if leg.inbound and leg.state == "ringing":
            self._record("answer", PHONE, "answered by Tropo", leg.wire("ANSWER"))
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
        # whoever hangs up knows it
        leg.told = True
        self._over(leg)
        if not leg.is_text:
            self._record("hangup", PHONE, "hung up by Tropo", leg.wire("HANGUP"))

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
                self._record("hangup", TROPO, "hung up by the phone", leg.wire("HANGUP"))
        return leg.state != "ended"

    @property
    def is_up(self) -> bool:
        """True while the current call or text conversation goes on."""
        return self.current is not None and self.still_up(self.current)

    @property
    def is_over(self) -> bool:
        """True once the current call has ended and the session knows it."""
        return self.current is not None and not self.still_up(self.current) and self.current.told

    @property
    def state(self) -> str:
        """The `state` of a result: `ANSWERED`, `RINGING`, `FAILED` or `DISCONNECTED`."""
        leg = self.current
        if leg is None:
            return FAILED if self.legs and self.legs[-1].ended_by == "unanswered" else DISCONNECTED
        if leg.state == "ringing":
            return RINGING
        return ANSWERED if self.still_up(leg) else DISCONNECTED

    def adopt(self, leg: Leg) -> None:
        """Make an inbound call or text the current leg."""
        self.legs.append(leg)
        self.current = leg
        if leg.is_text:
            self._up(leg)

    # inside

    def _spend(self, length: int, leg: Leg | None) -> Result:
        """Let lab time pass, until the phone of the leg hangs up if it does so first."""
        limit = leg.phone.behaviour.hangup_after if leg and leg.state == "active" and not leg.is_text else None
        left = None if limit is None else max(0, leg.since + int(limit * 1000) - self.session.clock.at)
        if left is not None and left <= length:
            length, leg.ended_by = left, "phone"
        self.session.clock.advance(length)
        return Result("done", leg) if leg is None or self.still_up(leg) else self._hangup_told(leg)

    def _hangup_told(self, leg: Leg) -> Result:
        """A hang-up is told once; whoever goes on speaking into the dead call after that has made a mistake."""
        if leg.told:
            raise SessionFailed(
                "call is over",
                FROM_CATCHER,
                "say came too late: the call is DISCONNECTED.",
                fix="After a hang-up, look whether the call is still active before you speak.",
            )
        leg.told = True
        return Result("hangup", leg)

    def _take_signal(self, allowed) -> str:
        """The first queued signal that may interrupt a verb; those before it are dropped, those after it stay."""
        if allowed == NO_SIGNAL:
            return ""
        names = [allowed] if isinstance(allowed, str) else list(allowed)
        queue = self.session.signals
        while queue:
            name = queue.pop(0)
            if SIGNAL_ANY in names or name in names:
                return name
        return ""

    def _leg(self, phone, sender: str, channel: str, network: str) -> Leg:
        id = self.ids.call(self.session.id, len(self.legs) + 1)
        leg = Leg(id, self.session.id, self.session.clock.at, phone, sender, channel, network, inbound=False)
        self.legs.append(leg)
        self.network.ring(leg)
        return leg

    async def _ring(self, legs: list[Leg], patience: int, allow_signals) -> Result:
        """Ring all legs at once; the one that is answered first becomes the current leg."""
        for leg in legs:
            self._record("call", PHONE, f"ring {leg.to_number}", leg.wire("CALL"))
        after, leg = min(((_rings(leg), leg) for leg in legs), key=lambda pair: pair[0])
        if after <= patience:
            self.session.clock.advance(int(after))
            self._take(leg, legs)
            return Result("done", leg)
        held = [leg for leg in legs if leg.phone.behaviour.person_decides]
        if held:
            return await self._ring_held(held, legs, allow_signals)
        if all(leg.phone.behaviour.answer == "busy" for leg in legs):
            self.session.clock.advance(BUSY_AFTER)
            return self._unanswered(legs, "failed", "busy")
        self.session.clock.advance(patience)
        return self._unanswered(legs, "timeout", "no answer")

    async def _ring_held(self, held: list[Leg], legs: list[Leg], allow_signals) -> Result:
        """Let people decide: the first to pick up gets the call; it has failed when all have declined."""
        while held:
            why, leg = await self.session.park(held)
            if why in ("answer", "input"):
                self.session.clock.advance(RINGS_BEFORE_HUMAN)
                self._take(leg, legs)
                return Result("done", leg)
            if why == "hangup":
                held.remove(leg)
                continue
            taken = self._take_signal(allow_signals)
            if taken:
                self._unanswered(legs, "signal", "given up")
                return Result("signal", detail=taken)
        self.session.clock.advance(BUSY_AFTER)
        return self._unanswered(legs, "failed", "declined")

    def _unanswered(self, legs: list[Leg], how: str, why: str) -> Result:
        for leg in legs:
            leg.ended_by = "unanswered"
            self._over(leg)
            self._record("refusal", TROPO, why, leg.wire(why.upper()))
        return Result(how)

    def _take(self, winner: Leg, legs: list[Leg]) -> None:
        """One phone was answered: the others stop ringing."""
        self._record("answer", TROPO, "answered", winner.wire("ANSWER"))
        self._answered(winner)
        for leg in legs:
            if leg is not winner:
                leg.ended_by = "tropo"
                self._over(leg)
                self._record(
                    "hangup", PHONE, f"another phone answered; {leg.to_number} stops ringing", leg.wire("HANGUP")
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
        self._record("text", PHONE, f"SMS to {leg.phone.number}: {text}", leg.sms(text, by_phone=False))
        session.clock.advance(TEXT_TRANSIT)
        arrived = Text(leg.app_number, leg.phone.number, text, session.clock.at, "in", session.id)
        self.network.deliver_text(arrived)
        leg.heard.append(text)
        return Result("done", leg)

    def _record(self, kind: str, receiver: str, summary: str, wire: bytes) -> None:
        sender = TROPO if receiver == PHONE else PHONE
        self.session.record(kind, sender, receiver, summary, wire)


def allowed_signals(options: dict) -> str | list[str]:
    """`allowSignals` of a verb: any (`*`, the default), none (an empty text), one name, or several."""
    allowed = options.get("allowSignals")
    if allowed is None:
        return SIGNAL_ANY
    return [str(name) for name in allowed] if isinstance(allowed, list) else str(allowed)


def called_id(leg: Leg | None) -> str | None:
    """The `calledid` of a result: the number that was called, as Tropo wrote ids."""
    return caller_id(leg.to_number, leg.channel) if leg else None


def _rings(leg: Leg) -> float:
    """Milliseconds until this phone is picked up by itself; endless when a person has to, or nobody does."""
    if leg.phone.behaviour.person_decides:
        return float("inf")
    return {"human": RINGS_BEFORE_HUMAN, "machine": RINGS_BEFORE_MACHINE}.get(leg.phone.behaviour.answer, float("inf"))
