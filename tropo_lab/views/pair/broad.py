"""The two flows as two sequence diagrams next to each other: the hops of a beat on one height."""

from __future__ import annotations

from markupsafe import escape

from tropo_lab.views import strokes
from tropo_lab.views.lettering import fitted, width, wrapped
from tropo_lab.views.pair.beats import FLOWS, Beat, Phase
from tropo_lab.views.pair.drawing import Pair, PairDrawing, counted, end, gaps, seconds
from tropo_lab.views.strokes import Course, Page

BROAD = Page("broad", gap=85, least=408, head=44, box=78, font=13, title=28, row=44, scale=1.3)
GUTTER = 44  # between the two, where the beats are numbered


class BroadDrawing(PairDrawing):
    """Scripting on the left, WebAPI on the right; a party that takes no part leaves its place empty."""

    page, hidden = BROAD, False

    def __init__(self, pair: Pair):
        super().__init__(pair)
        # both columns have room for the same lanes, so that what is alike looks alike
        span = BROAD.gap * (len(self.lanes) - 1)
        wide = max(BROAD.least, span + BROAD.box + 24)
        self.width = 2 * wide + GUTTER + 8
        self.columns = [(left, left + wide) for left in (4, 4 + wide + GUTTER)]
        self.at = [
            {lane: left + (wide - span) / 2 + BROAD.gap * place for place, lane in enumerate(self.lanes)}
            for left, _ in self.columns
        ]

    def _heads(self) -> float:
        held = ("Tropo holds your script", "your server holds the catcher")
        for flow, (left, _), told in zip(FLOWS, self.columns, held, strict=True):
            self.parts.append(
                f'<text x="{left + 12:g}" y="22" class="tl-flow">{flow}'
                f'<tspan dx="10" class="tl-soft">{told}</tspan></text>'
            )
        self.parts.append(strokes.text(self.width / 2, 62, "beat", "tl-beat"))
        return 36

    def _lanes(self, top: float, bottom: float) -> str:
        drawn = []
        for at, reading in zip(self.at, self.pair.readings, strict=True):
            for lane, x in at.items():
                if lane in reading.lanes:
                    drawn.append(strokes.lane(BROAD, lane, x, top, bottom))
                else:
                    drawn.append(strokes.no_lane(BROAD, lane, x, top))
        return "".join(drawn)

    def _phase(self, phase: Phase) -> None:
        font, level = BROAD.font - 0.5, self.y + BROAD.title - 10
        for flow, (left, right) in enumerate(self.columns):
            step = phase.steps[flow]
            name = phase.title if not flow else ""
            title = f"{step.label}: {step.title}" if step else ""
            room = right - left - 20 - (width(name, font) + 12 if name else 0)
            self.parts.append(
                f'<text x="{left + 12:g}" y="{level:g}" font-size="{font:g}" class="tl-soft">'
                + (f'<tspan class="tl-bold">{escape(name)}</tspan>' if name else "")
                + f'<tspan dx="{8 if name else 0}">{escape(fitted(title, room, font))}</tspan></text>'
            )
        self.y += BROAD.title
        tops = {}
        for beat in phase.beats:
            tops[beat.number] = self.y
            self._beat(beat)
        for gap in gaps(phase):
            left, right = self.columns[gap.flow]
            top = tops[gap.beats[0].number] if gap.beats else self.y
            bottom = tops[gap.beats[-1].number] + BROAD.row if gap.beats else self.y + BROAD.row
            self._hole(gap, f"Gap: {gap.told}", left + 10, right - 10, top + 3, bottom - top - 8)
        self.y += 0 if phase.beats else BROAD.row

    def _beat(self, beat: Beat) -> None:
        under = self._light(beat, BROAD.row)
        for flow, row in enumerate(beat.rows):
            if row:
                at, (left, right) = self.at[flow], self.columns[flow]
                course = Course(at[row.hop.sender], at[row.hop.receiver], left + 12, right - 12, BROAD.row, BROAD.font)
                mark = ("sw"[flow] + str(row.number), str(row.number))
                self.parts.append(strokes.hop(row, course, self.y, mark, self._state(beat), under))
                under = ""
        self.parts.append(strokes.text(self.width / 2, self.y + BROAD.row - 12, str(beat.number), "tl-beat"))
        self.y += BROAD.row
        self.y += max((self._fault(flow) for flow, row in enumerate(beat.rows) if row and row.broke), default=0)

    def _fault(self, flow: int) -> float:
        left, right = self.columns[flow]
        drawn, tall = strokes.fault(left + 8, right - 8, self.y + 2, self.pair.readings[flow].broken, BROAD.font - 0.5)
        self.parts.append(drawn)
        return tall + 8

    def _foot(self) -> None:
        font, lowest = BROAD.font - 0.5, self.y
        for (left, right), reading in zip(self.columns, self.pair.readings, strict=True):
            said = f"{counted(reading)} in {seconds(reading)} s of lab time. "
            said += end(reading) if not reading.broken or not reading.rows else ""
            y = self.y + 12
            for line in wrapped(said.strip(), right - left - 24, font):
                y += 18
                self.parts.append(strokes.text(left + 12, y, line, "tl-soft", font))
            lowest = max(lowest, y + 8)
        self.y = lowest
