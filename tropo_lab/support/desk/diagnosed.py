"""What the desk gives: what a paste is, what is wrong with it, a program that shows it, and the same mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tropo_lab.escapes import visible
from tropo_lab.source import Source
from tropo_lab.support.desk import shown
from tropo_lab.support.desk.changes import Change
from tropo_lab.support.desk.delivery import delivery
from tropo_lab.support.finding import Finding
from tropo_lab.support.reproduction import Repro
from tropo_lab.trace import Trace
from tropo_lab.views import steps, walk
from tropo_lab.views.face import Face

# a walk through more than this would choke a browser
MOST_HOPS = 300
# lines of it, at both ends, in a terminal
SHOWN = 40


@dataclass(frozen=True, repr=False, eq=False)
class Diagnosis(Face):
    """The findings, most important first: it iterates over them, counts them, and is true when there are some.

    `taken_for` says what the paste was taken for, `remarks` what was cleaned or left out. `code` is a program that
    shows it in a lab, `trace` what happened; `mended` and `mended_trace` are the same without the mistake, `changes`
    the parts that differ. `answer` can be posted. `next_step` says what to paste besides, where nothing was found.
    `usable` is False when nothing could be made of the paste.
    """

    sheets = ("desk", "figure", "octets")

    taken_for: str
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    trace: Trace | None = None
    code: Source | None = None
    mended: Repro | None = None
    mended_trace: Trace | None = None
    changes: tuple[Change, ...] = ()
    answer: Source | None = None
    next_step: str = ""
    usable: bool = False
    wanted: str = ""

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return bool(self.findings)

    @property
    def at(self) -> int:
        """The hop at which the trace is stopped: where it broke, else the first; 0 where there is no trace."""
        hops = len(self.trace.hops) if self.trace else 0
        return min(next((one.hop for one in self.findings if one.hop), 1), hops)

    @cached_property
    def walked(self):
        """The trace to walk through, standing where it broke or as near as is shown; None without one."""
        if not self.at:
            return None
        return walk(self.trace._replace(hops=self.trace.hops[:MOST_HOPS]), min(self.at, MOST_HOPS))

    @property
    def says(self) -> str:
        """What was found, in one sentence."""
        if self.findings:
            first, more = self.findings[0], len(self.findings) - 1
            also = f" And {more} more." if more else ""
            return f"{shown.verdict(first)}: {first.found}{also}"
        return f"{self.taken_for} {self.next_step}".strip()

    def as_dict(self) -> dict:
        """Everything as plain data, for `--json`."""
        return {
            "taken_for": self.taken_for,
            "remarks": list(self.remarks),
            "findings": [{**finding.as_dict(), **finding._asdict()} for finding in self.findings],
            "next_step": self.next_step,
            "code": self.code,
            "mended": self.mended and self.mended.code,
            "changes": [change._asdict() for change in self.changes],
            "answer": self.answer,
            "usable": self.usable,
        }

    @property
    def plain(self) -> str:
        parts = [self.taken_for, *(f"Note: {remark}" for remark in self.remarks)]
        for finding in self.findings:
            parts += ["", f"✕ {shown.verdict(finding)}", f"  {finding.found}", f"  {finding.why}", f"  → {finding.fix}"]
        if not self.findings:
            parts += ["", self.next_step or "✓ Nothing is wrong in it."]
        if self.trace is not None and self.findings and self.trace.hops:
            parts += ["", "What happened:", *_ends(str(steps(self.trace, self.at)).splitlines())]
        for change in self.changes:
            parts += ["", f"{change.name}, as pasted:", *_indented(change.before), "mended:", *_indented(change.after)]
        if self.mended_trace is not None:
            parts += ["", f"Mended, it delivers: {visible(delivery(self.mended_trace))}"]
        return "\n".join(parts)

    @property
    def inner(self) -> Markup:
        return shown.diagnosis(self, self.walked.inner if self.walked and self.findings else Markup(""))


def _ends(lines: list[str]) -> list[str]:
    """The first and the last of many lines: it broke at the end, and it began at the beginning."""
    return lines if len(lines) <= 2 * SHOWN else [*lines[:SHOWN], "  …", *lines[-SHOWN:]]


def _indented(text: str) -> list[str]:
    lines = text.splitlines()
    return [f"    {visible(line)}" for line in lines[:60]] + ["    …"] * (len(lines) > 60)
