"""Visits: a browser asks a page of yours, which may launch; the page's reply goes back to the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tropo_lab.clock import LabClock
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing
from tropo_lab.platform.crossing.readers import reads_reply, reads_request
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.messages import Reply, Request, phrase
from tropo_lab.platform.sessions import Sessions
from tropo_lab.trace import BROWSER, LAUNCHER, Outcome

AT_PAGE = "browser → launcher"
# the fault that it met, if any → how a click ends that does not reach the page
_LOST = {
    "": Outcome("click lost", AT_PAGE, "The click was lost on its way to your page, so the page did nothing."),
    "refuse": Outcome("connection refused", AT_PAGE, "The click met a refused connection, so the page did nothing."),
    "reset": Outcome("connection reset", AT_PAGE, "The connection broke on the way to your page, so it did nothing."),
    "hang": Outcome("no answer in time", AT_PAGE, "Your page took the click, and then it did nothing."),
}
_NOTHING = Outcome("nothing launched", AT_PAGE, "The click met a fault, and your page launched nothing.")
_CLOSED = Outcome("interrupted", AT_PAGE, "The lab was closed while this click was held at a breakpoint.")
# what a browser fetches by itself for a page that it shows is no click
_DESTINATIONS = ("", "document", "iframe", "frame", "empty")

Ask = Callable[[Request, Click], Awaitable[Reply]]


class Visits:
    """Carries requests to your pages, past the breakpoints for clicks and for pages."""

    def __init__(self, sessions: Sessions, clock: LabClock):
        self.sessions, self.gate, self.clock = sessions, sessions.gate, clock

    async def visit(self, request: Request, ask: Ask, waits: bool = True) -> Reply | None:
        """What the browser gets for its request; None when nothing comes back. `ask` asks the page.

        `waits` is False where the browser's request cannot be held.
        """
        click, sent = Click(request.wire, _words(request), waits), AS_SENT
        if self.gate.stops("click") and request.header("Sec-Fetch-Dest") in _DESTINATIONS:
            sent = await self._held(click)
        if sent.lost:
            self._refuse(click, sent, _LOST[sent.fault])
            return sent.delivered(None)
        request = sent.message or request
        click.summary, click.wire = sent.recorded(click.summary, click.wire)
        click.notes += sent.remarks(1)
        said = await self._answered(click, await ask(request, click))
        if sent.fault and click.session is None and click.refused is None:
            # nothing else would tell that it met a fault
            self._refuse(click, AS_SENT, _NOTHING)
        if sent.twice:
            again = Click(click.wire, click.summary)
            again.note(f"The click of this launch is a second copy, sent {sent.place}.")
            await self._answered(again, await ask(request, again))
        return sent.delivered(said)

    async def _held(self, click: Click) -> Crossing:
        message = ("click", BROWSER, LAUNCHER, click.summary, click.wire)
        try:
            return await self.gate.hold(1, message, _read_click, click.note, waits=click.waits)
        except BaseException:  # the lab is closing
            self._refuse(click, AS_SENT, _CLOSED)
            raise

    def _refuse(self, click: Click, sent: Crossing, outcome: Outcome) -> None:
        hop = (BROWSER, LAUNCHER, "click", *sent.recorded(click.summary, click.wire))
        self.sessions.refuse([hop], [*click.notes, *sent.remarks(1)], self.clock.tick(), outcome)

    async def _answered(self, click: Click, said: Reply) -> Reply | None:
        """The page's reply as the browser gets it; it is recorded where the click launched something."""
        click.answered = True
        summary = f"{said.status} {said.reason or phrase(said.status)}"
        session, notes, sent = click.session, [], AS_SENT
        launched = session is not None or click.refused is not None
        app = session.app.name if session is not None else ""
        if launched and self.gate.stops("page", app):
            number = self.sessions.number_of_page(click)

            def log(text: str) -> None:
                line = (text, "info", "", "")
                if session is None:
                    notes.append(line)
                else:
                    session.log_page(number, number - 1, [line])

            message = ("page", LAUNCHER, BROWSER, summary, said.wire)
            whose = {} if session is None else {"session": session.id, "app": app, "told": session.tell_waiters}
            sent = await self.gate.hold(number, message, _read_page, log, waits=click.waits, blocks=False, **whose)
        self.sessions.page_answered(click, *sent.recorded(summary, said.wire), sent, notes)
        return sent.delivered(sent.message or said)


def _words(request: Request) -> str:
    return f"{request.method} {request.path}"


_read_click = reads_request(_words, absolute=True)
_read_page = reads_reply(lambda said: f"{said.status} {said.reason or phrase(said.status)}", own=True)
