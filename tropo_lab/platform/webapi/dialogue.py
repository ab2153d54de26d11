"""Front end 1, WebAPI: the dialogue with a catcher. Post, read a document, run it, post the result, and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urljoin

from tropo_lab.errors import SessionFailed, bad_address
from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.session import Session
from tropo_lab.platform.webapi.catcher_line import CatcherLine
from tropo_lab.platform.webapi.documents import Document, Handler
from tropo_lab.platform.webapi.performing import Performance
from tropo_lab.platform.webapi.results import result_document
from tropo_lab.platform.webapi.session_json import session_document
from tropo_lab.trace import FROM_CATCHER, RESULT, TO_CATCHER

MAX_DOCUMENTS = 100
# what a person says or records, which a catcher asks for to be told of it
ANSWERED = ("ask", "record")
# event → those whose handler takes it where it has none of its own; `continue` takes every one but `error`
EVENTS = {"continue": (), "incomplete": ("timeout",), "timeout": (), "error": (), "hangup": ()}


class Turn(NamedTuple):
    """The next POST: where to, and what makes its body once its sequence number is known."""

    url: str
    body: Callable[[int], Awaitable[bytes]]


class Dialogue:
    """One session's conversation with its catcher at `url`."""

    def __init__(self, session: Session, control: CallControl, url: str):
        self.session, self.control, self.url = session, control, url
        self.line = CatcherLine(session)

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
        performance = Performance(self.session, self.control, self._tell)
        try:
            if document.broken is not None:
                raise document.broken
            for note in document.notes:
                self.session.log(*note)
            if not document.verbs and not document.handlers:
                self.session.warn(
                    "The document has no verbs, so nothing was done.",
                    "no-verbs",
                    "Return the verbs from the handler that answers Tropo.",
                )
            event, complete, timed_out = await performance.run(document.verbs)
        except SessionFailed as failed:
            # the sound part of a broken document may say whom to tell
            handler = document.handlers.get("error")
            if handler is None or not handler.next:
                raise
            self.session.log(str(failed), "error", failed.rule, failed.fix)
            await self._speak(handler)
            return self._turn(handler, performance, complete=False, error=str(failed))
        return await self._follow(document, performance, event, complete, timed_out)

    async def _follow(
        self, document: Document, performance: Performance, event: str, complete: bool, timed_out: bool
    ) -> Turn | None:
        """Resolve the event to a handler, in the order the documents give."""
        handlers = document.handlers
        others = EVENTS.get(event, ()) if timed_out else ()
        handler = next((handlers[name] for name in (event, *others, "continue") if name in handlers), None)
        if handler is not None:
            await self._speak(handler)
            if not handler.next and handler is not handlers.get("continue"):
                # words alone: `continue` runs afterwards
                handler = handlers.get("continue")
                if handler is not None:
                    await self._speak(handler)
        if handler is not None and handler.next:
            return self._turn(handler, performance, complete)
        if any(verb.name in ANSWERED for verb in document.verbs):
            self.session.warn(
                "What was answered goes nowhere: the document has no `on` with a `next` for it.",
                "answer-goes-nowhere",
                'Add {"on": {"event": "continue", "next": "/answered"}}, and answer there.',
            )
        leg = self.control.current
        if leg is None or leg.told:
            return None
        # a hang-up that came meanwhile is told here, too, and once
        await self.control.hang_up()
        leg.told = True
        last = handlers.get("hangup")
        return self._turn(last, performance, complete) if last is not None and last.next else None

    async def _speak(self, handler: Handler) -> None:
        for text in handler.say:
            if not await self.control.is_up():
                return
            if (await self.control.say(text)).how == "hangup":
                # its event is still to come
                self.control.current.told = False

    def _turn(self, handler: Handler, performance: Performance, complete: bool, error: str | None = None) -> Turn:
        async def body(sequence: int) -> bytes:
            how = {"complete": complete, "failed": not complete and performance.unreached, "error": error}
            how |= {"state": await self.control.state(), "actions": performance.actions}
            return result_document(self.session, self.control, sequence, **how)

        return Turn(self._resolved(handler.next), body)

    async def _tell(self, url: str, body: bytes, what: str) -> None:
        await self.line.tell(self._resolved(url), body, what)

    def _resolved(self, url: str) -> str:
        """An address of a document, read against that of the document itself."""
        try:
            return urljoin(self.line.url, url)
        except ValueError:
            raise bad_address(url, RESULT) from None
