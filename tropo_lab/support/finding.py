"""A finding: what is wrong in a trace, at which hop, why that matters, and what to do next."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.escapes import clipped, visible

BROKEN = "broken"  # what was wanted cannot happen
SUSPICIOUS = "suspicious"  # it works, but perhaps not as it was meant


class Finding(NamedTuple):
    """One thing that is wrong. `found`, `why` and `fix` are sentences for plain text, with nothing unseen in them.

    `hop` is the number of the hop that has to change, 0 where there is none to name; `where` is the place at which
    things break because of it, as support people call it: one of the names in `tropo_lab.trace`.
    """

    rule: str
    hop: int
    where: str
    severity: str
    found: str
    why: str
    fix: str

    @property
    def message(self) -> str:
        """What stands there, and why that matters."""
        return f"{self.found} {self.why}".strip()

    def as_dict(self) -> dict:
        """The finding as the lab's HTTP interface shows it; programs count on these five."""
        return {
            "rule": self.rule,
            "hop": self.hop,
            "severity": self.severity,
            "message": self.message,
            "fix": self.fix,
        }

    def __str__(self) -> str:
        place = f"Hop {self.hop}, {self.severity} ({self.where})" if self.hop else f"{self.severity} ({self.where})"
        return f"{place}: {self.message} {self.fix}".strip()


def quoted(text: object, most: int = 60) -> str:
    """A value as sentences quote it: on one line, in quotes, at most so many characters of it."""
    # single quotes, unless the value has some of its own
    shown = clipped(visible(str(text)[: most + 1]), most)
    return f'"{shown}"' if "'" in shown and '"' not in shown else f"'{shown}'"
