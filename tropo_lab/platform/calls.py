"""Call control: the verbs, once, for both front ends.

The WebAPI front end calls these for each verb of a document, the Scripting front end for each function a script
calls. A verb never raises for what phones do (busy, silence, a hang-up): it says so in its `Result`.
"""

from __future__ import annotations

from collections.abc import Awaitable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.behaviour import TEXT_TRANSIT, WORD
from tropo_lab.platform.edits import edited_sms, edited_words
from tropo_lab.platform.gate import Crossing, Edited, Reader
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.numbers import caller_id
from tropo_lab.platform.phones import Leg, PhoneNetwork
from tropo_lab.platform.result import Result
from tropo_lab.platform.ringing import Ringing
from tropo_lab.platform.routing import Routing
from tropo_lab.platform.session import Session
from tropo_lab.platform.texts import Text
from tropo_lab.trace import FROM_CATCHER, PHONE, TROPO

ANSWERED, DISCONNECTED, FAILED, RINGING = "ANSWERED", "DISCONNECTED", "FAILED", "RINGING"
SIGNAL_ANY, NO_SIGNAL = "*", ""


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
        taken = self.take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        sender = self.routing.sender(self.session, from_number, as_text)
        if as_text:
            leg = self._leg(phones[0], sender, "TEXT", network.upper() or "SMS")
            self.network.ring(leg)
            self.answered(leg)
            return Result("done", leg)
        legs = [self._leg(phone, sender, "VOICE", network.upper() or "SIP") for phone in phones]
        return await Ringing(self, legs, int(timeout * 1000), allow_signals).run()

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
        taken = self.take_signal(allow_signals)
        if taken:
            return Result("signal", leg, taken)
        if not await self.still_up(leg):
            return self._hangup_told(leg)
        if leg.is_text:
            return await self._text(text, leg)
        await self.answer(leg)
        return await self._speak(text, leg)

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
            await self.hang_up(result.leg)
            return result
        finally:
            self.current = current

    async def wait(self, milliseconds: float, allow_signals=SIGNAL_ANY) -> Result:
        """Let lab time pass; a call that ends meanwhile ends the wait."""
        taken = self.take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        length = max(0, int(milliseconds))
        # a call that is over no longer matters: any session may wait
        leg = self.current if self.current is not None and self.current.state != "ended" else None
        return await self._spend(length, leg)

    async def answer(self, leg: Leg) -> None:
        """Answer an inbound call; the first verb that needs media does it, and it does nothing twice."""
        if leg.inbound and leg.state == "ringing":
            sent = await self.cross("answer", PHONE, "answered by Tropo", leg.wire("ANSWER"))
            self._up(leg)
            if sent.lost:
                # Tropo speaks, and the caller still hears it ring
                leg.apart = "ringing"

    async def hang_up(self, leg: Leg | None = None) -> None:
        """End the leg, or the current one; nothing happens when it has ended already."""
        leg = leg or self.current
        if leg is None or leg.state == "ended" or not await self.still_up(leg):
            return
        leg.ended_by = leg.ended_by or "tropo"
        # whoever hangs up knows it
        leg.told = True
        await self.hung_up(leg, "hung up by Tropo")

    async def end(self) -> None:
        """Hang up whatever is still up: the session is over."""
        for leg in self.legs:
            if leg.state != "ended":
                await self.hang_up(leg)

    # what the front ends ask

    async def still_up(self, leg: Leg) -> bool:
        """False when the leg has ended; the hang-up of the person reaches Tropo when it is first looked for."""
        if leg.state != "ended" and leg.ended_by == "phone":
            if leg.is_text:
                self.over(leg)
            else:
                leg.apart = "ended"
                sent = await self.cross("hangup", TROPO, "hung up by the phone", leg.wire("HANGUP"))
                if sent.lost:
                    # Tropo speaks on, to nobody
                    leg.ended_by = ""
                else:
                    self.over(leg)
        return leg.state != "ended"

    async def is_up(self) -> bool:
        """True while the current call or text conversation goes on."""
        return self.current is not None and await self.still_up(self.current)

    async def is_over(self) -> bool:
        """True once the current call has ended and the session knows it."""
        return self.current is not None and not await self.still_up(self.current) and self.current.told

    async def state(self) -> str:
        """The `state` of a result: `ANSWERED`, `RINGING`, `FAILED` or `DISCONNECTED`."""
        leg = self.current
        if leg is None:
            return FAILED if self.legs and self.legs[-1].ended_by == "unanswered" else DISCONNECTED
        if leg.state == "ringing":
            return RINGING
        return ANSWERED if await self.still_up(leg) else DISCONNECTED

    def adopt(self, leg: Leg) -> None:
        """Make an inbound call or text the current leg."""
        self.legs.append(leg)
        self.current = leg
        if leg.is_text:
            self._up(leg)

    # what ringing needs, too

    def cross(
        self, kind: str, receiver: str, summary: str, wire: bytes, read: Reader | None = None
    ) -> Awaitable[Crossing]:
        """Let a message cross between Tropo and a phone; see `Session.cross`."""
        sender = TROPO if receiver == PHONE else PHONE
        return self.session.cross(kind, sender, receiver, summary, wire, read)

    def answered(self, leg: Leg) -> None:
        """The leg is up, and becomes the current one where none is."""
        self._up(leg)
        if self.current is None or self.current.state == "ended":
            self.current = leg

    async def hung_up(self, leg: Leg, words: str) -> None:
        """Tropo ends a leg; a phone that its hang-up does not reach knows nothing of it."""
        if leg.is_text:
            self.over(leg)
            return
        sent = await self.cross("hangup", PHONE, words, leg.wire("HANGUP"))
        before = leg.at_phone
        self.over(leg)
        if sent.lost:
            leg.apart = before

    def over(self, leg: Leg) -> None:
        """The leg has ended, on both sides."""
        leg.state, leg.apart = "ended", ""
        self.network.over(leg)

    def take_signal(self, allowed) -> str:
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

    # inside

    async def _spend(self, length: int, leg: Leg | None) -> Result:
        """Let lab time pass, until the phone of the leg hangs up if it does so first."""
        limit = leg.phone.behaviour.hangup_after if leg and leg.at_phone == "active" and not leg.is_text else None
        left = None if limit is None else max(0, leg.since + int(limit * 1000) - self.session.clock.at)
        if left is not None and left <= length:
            leg.ended_by = "phone"
            self.session.clock.advance(left)
            length -= left
            if not await self.still_up(leg):
                return self._hangup_told(leg)
        self.session.clock.advance(length)
        return Result("done", leg) if leg is None or await self.still_up(leg) else self._hangup_told(leg)

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

    def _leg(self, phone, sender: str, channel: str, network: str) -> Leg:
        id = self.ids.call(self.session.id, len(self.legs) + 1)
        leg = Leg(id, self.session.id, self.session.clock.at, phone, sender, channel, network, inbound=False)
        self.legs.append(leg)
        return leg

    def _up(self, leg: Leg) -> None:
        leg.state, leg.since = "active", self.session.clock.at

    async def _text(self, text: str, leg: Leg) -> Result:
        session, sender, receiver = self.session, leg.app_number, leg.phone.number
        wire = leg.sms(text, by_phone=False)
        sent = await self.cross("text", PHONE, f"SMS to {receiver}: {text}", wire, _read_sms)
        # Tropo is not told what becomes of it
        session.clock.advance(TEXT_TRANSIT)
        if sent.message is not None:
            sender, receiver, text = sent.message
        for _ in range(sent.times):
            self.network.deliver_text(Text(sender, receiver, text, session.clock.at, "in", session.id))
            leg.heard.append(text)
        return Result("done", leg)

    async def _speak(self, text: str, leg: Leg) -> Result:
        wire = leg.wire("SPEECH", text)

        def read(given: bytes) -> Edited:
            words, edited = edited_words(given, wire)
            return Edited(f"say: {words}", edited, (words,))

        sent = await self.cross("speech", PHONE, f"say: {text}", wire, read)
        if sent.message is not None:
            (text,) = sent.message
        if leg.at_phone == "active":
            leg.heard += [text] * sent.times
        return await self._spend(max(1, len(text.split())) * WORD, leg)


def _read_sms(given: bytes) -> Edited:
    sender, receiver, text, wire = edited_sms(given)
    return Edited(f"SMS to {receiver}: {text}", wire, (sender, receiver, text))


def allowed_signals(options: dict) -> str | list[str]:
    """`allowSignals` of a verb: any (`*`, the default), none (an empty text), one name, or several."""
    allowed = options.get("allowSignals")
    if allowed is None:
        return SIGNAL_ANY
    return [str(name) for name in allowed] if isinstance(allowed, list) else str(allowed)


def called_id(leg: Leg | None) -> str | None:
    """The `calledid` of a result: the number that was called, as Tropo wrote ids."""
    return caller_id(leg.to_number, leg.channel) if leg else None
