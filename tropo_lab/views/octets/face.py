"""The bytes of one hop, part by part: as sent, as meant, and what they mean; or raw, as they crossed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.escapes import clipped, decoded, visible, visible_html
from tropo_lab.trace import Hop
from tropo_lab.views.face import Face, route_html
from tropo_lab.views.model import NAMES
from tropo_lab.views.octets.rows import LEGEND, Row, Table, more, row_html, row_plain, table
from tropo_lab.views.octets.span import MORE
from tropo_lab.views.octets.spans import LIMIT, spans

__all__ = ["LIMIT", "Wire", "wire"]

_COLUMNS = ("part", "bytes as sent", "as meant", "what it means")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, repr=False)
class Wire(Face):
    """The bytes of one hop, for reading or raw."""

    sheets = ("octets",)

    hop: Hop
    pretty: bool = True

    @property
    def title(self) -> str:
        hop = self.hop
        return f"hop {hop.number}: {NAMES[hop.sender]} → {NAMES[hop.receiver]}, {visible(hop.kind)}, {self._size}"

    @property
    def _size(self) -> str:
        return _bytes(len(self.hop.wire))

    # in plain text

    @property
    def plain(self) -> str:
        out = [self.title]
        if not self.pretty:
            return "\n".join([*out, "", *self._raw()])
        shown = [(section, [row_plain(row) for row in its]) for section, its in table(self.hop)]
        every = [cells for _, lines in shown for cells in lines]
        # what is longer than this pushes its own line out, and no other
        wide = max((len(part) for part, _, _ in every if len(part) <= 32), default=0)
        room = max((len(sent) for _, sent, _ in every if len(sent) <= 48), default=0)
        for section, lines in shown:
            out += ["", section.title]
            out += [_line(cells, wide, room) for cells in lines]
        return "\n".join(out)

    def _raw(self) -> list[str]:
        out, text = [], b""
        for span in spans(self.hop):
            if span.label is MORE:
                out += [visible(line) for line in _LINE.findall(decoded(text))] + [more(span)]
                text = b""
            else:
                text += span.sent
        return out + [visible(line) for line in _LINE.findall(decoded(text))]

    # in HTML

    @property
    def inner(self) -> Markup:
        hop = self.hop
        sections = table(hop)
        caption = (
            f'<p class="tl-caption"><b class="tl-dot tl-{hop.sender}">{hop.number}</b>'
            f"{route_html(hop.sender, hop.receiver)} · {visible_html(hop.kind)} · {self._size}</p>"
        )
        if not sections:
            return Markup(caption)
        shape = "tl-octets" if self.pretty else "tl-octets tl-raw"
        return Markup(f'{caption}{_odd_things(sections)}<div class="{shape}">{_table(sections)}</div>')


def _bytes(count: int) -> str:
    return f"{count:,} byte" + "s" * (count != 1)


def _line(cells: tuple[str, ...], wide: int, room: int) -> str:
    part, sent, means = cells
    return f"  {part.ljust(wide)}  {sent.ljust(room)}  {means}".rstrip()


def _table(sections: Table) -> str:
    with_meant = any(row.has_two_values for _, its in sections for row in its)
    columns = _COLUMNS if with_meant else (*_COLUMNS[:2], _COLUMNS[3])
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    groups = "".join(
        f'<tbody><tr class="tl-sect"><th scope="rowgroup" colspan="{len(columns)}">{section.title} '
        f"<span>{_bytes(sum(len(span.sent) for span in section.spans))}</span></th></tr>"
        f"{''.join([row_html(row, with_meant) for row in its])}</tbody>"
        for section, its in sections
    )
    shape = "tl-grid tl-parts tl-four" if with_meant else "tl-grid tl-parts"
    return (
        f'<table class="{shape}"><caption>Every byte, in order. {LEGEND}</caption>'
        f"<thead><tr>{head}</tr></thead>{groups}</table>"
    )


def _odd_things(sections: Table) -> str:
    """What looks wrong, said before everything else."""
    odd = [(row, what) for _, its in sections for row in its for what in row.odd]
    if not odd:
        return ""
    count = "One thing looks" if len(odd) == 1 else f"{len(odd)} things look"
    items = "".join(
        f"<li><code>{visible_html(clipped(_about(row), 40))}</code>: {visible_html(what)}</li>" for row, what in odd[:5]
    )
    left = "" if len(odd) <= 5 else f"<li>and {len(odd) - 5} more, marked below</li>"
    return f'<div class="tl-oddities"><b><span aria-hidden="true">⚠</span> {count} odd:</b><ol>{items}{left}</ol></div>'


def _about(row: Row) -> str:
    return row.main.path or row.caption or row.main.label


def wire(hop: Hop, pretty: bool = True) -> Wire:
    """The bytes of a hop, each part explained; with `pretty=False` as they crossed, line ends written out."""
    if not isinstance(hop, Hop):
        raise TypeError(f"wire shows one hop, such as trace.hop(1); this is a {type(hop).__name__}.")
    return Wire(hop, pretty)
