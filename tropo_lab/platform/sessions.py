"""All sessions of the lab: started, run each on its own, found again, and kept in the journal."""

from __future__ import annotations

from tropo_lab.clock import LabClock
from tropo_lab.errors import NotFound, SessionFailed
from tropo_lab.journal import Journal
from tropo_lab.platform.applications import MESSAGING, App, Script
from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.crossing.crossings import Crossing
from tropo_lab.platform.crossing.gate import Gate
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.phones import PhoneNetwork
from tropo_lab.platform.network.routing import Routing
from tropo_lab.platform.scripting.front_end import Play
from tropo_lab.platform.session import Session
from tropo_lab.platform.webapi.dialogue import Dialogue
from tropo_lab.trace import (
    BROWSER,
    COMPLETED,
    FROM_CATCHER,
    LAUNCHER,
    TO_CATCHER,
    Hop,
    LogLine,
    Outcome,
    Trace,
)

MAX_RUNNING = 20_000
INTERRUPTED = Outcome("interrupted", FROM_CATCHER, "The lab was closed while this session was running.")


class Sessions:
    """Starts sessions on a driver's port and keeps what they record.

    Sessions that have ended live in the journal; those still running in memory.
    """

    def __init__(
        self, gate: Gate, ids: Ids, clock: LabClock, network: PhoneNetwork, journal: Journal, routing: Routing
    ):
        self.gate, self.port, self.ids, self.clock = gate, gate.port, ids, clock
        self.network, self.journal, self.routing = network, journal, routing
        self.running: dict[str, Session] = {}
        self.started = journal.last_number
        self.refused = journal.last_refused

    @property
    def full(self) -> bool:
        """True when no further session can be taken on."""
        return len(self.running) >= MAX_RUNNING

    def create(self, app: App, channel: str, parameters: dict[str, str], began: int) -> Session:
        """A new session, not yet running: the launch is recorded first."""
        self.started += 1
        session = Session(self.started, self.ids.session(self.started), app, channel, began, self.gate, parameters)
        session.rules = self.routing.rules
        session.control = CallControl(session, self.network, self.ids, self.routing)
        self.running[session.id] = session
        return session

    def inbound(self, app: App, channel: str, phone, text: str | None) -> Session:
        """A new session that a phone begins, by a text or by a call to the app's number."""
        session = self.create(app, channel, {}, self.clock.tick())
        kind = ("TEXT", "SMS") if channel == MESSAGING else ("VOICE", "SIP")
        leg = Leg(self.ids.call(session.id, 1), session.id, session.clock.at, phone, app.number, *kind, inbound=True)
        self.network.ring(leg)
        session.inbound, session.initial_text = leg, text
        session.control.adopt(leg)
        return session

    def start(self, session: Session) -> None:
        """Let a session run on its own from now on."""
        self.port.spawn(session, self.run(session))

    async def run(self, session: Session) -> None:
        """Run a session to its end, which is kept."""
        address = session.app.address(session.channel)
        alike = "; both sides have the same address" if session.app.voice == session.app.messaging else ""
        session.log(f"The {session.channel} side of the app {session.app.name!r} starts{alike}.")
        try:
            if address is None:
                raise SessionFailed(
                    f"no {session.channel} address",
                    TO_CATCHER,
                    f"The app {session.app.name!r} has no {session.channel} address, so its token starts nothing.",
                    fix="Give the app that address, or launch with its other token.",
                )
            if isinstance(address, Script):
                session.flow = "scripting"
                await Play(session, session.control, address).run()
            else:
                session.flow = "webapi"
                await Dialogue(session, session.control, address).run()
            outcome = COMPLETED
        except SessionFailed as failed:
            session.log(str(failed), "error", failed.rule, failed.fix)
            outcome = Outcome(failed.name, failed.where, str(failed))
        except Exception as error:  # a fault of ours must cost one session, never the platform
            # imported here only: logging brings threads along, which the core does without
            import logging

            logging.getLogger("tropo_lab").exception("The session %s failed within the platform.", session.id)
            session.log(
                f"The platform itself failed: {type(error).__name__}: {error}",
                "error",
                "platform-error",
                "Please report this with the trace.",
            )
            outcome = Outcome("platform error", FROM_CATCHER, f"The platform itself failed: {type(error).__name__}.")
        await self.finish(session, outcome)

    async def finish(self, session: Session, outcome: Outcome) -> None:
        """End a session: hang up what is up, keep its trace, tell who waits."""
        session.ending = True
        await session.control.end()
        # a circle less for the garbage collector, whose full runs stop every session at once
        session.control = None
        session.log(f"The session is over: {outcome}.")
        session.outcome = outcome
        try:
            self.journal.keep(session.number, session.trace())
        finally:
            self._forget_when_complete(session)
            session.tell_waiters()

    async def interrupt(self) -> None:
        """End every session that still runs, as the lab is closing; each keeps what it recorded."""
        for session in list(self.running.values()):
            session.give_up_reserved()
            if session.outcome is None:
                session.control.give_up_recordings()
                await self.finish(session, INTERRUPTED)
            else:
                self.amended(session)

    def number_of_page(self, click: Click) -> int:
        """The number that the page's reply to this click has, or will have."""
        session = click.session
        if session is None:
            return len(self.trace(f"refused-{click.refused}").hops) + 1
        return (len(session.hops) if session.reserved is None else session.reserved) + 1

    def page_answered(self, click: Click, summary: str, wire: bytes, sent: Crossing, notes: list[tuple]) -> None:
        """The page has answered the browser: its reply belongs to the session that it launched, if it did.

        `notes` are lines for the log of a launch that was refused.
        """
        session = click.session
        if session is None:
            if click.refused is not None:
                page = (LAUNCHER, BROWSER, "page", summary, wire)
                self._add_refused(click.refused, [page] * max(1, sent.times), sent, notes)
            return
        number = session.fill_reserved("page", LAUNCHER, BROWSER, summary, wire, sent.times)
        session.log_page(number, number, sent.remarks(number))
        self.amended(session)

    def amended(self, session: Session) -> None:
        """Something was added to the record of a session, which may have ended before."""
        if session.outcome is not None:
            self.journal.keep(session.number, session.trace())
            self._forget_when_complete(session)
        session.tell_waiters()

    def _forget_when_complete(self, session: Session) -> None:
        if session.complete:
            self.running.pop(session.id, None)

    def refuse(self, hops: list[tuple], log: list[tuple], began: int, outcome: Outcome) -> int:
        """Keep a launch that was refused, or never came: what crossed, and what to change. Gives its number."""
        self.refused += 1
        kept = tuple(Hop(number, began, *hop) for number, hop in enumerate(hops, 1))
        lines = tuple(LogLine(began, len(kept), level, text, rule, fix) for text, level, rule, fix in log)
        self.journal.keep_refused(self.refused, Trace(f"refused-{self.refused}", "", "", kept, lines, outcome))
        self.gate.watchers.changed()
        return self.refused

    def _add_refused(self, number: int, hops: list[tuple], sent: Crossing, notes: list[tuple]) -> None:
        """Add what crossed after a refusal to its trace."""
        trace = self.trace(f"refused-{number}")
        began, count = trace.hops[-1].at, len(trace.hops)
        more = tuple(Hop(count + place, began, *hop) for place, hop in enumerate(hops, 1))
        said = [*notes, *sent.remarks(count + 1)]
        lines = tuple(LogLine(began, count + 1, level, text, rule, fix) for text, level, rule, fix in said)
        self.journal.keep_refused(number, trace._replace(hops=trace.hops + more, log=trace.log + lines))
        self.gate.watchers.changed()

    def live(self, id: str) -> Session | None:
        """The session of that id while it is in memory."""
        return self.running.get(id)

    def trace(self, id: str) -> Trace:
        """The trace of that session, running or ended; NotFound when there is none."""
        session = self.running.get(id)
        if session is not None:
            return session.trace()
        trace = self.journal.find(id)
        if trace is None:
            raise NotFound(f"There is no session {id!r} here; see /lab/sessions for those there are.")
        return trace

    def latest(self) -> Trace | None:
        """The trace of the latest launch, routed or refused; None when there was none."""
        numbered = [self.journal.page(1, self.refused, "refused"), self.page(1, None)[0]]
        found = [row[1] for row in numbered[0]] + numbered[1]
        # a session whose first hop is held has its log already
        return max(found, key=lambda trace: (*trace.hops[:1], *trace.log[:1])[0].at, default=None)

    def page(self, limit: int, before: int | None) -> tuple[list[Trace], int | None]:
        """Up to `limit` traces, newest first, older than number `before`; and where the next page begins."""
        wanted = self.started if before is None else before - 1
        live = {session.number: session for session in self.running.values() if session.number <= wanted}
        rows = dict(self.journal.page(limit + 1, wanted))
        numbers = sorted({*live, *rows}, reverse=True)
        shown = [live[number].trace() if number in live else rows[number] for number in numbers[:limit]]
        return shown, (numbers[limit - 1] if len(numbers) > limit else None)
