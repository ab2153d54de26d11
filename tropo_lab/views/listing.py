"""The numbered list of a trace, and its table: the first two views to look at."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.escapes import clipped, visible_html
from tropo_lab.trace import Trace
from tropo_lab.views.face import Face, broken_html, route_html, step_html
from tropo_lab.views.model import NAMES, Band, Row, a_trace, read


def hops_html(rows: tuple[Row, ...], broken: str, current: int | None = None) -> Markup:
    """Rows as a numbered list, with the sentence of the breakage under the hop where it broke."""
    items = "".join([_item(row, broken, current) for row in rows])
    return Markup(f'<ol class="tl-hops" start="{rows[0].number}">{items}</ol>')


def _item(row: Row, broken: str, current: int | None) -> str:
    hop = row.hop
    reply = " tl-reply" if row.reply else ""
    here = ' aria-current="step"' if row.number == current else ""
    return (
        f'<li value="{hop.number}" class="tl-{hop.sender}{reply}"{here}>{route_html(hop.sender, hop.receiver)}: '
        f"<code>{visible_html(clipped(row.words))}</code>{broken_html(broken) if row.broke else ''}</li>"
    )


@dataclass(frozen=True, repr=False)
class Steps(Face):
    """The hops as a numbered list, under the steps of the article."""

    trace: Trace
    current: int | None = None

    @property
    def plain(self) -> str:
        reading = read(self.trace)
        wide = len(str(len(reading.rows)))
        lines = [reading.title]
        for band in reading.bands:
            lines += ["", f"{band.step.label}: {band.title}"]
            if not band.rows:
                lines.append(f"   ({band.step.absence})")
            for row in band.rows:
                mark = "▶" if row.number == self.current else " "
                lines.append(f"{mark} {' ' * (wide - len(str(row.number)))}{row}")
                if row.broke:
                    lines.append(f"   ✕ {reading.broken}")
        if reading.broken and not reading.rows:
            lines += ["", f"✕ {reading.broken}"]
        if not reading.broken:
            lines += ["", f"= {reading.ending}"]
        return "\n".join(lines)

    @property
    def inner(self) -> Markup:
        reading = read(self.trace)
        out = [Markup('<p class="tl-caption">{}</p>').format(reading.title)]
        for band in reading.bands:
            out.append(step_html(band))
            out.append(self._band(band, reading.broken))
        if reading.broken and not reading.rows:
            out.append(broken_html(reading.broken))
        if not reading.broken:
            out.append(Markup('<p class="tl-end">{}</p>').format(visible_html(reading.ending)))
        return Markup("").join(out)

    def _band(self, band: Band, broken: str) -> Markup:
        if not band.rows:
            return Markup('<p class="tl-none">{}</p>').format(band.step.absence)
        return hops_html(band.rows, broken, self.current)


def steps(trace: Trace, current: int | None = None) -> Steps:
    """The trace as a numbered list, grouped under the steps' titles; `current` marks one hop."""
    return Steps(a_trace(trace), current)


@dataclass(frozen=True, repr=False)
class Table(Face):
    """The hops as a table: number, lab time since the first hop, who to whom, kind, size, summary."""

    trace: Trace

    HEADER = ("hop", "time", "from", "to", "kind", "bytes", "summary")

    @property
    def plain(self) -> str:
        reading = read(self.trace)
        rows = [self.HEADER, *(self._cells(row) for row in reading.rows)]
        wide = [max(len(row[column]) for row in rows) for column in range(6)]
        right = (0, 1, 5)
        lines = [reading.title, ""]
        for row in rows:
            cells = [row[at].rjust(wide[at]) if at in right else row[at].ljust(wide[at]) for at in range(6)]
            lines.append("  ".join([*cells, row[6]]))
        return "\n".join([*lines, "", f"✕ {reading.broken}" if reading.broken else f"= {reading.ending}"])

    @staticmethod
    def _cells(row: Row) -> tuple[str, ...]:
        size = str(len(row.hop.wire))
        return (str(row.number), row.time, row.sender, row.receiver, row.hop.kind, size, row.summary)

    @property
    def inner(self) -> Markup:
        reading = read(self.trace)
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(Markup(' class="tl-num"') if at in (1, 5) else "", name)
            for at, name in enumerate(self.HEADER)
        )
        body = Markup("".join([self._row(row) for row in reading.rows]))
        return Markup(
            '<table class="tl-grid tl-table"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}'
        ).format(
            reading.title,
            head,
            body,
            broken_html(reading.broken)
            if reading.broken
            else Markup('<p class="tl-end">{}</p>').format(visible_html(reading.ending)),
        )

    @staticmethod
    def _row(row: Row) -> str:
        hop = row.hop
        parties = "".join(
            [f'<td><b class="tl-party tl-{party}">{NAMES[party]}</b></td>' for party in (hop.sender, hop.receiver)]
        )
        return (
            f'<tr><td><b class="tl-dot tl-{hop.sender}">{hop.number}</b></td><td class="tl-num">{row.time}</td>'
            f'{parties}<td>{visible_html(hop.kind)}</td><td class="tl-num">{len(hop.wire)}</td>'
            f"<td><code>{visible_html(clipped(row.words))}</code></td></tr>"
        )


def table(trace: Trace) -> Table:
    """The trace as a table of hops, with lab times since the first hop and sizes in bytes."""
    return Table(a_trace(trace))
