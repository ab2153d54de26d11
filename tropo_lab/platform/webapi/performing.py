"""One document carried out: its verbs in their order, until one of them fails, is interrupted or loses its call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.calls import NO_SIGNAL, CallControl
from tropo_lab.platform.control.result import NOT_ACCEPTED, Result
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.routing import TEXT_NETWORKS, VOICE_NETWORKS
from tropo_lab.platform.session import Session
from tropo_lab.platform.webapi import briefing
from tropo_lab.platform.webapi.kinds import short
from tropo_lab.platform.webapi.parts import Prompt
from tropo_lab.platform.webapi.results import COLLECTING, action, short_result
from tropo_lab.platform.webapi.verbs import Verb
from tropo_lab.trace import FROM_CATCHER

# what goes on when the call has ended: a session without a call is legal
WITHOUT_CALL = ("call", "choices", "generalLogSecurity", "message", "wait")
# after these nobody is left to speak to
LAST = {"hangup": "hangup", "redirect": "continue", "reject": "continue"}

# tells a server something, and looks at no answer
Post = Callable[[str, bytes, str], Awaitable[None]]


class Performance:
    """The verbs of one document. `actions` is what they collected, `unreached` is True when nobody could be called."""

    def __init__(self, session: Session, control: CallControl, post: Post):
        self.session, self.control, self.post = session, control, post
        self.actions: list[dict] = []
        self.unreached = False

    async def run(self, verbs: tuple[Verb, ...]) -> tuple[str, bool, bool]:
        """Run the verbs; gives the event that fires, whether all was completed, and whether time ran out."""
        for verb in verbs:
            if verb.name not in WITHOUT_CALL and await self.control.is_over():
                # apps answer the POST of a hang-up with anything; what needs the call is passed over
                self.session.log(f"{verb.path} is passed over: the call has ended.")
                continue
            result = await self._do(verb)
            self.unreached = verb.name in ("call", "message") and result.how in ("failed", "timeout")
            if verb.name in COLLECTING:
                self.actions.append(action(verb, result, len(self.actions), self.session))
            if verb.name in LAST:
                return LAST[verb.name], True, False
            if result.how == "hangup":
                return "hangup", True, False
            if result.how == "signal":
                return result.detail, True, False
            if not result.ok:
                if not verb.values.get("required", True):
                    self.session.log(f"{verb.path} failed, but is not required: the next verb runs.")
                    continue
                return "incomplete", False, result.how == "timeout" or result.detail == NOT_ACCEPTED
        return "continue", True, False

    async def _do(self, verb: Verb) -> Result:
        words = _words(verb)
        if words and verb.values.get("promptLogSecurity") == "suppress":
            words = ["(suppressed)"]
        self.session.log(f"{verb.path} runs{': ' if words else ''}{', '.join(words)}.")
        return await getattr(self, f"_{verb.name}")(verb) or Result("done")

    # calls and texts

    async def _call(self, verb: Verb) -> Result:
        if await self.control.is_up():
            raise SessionFailed(
                "call during a call",
                FROM_CATCHER,
                f"{verb.path}: call is only for a session with no active call.",
                fix="Use message, or hang up first.",
            )
        given, detection = verb.values, verb.values["machineDetection"]
        result = await self.control.call(
            **self._placing(verb),
            allow_signals=given["allowSignals"],
            detect=detection is not False,
            introduction=(detection["introduction"] or "") if isinstance(detection, dict) else "",
            headers=given["headers"],
        )
        if result.ok and given["recording"] is not None and not result.leg.is_text:
            await self.control.start_recording(briefing.tape({}, given["recording"]), result.leg)
        return result

    async def _message(self, verb: Verb) -> Result:
        return await self.control.message(list(verb.values["say"]), **self._placing(verb))

    def _placing(self, verb: Verb) -> dict:
        """What call and message have in common: whom to reach, and how."""
        given, network, channel = verb.values, verb.values["network"], verb.values["channel"]
        if network and network.upper() not in VOICE_NETWORKS | TEXT_NETWORKS:
            self.session.warn(
                f"{verb.path}.network is {short(network)}: there is no such network; it was placed as a voice call.",
                "unknown-network",
                'For a text write "network": "SMS".',
            )
            network = "SIP"
        placed = {"to": list(given["to"]), "network": network, "channel": channel}
        return placed | {"from_number": given["from"], "timeout": given["timeout"]}

    async def _answer(self, verb: Verb) -> None:
        leg = self.control.current
        if leg is None or not leg.inbound or leg.state != "ringing":
            self.session.log(f"{verb.path}: there is nothing to answer.")
        else:
            await self.control.answer(leg)

    async def _hangup(self, verb: Verb) -> None:
        await self.control.hang_up()

    async def _reject(self, verb: Verb) -> None:
        await self.control.reject()

    async def _redirect(self, verb: Verb) -> None:
        await self.control.redirect(verb.values["to"])

    # talking

    async def _say(self, verb: Verb) -> Result:
        return await self.control.say(verb.values["value"], allow_signals=verb.values["allowSignals"])

    async def _ask(self, verb: Verb) -> Result:
        return await self.control.ask(briefing.question(verb.values), allow_signals=verb.values["allowSignals"])

    async def _record(self, verb: Verb) -> Result:
        self._first_address(verb)
        return await self.control.record(briefing.taping(verb.values), allow_signals=verb.values["allowSignals"])

    async def _startRecording(self, verb: Verb) -> None:
        self._first_address(verb)
        await self.control.start_recording(briefing.running_tape(verb.values))

    async def _stopRecording(self, verb: Verb) -> None:
        await self.control.stop_recording()

    def _first_address(self, verb: Verb) -> None:
        if len(verb.values["url"]) > 1:
            self.session.warn(
                f"{verb.path}.url holds {len(verb.values['url'])} addresses; the recording goes to the first only.",
                "first-url-only",
                "Name one address.",
            )

    async def _conference(self, verb: Verb) -> Result:
        return await self.control.conference(briefing.room(verb.values), allow_signals=verb.values["allowSignals"])

    async def _transfer(self, verb: Verb) -> Result:
        steps = briefing.steps(verb.values, "connect")
        connect = (lambda leg: self._connect(steps, leg)) if steps else None
        return await self.control.transfer(
            briefing.bridge(verb.values, connect), allow_signals=verb.values["allowSignals"]
        )

    async def _connect(self, steps: list[Verb], leg: Leg) -> bool:
        """What is done with the far party before the two are joined; False drops it."""
        answers: list[dict] = []
        for step in steps:
            self.session.log(f"{step.path} runs.")
            result = Result("done")
            if step.name == "say":
                result = await self.control.say_all(step.values, leg, NO_SIGNAL)
            elif step.name == "ask":
                result = await self.control.ask(briefing.question(step.values), leg, NO_SIGNAL)
                answers.append(action(step, result, len(answers), self.session))
            elif step.name == "message":
                await self._message(step)
            elif step.name == "wait":
                result = await self.control.spend(step.values["milliseconds"], leg)
            else:
                await self.post(step.values, short_result(self.session, leg, answers), "result JSON of a transfer")
            if not result.ok:
                self.session.log(f"{step.path} failed, so the two are not joined.")
                return False
        return True

    # the rest

    async def _wait(self, verb: Verb) -> Result:
        return await self.control.wait(verb.values["milliseconds"], verb.values["allowSignals"])

    async def _choices(self, verb: Verb) -> None:
        self.session.log(f"{verb.path} does nothing by itself: choices belong into an ask, record or transfer.")

    async def _generalLogSecurity(self, verb: Verb) -> None:
        self.session.log_security = verb.values["value"]


def _words(verb: Verb) -> list[str]:
    """What a verb says, as the log shows it; not what it would say after a wrong answer."""
    said = [verb.values["value"]] if verb.name == "say" else verb.values.get("say", ())
    prompts = [one if isinstance(one, Prompt) else Prompt(one, ()) for one in said]
    return [short(one.text) for one in prompts if one.text and not one.events][:3]
