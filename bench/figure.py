"""A measured figure, its target, and the verdict; and the table of all figures."""

from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, once a round. `least` says whether the target is a lower or an upper bound.

    A figure without a target stands beside others to explain them.
    """

    name: str
    values: list[float]
    unit: str = ""
    target: float | None = None
    least: bool = False

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return median(self.values)

    @property
    def verdict(self) -> str:
        """`met`, `not met`, or nothing when there is no target."""
        if self.target is None:
            return ""
        met = self.median >= self.target if self.least else self.median <= self.target
        return "met" if met else "not met"

    @property
    def measured(self) -> str:
        """The median with the range of the rounds: `2.41 [2.22..2.60]`."""
        low, middle, high = (short(value) for value in (min(self.values), self.median, max(self.values)))
        return f"{middle} [{low}..{high}]{self.unit and ' ' + self.unit}"

    @property
    def goal(self) -> str:
        """The target in words: `at least 2.0`."""
        if self.target is None:
            return ""
        return f"{'at least' if self.least else 'at most'} {short(self.target)}"


def short(value: float) -> str:
    """About three digits, and no exponent; whole numbers as they are."""
    if value == int(value):
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"


def ratios(above: list[float], below: list[float]) -> list[float]:
    """Round by round, the one divided by the other."""
    return [a / b for a, b in zip(above, below, strict=True)]


def table(figures: list[Figure]) -> str:
    """The figures as aligned lines: name, measured, target, verdict."""
    rows = [("figure", "median [min..max]", "target", "")]
    rows += [(figure.name, figure.measured, figure.goal, figure.verdict) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
