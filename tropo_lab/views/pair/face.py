"""The two flows side by side: one key moves both, beat by beat, and each gap has its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import zip_longest
from textwrap import wrap

from markupsafe import Markup, escape

from tropo_lab.trace import BROWSER, PARTIES, PHONE, Trace
from tropo_lab.views.meaning import meaning
from tropo_lab.views.model import NAMES, Reading, a_trace, read
from tropo_lab.views.pair.beats import FLOWS, Beat, Phase, phases
from tropo_lab.views.pair.drawing import Pair, seconds
from tropo_lab.views.pair.figure import drawn
from tropo_lab.views.pair.table import column_html, facts_html, table_html
from tropo_lab.views.sequence import Frame, Sequence, Track

COLUMN = 46  # characters of a column of the plain face


@dataclass(frozen=True, repr=False)
class SideBySide(Sequence):
    """A scripting trace and a webapi trace, in step."""

    sheets = ("figure", "octets", "pair")

    scripting: Trace
    webapi: Trace
    at: int = 1
    track: str = ""

    @cached_property
    def readings(self) -> tuple[Reading, Reading]:
        return read(self.scripting), read(self.webapi)

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of both flows in their order, with the beats that belong to each."""
        return phases(*self.readings)

    @property
    def beats(self) -> tuple[Beat, ...]:
        """All beats, in the order in which they are walked through."""
        return tuple(beat for phase in self.phases for beat in phase.beats)

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What can be counted or named for each flow, from the traces."""
        left, right = self.readings
        return [
            ("hops", str(len(left.rows)), str(len(right.rows))),
            ("who holds the instructions", _holder(self.scripting), "your catcher, on your server"),
            ("who can fail", _who_can_fail(left), _who_can_fail(right)),
            ("lab seconds spent", seconds(left), seconds(right)),
        ]

    # as a sequence

    @property
    def name(self) -> str:
        return "Scripting and WebAPI side by side"

    @property
    def length(self) -> int:
        return sum(len(phase.beats) for phase in self.phases)

    @property
    def stage(self) -> Markup:
        picture = drawn(Pair(self.readings, self.phases, None, stage=True))
        return Markup("{}<details><summary>The two flows in figures</summary>{}</details>").format(
            picture, facts_html(self.facts)
        )

    @property
    def tracks(self) -> tuple[Track, ...]:
        return (Track("", tuple(self._frame(phase, beat) for phase in self.phases for beat in phase.beats)),)

    def _frame(self, phase: Phase, beat: Beat) -> Frame:
        columns = (column_html(*both, beat.gap) for both in zip(FLOWS, beat.rows, self.readings, strict=True))
        inner = f'<p class="tl-says">{escape(beat.says)}</p><div class="tl-columns">{"".join(columns)}</div>'
        return Frame(self._label(phase, beat), beat.says, beat.marks, Markup(inner))

    def _label(self, phase: Phase, beat: Beat) -> str:
        return f"Beat {beat.number} of {self.length} · {phase.title}"

    @property
    def _place(self) -> tuple[Phase, Beat] | None:
        """The phase and the beat that are looked at; None where there is no beat."""
        return next(((phase, beat) for phase in self.phases for beat in phase.beats if beat.number == self.at), None)

    # faces

    @property
    def compared(self) -> str:
        """Both flows as text, and what can be counted, without the beat at which we stand."""
        out = [_pair(*FLOWS), _pair("=" * COLUMN, "=" * COLUMN)]
        for phase in self.phases:
            out += ["", f"[{phase.title}]", *_told(phase, self.readings, self.at)]
        for name, *both in self.facts:
            out += ["", f"[{name}]", _pair(*both)]
        return "\n".join(out)

    @property
    def plain(self) -> str:
        out = [self.compared]
        if self._place:
            phase, beat = self._place
            meanings = [meaning(row.hop) if row else f"(gap) {beat.gap}" for row in beat.rows]
            out += ["", self._label(phase, beat), *wrap(beat.says, 2 * COLUMN), "", _pair(*meanings)]
        return "\n".join(out)

    @property
    def inner(self) -> Markup:
        here = Markup("")
        if self._place:
            frame = self._frame(*self._place)
            here = Markup('<p class="tl-place">{}</p>{}').format(frame.label, frame.inner)
        return Markup("<figure>{}</figure>{}{}<details><summary>The same as a table</summary>{}</details>").format(
            drawn(Pair(self.readings, self.phases, self.at or None, stage=False)),
            facts_html(self.facts),
            here,
            table_html(self.phases, self.readings, self.at),
        )


# in plain text


def _told(phase: Phase, readings: tuple[Reading, Reading], at: int) -> Iterator[str]:
    """The lines of a phase: the steps' titles, and the beats; a reason is told where its gap begins."""
    yield _pair(*(f"{step.label}: {step.title}" if step else "" for step in phase.steps))
    if not phase.beats:
        yield _pair(*(f"(gap) {reason}" for reason in phase.reasons))
    before: list[str] = ["", ""]
    for beat in phase.beats:
        cells = []
        for place, row in enumerate(beat.rows):
            gap = "" if row else beat.gap
            cells.append(str(row) if row else f"(gap) {gap}" if gap != before[place] else "(gap)")
            before[place] = gap
        yield _pair(*cells, mark="▶" if beat.number == at else " ")
        broken = [reading.broken if row and row.broke else "" for row, reading in zip(beat.rows, readings, strict=True)]
        if any(broken):
            yield _pair(*(f"✕ {sentence}" if sentence else "" for sentence in broken))


def _pair(left: str, right: str, mark: str = " ") -> str:
    columns = [_wrapped(left), _wrapped(right)]
    lines = (f"  {a.ljust(COLUMN)} | {b}".rstrip() for a, b in zip_longest(*columns, fillvalue=""))
    return mark + "\n".join(lines)[1:]


# the same titles and reasons come with every round of a session
@lru_cache(1024)
def _wrapped(words: str) -> tuple[str, ...]:
    return (words,) if len(words) <= COLUMN else tuple(wrap(words, COLUMN, subsequent_indent="   "))


def _holder(scripting: Trace) -> str:
    return f"your script, {'fetched and run' if scripting.of_kind('fetch') else 'hosted'} by Tropo"


def _who_can_fail(reading: Reading) -> str:
    # a phone that was not reached in this trace belongs to the flow all the same
    could = {*reading.lanes, PHONE} - {BROWSER}
    return ", ".join(NAMES[party] for party in PARTIES if party in could)


def side_by_side(scripting_trace: Trace, webapi_trace: Trace, at: int = 1) -> SideBySide:
    """The two flows in step, standing at beat `at`; scripting first, as in the article."""
    for trace, flow in ((scripting_trace, "scripting"), (webapi_trace, "webapi")):
        if a_trace(trace).flow != flow:
            given = trace.flow or "of a refused launch"
            raise ValueError(f"side_by_side takes a scripting trace, then a webapi trace; the {flow} one is {given}.")
    shown = SideBySide(scripting_trace, webapi_trace, at)
    if not shown.length:
        return replace(shown, at=0)
    shown.go(at)  # an IndexError here says how many beats there are
    return shown
