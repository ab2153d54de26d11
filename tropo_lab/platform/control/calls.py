"""Call control: the verbs, once, for both front ends.

The WebAPI front end calls these for each verb of a document, the Scripting front end for each function a script
calls. A verb never raises for what phones do (busy, silence, a hang-up): it says so in its `Result`. The longer ones
live in modules of their own: `asking`, `taping`, `bridging`, `rooms`.
"""

from __future__ import annotations

from collections.abc import Iterable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.asking import Asking
from tropo_lab.platform.control.bridging import Bridging
from tropo_lab.platform.control.legs import Legs
from tropo_lab.platform.control.orders import Bridge, Question, Room, Tape, Taping, Tell
from tropo_lab.platform.control.result import Result
from tropo_lab.platform.control.ringing import Ringing
from tropo_lab.platform.control.rooms import Meeting
from tropo_lab.platform.control.speaking import speak_to, spoken_in, text_to
from tropo_lab.platform.control.taping import Recording, start, stop
from tropo_lab.platform.network.leg import Leg
from tropo_lab.trace import FROM_CATCHER

SIGNAL_ANY, NO_SIGNAL = "*", ""


class CallControl(Legs):
    """The calls and texts of one session. `current` is the leg that the verbs act on, or None.

    `user_type` is what machine detection found on the latest call, else empty.
    """

    user_type = ""

    # reaching somebody

    async def call(
        self,
        to,
        *,
        network: str = "",
        channel: str = "",
        from_number=None,
        timeout: float = 30,
        allow_signals=SIGNAL_ANY,
        detect: bool = False,
        introduction: str = "",
        headers: dict | None = None,
    ) -> Result:
        """Ring `to` (one number or several; the first to answer wins) or open a text conversation with it.

        `detect` finds out who answers; `introduction` is said meanwhile.
        """
        as_text = self.routing.wants_text(self.session, network, channel)
        numbers = self.routing.destinations(self.session, to, as_text)
        if not numbers:
            return Result("failed", detail="bad number")
        taken = self.take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        if as_text:
            (leg,) = self.outgoing(numbers, from_number, network.upper() or "SMS", None, "TEXT")
            self.network.ring(leg)
            self.answered(leg)
            return Result("done", leg)
        legs = self.outgoing(numbers, from_number, network.upper() or "SIP", headers)
        result = await Ringing(self, legs, int(timeout * 1000), allow_signals).run()
        if result.ok and detect:
            self.user_type = result.leg.user_type
            self.session.log(f"Machine detection: {self.user_type}.")
            if introduction:
                await self.say(introduction, result.leg, NO_SIGNAL)
        return result

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

    # talking

    async def say(self, text: str, leg: Leg | None = None, allow_signals=SIGNAL_ANY) -> Result:
        """Speak or text `text` to the leg, or to the current one. SessionFailed when there is nobody to speak to."""
        return await self.say_all([text], self._leg_for("say", leg), allow_signals)

    async def say_all(self, texts: Iterable[str], leg: Leg, allow_signals=SIGNAL_ANY) -> Result:
        """Say one text after the other; a signal, or a hang-up, ends it."""
        for text in texts:
            taken = self.take_signal(allow_signals)
            if taken:
                return Result("signal", leg, taken)
            if not await self.still_up(leg):
                return self.hangup_told(leg, "say")
            if leg.is_text:
                await text_to(self, text, leg)
                continue
            await self.answer(leg)
            await speak_to(self, text, leg)
            spent = await self.spend(spoken_in(text), leg)
            if not spent.ok:
                return self.hangup_told(leg, "say")
        return Result("done", leg)

    async def ask(
        self, question: Question, leg: Leg | None = None, allow_signals=SIGNAL_ANY, tell: Tell | None = None
    ) -> Result:
        """Ask, and wait for an answer that is one of the choices."""
        leg = self._leg_for("ask", leg)
        await self.answer(leg)
        return await self._unless_gone("ask", leg) or await Asking(self, leg, question, allow_signals, tell).run()

    async def record(
        self, taping: Taping, leg: Leg | None = None, allow_signals=SIGNAL_ANY, tell: Tell | None = None
    ) -> Result:
        """Record what the phone says, and send it where it has to go."""
        leg = self._voice_leg_for("record", leg)
        await self.answer(leg)
        return await self._unless_gone("record", leg) or await Recording(self, leg, taping, allow_signals, tell).run()

    async def transfer(self, bridge: Bridge, leg: Leg | None = None, allow_signals=SIGNAL_ANY) -> Result:
        """Join the call with another phone until one of the two leaves. Signals interrupt it only with a terminator."""
        leg = self._voice_leg_for("transfer", leg)
        await self.answer(leg)
        allowed = allow_signals if bridge.terminator else NO_SIGNAL
        return await self._unless_gone("transfer", leg) or await Bridging(self, leg, bridge, allowed).run()

    async def conference(self, room: Room, leg: Leg | None = None, allow_signals=SIGNAL_ANY) -> Result:
        """Join a room until the phone leaves, by its terminator, or by a signal, which only then interrupts it."""
        leg = self._voice_leg_for("conference", leg)
        await self.answer(leg)
        allowed = allow_signals if room.terminator else NO_SIGNAL
        return await self._unless_gone("conference", leg) or await Meeting(self, leg, room, allowed).run()

    async def start_recording(self, tape: Tape, leg: Leg | None = None) -> None:
        """Record the call beside what else it does, until it is stopped or ends."""
        leg = self._voice_leg_for("The recording of a call", leg)
        await self.answer(leg)
        start(self, leg, tape)

    async def stop_recording(self, leg: Leg | None = None) -> None:
        """Stop the recording of the call, and send it; nothing happens where none runs."""
        leg = leg or self.current
        if leg is not None:
            await stop(self, leg)

    async def wait(self, milliseconds: float, allow_signals=SIGNAL_ANY) -> Result:
        """Let lab time pass; a call that ends meanwhile ends the wait."""
        taken = self.take_signal(allow_signals)
        if taken:
            return Result("signal", detail=taken)
        length = max(0, int(milliseconds))
        # a call that is over no longer matters: any session may wait
        leg = self.current if self.current is not None and self.current.state != "ended" else None
        spent = await self.spend(length, leg)
        return spent if spent.ok else self.hangup_told(leg, "wait")

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

    def _leg_for(self, verb: str, leg: Leg | None) -> Leg:
        leg = leg or self.current
        if leg is None:
            raise SessionFailed(
                "nobody to speak to",
                FROM_CATCHER,
                f"{verb} has nobody to speak to: this session was launched by token and no call is open.",
                fix="Place a call first, or use message, which calls, speaks and hangs up.",
            )
        return leg

    def _voice_leg_for(self, verb: str, leg: Leg | None) -> Leg:
        leg = self._leg_for(verb, leg)
        if leg.is_text:
            raise SessionFailed(
                "voice only",
                FROM_CATCHER,
                f"{verb} needs a voice call, and this conversation is by text.",
                fix="Use say and ask in a text conversation.",
            )
        return leg

    async def _unless_gone(self, verb: str, leg: Leg) -> Result | None:
        return None if await self.still_up(leg) else self.hangup_told(leg, verb)
