"""Breakpoints: messages that are held before they cross, and then go on, edited or not, are lost, or cross twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tropo_lab.errors import BadSetup, LabClosed, NotFound
from tropo_lab.escapes import visible
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing, Edited, Reader, met
from tropo_lab.platform.crossing.faults import Fault, Faults
from tropo_lab.platform.port import Parking, Port
from tropo_lab.platform.watchers import Watchers
from tropo_lab.trace import EVERY, KINDS, Hop

# how many times a message crosses then
TIMES = {"go": 1, "drop": 0, "twice": 2}
# a person looks at each of them; more are let through
MAX_HELD = 1000
MAX_WIRE = 2 << 20
_TOLD = {
    "launch": ("The launch", "its reply"),
    "launch-reply": ("The reply to the launch", "it"),
    "signal": ("The signal", "its reply"),
    "signal-reply": ("The reply to the signal", "it"),
    "click": ("The click", "what it did"),
    "page": ("The page's reply", "it"),
}


class Breakpoint(NamedTuple):
    """A place where messages are held: before hops of one kind (or `every`), of one app or of all."""

    kind: str
    app: str | None = None


class HeldHop(NamedTuple):
    """One message that has left its sender and waits at a breakpoint, before it becomes hop `number`.

    `session` and `app` are empty while there is none; `editable` is False for what has no content, such as a hang-up.
    """

    id: str
    session: str
    app: str
    number: int
    kind: str
    sender: str
    receiver: str
    summary: str
    wire: bytes
    editable: bool

    def as_dict(self) -> dict:
        """The message as the lab's HTTP interface shows it."""
        shown = Hop(self.number, 0, self.sender, self.receiver, self.kind, self.summary, self.wire).as_dict()
        del shown["at"]
        return {"id": self.id, "session": self.session, "app": self.app, **shown, "editable": self.editable}

    def __repr__(self) -> str:
        return f"{self.id}: {self.sender} → {self.receiver}, before hop {self.number}: {visible(self.summary)}"


# kind, sender, receiver, summary and wire
Message = tuple[str, str, str, str, bytes]


class _Waiting(NamedTuple):
    hop: HeldHop
    read: Reader | None
    place: Parking
    blocks: bool


