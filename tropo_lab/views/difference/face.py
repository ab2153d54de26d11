"""Two sessions compared: one entry for each real difference, none for what follows from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup, escape

from tropo_lab.clock import timestamp
from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import Trace
from tropo_lab.views.difference.entry import Difference, told
from tropo_lab.views.difference.table import row
from tropo_lab.views.difference.trace_changes import trace_changes
from tropo_lab.views.face import Face
from tropo_lab.views.model import FLOWS, a_trace

SHOWN, ROOM = 200, 150_000  # entries, and characters of HTML for them: a browser must not choke
PAIRS = 3  # pairs of ids that the remark names


@dataclass(frozen=True, repr=False)
class Diff(Face):
    """Two sessions compared. `ids` are the pairs of ids that stand for each other in the one and the other."""

    one: Trace
    other: Trace
    entries: tuple[Difference, ...]
    ids: tuple[tuple[str, str], ...]

    sheets: ClassVar[tuple[str, ...]] = ("diff",)

    @property
    def same_but_ids(self) -> bool:
        """True when there is no entry, and the sessions are two all the same: their ids or times of start differ."""
        return not self.entries and bool(self.by_nature)

    @property
    def by_nature(self) -> dict[str, str]:
        """What any two sessions differ in, and so has no entry: what it is, and the values in words."""
        told = {}
        if self.ids:
            pairs = ", ".join(f"{_short(one)} and {_short(other)}" for one, other in self.ids[:PAIRS])
            more = len(self.ids) - PAIRS
            told["ids"] = pairs + f", and {more:,} more pair{'s' * (more > 1)}" * (more > 0)
        starts = [timestamp(trace.hops[0].at) for trace in (self.one, self.other) if trace.hops]
        if len(set(starts)) > 1:
            told["times of start"] = " and ".join(starts)
        return told

    @property
    def remark(self) -> str:
        """What was not counted as a difference, in one sentence; empty when there is no such thing."""
        told = "; ".join(f"{what} ({values})" for what, values in self.by_nature.items())
        return f"Not counted, as any two sessions differ in them: {told}." if told else ""

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if self.entries:
            return f"{len(self.entries):,} difference{'s' * (len(self.entries) != 1)} between two sessions"
        if self.same_but_ids:
            return f"No difference but {' and '.join(self.by_nature)}."
        return "No difference: the same hops, the same bytes, the same pace, the same end."

    def _rows(self) -> list[str]:
        rows, room = [], ROOM
        for entry in self.entries[:SHOWN]:
            html = row(self.one, self.other, entry)
            room -= len(html)
            if room < 0:
                break
            rows.append(html)
        return rows

    def _notes(self, count: int) -> list[str]:
        left = len(self.entries) - count
        more = f"{left:,} more difference{'s are' if left > 1 else ' is'} left out here; .entries holds them all."
        return [note for note in (more * (left > 0), self.remark) if note]

    @property
    def _sides(self) -> list[tuple[str, str]]:
        return [("the one", _session(self.one)), ("the other", _session(self.other))]

    @property
    def inner(self) -> Markup:
        rows = self._rows()
        sides = "".join(f'<span class="tl-diff-side"><b>{name}</b> {escape(its)}</span>' for name, its in self._sides)
        notes = "".join(f'<p class="tl-note">{escape(note)}</p>' for note in self._notes(len(rows)))
        if not rows:
            return Markup(f'<p class="tl-diff-same">{escape(self.verdict)}</p><p class="tl-note">{sides}</p>{notes}')
        names = ("hop", "what", "place", "in the one", "in the other")
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        return Markup(
            f'<table class="tl-grid tl-diff"><caption><span class="tl-diff-verdict">{self.verdict}</span>{sides}'
            f"</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{notes}"
        )

    @property
    def plain(self) -> str:
        count = len(self._rows())
        out = [*(f"{name + ':':<10} {its}" for name, its in self._sides), "", self.verdict]
        out += [f"  - {entry.sentence}" for entry in self.entries[:count]]
        return "\n".join([*out, *(f"\n{note}" for note in self._notes(count))])


def _session(trace: Trace) -> str:
    """Which session it is: app, flow, number of hops, and the beginning of its id."""
    app = visible(clipped(trace.app, 60)) or "no app"
    flow = f" · {FLOWS.get(trace.flow, visible(clipped(trace.flow, 20)))} flow" if trace.flow else ""
    hops = f"{len(trace.hops):,} hop" + "s" * (len(trace.hops) != 1)
    return f"{app}{flow} · {hops} · {visible(clipped(trace.id, 9))}"


def _short(id: str) -> str:
    return visible(clipped(id, 9))


def diff(one: Trace, other: Trace) -> Diff:
    """What differs between two sessions, hop by hop: order, headers, parameters, JSON, encoding, time, outcome."""
    found, ids = trace_changes(a_trace(one), a_trace(other))
    return Diff(one, other, tuple(map(told, found)), tuple(ids))
