"""Two sequences laid side by side: which items belong together, which one lacks, and which moved.

An item is told by its shape (what kind of thing it is) and its content. Equal items attract each other most, items of
like shape a little, all others not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from operator import eq
from typing import NamedTuple

EQUAL, LIKE = 4, 1
CELLS = 40_000  # a larger table is filled by coarser means: it would take longer than a reader waits
REACH = 50


class Item(NamedTuple):
    """One item of a sequence, as alignment sees it."""

    shape: Hashable
    content: Hashable


class Pair(NamedTuple):
    """Two items that belong together, by index; None where one side has no such item."""

    one: int | None
    other: int | None
    moved: bool = False

    @property
    def whole(self) -> bool:
        """True when both items are there, and neither moved."""
        return not self.moved and None not in self


def align(ones: Sequence[Item], others: Sequence[Item], like: Callable = eq) -> list[Pair]:
    """The pairs in one order that keeps both sequences; a moved pair stands where the first sequence has it."""
    matched = list(_matched(ones, others, like))
    used_one, used_other = ({pair[side] for pair in matched} for side in (0, 1))
    waiting = defaultdict(list)
    for j, item in enumerate(others):
        if j not in used_other:
            waiting[item].append(j)
    moved = {}
    for i, item in enumerate(ones):
        if i not in used_one and waiting[item]:
            moved[i] = waiting[item].pop(0)
    gone, pairs, last = set(moved.values()), [], (0, 0)
    for i, j in [*matched, (len(ones), len(others))]:
        pairs += [Pair(at, moved.get(at), at in moved) for at in range(last[0], i)]
        pairs += [Pair(None, at) for at in range(last[1], j) if at not in gone]
        pairs.append(Pair(i, j))
        last = (i + 1, j + 1)
    return pairs[:-1]


def _matched(ones: Sequence[Item], others: Sequence[Item], like: Callable) -> Iterator[tuple[int, int]]:
    """The indexes of items that belong together and stand in the same order in both."""
    begin, end = 0, 0
    shorter = min(len(ones), len(others))
    while begin < shorter and ones[begin] == others[begin]:
        begin += 1
    while end < shorter - begin and ones[-1 - end] == others[-1 - end]:
        end += 1
    yield from ((at, at) for at in range(begin))
    middle = ones[begin : len(ones) - end], others[begin : len(others) - end]
    way = _best if len(middle[0]) * len(middle[1]) <= CELLS else _coarse
    yield from ((begin + i, begin + j) for i, j in way(*middle, like))
    yield from ((len(ones) - at, len(others) - at) for at in range(end, 0, -1))


def _best(ones: Sequence[Item], others: Sequence[Item], like: Callable) -> Iterator[tuple[int, int]]:
    """The alignment that keeps most together, from a table of all ways to go on."""
    wide = len(others)
    score = [[0] * (wide + 1) for _ in range(len(ones) + 1)]
    for i in range(len(ones) - 1, -1, -1):
        row, below = score[i], score[i + 1]
        for j in range(wide - 1, -1, -1):
            weight = _weight(ones[i], others[j], like)
            row[j] = max(below[j], row[j + 1], weight + below[j + 1] if weight else 0)
    i = j = 0
    while i < len(ones) and j < wide:
        weight = _weight(ones[i], others[j], like)
        if weight and score[i][j] == weight + score[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j]:
            i += 1
        else:
            j += 1


def _weight(one: Item, other: Item, like: Callable) -> int:
    return EQUAL if one == other else LIKE if like(one.shape, other.shape) else 0


def _coarse(ones: Sequence[Item], others: Sequence[Item], like: Callable) -> Iterator[tuple[int, int]]:
    """Equal stretches first, and what lies between them as well as can be done quickly."""
    i = j = 0
    for block in SequenceMatcher(None, ones, others).get_matching_blocks():
        between = ones[i : block.a], others[j : block.b]
        way = _best if len(between[0]) * len(between[1]) <= CELLS else _greedy
        yield from ((i + a, j + b) for a, b in way(*between, like))
        yield from ((block.a + at, block.b + at) for at in range(block.size))
        i, j = block.a + block.size, block.b + block.size


def _greedy(ones: Sequence[Item], others: Sequence[Item], like: Callable) -> Iterator[tuple[int, int]]:
    """Each item with the next one of like shape, if there is one near."""
    j = 0
    for i, one in enumerate(ones):
        near = range(j, min(j + REACH, len(others)))
        found = next((at for at in near if like(one.shape, others[at].shape)), None)
        if found is not None:
            yield i, found
            j = found + 1
