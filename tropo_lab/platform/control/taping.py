"""Recording: a message that a question asks for, and a call that is recorded while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tropo_lab.platform.control.attempts import in_attempts
from tropo_lab.platform.control.choices import is_keys
from tropo_lab.platform.control.listening import listen
from tropo_lab.platform.control.orders import Tape, Taping, Tell
from tropo_lab.platform.control.result import Heard, Lasted, Result, pressed
from tropo_lab.platform.control.uploads import deliver
from tropo_lab.platform.network.behaviour import WORD
from tropo_lab.platform.network.leg import Leg

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl


class RunningTape(NamedTuple):
    """A recording that runs beside a call, from lab time `since` on."""

    tape: Tape
    since: int


class Recording:
    """One message to be recorded from the phone of `leg`."""

    def __init__(self, control: CallControl, leg: Leg, taping: Taping, allow_signals, tell: Tell | None):
        self.control, self.leg, self.taping = control, leg, taping
        self.allow_signals, self.tell = allow_signals, tell

    async def run(self) -> Result:
        """Record; gives what was recorded and how it ended, or how the last attempt failed."""
        return await in_attempts(self.taping, self._attempt, self.tell)

    async def _attempt(self, prompts: tuple[str, ...]) -> Result:
        control, leg, taping = self.control, self.leg, self.taping
        prompted = await control.say_all(filter(None, prompts), leg, self.allow_signals)
        if not prompted.ok:
            return prompted
        if not taping.bargein:
            leg.said.clear()
        began, leg.doing = control.session.clock.at, ("record",)
        said = await listen(control, leg, taping.timeout * 1000, self.allow_signals)
        if said.how == "silence":
            return Result("timeout", leg)
        if said.how == "signal":
            return Result("signal", leg, said.text)
        if said.how == "hangup":
            told = control.hangup_told(leg, "record")
            lasted = await self._keep("", control.session.clock.at - began)
            return told._replace(lasted=lasted)
        words, heard = self._ended_by(said.text)
        if heard is None and taping.choices is not None:
            heard = taping.choices.match(said.text, leg.channel)
        long = min(max(1, len(words.split())) * WORD if words else 0, int(taping.longest * 1000))
        # silence ends it, unless a key does
        up = heard is not None or (await control.spend(taping.silence * 1000, leg)).ok
        lasted = await self._keep(words, long)
        if not up:
            return control.hangup_told(leg, "record")._replace(lasted=lasted)
        return Result("done", leg, heard=heard, lasted=lasted)

    def _ended_by(self, text: str) -> tuple[str, Heard | None]:
        """What was spoken, without the key that ended it, and that key."""
        key = self.taping.terminator
        if key and text.endswith(key):
            return text.removesuffix(key).strip(), pressed(key)
        return ("" if is_keys(text) else text), None

    async def _keep(self, words: str, milliseconds: int) -> Lasted:
        """Send the recording where it has to go; the lab's copy is there while the session lasts."""
        url = self.control.keep_recording()
        await deliver(self.control, self.leg, self.taping.tape, words, milliseconds)
        return Lasted(milliseconds, url=url)


def start(control: CallControl, leg: Leg, tape: Tape) -> None:
    """Record a call from now on; one that is recorded already goes on as it is."""
    if leg.taping is not None:
        control.session.log("The call is being recorded already.")
        return
    leg.taping = RunningTape(tape, control.session.clock.at)
    control.session.log("The recording of the call starts.")


async def stop(control: CallControl, leg: Leg) -> None:
    """End the recording that runs beside a call, and send it; nothing happens where none runs."""
    running, leg.taping = leg.taping, None
    if running is not None:
        long = control.session.clock.at - running.since
        control.session.log(f"The recording of the call ends after {long / 1000:g} seconds.")
        control.keep_recording()
        await deliver(control, leg, running.tape, " ".join(leg.heard), long)
