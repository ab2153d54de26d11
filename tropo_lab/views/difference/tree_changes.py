"""Two trees compared by path: `tropo[0].message.to`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tropo_lab.views.difference.alignment import Item, align
from tropo_lab.views.difference.trees import Tree, written
from tropo_lab.views.difference.varying import Varying, masked

_PLAIN_KEY = re.compile(r"[^\W\d][\w-]*|[@#][\w-]+|var\[[\w-]+\]")


class Change(NamedTuple):
    """One difference: `one` and `other` as meant, None where missing; `bare` ones are no strings, and not quoted.

    `how` says in words in which way the bytes differ, where the meaning is the same; `there` is the place in the
    other, where it is not `place`.
    """

    what: str
    place: str
    one: str | None
    other: str | None
    how: str = ""
    bare: bool = False
    there: str = ""

    def mirrored(self) -> Change:
        """The same seen from the other side."""
        what = {"missing": "extra", "extra": "missing"}.get(self.what, self.what)
        place, there = (self.there, self.place) if self.there else (self.place, "")
        return self._replace(what=what, place=place, there=there, one=self.other, other=self.one)


class Path(NamedTuple):
    """Where we are in each of the trees: elements of a list may stand at other places."""

    one: str = ""
    other: str = ""

    def member(self, key: str, key_there: str | None = None) -> Path:
        return Path(joined(self.one, key), joined(self.other, key if key_there is None else key_there))

    def element(self, i: int, j: int) -> Path:
        return Path(f"{self.one}[{i}]", f"{self.other}[{j}]")

    @property
    def there(self) -> str:
        return self.other if self.other != self.one else ""


TOP = Path()


def changes(what: str, one: Tree, other: Tree, varying: Varying, path: Path = TOP, key: str = "") -> Iterator[Change]:
    """The differences of two trees, each at its own path."""
    if isinstance(one, dict) and isinstance(other, dict) and _related(one, other):
        yield from _members(what, one, other, varying, path)
    elif isinstance(one, list) and isinstance(other, list):
        yield from _elements(what, one, other, varying, path)
    elif isinstance(one, str) and isinstance(other, str):
        if not varying.same(one, other, key):
            yield Change(what, path.one, one, other, there=path.there)
    elif written(one, True) != written(other, True):
        numbers = type(one) is int and type(other) is int
        if not (numbers and key == "sessionDuration" and varying.lasted(one, other)):
            yield Change(what, path.one, written(one), written(other), bare=True, there=path.there)


def _related(one: dict, other: dict) -> bool:
    """True when the members are worth a comparison; objects with nothing in common are one difference, not many."""
    return bool(one.keys() & other.keys() or len(one) + len(other) < 2 or renamed(one, other))


def renamed(one: Mapping, other: Mapping) -> tuple | None:
    """The names of the only value that each side lacks, when it is one value under two names."""
    names = [name for name in one if name not in other], [name for name in other if name not in one]
    if len(names[0]) == len(names[1]) == 1:
        a, b = names[0][0], names[1][0]
        return (a, b) if written(one[a], True) == written(other[b], True) else None
    return None


def _members(what: str, one: dict, other: dict, varying: Varying, path: Path) -> Iterator[Change]:
    names = renamed(one, other)
    if names:
        place = path.member(*names)
        yield Change(what, place.one, *names, how="name", there=place.other)
    for name in [*one, *(name for name in other if name not in one)]:
        place = path.member(name)
        if name in one and name in other:
            yield from changes(what, one[name], other[name], varying, place, name)
        elif not names:
            yield _gone(what, place.one, one[name]) if name in one else _new(what, place.other, other[name])


def _gone(what: str, place: str, tree: Tree) -> Change:
    """The other has no such member, which is not the same as null."""
    return Change(what, place, tree if isinstance(tree, str) else written(tree), None, bare=not isinstance(tree, str))


def _new(what: str, place: str, tree: Tree) -> Change:
    return _gone(what, place, tree).mirrored()


def _elements(what: str, one: list, other: list, varying: Varying, path: Path) -> Iterator[Change]:
    waiting: list[int] = []  # elements of the one alone, until those of the other alone that stand in their place
    for i, j, moved in align([_item(tree) for tree in one], [_item(tree) for tree in other], _like):
        if j is None:
            waiting.append(i)
        elif i is None and waiting:
            place = path.element(waiting[0], j)
            yield from changes(what, one[waiting.pop(0)], other[j], varying, place)
        else:
            yield from (_gone(what, f"{path.one}[{at}]", one[at]) for at in waiting)
            waiting = []
            place = path.element(i or 0, j)
            if moved:
                yield Change(what, place.one, *place, how="place", bare=True, there=place.there)
            if i is None:
                yield _new(what, place.other, other[j])
            else:
                yield from changes(what, one[i], other[j], varying, place)
    yield from (_gone(what, f"{path.one}[{at}]", one[at]) for at in waiting)


def _item(tree: Tree) -> Item:
    shape = frozenset(tree) if isinstance(tree, dict) else type(tree).__name__
    return Item(shape, masked(written(tree, True)))


def _like(one, other) -> bool:
    """True when two elements are worth a comparison: of one type, and objects with a key in common."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return bool(one & other) or not (one or other)
    return one == other


def joined(path: str, key: str) -> str:
    if not _PLAIN_KEY.fullmatch(key):
        return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
    return f"{path}.{key}" if path else key
