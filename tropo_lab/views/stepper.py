"""Walking through a trace, hop by hop, forth and back: each step is a new view, none changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from tropo_lab.trace import Hop, Trace
from tropo_lab.views.face import Face, broken_html
from tropo_lab.views.figure import diagram
from tropo_lab.views.listing import steps
from tropo_lab.views.meaning import meaning
from tropo_lab.views.model import a_trace, read
from tropo_lab.views.octets import wire


@dataclass(frozen=True, repr=False)
class Walk(Face):
    """One hop of a trace in its place: the diagram, what the hop means, and its bytes."""

    trace: Trace
    at: int

    def go(self, number: int) -> Walk:
        """The view of the hop with that number; IndexError says how many there are."""
        return replace(self, at=self.trace.hop(number).number)

    def _near(self, number: int) -> Walk:
        return replace(self, at=max(min(number, len(self.trace.hops)), min(1, len(self.trace.hops))))

    def next(self) -> Walk:
        """The next hop; at the last one, this view again."""
        return self._near(self.at + 1)

    def back(self) -> Walk:
        """The hop before; at the first one, this view again."""
        return self._near(self.at - 1)

    def first(self) -> Walk:
        """The first hop."""
        return self._near(1)

    def last(self) -> Walk:
        """The last hop."""
        return self._near(len(self.trace.hops))

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
        step = read(self.trace).step_of(self.at)
        return f"Hop {self.at} of {len(self.trace.hops)} · {step.label}: {step.title}"

    @property
    def _broken(self) -> str:
        reading = read(self.trace)
        return reading.broken if reading.rows[self.at - 1].broke else ""

    @property
    def plain(self) -> str:
        if not self.at:
            return steps(self.trace).plain
        says = [self.place, self.says] + ([f"✕ {self._broken}"] if self._broken else [])
        return "\n\n".join([steps(self.trace, self.at).plain, "\n".join(says), wire(self.hop).plain])

    @property
    def inner(self) -> Markup:
        if not self.at:
            return diagram(self.trace).inner
        return Markup('<figure>{}</figure><p class="tl-says">{}</p><p class="tl-note">{}</p>{}{}').format(
            diagram(self.trace, self.at).drawing,
            self.says,
            self.place,
            broken_html(self._broken) if self._broken else "",
            wire(self.hop).inner,
        )


def walk(trace: Trace, at: int = 1) -> Walk:
    """A walk through the trace, standing at hop `at`; a trace without hops is shown as it is."""
    return Walk(a_trace(trace), trace.hop(at).number if trace.hops else 0)
