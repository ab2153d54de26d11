"""Asking: prompt, listen, match, and again, until there is an answer or the attempts are used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tropo_lab.platform.control.attempts import in_attempts
from tropo_lab.platform.control.choices import is_keys
from tropo_lab.platform.control.listening import Said, listen
from tropo_lab.platform.control.orders import Question, Tell
from tropo_lab.platform.control.result import Heard, Result
from tropo_lab.platform.network.leg import Leg

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl

# after the least number of digits: how long more are waited for, in milliseconds
MORE_DIGITS = 3_000


class Asking:
    """One question to the phone of `leg`. `tell` is told of each attempt that failed."""

    def __init__(self, control: CallControl, leg: Leg, question: Question, allow_signals, tell: Tell | None):
        self.control, self.leg, self.question = control, leg, question
        self.allow_signals, self.tell = allow_signals, tell

    async def run(self) -> Result:
        """Ask; gives what was answered, or how the last attempt failed."""
        return await in_attempts(self.question, self._attempt, self.tell)

    async def _attempt(self, prompts: tuple[str, ...]) -> Result:
        leg, control = self.leg, self.control
        opening, leg.opening = leg.opening, None
        if opening is not None:
            # the text that began the conversation answers the first question, which need not be sent
            return await self._judge(Said("input", opening))
        prompted = await control.say_all(filter(None, prompts), leg, self.allow_signals)
        if not prompted.ok:
            return prompted
        if not self.question.bargein:
            leg.said.clear()
        return await self._judge(await self._collect())

    async def _collect(self) -> Said:
        """What the phone says; keys that a person presses one by one are put together."""
        question, keyed, self.leg.doing = self.question, "", ("ask",)
        while True:
            said = await listen(self.control, self.leg, question.timeout * 1000, self.allow_signals)
            if said.how == "silence" and keyed:
                # whoever pauses after some keys has finished
                return Said("input", keyed)
            single = said.how == "input" and len(said.text) == 1 and is_keys(said.text) and not self.leg.is_text
            if not single or not self.leg.phone.behaviour.held:
                return said._replace(text=keyed + said.text) if said.how == "input" else said
            keyed += said.text
            if not question.choices.expects_more(keyed):
                return Said("input", keyed)

    async def _judge(self, said: Said) -> Result:
        """What an input means to the question."""
        leg, question = self.leg, self.question
        if said.how == "silence":
            return Result("timeout", leg)
        if said.how != "input":
            return self.control.hangup_told(leg, "ask") if said.how == "hangup" else Result("signal", leg, said.text)
        heard = question.choices.match(said.text, leg.channel)
        sure = heard is not None and heard.confidence >= question.min_confidence
        self._log(said.text, heard, sure)
        if leg.channel == "VOICE" and is_keys(said.text):
            # Tropo waits for further keys, where more could come
            pause = MORE_DIGITS if sure and question.choices.waits_for_more(said.text) else 0
            pause = pause if sure else question.interdigit * 1000
            if not (await self.control.spend(pause, leg)).ok and not sure:
                return self.control.hangup_told(leg, "ask")
        return Result("done", leg, heard=heard) if sure else Result("nomatch", leg)

    def _log(self, text: str, heard: Heard | None, sure: bool) -> None:
        shown = covered(text, self.question.hidden)
        if sure:
            value = "" if self.question.hidden else f" means {heard.value!r}"
            self.control.session.log(f"The answer {shown!r}{value}.")
        elif heard is not None:
            least = self.question.min_confidence
            self.control.session.log(
                f"The answer {shown!r} is heard with {heard.confidence} of {least} needed: no match."
            )
        else:
            self.control.session.log(f"The answer {shown!r} is none of the choices.")


def covered(text: str, hidden: str) -> str:
    """An answer as the log may show it: whole, not at all (`suppress`), or through a mask, whose D lets one through.

    A mask ends with `-` when its last letter is for all the rest; what it does not reach is hidden.
    """
    if not hidden:
        return text
    if hidden == "suppress":
        return "(suppressed)"
    mask = hidden[:-1] + hidden[-2:-1] * len(text) if hidden.endswith("-") else hidden
    return "".join(one if mask[place : place + 1].upper() == "D" else "*" for place, one in enumerate(text))
