"""Fault switches: what goes wrong with messages of one kind, each time or at those that are chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tropo_lab.errors import BadSetup
from tropo_lab.trace import KINDS

# who asks for these waits in lab time: Tropo itself
TO_SERVERS = ("session", "result", "upload", "fetch")
FROM_SERVERS = ("document", "upload-reply", "fetch-reply")
# who asks for these is a program or a browser outside, which waits by its own clock
TO_LAB = ("click", "launch", "signal")
FROM_LAB = ("page", "launch-reply", "signal-reply")
REQUESTS, REPLIES = (*TO_SERVERS, *TO_LAB), (*FROM_SERVERS, *FROM_LAB)

_OF_REQUESTS = ("refuse", "reset", "hang", "dribble", "late", "empty", "garbage", "wrong-type", "duplicate")
_OF_REPLIES = ("reset", "hang", "dribble", "late", "empty", "garbage", "html", "wrong-status", "wrong-type", "redirect",
               "duplicate")  # fmt: skip
_OF_WORDS = ("lost", "empty", "garbage", "duplicate")
# kind of hop → the faults that can happen to it
POSSIBLE = {
    kind: _OF_REQUESTS if kind in REQUESTS
    else _OF_REPLIES if kind in REPLIES
    else _OF_WORDS if kind in ("text", "speech", "input")
    else ("lost", "duplicate")
    for kind in KINDS
}  # fmt: skip

# fault → what it is, and what the log says of a hop that met it
FAULTS = {
    "refuse": ("nobody listens: the connection is refused", "met a refused connection"),
    "reset": ("the connection breaks", "met a connection that was reset"),
    "hang": ("the other side takes the request, or begins its reply, and then does nothing", "was never answered"),
    "dribble": ("the message arrives whole, but slowly", "crossed slowly"),
    "late": ("the message arrives after whoever waits has given up", "came too late"),
    "empty": ("the message arrives without its content", "arrived empty"),
    "garbage": ("the content arrives as bytes that mean nothing", "arrived as garbage"),
    "html": ("a page for people comes in place of the reply", "was replaced by an HTML page"),
    "wrong-status": ("the reply says 500", "arrived with the status 500"),
    "wrong-type": ("the content is labelled as something else", "arrived under a wrong Content-Type"),
    "redirect": ("the reply points elsewhere", "was replaced by a redirect"),
    "duplicate": ("the message arrives twice", "arrived twice"),
    "lost": ("the phone network loses the message", "was lost on the way"),
}
# lab time that a message takes that dribbles: our choice
SLOW = 10_000
MAX_FAULTS = 1000


class Fault(NamedTuple):
    """A switch: this fault (see `FAULTS`) happens to hops of this kind, of one app or of all; to every one, to the
    `nth` since it was switched on, counted from 1, or to the `first` so many."""

    fault: str
    kind: str
    app: str | None = None
    nth: int | None = None
    first: int | None = None

    def __str__(self) -> str:
        which = f", number {self.nth}" if self.nth else f", the first {self.first}" if self.first else ""
        return f"{self.fault} at {self.kind}{f' of {self.app}' if self.app else ''}{which}"


class Faults:
    """The fault switches of one lab that are on, and how many hops each of them has seen."""

    def __init__(self):
        self.on: tuple[Fault, ...] = ()
        self._seen: list[int] = []
        self._watched: frozenset[tuple[str, str | None]] = frozenset()

    def set(self, faults: Iterable[Fault]) -> None:
        """Have these switched on, and no others; all count from the beginning."""
        faults = tuple(faults)
        self._put(faults, [0] * len(faults))

    def add(self, fault: Fault) -> None:
        """Switch one more on; those that are on count further."""
        self._put((*self.on, fault), [*self._seen, 0])

    def _put(self, faults: tuple[Fault, ...], seen: list[int]) -> None:
        if len(faults) > MAX_FAULTS:
            raise BadSetup(f"A lab has room for {MAX_FAULTS} fault switches; these are {len(faults)}.")
        for fault in faults:
            _check(fault)
        self.on, self._seen = faults, seen
        self._watched = frozenset((fault.kind, fault.app) for fault in faults)

    def watch(self, kind: str, app: str) -> bool:
        """True when a hop of that kind may meet one of them; `app` is empty where none is known."""
        return (kind, None) in self._watched or (kind, app) in self._watched

    def strike(self, kind: str, app: str) -> str:
        """The name of the fault that happens to one more hop of that kind; empty when none does."""
        struck = ""
        for place, fault in enumerate(self.on):
            if fault.kind != kind or fault.app not in (None, app):
                continue
            self._seen[place] += 1
            seen = self._seen[place]
            happens = seen == fault.nth if fault.nth else fault.first is None or seen <= fault.first
            if happens and not struck:
                struck = fault.fault
        return struck

    def as_dicts(self) -> list[dict]:
        """The switches that are on, as the lab's HTTP interface shows them."""
        return [fault._asdict() for fault in self.on]


def remark(fault: str, number: int) -> tuple[str, str, str, str]:
    """What the log says of hop `number`, which met that fault: text, level, rule, fix."""
    sentence = f"Hop {number} {FAULTS[fault][1]}, by a fault switch."
    fix = "Switch it off (lab.faults.clear()), or make whatever meets it bear it."
    return sentence, "warning", f"fault-{fault}", fix


def _check(given: Fault) -> None:
    fault, kind, app, nth, first = given
    if fault not in FAULTS:
        raise BadSetup(f"There is no fault {fault!r:.40}; the faults are {', '.join(FAULTS)}.")
    if kind not in KINDS:
        raise BadSetup(f"There is no hop of the kind {kind!r:.40}; the kinds are {', '.join(KINDS)}.")
    if fault not in POSSIBLE[kind]:
        kinds = ", ".join(one for one in KINDS if fault in POSSIBLE[one])
        raise BadSetup(
            f"{fault} makes no sense for a hop of the kind {kind}, which can have {', '.join(POSSIBLE[kind])}; "
            f"the kinds that can have {fault} are {kinds}."
        )
    if kind == "click" and app is not None:
        raise BadSetup("A click comes before any app is known: leave the app out.")
    if nth is not None and first is not None:
        raise BadSetup("Choose `nth`, for one hop, or `first`, for as many: not both.")
    if any(number is not None and not (type(number) is int and number > 0) for number in (nth, first)):
        raise BadSetup("`nth` and `first` are whole numbers from 1 on.")
