"""Walking through a trace, hop by hop, forth and back: each step is a new view, none changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tropo_lab.trace import Hop, Trace
from tropo_lab.views.face import broken_html
from tropo_lab.views.figure import diagram
from tropo_lab.views.listing import steps
from tropo_lab.views.meaning import meaning
from tropo_lab.views.model import Reading, Row, Step, a_trace, read
from tropo_lab.views.octets.face import wire
from tropo_lab.views.sequence import Frame, Sequence, Track


@dataclass(frozen=True, repr=False)
class Walk(Sequence):
    """One hop of a trace in its place: the diagram, what the hop means, and its bytes."""

    sheets = ("figure", "octets")
    noun = "hops"

    trace: Trace
    at: int
    track: str = ""

    @property
    def hop(self) -> Hop:
        """The hop that is looked at."""
        return self.trace.hop(self.at)

    @property
    def says(self) -> str:
        """The sentence that explains this hop."""
        return meaning(self.hop)

    @property
    def place(self) -> str:
        """Where we are: `Hop 3 of 7 · Step 2: Your launcher sends the REST request`."""
        return _place(self._reading, self._reading.step_of(self.at), self.at)

    @cached_property
    def _reading(self) -> Reading:
        return read(self.trace)

    # as a sequence

    @property
    def name(self) -> str:
        return self._reading.title

    @property
    def length(self) -> int:
        return len(self.trace.hops)

    @property
    def stage(self) -> Markup:
        return diagram(self.trace).stage

    @property
    def tracks(self) -> tuple[Track, ...]:
        reading = self._reading
        return (Track("", tuple(_frame(reading, band.step, row) for band in reading.bands for row in band.rows)),)

    # faces

    @property
    def plain(self) -> str:
        if not self.at:
            return steps(self.trace).plain
        row = self._reading.rows[self.at - 1]
        says = [self.place, self.says] + ([f"✕ {self._reading.broken}"] if row.broke else [])
        return "\n\n".join([steps(self.trace, self.at).plain, "\n".join(says), wire(self.hop).plain])

    @property
    def inner(self) -> Markup:
        if not self.at:
            return diagram(self.trace).inner
        reading = self._reading
        frame = _frame(reading, reading.step_of(self.at), reading.rows[self.at - 1])
        return Markup('<figure>{}</figure><p class="tl-place">{}</p>{}').format(
            diagram(self.trace, self.at).drawing, frame.label, frame.inner
        )


def _place(reading: Reading, step: Step, number: int) -> str:
    return f"Hop {number} of {len(reading.rows)} · {step.label}: {step.title}"


def _frame(reading: Reading, step: Step, row: Row) -> Frame:
    says = meaning(row.hop)
    broken = broken_html(reading.broken) if row.broke else ""
    inner = Markup(f'<p class="tl-says">{says}</p>{broken}{wire(row.hop).inner}')
    announced = f"{says} {reading.broken}" if row.broke else says
    return Frame(_place(reading, step, row.number), announced, (str(row.number),), inner)


def walk(trace: Trace, at: int = 1) -> Walk:
    """A walk through the trace, standing at hop `at`; a trace without hops is shown as it is."""
    return Walk(a_trace(trace), trace.hop(at).number if trace.hops else 0)
