"""The sequence diagram: our own SVG, drawn twice from one reading, once for wide places and once for narrow ones.

Requests are solid and end in a filled head, replies are dashed and end in an open one; a hop's number stands in a
circle at its sender. Each lane has a colour, a sign and a name, so that no meaning hangs on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import Trace
from tropo_lab.views import strokes
from tropo_lab.views.face import Face
from tropo_lab.views.lettering import fitted, width, wrapped
from tropo_lab.views.listing import steps
from tropo_lab.views.model import NAMES, Band, Reading, Row, a_trace, read
from tropo_lab.views.strokes import Course, Page
from tropo_lab.views.theme import css

OWNERS = {"browser": "the reader’s", "launcher": "your server", "tropo": "the cloud", "catcher": "your server"}
OWNERS |= {"phone": "the person’s"}
WIDE = Page("wide", gap=156, least=620, head=52, box=138, font=14, title=32, row=46, scale=1.2)
SMALL = Page("small", gap=70, least=350, head=44, box=67, font=12.5, title=28, row=44, scale=1.2)


class _Drawing:
    """One SVG in the making: `y` is the lower edge of what is drawn so far.

    On a stage every hop holds what marks it as the one that is looked at, for a script to show by a class alone.
    """

    def __init__(self, reading: Reading, page: Page, current: int | None, stage: bool):
        self.reading, self.page, self.current = reading, page, current
        span = page.gap * (len(reading.lanes) - 1)
        self.width = max(page.least, span + page.box + 4)
        self.at = {lane: (self.width - span) / 2 + page.gap * place for place, lane in enumerate(reading.lanes)}
        self.phones = len({row.phone for row in reading.rows if row.phone})
        self.light = strokes.light(4, self.width - 4, page.row)
        self.stage = stage
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
                self.parts.append(strokes.text(14, self.y - 2, line, "tl-soft", page.font - 0.5))
            self.y += 4
        bottom = self.y - (0 if reading.broken else 24)
        heads = (strokes.lane(page, lane, x, 1, bottom, self._owner(lane)) for lane, x in self.at.items())
        inside = "".join([*self.washes, *heads, *self.parts])
        size = (self.width, self.y + 4)
        return strokes.svg(page, size, reading.title, _described(reading), inside, hidden=page is SMALL)

    def _owner(self, lane: str) -> str:
        if self.page is SMALL:
            return ""
        if lane == "phone" and self.phones > 1:
            return f"{self.phones} phones"
        return "runs a script" if lane == "tropo" and self.reading.trace.flow == "scripting" else OWNERS[lane]

    def _band(self, band: Band, washed: bool) -> None:
        page, top = self.page, self.y
        self.parts.append(f'<g class="{"tl-washed" if washed else "tl-plain"}">')
        label, font, level = band.step.label, page.font - 0.5, self.y + page.title - 10
        title = fitted(band.title, self.width - 40 - width(label, font), font)
        self.parts.append(
            f'<text x="12" y="{level:g}" font-size="{font:g}" class="tl-soft"><tspan class="tl-bold">{label}</tspan>'
            f'<tspan dx="8">{escape(title)}</tspan></text>'
        )
        self.y += page.title
        if not band.rows:
            for line in wrapped(visible(clipped(band.step.absence, 400)), self.width - 40, font):
                self.parts.append(strokes.text(28, self.y + 12, line, "tl-soft tl-absent", font))
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
        page, number = self.page, row.number
        course = Course(
            self.at[row.hop.sender], self.at[row.hop.receiver], 18, self.width - 18, page.row, page.font, page is SMALL
        )
        state = ""
        if self.current is not None and number >= self.current:
            state = " tl-current" if number == self.current else " tl-later"
        under = self.light if self.stage or number == self.current else ""
        self.parts.append(strokes.hop(row, course, self.y, (str(number), str(number)), state, under))
        self.y += page.row

    def _fault(self) -> None:
        drawn, tall = strokes.fault(8, self.width - 8, self.y, self.reading.broken, self.page.font - 0.5)
        self.parts.append(drawn)
        self.y += tall + 6 + (self.page is SMALL) * 2


def _described(reading: Reading) -> str:
    """The picture in words, for those who cannot see it; a long trace is told by its first hops."""
    told = "; ".join(str(row) for row in reading.rows[:40])
    more = f"; and {len(reading.rows) - 40} more hops" if len(reading.rows) > 40 else ""
    lanes = ", ".join(NAMES[lane] for lane in reading.lanes) or "none"
    return f"Sequence diagram. Lanes from left to right: {lanes}. {told}{more}. {reading.broken or reading.ending}"


@dataclass(frozen=True, repr=False)
class Diagram(Face):
    """The sequence diagram of a trace; `svg` is the picture alone, ready for a file of its own."""

    sheets = ("figure",)

    trace: Trace
    current: int | None = None

    @property
    def svg(self) -> str:
        picture = _Drawing(read(self.trace), WIDE, self.current, stage=False).draw()
        opening, mark, rest = picture.partition(">")
        return f"{opening}{mark}<style>{escape(css('figure'))}</style>{rest}"

    @property
    def drawing(self) -> Markup:
        """Both pictures, of which the style shows the one that fits the place."""
        return self._both(stage=False)

    @property
    def stage(self) -> Markup:
        """Both pictures for a script that steps: a hop with the class `tl-current` shows that it is looked at.

        `tl-later` fades a hop that is not reached yet, `tl-lit` lights up one that holds a followed value.
        """
        return self._both(stage=True)

    def _both(self, stage: bool) -> Markup:
        reading = read(self.trace)
        return Markup("".join(_Drawing(reading, page, self.current, stage).draw() for page in (WIDE, SMALL)))

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
