"""What became of a text on its way: the places where it arrived changed, and the words for them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from tropo_lab.escapes import clipped, visible

# texts that differ agree again where this many characters are equal, looked for this far on
_AGREE, _FAR = 3, 24
_KINDS = 3
_NAMED = {" ": "a space", "\n": "a line break", "\r\n": "a line break", "\r": "a carriage return", "\t": "a tab"}


class Change(NamedTuple):
    """One place: what was typed there and from which character on, and what came instead, and where that stands."""

    at: int
    typed: str
    came_at: int
    came: str

    @property
    def ends(self) -> int:
        """Where in the typed text this place ends."""
        return self.at + len(self.typed)


def changes(typed: str, came: str) -> tuple[Change, ...]:
    """The places where two texts differ, from left to right; none when they are equal.

    It looks only a little ahead, so it is quick for any two texts; where it finds no end, the rest is one change.
    """
    found, at, came_at = [], 0, 0
    while True:
        while at < len(typed) and came_at < len(came) and typed[at] == came[came_at]:
            at, came_at = at + 1, came_at + 1
        if at == len(typed) and came_at == len(came):
            return tuple(found)
        end, came_end = _agreement(typed, at, came, came_at)
        # & → &amp; says more than that "amp;" was added
        grown = at == end and at > (found[-1].ends if found else 0)
        if grown and not typed[at - 1].isalnum() and (came[came_at].isalnum() or came[came_at] == typed[at - 1]):
            at, came_at = at - 1, came_at - 1
        found.append(Change(at, typed[at:end], came_at, came[came_at:came_end]))
        at, came_at = end, came_end


def _agreement(typed: str, at: int, came: str, came_at: int) -> tuple[int, int]:
    """Where the texts agree again."""
    for far in range(1, _FAR + 1):
        # what was replaced sign by sign is tried first
        for skipped in sorted(range(far + 1), key=lambda one: abs(far - 2 * one)):
            end, came_end = at + skipped, came_at + far - skipped
            if end > len(typed) or came_end > len(came):
                continue
            if typed[end : end + _AGREE] == came[came_end : came_end + _AGREE]:
                return end, came_end
    return len(typed), len(came)


def told(found: tuple[Change, ...], typed: str) -> list[str]:
    """The changes in words, the same ones together: `+ arrived as a space`, `é became Ã©`."""
    kinds = Counter(_told(change, typed) for change in found)
    said = [f"{words} ({count} times)" if count > 1 else words for words, count in kinds.items()]
    more = len(said) - _KINDS
    return said if more <= 0 else [*said[:_KINDS], f"{more} more change{'s' * (more > 1)}"]


def _told(change: Change, typed: str) -> str:
    if not change.came:
        return f"{named(change.typed)} was lost"
    if not change.typed:
        end = "at the end" if change.at == len(typed) else "in between"
        return f"{named(change.came)} was added {end if change.at else 'at the start'}"
    verb = "arrived as" if change.came in _NAMED else "became"
    return f"{named(change.typed)} {verb} {named(change.came)}"


def named(piece: str, quoted: bool = False) -> str:
    """A piece of text as a sentence can hold it: in quotation marks when they help, or when asked for."""
    if piece in _NAMED and not quoted:
        return _NAMED[piece]
    shown = visible(clipped(piece, 24))
    return f"‘{shown}’" if quoted or any(map(str.isspace, shown)) or "," in shown else shown
