"""The two flows in step: phases in one order, and in each phase the hops that do the same, beat by beat.

A hop of one flow and a hop of the other share a beat when they are of one kind, within the same phase. Where one flow
has none, there is a gap, and the gap has a reason. Both flows keep their order, so the beats can be walked through.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import KINDS, PHONE
from tropo_lab.views.article import AFTERWARDS, ASK, CLICK, DELIVER, LAUNCH, REPLY, begun_by_phone
from tropo_lab.views.model import Band, Reading, Row, Step

FLOWS = ("Scripting", "WebAPI")
ALIGNED = {
    CLICK: "click",
    LAUNCH: "launch",
    ASK: "instructions: asked for",
    REPLY: "instructions: given",
    DELIVER: "deliver",
    AFTERWARDS: "afterwards",
}
_ORDER = {name: place for place, name in enumerate(ALIGNED.values())}
_GAPS = {
    ("scripting", "instructions: asked for"): "Nobody has to be asked – the script already sits on Tropo’s side.",
    ("scripting", "instructions: given"): "Nobody has to reply – the lines of the script are the instructions.",
    ("scripting", "afterwards"): "Nobody has to be told – the script sees for itself how each of its calls ended.",
    ("webapi", "afterwards"): "Nobody is told – the reply named no address to which Tropo could report.",
}
_UNREACHED = {True: "Not reached: the session broke before this.", False: "Not yet: the session is still running."}

Both = tuple[Row | None, Row | None]


class Beat(NamedTuple):
    """What both flows do at one time: scripting’s hop and webapi’s, or one of them and the reason for the gap."""

    number: int
    rows: Both
    gap: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The `data-hop` of its hops in the joint picture: `s3`, `w5`."""
        return tuple(f"{flow}{row.number}" for flow, row in zip("sw", self.rows, strict=True) if row)

    @property
    def says(self) -> str:
        """What happens in both flows, in one sentence."""
        here, there = (0, 1) if self.rows[0] else (1, 0)
        does = KINDS.get(self.rows[here].hop.kind, "a message crosses from one party to another")
        broke = [flow for flow, row in zip(FLOWS, self.rows, strict=True) if row and row.broke]
        if not self.gap:
            told = f"Scripting and WebAPI alike: {does}"
        else:
            gap = self.gap if self.gap.startswith("Tropo") else self.gap[:1].lower() + self.gap[1:]
            told = f"{FLOWS[here]} alone: {does}; gap in {FLOWS[there]} ({gap.removesuffix('.')})"
        return f"{told}; here {' and '.join(broke)} broke." if broke else f"{told}."


class Phase(NamedTuple):
    """A part of the session: its name, each flow’s step if the flow has one, and its beats.

    A phase in which neither flow has a hop has no beats, and two reasons.
    """

    name: str
    again: bool
    steps: tuple[Step | None, Step | None]
    beats: tuple[Beat, ...]
    reasons: tuple[str, str]

    @property
    def title(self) -> str:
        return self.name + (" (continued)" if self.again else "")


def phases(scripting: Reading, webapi: Reading) -> tuple[Phase, ...]:
    """The phases of both flows, with their beats numbered through."""
    found, number, passed = [], 1, [0, 0]
    readings = (scripting, webapi)
    for name, bands in _joined(scripting.bands, webapi.bands):
        rows = [band.rows if band else () for band in bands]
        beats = []
        for pair in _paired(*rows):
            gap = ""
            if None in pair:
                missing = pair.index(None)
                gap = _reason(readings[missing], bands[missing], name, passed[missing], pair[1 - missing])
            beats.append(Beat(number, pair, gap))
            passed = [row.number if row else past for row, past in zip(pair, passed, strict=True)]
            number += 1
        reasons = ("", "")
        if not beats:
            reasons = tuple(
                _reason(reading, band, name, past, None)
                for reading, band, past in zip(readings, bands, passed, strict=True)
            )
        steps = tuple(band and band.step for band in bands)
        again = any(band and band.again for band in bands)
        found.append(Phase(name, again, steps, tuple(beats), reasons))
    return tuple(found)


def _joined(left: tuple[Band, ...], right: tuple[Band, ...]) -> Iterator[tuple[str, tuple[Band | None, Band | None]]]:
    """The bands of both flows in one order: those of the same phase together, else the earlier phase first."""
    i = j = 0
    while i < len(left) or j < len(right):
        names = [_name(bands[at].step) if at < len(bands) else "" for bands, at in ((left, i), (right, j))]
        first = min(filter(None, names), key=_ORDER.__getitem__)
        taken = [name == first for name in names]
        yield first, (left[i] if taken[0] else None, right[j] if taken[1] else None)
        i, j = i + taken[0], j + taken[1]


def _name(step: Step) -> str:
    return ALIGNED.get((step.phase, step.actor)) or step.phase


def _kind(row: Row) -> tuple[str, bool]:
    return row.hop.kind, row.hop.sender == PHONE


def _paired(left: tuple[Row, ...], right: tuple[Row, ...]) -> Iterator[Both]:
    """The rows of both flows in their order, those of one kind together; what is in the way goes first, alone."""
    places = (_places(left), _places(right))
    i = j = 0
    while i < len(left) and j < len(right):
        if _kind(left[i]) == _kind(right[j]):
            yield left[i], right[j]
            i, j = i + 1, j + 1
            continue
        skipped_right = _next(places[1][_kind(left[i])], j)
        skipped_left = _next(places[0][_kind(right[j])], i)
        if skipped_right is not None and (skipped_left is None or skipped_right - j <= skipped_left - i):
            yield None, right[j]
            j += 1
        else:
            yield left[i], None
            i += 1
    for row in left[i:]:
        yield row, None
    for row in right[j:]:
        yield None, row


def _places(rows: tuple[Row, ...]) -> defaultdict[tuple[str, bool], list[int]]:
    found = defaultdict(list)
    for place, row in enumerate(rows):
        found[_kind(row)].append(place)
    return found


def _next(places: list[int], start: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) else None


def _reason(reading: Reading, band: Band | None, name: str, past: int, other: Row | None) -> str:
    """Why this flow has nothing here, when the other flow has this row."""
    trace = reading.trace
    if band and not band.rows:
        return visible(clipped(band.step.absence, 400))
    if not band and trace.flow == "scripting" and name.startswith("instructions"):
        return _GAPS["scripting", name]
    if past == len(reading.rows) and (trace.outcome is None or not trace.outcome.ok):
        return _UNREACHED[trace.outcome is not None]
    if not band and name == "afterwards":
        return _GAPS[trace.flow, name]
    if other and other.hop.kind in ("launch", "launch-reply") and begun_by_phone(trace):
        return "No launcher took part: a phone started this session."
    if other and other.hop.kind == "page" and not trace.of_kind("click"):
        return "Nobody waits for a page: the launcher was started without one."
    if name == "launch" and other and other.hop.sender == PHONE:
        return "No phone started this: a launcher did."
    return "This session has no such hop at this point."
