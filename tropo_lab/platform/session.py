"""One session: who it is, what it records, and how it fails alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tropo_lab.clock import SessionClock
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import App
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing, Reader
from tropo_lab.platform.crossing.gate import Gate, Message
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.port import Parking
from tropo_lab.trace import FROM_CATCHER, Hop, LogLine, Outcome, Trace

# lab time that one message over a network takes: our choice
TRANSIT = 20
# more than a person looks at; a session that goes on and on ends here
MAX_HOPS, MAX_CARRIED = 10_000, 16 << 20
# a second copy of these has its effect once more; of all others it has none
TWICE_AS_MUCH = ("text", "speech", "input", "upload")


class Session:
    """A session's identity, clock and record. Everything that happens in it passes through here.

    `gate` holds its messages at breakpoints; `port` is the driver (see `port.py`); `rules` holds the lab's switches,
    and `control` its calls (both given by `Sessions`); `flow` is `webapi` or `scripting` once it runs; `inbound` is the
    leg of a call or text that started it, else None, and `initial_text` that text; `signals` is the queue of the
    signals sent to it; `log_security` is `suppress` while its log is kept empty of what merely happens; `reserved` is
    the place kept for the page's reply, if one is still to come; `ending` is True once it is being cleared away;
    `carried` is how many bytes have crossed.
    """

    __slots__ = (
        "app",
        "carried",
        "channel",
        "clock",
        "control",
        "ending",
        "flow",
        "gate",
        "hops",
        "id",
        "inbound",
        "initial_text",
        "log_lines",
        "log_security",
        "number",
        "outcome",
        "parameters",
        "parked_on",
        "port",
        "reserved",
        "rules",
        "signals",
        "waiters",
        "watchers",
    )

    def __init__(
        self, number: int, id: str, app: App, channel: str, began: int, gate: Gate, parameters: dict[str, str]
    ):
        self.number, self.id, self.app, self.channel = number, id, app, channel
        self.gate, self.port, self.watchers = gate, gate.port, gate.watchers
        self.parameters = parameters
        self.clock = SessionClock(began)
        self.hops: list[Hop | None] = []
        self.carried = 0
        self.log_lines: list[LogLine] = []
        self.signals: list[str] = []
        self.outcome: Outcome | None = None
        self.flow = ""
        self.inbound = None
        self.initial_text = None
        self.control = None
        self.log_security, self.ending = "", False
        self.parked_on: Parking | None = None
        self.reserved: int | None = None
        self.waiters: list[Callable[[], bool]] = []

    # the record

    def record(self, kind: str, sender: str, receiver: str, summary: str, wire: bytes) -> None:
        """Keep one message that crossed, at the session's present time."""
        self.hops.append(Hop(len(self.hops) + 1, self.clock.at, sender, receiver, kind, summary, wire))
        self.carried += len(wire)
        if self.watchers.callbacks:
            self.watchers.changed()

    def reserve(self) -> None:
        """Keep the next number for the page's reply to the browser, which crosses in its own time."""
        self.reserved = len(self.hops)
        self.hops.append(None)

    def fill_reserved(self, kind: str, sender: str, receiver: str, summary: str, wire: bytes, times: int = 1) -> int:
        """Put the reply into the place that was kept for it, a second copy right behind it; gives its number."""
        if self.reserved is None:
            # it came sooner than the launch was answered
            self.reserve()
        place, self.reserved = self.reserved, None
        hop = Hop(place + 1, self.hops[place - 1].at, sender, receiver, kind, summary, wire)
        self.hops[place] = hop
        if times == 2:
            later = [one._replace(number=one.number + 1) for one in self.hops[place + 1 :]]
            self.hops[place + 1 :] = [hop._replace(number=place + 2), *later]
            lines = self.log_lines
            self.log_lines = [line._replace(hop=line.hop + 1) if line.hop >= hop.number else line for line in lines]
        return hop.number

    def log(self, text: str, level: str = "info", rule: str = "", fix: str = "") -> None:
        """Write one line of the session's log, beside the latest hop; `log_security` may leave it out."""
        if level == "info" and self.log_security == "suppress":
            return
        self.log_lines.append(LogLine(self.clock.at, len(self.hops), level, text, rule, fix))
        if self.watchers.callbacks:
            self.watchers.changed()

    def log_page(self, number: int, hop: int, lines: list[tuple[str, str, str, str]]) -> None:
        """Write lines about the page's reply, hop `number`, beside `hop`: where they belong, whenever it comes."""
        place = next((i for i, line in enumerate(self.log_lines) if line.hop >= number), len(self.log_lines))
        at = self.hops[number - 2].at
        said = [LogLine(at, hop, level, text, rule, fix) for text, level, rule, fix in lines]
        self.log_lines[place:place] = said
        self.watchers.changed()

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

    async def cross(
        self,
        kind: str,
        sender: str,
        receiver: str,
        summary: str,
        wire: bytes,
        read: Reader | None = None,
        waits: bool = True,
    ) -> Crossing:
        """Let one message cross, and record it as it crossed; gives what became of it at a breakpoint.

        `read` makes sense of its bytes when somebody edits them; without it there is nothing to edit. `waits` is False
        where it cannot be held. SessionFailed when the session has gone on for far too long.
        """
        if self.is_full and not self.ending:
            raise self._too_much()
        if not self.gate.is_set or not self.gate.stops(kind, self.app.name):
            self.record(kind, sender, receiver, summary, wire)
            return AS_SENT
        sent = await self.held((kind, sender, receiver, summary, wire), read, waits=waits)
        self.record_sent(sent, kind, sender, receiver, summary, wire)
        if sent.twice:
            self.record(kind, sender, receiver, *sent.recorded(summary, wire))
            if kind not in TWICE_AS_MUCH:
                self.log("The second copy changes nothing.")
        return sent

    @property
    def is_full(self) -> bool:
        """True when no more may cross: as many messages have as anybody looks at, or as many bytes."""
        return len(self.hops) >= MAX_HOPS or self.carried >= MAX_CARRIED

    def _too_much(self) -> SessionFailed:
        if len(self.hops) >= MAX_HOPS:
            return SessionFailed(
                "too many messages",
                FROM_CATCHER,
                f"{MAX_HOPS} messages have crossed in this session, and it was stopped.",
                fix="Look for a loop, or for far too many attempts.",
            )
        return SessionFailed(
            "too many bytes",
            FROM_CATCHER,
            f"{MAX_CARRIED >> 20} MiB have crossed in this session, and it was stopped.",
            fix="Look for a loop, or for very long texts.",
        )

    def held(self, message: Message, read: Reader | None, **how: bool) -> Awaitable[Crossing]:
        """What becomes of a message that a breakpoint stops (`how`: see `Gate.hold`); the caller records it."""
        number, app, told = len(self.hops) + 1, self.app.name, self.tell_waiters
        return self.gate.hold(number, message, read, self.log, session=self.id, app=app, told=told, **how)

    def record_sent(self, sent: Crossing, kind: str, sender: str, receiver: str, summary: str, wire: bytes) -> None:
        """Keep a message as it crossed in the end, and write into the log what became of it on its way."""
        self.clock.advance(sent.delay)
        self.record(kind, sender, receiver, *sent.recorded(summary, wire))
        for remark in sent.remarks(len(self.hops)):
            self.log(*remark)

    async def park(self, legs: list[Leg]) -> tuple[str, Leg | None]:
        """Wait, in real time, for somebody who holds one of the legs' phones, or for a signal; gives what came.

        That is `input`, `answer` or `hangup` and the leg, or `signal` and None.
        """
        place = self.parked_on = self.port.parking(self)
        for leg in legs:
            leg.person = place
        self.watchers.changed()
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

    @property
    def at_rest(self) -> bool:
        """True when nothing happens any more until somebody acts, on a phone or on a message that is held."""
        if self.waits_for_person or self.gate.blocks(self.id):
            return True
        return self.complete or (self.outcome is not None and self.gate.holds_page(self.id))

    def tell_waiters(self) -> None:
        """Let those who wait for a change look again; a waiter that says True has seen what it waited for."""
        self.waiters = [waiter for waiter in self.waiters if not waiter()]

    def signal(self, name: str) -> None:
        """Queue a signal; wakes the session when it is parked."""
        self.signals.append(name)
        if self.waits_for_person:
            self.parked_on.set_result(("signal", None))
