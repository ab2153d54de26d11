"""The two flows in one set of lanes, for narrow places: Scripting’s hops are marked S, WebAPI’s W."""

from __future__ import annotations

from markupsafe import escape

from tropo_lab.views import strokes
from tropo_lab.views.lettering import wrapped
from tropo_lab.views.model import Row
from tropo_lab.views.pair.beats import FLOWS, Beat, Phase
from tropo_lab.views.pair.drawing import LINE, Gap, Pair, PairDrawing, counted, end, gaps, seconds
from tropo_lab.views.strokes import Course, Page

SLIM = Page("slim", gap=70, least=350, head=44, box=67, font=12.5, title=26, row=42, scale=1.4)


class SlimDrawing(PairDrawing):
    """The hops of a beat one below the other; a gap stands before the hops that it faces."""

    page, hidden = SLIM, True

    def __init__(self, pair: Pair):
        super().__init__(pair)
        span = SLIM.gap * (len(self.lanes) - 1)
        self.width = max(SLIM.least, span + SLIM.box + 4)
        self.at = {lane: (self.width - span) / 2 + SLIM.gap * place for place, lane in enumerate(self.lanes)}

    def _heads(self) -> float:
        for place, (flow, reading) in enumerate(zip(FLOWS, self.pair.readings, strict=True)):
            told = f"{counted(reading)} in {seconds(reading)} s of lab time"
            self.parts.append(
                f'<text x="8" y="{18 + 19 * place}" class="tl-soft"><tspan class="tl-bold">{flow[0]} = {flow}</tspan>'
                f'<tspan dx="8">{told}</tspan></text>'
            )
        return 48

    def _lanes(self, top: float, bottom: float) -> str:
        return "".join(strokes.lane(SLIM, lane, x, top, bottom) for lane, x in self.at.items())

    def _phase(self, phase: Phase) -> None:
        font, level = SLIM.font, self.y + SLIM.title - 9
        told = " · ".join(f"{flow[0]}: {step.label}" for flow, step in zip(FLOWS, phase.steps, strict=True) if step)
        self.parts.append(
            f'<text x="12" y="{level:g}" class="tl-soft"><tspan class="tl-bold">{escape(phase.title)}</tspan>'
            f'<tspan dx="8" font-size="{font - 1:g}">{told}</tspan></text>'
        )
        self.y += SLIM.title
        before = {gap.beats[0].number if gap.beats else -gap.flow: gap for gap in gaps(phase)}
        for gap in () if phase.beats else before.values():
            self._box(gap)
        for beat in phase.beats:
            if beat.number in before:
                self._box(before[beat.number])
            self._beat(beat)

    def _box(self, gap: Gap) -> None:
        said = f"Gap in {FLOWS[gap.flow]}: {gap.told}"
        lines = min(3, len(wrapped(said, self.width - 36, SLIM.font - 1)))
        tall = 10 + LINE * lines
        self._hole(gap, said, 8, self.width - 8, self.y + 2, tall)
        self.y += tall + 8

    def _beat(self, beat: Beat) -> None:
        rows: list[tuple[int, Row]] = [(flow, row) for flow, row in enumerate(beat.rows) if row]
        under = self._light(beat, SLIM.row * len(rows))
        for flow, row in rows:
            ends = self.at[row.hop.sender], self.at[row.hop.receiver]
            course = Course(*ends, 14, self.width - 14, SLIM.row, SLIM.font, terse=True)
            mark = ("sw"[flow] + str(row.number), FLOWS[flow][0] + str(row.number))
            self.parts.append(strokes.hop(row, course, self.y, mark, self._state(beat), under))
            under = ""
            self.y += SLIM.row
        for flow, row in rows:
            if row.broke:
                said = f"{FLOWS[flow]}: {self.pair.readings[flow].broken}"
                drawn, tall = strokes.fault(8, self.width - 8, self.y + 2, said, SLIM.font - 0.5)
                self.parts.append(drawn)
                self.y += tall + 8

    def _foot(self) -> None:
        self.y += 10
        for flow, reading in zip(FLOWS, self.pair.readings, strict=True):
            if reading.broken and reading.rows:
                continue
            for line in wrapped(f"{flow}: {end(reading)}", self.width - 24, SLIM.font - 0.5):
                self.y += 18
                self.parts.append(strokes.text(12, self.y, line, "tl-soft", SLIM.font - 0.5))
        self.y += 6
