"""The rows of two flows in step: those of one kind together, and both in their order."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from tropo_lab.trace import PHONE
from tropo_lab.views.model import Row

Both = tuple[Row | None, Row | None]


def _kind(row: Row) -> tuple[str, bool]:
    return row.hop.kind, row.hop.sender == PHONE


def paired(left: tuple[Row, ...], right: tuple[Row, ...]) -> Iterator[Both]:
    """The rows of both flows in their order, those of one kind together; what is in the way goes first, alone."""
    places = (_places(left), _places(right))
    i = j = 0
    while i < len(left) and j < len(right):
        if _kind(left[i]) == _kind(right[j]):
            yield left[i], right[j]
            i, j = i + 1, j + 1
            continue
        skipped_right = _next(places[1][_kind(left[i])], j)
        skipped_left = _next(places[0][_kind(right[j])], i)
        if skipped_right is not None and (skipped_left is None or skipped_right - j <= skipped_left - i):
            yield None, right[j]
            j += 1
        else:
            yield left[i], None
            i += 1
    for row in left[i:]:
        yield row, None
    for row in right[j:]:
        yield None, row


def _places(rows: tuple[Row, ...]) -> defaultdict[tuple[str, bool], list[int]]:
    found = defaultdict(list)
    for place, row in enumerate(rows):
        found[_kind(row)].append(place)
    return found


def _next(places: list[int], start: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) else None
