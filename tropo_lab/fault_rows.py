"""The fault grid: what comes of each fault, in each flow, at each hop; found by trying it out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from tropo_lab.errors import NotFound
from tropo_lab.escapes import visible, visible_html
from tropo_lab.platform.crossing.faults import FAULTS, POSSIBLE
from tropo_lab.views.face import Face

NO_FAULT = "no fault"
_HEADS = ("flow", "hop", "fault", "whoever began it sees", "the session", "the phone gets", "server asked", "takes")


class Row(NamedTuple):
    """What came of one fault. `sees` is for whoever began it, and empty for a phone; `asked` is how often the server
    was; `takes` is lab time. Hop and fault are empty where nothing went wrong."""

    flow: str
    hop: str
    fault: str
    sees: str
    session: str
    phone: str
    asked: str
    takes: str


class FaultGrid(Face, tuple[Row, ...]):
    """Rows of the grid, in the order of the hops; a notebook shows them as a table."""

    @property
    def inner(self) -> Markup:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in _HEADS)
        line = Markup("<tr>{}</tr>")
        rows = (line.format(Markup("").join(map(_cell, row))) for row in self)
        return Markup('<table class="tl-grid"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
            head, Markup("").join(rows)
        )

    @property
    def plain(self) -> str:
        shown = [_HEADS, *self]
        widths = [max(len(row[column]) for row in shown) for column in range(len(_HEADS))]
        lines = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in shown)
        return "\n".join(visible(line.rstrip()) for line in lines)


def fault_grid(flow: str = "", hop: str = "", fault: str = "") -> FaultGrid:
    """The rows of the grid, or those of one flow, one kind of hop, one fault; NotFound says which there are."""
    flows = list(dict.fromkeys(row.flow for row in _rows()))
    for what, name, known in (("flow", flow, flows), ("hop", hop, POSSIBLE), ("fault", fault, FAULTS)):
        if name and name not in known:
            raise NotFound(f"The grid has no {what} {name!r:.60}; it has {'; '.join(known)}.")
    wanted = (flow, hop, fault)
    return FaultGrid(
        row for row in _rows() if all(name in ("", found) for name, found in zip(wanted, row[:3], strict=True))
    )


@cache
def _rows() -> tuple[Row, ...]:
    rows, flow = [], ""
    for line in Path(__file__).with_name("platform").joinpath("fault_grid.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            flow = line[3:]
        elif line and not line.startswith("#"):
            what, *rest = (cell.strip() for cell in line.split(" | "))
            hop, fault = ("", "") if what == NO_FAULT else what.split(" ")
            rows.append(Row(flow, hop, fault, *rest))
    return tuple(rows)


def _cell(text: str) -> Markup:
    return Markup("<td>{}</td>").format(visible_html(text))
