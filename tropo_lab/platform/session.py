"""One session: who it is, what it records, and how it fails alone."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.clock import SessionClock
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import App
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.phones import Leg
from tropo_lab.platform.port import Parking
from tropo_lab.trace import CATCHER, TROPO, Hop, LogLine, Outcome, Trace

# lab time that one message over a network takes: our choice
TRANSIT = 20


class Session:
    """A session's identity, clock and record. Everything that happens in it passes through here.

    `port` is the driver (see `port.py`); `inbound` is the leg of a call or text that started it, else None;
    `signals` is the queue of the signals sent to it.
    """

    __slots__ = (
        "app",
        "channel",
        "clock",
        "control",
        "flow",
        "hops",
        "id",
        "inbound",
        "initial_text",
        "log_lines",
        "number",
        "outcome",
        "parameters",
        "parked_on",
        "port",
        "reserved",
        "signals",
        "waiters",
    )

    def __init__(self, number: int, id: str, app: App, channel: str, began: int, port, parameters: dict[str, str]):
        self.number, self.id, self.app, self.channel, self.port = number, id, app, channel, port
        self.parameters = parameters
        self.clock = SessionClock(began)
        self.hops: list[Hop | None] = []
        self.log_lines: list[LogLine] = []
        self.signals: list[str] = []
        self.outcome: Outcome | None = None
        self.flow = ""
        self.inbound = None
        self.initial_text = None
        self.control = None
        self.parked_on: Parking | None = None
        self.reserved: int | None = None
        self.waiters: list[Callable[[], bool]] = []

    # the record

    def record(self, kind: str, sender: str, receiver: str, summary: str, wire: bytes) -> None:
        """Keep one message that crossed, at the session's present time."""
        self.hops.append(Hop(len(self.hops) + 1, self.clock.at, sender, receiver, kind, summary, wire))

    def reserve(self) -> None:
        """Keep the next number for the page's reply to the browser, which crosses in its own time."""
        self.reserved = len(self.hops)
        self.hops.append(None)

    def fill_reserved(self, kind: str, sender: str, receiver: str, summary: str, wire: bytes) -> None:
        """Put the reply into the place that was kept for it."""
        if self.reserved is None:
            return
        at = self.hops[self.reserved - 1].at
        self.hops[self.reserved] = Hop(self.reserved + 1, at, sender, receiver, kind, summary, wire)
        self.reserved = None

    def log(self, text: str, level: str = "info", rule: str = "", fix: str = "") -> None:
        """Write one line of the session's log, beside the latest hop."""
        self.log_lines.append(LogLine(self.clock.at, len(self.hops), level, text, rule, fix))

    def warn(self, text: str, rule: str, fix: str = "") -> None:
        """Write a warning: the session goes on, but somebody should know."""
        self.log(text, "warning", rule, fix)

    def trace(self) -> Trace:
        """What has happened so far, as an immutable value, numbered without a gap."""
        hops, lines = self.hops, self.log_lines
        if self.reserved is not None:
            # the page has not answered its browser yet: what follows moves up until it does
            gap = self.reserved + 1
            crossed = [hop for hop in hops if hop is not None]
            hops = [hop._replace(number=number) for number, hop in enumerate(crossed, 1)]
            lines = [line._replace(hop=line.hop - 1) if line.hop >= gap else line for line in lines]
        return Trace(self.id, self.app.name, self.flow, tuple(hops), tuple(lines), self.outcome)

    def give_up_reserved(self) -> None:
        """The page will not answer any more: close the gap for good."""
        trace = self.trace()
        self.hops, self.log_lines, self.reserved = list(trace.hops), list(trace.log), None

    # what waits

    async def exchange(self, kind: str, url: str, request: Request, summary: str, where: str) -> Reply:
        """Send a request to the catcher and give its reply; both are recorded. SessionFailed names what went wrong."""
        self.clock.advance(TRANSIT)
        self.record(kind, TROPO, CATCHER, summary, request.wire)
        try:
            reply = await self.port.fetch(url, request)
        except SessionFailed as failed:
            if failed.where == "":
                failed.where = where
            raise
        self.clock.advance(TRANSIT)
        return reply

    async def park(self, legs: list[Leg]) -> tuple[str, Leg | None]:
        """Wait, in real time, for somebody who holds one of the legs' phones, or for a signal; gives what came.

        That is `input`, `answer` or `hangup` and the leg, or `signal` and None.
        """
        place = self.parked_on = self.port.parking(self)
        for leg in legs:
            leg.person = place
        self.tell_waiters()
        try:
            return await place
        finally:
            self.parked_on = None
            for leg in legs:
                leg.person = None

    @property
    def complete(self) -> bool:
        """True when the session is over and nothing of its record is still to come."""
        return self.outcome is not None and self.reserved is None

    @property
    def waits_for_person(self) -> bool:
        """True while the session can only go on when somebody acts."""
        return self.parked_on is not None and not self.parked_on.done()

    def tell_waiters(self) -> None:
        """Let those who wait for a change look again; a waiter that says True has seen what it waited for."""
        self.waiters = [waiter for waiter in self.waiters if not waiter()]

    def signal(self, name: str) -> None:
        """Queue a signal; wakes the session when it is parked."""
        self.signals.append(name)
        if self.waits_for_person:
            self.parked_on.set_result(("signal", None))
