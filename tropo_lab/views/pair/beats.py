"""The two flows in step: phases in one order, and in each phase the hops that do the same, beat by beat.

Where one flow has no such hop as the other, there is a gap, and the gap has a reason. Both flows keep their order, so
the beats can be walked through.
"""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

from tropo_lab.trace import KINDS
from tropo_lab.views.model import Reading, Step
from tropo_lab.views.pair.groups import groups
from tropo_lab.views.pair.pairing import Both
from tropo_lab.views.pair.reasons import reason

FLOWS = ("Scripting", "WebAPI")


class Beat(NamedTuple):
    """What both flows do at one time: scripting’s hop and webapi’s, or one of them and the reason for the gap."""

    number: int
    rows: Both
    gap: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The `data-hop` of its hops in the joint picture: `s3`, `w5`."""
        return tuple(f"{flow}{row.number}" for flow, row in zip("sw", self.rows, strict=True) if row)

    @property
    def says(self) -> str:
        """What happens in both flows, in one sentence."""
        here, there = (0, 1) if self.rows[0] else (1, 0)
        does = KINDS.get(self.rows[here].hop.kind, "a message crosses from one party to another")
        broke = [flow for flow, row in zip(FLOWS, self.rows, strict=True) if row and row.broke]
        if not self.gap:
            told = f"Scripting and WebAPI alike: {does}"
        else:
            gap = self.gap if self.gap.startswith("Tropo") else self.gap[:1].lower() + self.gap[1:]
            told = f"{FLOWS[here]} alone: {does}; gap in {FLOWS[there]} ({gap.removesuffix('.')})"
        return f"{told}; here {' and '.join(broke)} broke." if broke else f"{told}."


class Phase(NamedTuple):
    """A part of the session: its name, each flow’s step if the flow has one, and its beats.

    A phase in which neither flow has a hop has no beats, and two reasons.
    """

    name: str
    again: bool
    steps: tuple[Step | None, Step | None]
    beats: tuple[Beat, ...]
    reasons: tuple[str, str]

    @property
    def title(self) -> str:
        return self.name + (" (continued)" if self.again else "")


def phases(scripting: Reading, webapi: Reading) -> tuple[Phase, ...]:
    """The phases of both flows, with their beats numbered through."""
    found, numbers, passed = [], count(1), [0, 0]
    # long sessions have hundreds of phases: what came before is looked up, not looked through
    names: set[str] = set()
    labels: tuple[set[str], set[str]] = (set(), set())
    readings = (scripting, webapi)
    for group in groups(scripting.bands, webapi.bands):
        beats = []
        for pair in group.pairs:
            gap = ""
            if None in pair:
                lacks = pair.index(None)
                gap = reason(readings[lacks], group.steps[lacks], group.name, passed[lacks], pair[1 - lacks])
            beats.append(Beat(next(numbers), pair, gap))
            passed = [row.number if row else past for row, past in zip(pair, passed, strict=True)]
        reasons = ("", "")
        if not beats:
            reasons = tuple(
                reason(reading, step, group.name, past, None)
                for reading, step, past in zip(readings, group.steps, passed, strict=True)
            )
        steps = tuple(_continued(step, before) for step, before in zip(group.steps, labels, strict=True))
        found.append(Phase(group.name, group.name in names, steps, tuple(beats), reasons))
        names.add(group.name)
    return tuple(found)


def _continued(step: Step | None, before: set[str]) -> Step | None:
    """The step, with a short title where an earlier phase belongs to it, too: there is little room beside a round."""
    if step is None:
        return None
    again = step.label in before
    before.add(step.label)
    return step._replace(title="continued") if again else step
