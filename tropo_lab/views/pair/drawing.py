"""What both drawings of the two flows share: the phases as bands, the marks of a beat, and gaps with their reasons."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import escape

from tropo_lab.trace import PARTIES
from tropo_lab.views import strokes
from tropo_lab.views.lettering import fitted, width, wrapped
from tropo_lab.views.model import Reading
from tropo_lab.views.pair.beats import FLOWS, Beat, Phase
from tropo_lab.views.strokes import Page

LINE = 15  # from line to line in a gap


class Pair(NamedTuple):
    """What is drawn: both readings, their phases, and the beat that is looked at, if one is."""

    readings: tuple[Reading, Reading]
    phases: tuple[Phase, ...]
    current: int | None
    stage: bool

    @property
    def title(self) -> str:
        left, right = (counted(reading) for reading in self.readings)
        return f"Scripting and WebAPI side by side: {left}, {right}"

    @property
    def told(self) -> str:
        """The picture in words, for those who cannot see it; long sessions are told by their first beats."""
        beats = [(phase, beat) for phase in self.phases for beat in phase.beats]
        told = " ".join(f"{beat.number}. {phase.title}: {beat.says}" for phase, beat in beats[:40])
        more = f" And {len(beats) - 40} more beats." if len(beats) > 40 else ""
        ends = (f"{flow}: {end(reading)}" for flow, reading in zip(FLOWS, self.readings, strict=True))
        return f"Two sequence diagrams in step. {told}{more} {' '.join(ends)}"


def counted(reading: Reading) -> str:
    """`7 hops`."""
    return f"{len(reading.rows)} hop" + "s" * (len(reading.rows) != 1)


def seconds(reading: Reading) -> str:
    """The lab time that the session took, in seconds."""
    return f"{reading.rows[-1].after / 1000:g}" if reading.rows else "0"


def end(reading: Reading) -> str:
    """How the session ended, or where it broke."""
    return reading.broken or reading.ending


class Gap(NamedTuple):
    """Beats that follow each other and lack the same flow’s hop for the same reason."""

    flow: int
    reason: str
    beats: tuple[Beat, ...]

    @property
    def told(self) -> str:
        """The reason, to go on with after a colon."""
        return self.reason[:1].lower() + self.reason[1:]


def gaps(phase: Phase) -> Iterator[Gap]:
    """The gaps of a phase; those of a phase without beats belong to none."""
    if not phase.beats:
        yield from (Gap(flow, reason, ()) for flow, reason in enumerate(phase.reasons))
    for flow in (0, 1):
        run: list[Beat] = []
        for beat in phase.beats:
            if run and (beat.rows[flow] or beat.gap != run[0].gap):
                yield Gap(flow, run[0].gap, tuple(run))
                run = []
            if not beat.rows[flow]:
                run.append(beat)
        if run:
            yield Gap(flow, run[0].gap, tuple(run))


def _balanced(words: str, room: float, font: float) -> tuple[str, ...]:
    """The words in as few lines as fit, of about the same length."""
    lines = wrapped(words, room, font)
    even = wrapped(words, min(room, 1.2 * width(words, font) / len(lines)), font)
    return even if len(even) == len(lines) else lines


class PairDrawing(ABC):
    """One SVG in the making: `y` is the lower edge of what is drawn so far."""

    page: Page
    hidden: bool  # where no style chooses between the drawings
    width: float

    def __init__(self, pair: Pair):
        self.pair = pair
        used = {lane for reading in pair.readings for lane in reading.lanes}
        self.lanes = [party for party in PARTIES if party in used]
        self.washes: list[str] = []
        self.parts: list[str] = []
        self.y = 0.0

    @abstractmethod
    def _heads(self) -> float:
        """Draws what stands on top, and gives its height."""

    @abstractmethod
    def _phase(self, phase: Phase) -> None:
        """Draws the title, hops and gaps of a phase."""

    @abstractmethod
    def _foot(self) -> None:
        """Draws the counts, and how the sessions ended."""

    @abstractmethod
    def _lanes(self, top: float, bottom: float) -> str:
        """The lanes, from the top of their heads to where the hops end."""

    def draw(self) -> str:
        top = self._heads()
        self.y = top + self.page.head + 14
        for place, phase in enumerate(self.pair.phases):
            begin, washed = self.y, place % 2 == 0
            self.parts.append(f'<g class="{"tl-washed" if washed else "tl-plain"}">')
            self._phase(phase)
            self.parts.append("</g>")
            self.y += 6
            if washed:
                self.washes.append(
                    f'<rect class="tl-wash" x="1" y="{begin:g}" width="{self.width - 2:g}" '
                    f'height="{self.y - begin:g}" rx="8"/>'
                )
        lanes = self._lanes(top, self.y + 4)
        self._foot()
        inside = "".join([*self.washes, lanes, *self.parts])
        size = (self.width, self.y + 4)
        return strokes.svg(self.page, size, self.pair.title, self.pair.told, inside, self.hidden)

    def _state(self, beat: Beat) -> str:
        # nothing is faded where nobody steps: the picture compares as a whole
        return " tl-current" if beat.number == self.pair.current else ""

    def _light(self, beat: Beat, tall: float) -> str:
        """What lies under the beat: its first hop holds it."""
        shown = self.pair.stage or beat.number == self.pair.current
        return strokes.light(4, self.width - 4, tall) if shown else ""

    def _hole(self, gap: Gap, said: str, left: float, right: float, y: float, tall: float) -> None:
        """A gap: a dashed box with the word and the reason; it is lit and faded with the beat that it begins at."""
        font, wide = self.page.font - 1, right - left - 20
        lines, room = _balanced(said, wide, font), int((tall - 6) // LINE)
        if len(lines) > room:
            lines = [*lines[: room - 1], fitted(" ".join(lines[room - 1 :]), wide, font)]
        first = y + tall / 2 - (len(lines) - 1) * LINE / 2 + 4
        words = "".join(
            strokes.text(left + 10, first + LINE * place, line, "tl-soft", font) for place, line in enumerate(lines)
        )
        words = words.replace(">Gap", '><tspan class="tl-bold">Gap</tspan>', 1)
        begun = f' data-hop="{gap.beats[0].marks[0]}"' if gap.beats else ""
        state = self._state(gap.beats[0]) if gap.beats else ""
        self.parts.append(
            f'<g class="tl-void{state}"{begun}><title>{escape(said)}</title><rect class="tl-hole" x="{left:g}" '
            f'y="{y:g}" width="{right - left:g}" height="{tall:g}" rx="6"/>{words}</g>'
        )
