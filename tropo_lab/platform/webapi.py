"""Front end 1, WebAPI: the dialogue with a catcher. Post, read a document, run it, post the result, and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urljoin

from tropo_lab.errors import SessionFailed, bad_address
from tropo_lab.platform.calls import CallControl, allowed_signals
from tropo_lab.platform.catcher_line import CatcherLine
from tropo_lab.platform.documents import BUILT, Document, Handler, Verb, destinations, says, seconds, timeout_of
from tropo_lab.platform.result import Result
from tropo_lab.platform.session import Session
from tropo_lab.platform.session_json import result_document, session_document
from tropo_lab.trace import FROM_CATCHER, RESULT, TO_CATCHER

MAX_DOCUMENTS = 100
# keys of call and message that change nothing here; whoever sets them is told
NOT_CARRIED_OUT = ("machineDetection", "headers", "recording", "answerOnMedia", "callbackUrl", "label")


class Turn(NamedTuple):
    """The next POST: where to, and what makes its body once its sequence number is known."""

    url: str
    body: Callable[[int], Awaitable[bytes]]


class Dialogue:
    """One session's conversation with its catcher at `url`."""

    def __init__(self, session: Session, control: CallControl, url: str):
        self.session, self.control, self.url = session, control, url
        self.line = CatcherLine(session)
        self.latest: Result | None = None

    async def run(self) -> None:
        """Run the session to its end; SessionFailed says where it broke."""
        first = session_document(self.session)
        document = await self.line.post(self.url, "session", first, "session JSON", TO_CATCHER)
        if document is None:
            raise SessionFailed(
                "empty reply",
                FROM_CATCHER,
                "The catcher answered with an empty body, so there was nothing to do.",
                fix='Answer with {"tropo": [ … ]}.',
            )
        for sequence in range(1, MAX_DOCUMENTS + 1):
            turn = await self._carry_out(document) if document is not None else None
            if turn is None:
                return
            what = f"result JSON, sequence {sequence}"
            document = await self.line.post(turn.url, "result", await turn.body(sequence), what, RESULT)
        raise SessionFailed(
            "too many documents",
            RESULT,
            f"The session went through {MAX_DOCUMENTS} documents and was stopped.",
            fix="Let the last document have no `on continue`, or hang up.",
        )

    async def _carry_out(self, document: Document) -> Turn | None:
        """Run a document: gives the next turn, or None at the end."""
        try:
            if document.broken is not None:
                raise document.broken
            if not document.verbs and not document.handlers:
                self.session.warn(
                    "The document has no verbs, so nothing was done.",
                    "no-verbs",
                    "Return the verbs from the handler that answers Tropo.",
                )
            event, complete = await self._perform(document)
        except SessionFailed as failed:
            # the sound part of a broken document may say whom to tell
            handler = document.handlers.get("error")
            if handler is None or handler.next is None:
                raise
            self.session.log(str(failed), "error", failed.rule, failed.fix)
            return self._turn(handler, complete=False, error=str(failed))
        return await self._follow(document, event, complete)

    async def _perform(self, document: Document) -> tuple[str, bool]:
        """Run the verbs in order; gives the event that fires and whether all was completed."""
        for verb in document.verbs:
            if verb.name not in BUILT:
                raise SessionFailed(
                    "verb not built yet",
                    FROM_CATCHER,
                    f"{verb.path}: Tropo knows the verb {verb.name}, but this lab does not carry it out yet.",
                    fix=f"Use {', '.join(sorted(BUILT - {'on'}))} here.",
                )
            self.session.log(f"{verb.path} runs.")
            result = self.latest = await getattr(self, f"_{verb.name}")(verb)
            if verb.name == "hangup" or result.how == "hangup":
                return "hangup", True
            if result.how == "signal":
                return result.detail, True
            if not result.ok:
                if str(verb.payload.get("required")).lower() == "false":
                    self.session.log(f"{verb.path} failed, but is not required: the next verb runs.")
                    continue
                return "incomplete", False
        return "continue", True

    async def _follow(self, document: Document, event: str, complete: bool) -> Turn | None:
        """Resolve the event to a handler, in the order the documents give."""
        handlers = document.handlers
        handler = handlers.get(event) or handlers.get("continue")
        if handler is not None:
            await self._speak(handler)
            if handler.next is None and handler is not handlers.get("continue"):
                # words alone: `continue` runs afterwards
                handler = handlers.get("continue")
                if handler is not None:
                    await self._speak(handler)
        if handler is not None and handler.next is not None:
            return self._turn(handler, complete)
        if not await self.control.is_up():
            return None
        await self.control.hang_up()
        last = handlers.get("hangup")
        return self._turn(last, complete) if last is not None and last.next is not None else None

    async def _speak(self, handler: Handler) -> None:
        for text in handler.say:
            if await self.control.is_up():
                await self.control.say(text)

    def _turn(self, handler: Handler, complete: bool, error: str | None = None) -> Turn:
        failed = not complete and self.latest is not None and self.latest.how in ("failed", "timeout")

        async def body(sequence: int) -> bytes:
            state = await self.control.state()
            how = {"complete": complete, "failed": failed, "error": error}
            return result_document(self.session, self.control, sequence, state=state, **how)

        try:
            return Turn(urljoin(self.line.url, handler.next), body)
        except ValueError:
            raise bad_address(handler.next, RESULT) from None

    # verbs

    async def _message(self, verb: Verb) -> Result:
        return await self.control.message(says(verb.payload["say"], f"{verb.path}.say"), **self._placing(verb))

    async def _call(self, verb: Verb) -> Result:
        if await self.control.is_up():
            raise SessionFailed(
                "call during a call",
                FROM_CATCHER,
                f"{verb.path}: call is only for a session with no active call.",
                fix="Use message, or hang up first.",
            )
        return await self.control.call(**self._placing(verb), allow_signals=allowed_signals(verb.payload))

    def _placing(self, verb: Verb) -> dict:
        """What call and message have in common: whom to reach, and how."""
        given = verb.payload
        ignored = [key for key in NOT_CARRIED_OUT if given.get(key)]
        if ignored:
            self.session.warn(
                f"{verb.path}: {', '.join(ignored)} changes nothing in this lab yet.",
                "not-carried-out",
                "Leave it out, or do not rely on it here.",
            )
        return {
            "to": destinations(given["to"], f"{verb.path}.to"),
            "network": str(given.get("network") or ""),
            "channel": str(given.get("channel") or ""),
            "from_number": given.get("from"),
            "timeout": timeout_of(verb),
        }

    async def _say(self, verb: Verb) -> Result:
        if await self.control.is_over():
            # apps answer the POST of a hang-up with anything; what needs the call is passed over
            self.session.log(f"{verb.path} is passed over: the call has ended.")
            return Result("done")
        result = Result("done")
        for text in says(verb.payload, verb.path):
            result = await self.control.say(text, allow_signals=allowed_signals(verb.payload))
            if not result.ok:
                break
        return result

    async def _wait(self, verb: Verb) -> Result:
        length = seconds(verb.payload["milliseconds"], f"{verb.path}.milliseconds")
        return await self.control.wait(length, allowed_signals(verb.payload))

    async def _hangup(self, verb: Verb) -> Result:
        await self.control.hang_up()
        return Result("done")
