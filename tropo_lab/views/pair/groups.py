"""The phases of two flows in one order, and in each the rows of both, side by side.

Up to where the phone is reached, rows side by side belong to one phase of both flows. From there on the phases are
those of the WebAPI flow, whose conversation goes in rounds where a script’s goes on without a break.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tropo_lab.views.article import AFTERWARDS, ASK, CLICK, DELIVER, FETCH, LAUNCH, REPLY
from tropo_lab.views.model import Band, Step
from tropo_lab.views.pair.pairing import Both, paired

ALIGNED = {
    CLICK: "click",
    LAUNCH: "launch",
    FETCH: "script fetched",
    ASK: "instructions: asked for",
    REPLY: "instructions: given",
    DELIVER: "deliver",
    AFTERWARDS: "afterwards",
}
_DELIVER = ALIGNED[DELIVER]
_EARLY = {name: place for place, name in enumerate(ALIGNED.values()) if name not in (_DELIVER, "afterwards")}
Steps = tuple[Step | None, Step | None]
Bands = tuple[Band, ...]


class Group(NamedTuple):
    """A phase in the making: its name, each flow’s step, and the rows that share beats."""

    name: str
    steps: Steps
    pairs: list[Both]


def groups(left: Bands, right: Bands) -> Iterator[Group]:
    """The groups of both flows, in order."""
    heads, tails = zip(*(_cut(bands) for bands in (left, right)), strict=True)
    for name, bands in _joined(*heads):
        steps = tuple(band and band.step for band in bands)
        yield Group(name, steps, list(paired(*(band.rows if band else () for band in bands))))
    yield from _together(*tails)


def _cut(bands: Bands) -> tuple[Bands, Bands]:
    """The bands up to where the phone should be reached, and those from there on."""
    at = next((at for at, band in enumerate(bands) if _name(band.step) not in _EARLY), len(bands))
    return bands[:at], bands[at:]


def _joined(left: Bands, right: Bands) -> Iterator[tuple[str, tuple[Band | None, Band | None]]]:
    """The bands of both flows in one order: those of the same phase together, else the earlier phase first."""
    i = j = 0
    while i < len(left) or j < len(right):
        names = [_name(bands[at].step) if at < len(bands) else "" for bands, at in ((left, i), (right, j))]
        first = min(filter(None, names), key=_EARLY.__getitem__)
        taken = [name == first for name in names]
        yield first, (left[i] if taken[0] else None, right[j] if taken[1] else None)
        i, j = i + taken[0], j + taken[1]


def _together(*tails: Bands) -> list[Group]:
    """All that comes from there on, side by side."""
    step_of = [{row.number: band.step for band in bands for row in band.rows} for bands in tails]
    rows = [tuple(row for band in bands for row in band.rows) for bands in tails]
    empty = tuple(next((band.step for band in bands if not band.rows), None) for bands in tails)
    out = []
    if any(empty) and not any(_name(step) == _DELIVER for its in step_of for step in its.values()):
        out.append(Group(_DELIVER, empty, []))
    for pair in paired(*rows):
        steps = [row and its[row.number] for row, its in zip(pair, step_of, strict=True)]
        name = _name(steps[1] or steps[0])
        if steps[1] is None and name == _DELIVER and out:
            name = out[-1].name  # a script goes on without rounds
        if not out or out[-1].name != name:
            out.append(Group(name, empty if name == _DELIVER else (None, None), []))
        out[-1].pairs.append(pair)
        out[-1] = out[-1]._replace(steps=tuple(new or old for new, old in zip(steps, out[-1].steps, strict=True)))
    return out


def _name(step: Step) -> str:
    """The phase that a step belongs to."""
    return ALIGNED.get((step.phase, step.actor)) or step.phase