class Gate:
    """The breakpoints and fault switches of one lab, and the messages held, in the order in which they came.

    `is_set` is True when there is any of either; ask it before `stops` where it has to be quick. What meets a fault is
    not held.
    """

    def __init__(self, port: Port, watchers: Watchers):
        self.port, self.watchers = port, watchers
        self.is_set = False
        self.breakpoints: tuple[Breakpoint, ...] = ()
        self._stops: frozenset[tuple[str, str | None]] = frozenset()
        self._waiting: dict[str, _Waiting] = {}
        self.faults = Faults()
        self._count = 0
        self._closed = False

    # breakpoints

    def set(self, breakpoints: Iterable[Breakpoint]) -> None:
        """Hold messages at these from now on, and at no others. What is held already stays held."""
        if self._closed:
            raise LabClosed()
        breakpoints = tuple(dict.fromkeys(breakpoints))
        stops = set()
        for kind, app in breakpoints:
            if kind not in KINDS and kind != EVERY:
                raise BadSetup(f"There is no hop of the kind {kind!r:.40}; the kinds are {', '.join([*KINDS, EVERY])}.")
            if kind == "click" and app is not None:
                raise BadSetup("A click comes before any app is known: leave the app out.")
            stops |= {(one, app) for one in (KINDS if kind == EVERY else [kind])}
        self.breakpoints, self._stops = breakpoints, frozenset(stops)
        self._changed()

    def set_faults(self, faults: Iterable[Fault]) -> None:
        """Have these fault switches on from now on, and no others."""
        if self._closed:
            raise LabClosed()
        self.faults.set(faults)
        self._changed()

    def add_fault(self, fault: Fault) -> None:
        """Have one more fault switch on."""
        if self._closed:
            raise LabClosed()
        self.faults.add(fault)
        self._changed()

    def _changed(self) -> None:
        self.is_set = bool(self._stops or self.faults.on)
        self.watchers.changed()

    def stops(self, kind: str, app: str = "") -> bool:
        """True when a hop of that kind has to come to `hold`; `app` is empty where none is known."""
        return self.faults.watch(kind, app) or self._holds(kind, app)

    def _holds(self, kind: str, app: str) -> bool:
        stops = self._stops
        return ((kind, None) in stops or (kind, app) in stops) and len(self._waiting) < MAX_HELD

    def breakpoint_dicts(self) -> list[dict]:
        """The breakpoints as the lab's HTTP interface shows them."""
        return [one._asdict() for one in self.breakpoints]

    # what is held

    @property
    def held(self) -> list[HeldHop]:
        """The messages that wait, oldest first."""
        return [waiting.hop for waiting in self._waiting.values()]

    def as_dicts(self) -> list[dict]:
        """The messages that wait, as the lab's HTTP interface shows them."""
        return [hop.as_dict() for hop in self.held]

    def blocks(self, session: str) -> bool:
        """True while that session cannot go on because of a message that is held."""
        return any(waiting.blocks and waiting.hop.session == session for waiting in self._waiting.values())

    def holds_page(self, session: str) -> bool:
        """True while the reply of the page that launched that session is held."""
        return any(hop.kind == "page" and hop.session == session for hop in self.held)

    async def hold(
        self,
        number: int,
        message: Message,
        read: Reader | None,
        log: Callable[[str], None],
        *,
        session: str = "",
        app: str = "",
        waits: bool = True,
        blocks: bool = True,
        told: Callable[[], None] | None = None,
    ) -> Crossing:
        """Hold what would become hop `number` until somebody decides on it; gives what became of it.

        What meets a fault, and what only might have met one, is not held, and has become of it at once.

        `read` makes sense of its bytes when they were edited (None: nothing to edit), `log` takes a line, `told` is
        called once it is held, and `blocks` says whether its session waits with it. Not `waits`: it cannot be held,
        and the log says so.
        """
        kind = message[0]
        fault = self.faults.strike(kind, app)
        if fault:
            return met(fault, kind, message[4], read, self.port.patience)
        if not self._holds(kind, app):
            return AS_SENT
        if not waits:
            log(f"Not held before hop {number}: without sockets, what a page does while it is asked cannot wait.")
            return AS_SENT
        self._count += 1
        hop = HeldHop(str(self._count), session, app, number, *message, read is not None)
        log(f"Held before hop {number} ({kind}).")
        subject, shown = _TOLD.get(kind, ("The message", "it"))
        place = self.port.hold(
            f"{subject} waits at the breakpoint before hop {number}; let it go on, and lab.trace() shows {shown}."
        )
        self._waiting[hop.id] = _Waiting(hop, read, place, blocks)
        self.watchers.changed()
        if told is not None:
            told()
        try:
            return await place
        finally:
            # still there when the lab is closed
            self._waiting.pop(hop.id, None)

    def release(self, id: str, do: str, wire: bytes | None = None) -> None:
        """Let a held message `go`, `drop` it, or send it `twice`, with these bytes in place of its own when given.

        BadSetup when they cannot be read, and then it stays held; NotFound when no message of that id is held.
        """
        waiting = self._waiting.get(id)
        # one that ends with the lab is still there for a moment
        if waiting is None or waiting.place.done():
            raise NotFound(f"No message {id!r:.40} is held; see /lab/held for those that are.")
        if do not in TIMES:
            raise BadSetup(f"A held message can go, drop or twice, not {do!r:.40}.")
        edited = None
        if wire is not None and wire != waiting.hop.wire and do != "drop":
            edited = _read(waiting, wire)
        del self._waiting[id]
        self.watchers.changed()
        waiting.place.set_result(Crossing(TIMES[do], edited))

    def close(self) -> None:
        """Hold nothing more: the lab is closing."""
        self._closed, self._stops, self.is_set = True, frozenset(), False
        self.faults.set(())
        # a page that waits for news must not keep the lab from closing
        self.watchers.changed()


def _read(waiting: _Waiting, wire: bytes) -> Edited | None:
    kind = waiting.hop.kind
    if waiting.read is None:
        raise BadSetup(f"A hop of the kind {kind!r} has no content to edit: let it go on, drop it, or send it twice.")
    if len(wire) > MAX_WIRE:
        raise BadSetup(f"An edited message may have {MAX_WIRE} bytes; this has {len(wire)}.")
    edited = waiting.read(wire)
    return edited if edited.wire != waiting.hop.wire else None
