"""A story mended: one finding after the other, until a run of it delivers and nothing is found any more."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from tropo_lab.errors import LabError
from tropo_lab.source import Source
from tropo_lab.support.desk.delivery import delivers
from tropo_lab.support.desk.menders import MENDERS
from tropo_lab.support.desk.program import program
from tropo_lab.support.desk.story import Story
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.finding import Finding
from tropo_lab.support.reproduction import Repro
from tropo_lab.trace import Trace

# so many mistakes, one upon the other, are mended, and so many seconds are spent on it
ROUNDS, SECONDS = 6, 10.0


class Mended(NamedTuple):
    """A story without its mistakes: as a program, and as a trace that delivers."""

    story: Story
    code: Source
    trace: Trace


def mended(story: Story, findings: tuple[Finding, ...], wanted: str = "") -> Mended | None:
    """The story without what was found; None where that cannot be done by rule, or where its run does not deliver."""
    end = monotonic() + SECONDS
    for _ in range(ROUNDS):
        if monotonic() > end:
            return None
        better = next(filter(None, (_without(story, finding) for finding in findings)), None)
        if better is None:
            return None
        story = better
        code = program(story)
        try:
            trace = Repro(code).run()
        except LabError:
            return None
        findings = diagnose_trace(trace, wanted)
        if not findings:
            return Mended(story, code, trace) if delivers(trace) else None
    return None


def _without(story: Story, finding: Finding) -> Story | None:
    mender = MENDERS.get(finding.rule)
    better = mender(story, finding) if mender else None
    return None if better == story else better
