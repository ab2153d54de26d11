"""The two flows side by side: the same phases in the same rows, and each gap with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup

from tropo_lab.trace import BROWSER, PARTIES, PHONE, Trace
from tropo_lab.views.article import AFTERWARDS, ASK, CLICK, DELIVER, LAUNCH, REPLY
from tropo_lab.views.face import Face
from tropo_lab.views.listing import hops_html
from tropo_lab.views.model import NAMES, Reading, Row, Step, a_trace, read

COLUMN = 47
ALIGNED = {
    CLICK: "click",
    LAUNCH: "launch",
    ASK: "instructions: asked for",
    REPLY: "instructions: given",
    DELIVER: "deliver",
    AFTERWARDS: "afterwards",
}
GAPS = {
    ASK: "No session JSON to a catcher: the script already sits on Tropo’s side, so nobody has to be asked.",
    REPLY: "No reply from a catcher: the lines of the script are the instructions.",
}
NOTHING_AFTER = {
    "scripting": "Nothing afterwards: the script sees for itself how each of its calls ended.",
    "webapi": "Nothing afterwards: the reply named no address to which Tropo could report.",
}


class Cell(NamedTuple):
    """One flow's part of a row: its step, or the reason why it has none."""

    step: Step | None
    reason: str


@dataclass(frozen=True, repr=False)
class SideBySide(Face):
    """A scripting trace and a webapi trace, aligned by phase."""

    scripting: Trace
    webapi: Trace

    @property
    def readings(self) -> tuple[Reading, Reading]:
        return read(self.scripting), read(self.webapi)

    @property
    def rows(self) -> list[tuple[str, Cell, Cell]]:
        """The aligned rows: name of the phase, scripting's cell, webapi's cell."""
        left, right = self.readings
        named = [(name, _cell(left, part), _cell(right, part)) for part, name in ALIGNED.items()]
        return [row for row in named if row[1].step or row[2].step]

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What can be counted or named for each flow, from the traces."""
        left, right = self.readings
        return [
            ("hops", str(len(left.rows)), str(len(right.rows))),
            ("who holds the instructions", "your script, hosted by Tropo", "your catcher, on your server"),
            ("who can fail", _who_can_fail(left), _who_can_fail(right)),
            ("lab seconds spent", _seconds(left), _seconds(right)),
        ]

    @property
    def plain(self) -> str:
        out = [_pair("Scripting", "WebAPI"), _pair("=" * COLUMN, "=" * COLUMN)]
        for name, left, right in self.rows:
            out += ["", f"[{name}]", _pair(_told(left, self.readings[0]), _told(right, self.readings[1]))]
        out.append("")
        for name, left, right in self.facts:
            out += ["", f"[{name}]", _pair(left, right)]
        return "\n".join(out)

    @property
    def inner(self) -> Markup:
        out = []
        for name, *cells in self.rows:
            left, right = (_cell_html(*both) for both in zip(cells, self.readings, strict=True))
            out.append(_row_html(name, left, right))
        out += [_row_html(*fact) for fact in self.facts]
        return Markup(
            '<table class="tl-grid tl-pair"><caption>The two flows, aligned by what happens</caption><thead><tr>'
            '<th scope="col">phase</th><th scope="col">Scripting</th><th scope="col">WebAPI</th></tr></thead>'
            "<tbody>{}</tbody></table>"
        ).format(Markup("").join(out))


def _cell(reading: Reading, part: tuple[str, str]) -> Cell:
    phase, actor = part
    for step in reading.steps:
        if step.phase == phase and (phase != "instructions" or step.actor == actor):
            return Cell(step, "")
    return Cell(None, GAPS.get(part) or NOTHING_AFTER[reading.trace.flow])


def _rows(step: Step, reading: Reading) -> tuple[Row, ...]:
    return tuple(row for band in reading.bands if band.step == step for row in band.rows)


def _told(cell: Cell, reading: Reading) -> str:
    if cell.step is None:
        return f"(gap) {cell.reason}"
    told = [f"{cell.step.label}: {cell.step.title}"]
    for row in _rows(cell.step, reading):
        told.append(f"  {row}")
        if row.broke:
            told.append(f"  ✕ {reading.broken}")
    return "\n".join(told if cell.step.hops else [*told, f"  ({cell.step.absence})"])


def _pair(left: str, right: str) -> str:
    columns = [[piece for line in text.split("\n") for piece in _wrapped(line)] for text in (left, right)]
    return "\n".join(f"{a.ljust(COLUMN)} | {b}".rstrip() for a, b in zip_longest(*columns, fillvalue=""))


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return wrap(line, COLUMN, subsequent_indent=indent + "   " if indent else "") or [""]


def _cell_html(cell: Cell, reading: Reading) -> Markup:
    if cell.step is None:
        return Markup('<span class="tl-gap">{}</span>').format(cell.reason)
    head = Markup("<b>{}</b> {}").format(cell.step.label, cell.step.title)
    if not cell.step.hops:
        return head + Markup('<p class="tl-none">{}</p>').format(cell.step.absence)
    return head + hops_html(_rows(cell.step, reading), reading.broken)


def _row_html(name: str, left: str | Markup, right: str | Markup) -> Markup:
    return Markup(
        '<tr><th scope="row">{}</th><td data-flow="Scripting">{}</td><td data-flow="WebAPI">{}</td></tr>'
    ).format(name, left, right)


def _who_can_fail(reading: Reading) -> str:
    # a phone that was not reached in this trace belongs to the flow all the same
    could = {*reading.lanes, PHONE} - {BROWSER}
    return ", ".join(NAMES[party] for party in PARTIES if party in could)


def _seconds(reading: Reading) -> str:
    return f"{reading.rows[-1].after / 1000:g}" if reading.rows else "0"


def side_by_side(scripting_trace: Trace, webapi_trace: Trace) -> SideBySide:
    """The two flows in two columns, aligned by phase; scripting first, as in the article."""
    for trace, flow in ((scripting_trace, "scripting"), (webapi_trace, "webapi")):
        if a_trace(trace).flow != flow:
            given = trace.flow or "of a refused launch"
            raise ValueError(f"side_by_side takes a scripting trace, then a webapi trace; the {flow} one is {given}.")
    return SideBySide(scripting_trace, webapi_trace)
