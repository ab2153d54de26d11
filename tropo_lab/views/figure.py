"""The sequence diagram: our own SVG, drawn twice from one reading, once for wide places and once for narrow ones.

Requests are solid and end in a filled head, replies are dashed and end in an open one; a hop's number stands in a
circle at its sender. Each lane has a colour, a sign and a name, so that no meaning hangs on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import Trace
from tropo_lab.views.face import Face
from tropo_lab.views.lettering import fitted, width, wrapped
from tropo_lab.views.listing import steps
from tropo_lab.views.model import NAMES, Band, Reading, Row, a_trace, read
from tropo_lab.views.theme import CSS

# Lane signs in a square of 18 by 18: a window, a paper plane, a cloud, a server, a phone.
ICONS = {
    "browser": "M2 4h14v11h-14zM2 7.5h14M4.5 5.8h.1M7 5.8h.1",
    "launcher": "M2 8.5L16 2.5L11 15.5L8.2 10.2zM8.2 10.2L16 2.5",
    "tropo": "M5 14.5a3.3 3.3 0 0 1-.4-6.6a4.6 4.6 0 0 1 8.8-.6a3.6 3.6 0 0 1 .2 7.2z",
    "catcher": "M3 3h12v5h-12zM3 10.5h12v5h-12zM5.5 5.5h.1M5.5 13h.1M9 5.5h3.500M9 13h3.500",
    "phone": "M5 1.500h8v15h-8zM8 14h2",
}
OWNERS = {"browser": "the reader’s", "launcher": "your server", "tropo": "the cloud", "catcher": "your server"}
OWNERS |= {"phone": "the person’s"}


class Page(NamedTuple):
    """The measures of one drawing, in units of its view box."""

    name: str
    gap: int  # from lane to lane
    least: int  # the least width
    head: int  # height of the lane heads
    box: int  # width of a lane head
    font: float
    title: int  # height of a band's title
    row: int  # height of a hop


WIDE = Page("wide", gap=156, least=620, head=52, box=138, font=14, title=32, row=46)
SMALL = Page("small", gap=70, least=350, head=44, box=67, font=12.5, title=28, row=44)


class _Drawing:
    """One SVG in the making: `y` is the lower edge of what is drawn so far."""

    def __init__(self, reading: Reading, page: Page, current: int | None):
        self.reading, self.page, self.current = reading, page, current
        span = page.gap * (len(reading.lanes) - 1)
        self.width = max(page.least, span + page.box + 4)
        self.at = {lane: (self.width - span) / 2 + page.gap * place for place, lane in enumerate(reading.lanes)}
        self.y = page.head + 14.0
        self.washes: list[str] = []
        self.parts: list[str] = []

    def draw(self) -> str:
        page, reading = self.page, self.reading
        for place, band in enumerate(reading.bands):
            self._band(band, washed=place % 2 == 0)
        if reading.broken and not reading.rows:
            self._fault()
        if not reading.broken:
            for line in wrapped(reading.ending, self.width - 28, page.font - 0.5):
                self.y += 20
                self.parts.append(self._text(14, self.y - 2, line, page.font - 0.5, "tl-soft"))
            self.y += 4
        height = round(self.y + 4)
        heads = "".join(self._lane(lane, self.y - (0 if reading.broken else 24)) for lane in reading.lanes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tl-svg tl-{page.name}" role="img" '
            f'viewBox="0 0 {self.width:g} {height}" style="max-width:{self.width * 1.2:.0f}px'
            f'{";display:none" if page is SMALL else ""}">'
            f"<title>{escape(reading.title)}</title><desc>{escape(_described(reading))}</desc>"
            f"{''.join(self.washes)}{heads}{''.join(self.parts)}</svg>"
        )

    @staticmethod
    def _text(x: float, y: float, text: str, font: float, classes: str = "", middle: bool = False) -> str:
        anchor = ' text-anchor="middle"' if middle else ""
        return f'<text x="{x:g}" y="{y:g}" font-size="{font:g}" class="{classes}"{anchor}>{escape(text)}</text>'

    @staticmethod
    def _mask(x: float, y: float, wide: float, font: float) -> str:
        """What keeps the lanes' lines from running through a text."""
        return f'<rect class="tl-mask" x="{x:g}" y="{y - font:g}" width="{wide:.0f}" height="{font * 1.3:g}"/>'

    def _lane(self, lane: str, bottom: float) -> str:
        page, x = self.page, self.at[lane]
        name = NAMES[lane].capitalize()
        left, icon = x - page.box / 2, (x - page.box / 2 + 13, 17)
        if page is SMALL:
            icon = (x - 9, 5)
            words = self._text(x, 37, name, page.font - 1, "tl-bold", True)
        else:
            owner = "runs a script" if lane == "tropo" and self.reading.trace.flow == "scripting" else OWNERS[lane]
            words = self._text(left + 39, 24, name, page.font + 1.5, "tl-bold")
            words += self._text(left + 39, 41, owner, page.font - 1.5, "tl-soft")
        return (
            f'<g class="tl-lane tl-{lane}"><line class="tl-life" x1="{x:g}" x2="{x:g}" y1="{page.head}" '
            f'y2="{bottom:g}"/>'
            f'<rect class="tl-head" x="{left:g}" y="1" width="{page.box}" height="{page.head}" rx="9"/>'
            f'<path class="tl-icon" transform="translate({icon[0]:g} {icon[1]:g})" d="{ICONS[lane]}"/>{words}</g>'
        )

    def _band(self, band: Band, washed: bool) -> None:
        page, top = self.page, self.y
        self.parts.append(f'<g class="{"tl-washed" if washed else "tl-plain"}">')
        label, font, level = band.step.label, page.font - 0.5, self.y + page.title - 10
        title = fitted(band.title, self.width - 40 - width(label, font), font)
        self.parts.append(
            self._mask(10, level, width(label + title, font) + 14, font)
            + f'<text x="12" y="{level:g}" font-size="{font:g}" class="tl-soft"><tspan class="tl-bold">{label}</tspan>'
            f'<tspan dx="8">{escape(title)}</tspan></text>'
        )
        self.y += page.title
        if not band.rows:
            for line in wrapped(band.step.absence, self.width - 40, font):
                self.parts.append(self._mask(26, self.y + 12, width(line, font), font))
                self.parts.append(self._text(28, self.y + 12, line, font, "tl-soft tl-absent"))
                self.y += 20
            self.y += 4
        for row in band.rows:
            self._hop(row)
            if row.broke:
                self._fault()
        self.y += 6
        self.parts.append("</g>")
        if washed:
            self.washes.append(
                f'<rect class="tl-wash" x="1" y="{top:g}" width="{self.width - 2:g}" height="{self.y - top:g}" rx="8"/>'
            )

    def _hop(self, row: Row) -> None:
        page, hop = self.page, row.hop
        begin, end = self.at[hop.sender], self.at[hop.receiver]
        way = 1 if end > begin else -1
        level = self.y + page.row - 16
        label = fitted(row.summary, self.width - 24, page.font)
        half = width(label, page.font) / 2
        middle = min(max((begin + end) / 2, 12 + half), self.width - 12 - half)
        state = "" if self.current is None or row.number < self.current else " tl-later"
        if row.number == self.current:
            state = " tl-current"
        tip = f"{row.number}. {row.sender} → {row.receiver}: {visible(clipped(hop.summary, 1000))}"
        out = [
            f'<g class="tl-hop tl-{hop.sender}{" tl-reply" if row.reply else ""}{state}" data-hop="{row.number}" '
            f'data-sender="{hop.sender}" data-receiver="{hop.receiver}"><title>{escape(tip)}</title>'
        ]
        if row.number == self.current:
            place = f'x="4" y="{self.y - 2:g}" height="{page.row}"'
            out.append(f'<rect class="tl-here" {place} width="{self.width - 8:g}" rx="7"/>')
            out.append(f'<rect class="tl-bar" {place} width="6" rx="3"/>')
        out.append(self._mask(round(middle - half, 1), level - 14, 2 * half, page.font))
        out.append(self._text(round(middle, 1), level - 14, label, page.font, middle=True))
        tip_x = end - 2 * way
        if row.reply:
            head = (
                f'<path class="tl-arrow" d="M{tip_x - 9 * way:g} {level - 5.5:g}L{tip_x:g} {level:g}'
                f'L{tip_x - 9 * way:g} {level + 5.5:g}"/>'
            )
        else:
            head = (
                f'<path class="tl-fill" d="M{tip_x - 10 * way:g} {level - 5.5:g}L{tip_x:g} {level:g}'
                f'L{tip_x - 10 * way:g} {level + 5.5:g}z"/>'
            )
        stop = tip_x - (1 if row.reply else 8) * way
        dash = " tl-dash" if row.reply else ""
        out.append(f'<path class="tl-arrow{dash}" d="M{begin + 10 * way:g} {level:g}H{stop:g}"/>{head}')
        digits = len(str(row.number))
        round_ = "tl-open" if row.reply else "tl-fill"
        out.append(
            f'<rect class="{round_}" x="{begin - 10 - 3 * max(0, digits - 2):g}" y="{level - 10:g}" '
            f'width="{20 + 6 * max(0, digits - 2)}" height="20" rx="10"/>'
            f'<text class="tl-count" x="{begin:g}" y="{level + 4.2:g}" font-size="12">{row.number}</text>'
        )
        if row.broke:
            x = (begin + end) / 2
            out.append(f'<path class="tl-cross" d="M{x - 7:g} {level - 7:g}l14 14m0 -14l-14 14"/>')
        self.parts.append("".join(out) + "</g>")
        self.y += page.row

    def _fault(self) -> None:
        page, font = self.page, self.page.font - 0.5
        words = wrapped(self.reading.broken, self.width - 64, font)
        tall = 18 * len(words) + 14
        self.parts.append(
            f'<g class="tl-break"><rect class="tl-fault" x="8" y="{self.y:g}" width="{self.width - 16:g}" '
            f'height="{tall}" rx="6"/><path class="tl-cross" d="M20 {self.y + 10:g}l12 12m0 -12l-12 12"/>'
        )
        for place, line in enumerate(words):
            self.parts.append(self._text(44, self.y + 20.5 + 18 * place, line, font))
        self.parts.append("</g>")
        self.y += tall + 6 + (page is SMALL) * 2


