"""The phone numbers that apps can have: ten exchanges of a hundred numbers, all from the range kept for fiction."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from tropo_lab.errors import BadSetup, NotFound


class Exchange(NamedTuple):
    """One area: `prefix` is the country code and the area code."""

    prefix: str
    city: str
    state: str = "FL"

    def numbers(self) -> Iterator[str]:
        """Every number of it, in order: 555-0100 to 555-0199."""
        return (f"+{self.prefix}55501{line:02d}" for line in range(100))


EXCHANGES = (
    Exchange("1321", "Cocoa"),
    Exchange("1407", "Orlando"),
    Exchange("1689", "Orlando"),
    Exchange("1352", "Gainesville"),
    Exchange("1386", "Daytona Beach"),
    Exchange("1727", "Saint Petersburg"),
    Exchange("1813", "Tampa"),
    Exchange("1863", "Lakeland"),
    Exchange("1941", "Sarasota"),
    Exchange("1239", "Fort Myers"),
)


def exchange_of(number: str) -> Exchange | None:
    """The exchange that offers this number, or None."""
    return next((one for one in EXCHANGES if number in one.numbers()), None)


def at_prefix(prefix: str) -> Exchange:
    """The exchange of that prefix, written with or without a plus; NotFound says which there are."""
    for one in EXCHANGES:
        if one.prefix == prefix.strip().lstrip("+"):
            return one
    known = ", ".join(one.prefix for one in EXCHANGES)
    raise NotFound(f"Nobody has numbers that begin with {prefix!r:.20}; the prefixes are {known}.")


def free_number(taken: Container[str], exchanges: tuple[Exchange, ...] = EXCHANGES) -> str:
    """The first number that is not taken; BadSetup when there is none."""
    for exchange in exchanges:
        for number in exchange.numbers():
            if number not in taken:
                return number
    raise BadSetup(f"All {100 * len(exchanges):,} numbers are taken: free one, or give the app a number of its own.")