def _described(reading: Reading) -> str:
    """The picture in words, for those who cannot see it; a long trace is told by its first hops."""
    told = "; ".join(str(row) for row in reading.rows[:40])
    more = f"; and {len(reading.rows) - 40} more hops" if len(reading.rows) > 40 else ""
    lanes = ", ".join(NAMES[lane] for lane in reading.lanes) or "none"
    return f"Sequence diagram. Lanes from left to right: {lanes}. {told}{more}. {reading.broken or reading.ending}"


@dataclass(frozen=True, repr=False)
class Diagram(Face):
    """The sequence diagram of a trace; `svg` is the picture alone, ready for a file of its own."""

    trace: Trace
    current: int | None = None

    def _drawn(self, page: Page) -> str:
        return _Drawing(read(self.trace), page, self.current).draw()

    @property
    def svg(self) -> str:
        opening, mark, rest = self._drawn(WIDE).partition(">")
        return f"{opening}{mark}<style>{escape(CSS)}</style>{rest}"

    @property
    def drawing(self) -> Markup:
        """Both pictures, of which the style shows the one that fits the place."""
        return Markup(self._drawn(WIDE) + self._drawn(SMALL))

    @property
    def inner(self) -> Markup:
        return Markup("<figure>{}<details><summary>The same as a list</summary>{}</details></figure>").format(
            self.drawing, steps(self.trace, self.current).inner
        )

    @property
    def plain(self) -> str:
        return steps(self.trace, self.current).plain


def diagram(trace: Trace, current: int | None = None) -> Diagram:
    """The trace as a sequence diagram; `current` marks one hop and fades those that come after it."""
    if current is not None:
        a_trace(trace).hop(current)  # an IndexError here says which hops there are
    return Diagram(a_trace(trace), current)
