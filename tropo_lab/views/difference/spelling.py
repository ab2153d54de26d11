"""The same JSON in other bytes: in which ways two spellings of it differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import NamedTuple

from tropo_lab.views.difference.tree_changes import Change, joined
from tropo_lab.views.difference.trees import Tree, plain_number
from tropo_lab.views.difference.varying import masked

_TOKEN = re.compile(r'(\s*)("(?:\\.|[^"\\])*"|[{}\[\],:]|[^\s{}\[\],:"]+)')
MANY = 5000  # more tokens than this are laid side by side only when there are as many in both


class Token(NamedTuple):
    """One piece of JSON: the white space before it, how it is written, what it means, how deep it stands."""

    gap: str
    raw: str
    meant: str
    depth: int

    @property
    def sort(self) -> tuple[str, int]:
        return (self.raw if self.raw in "{}[],:" else "value", self.depth)


def respelled(one: str, other: str, tree: Tree, other_tree: Tree) -> Change | None:
    """How the same JSON, or what is the same in it, is written otherwise; None when it is not."""
    ones, others = (_tokens(text.lstrip("\ufeff")) for text in (one, other))
    spaced, spelled = False, []
    for i, j in _beside(ones, others):
        a, b = ones[i], others[j]
        # white space is compared between tokens of the same sorts: a first member stands closer than a later one
        spaced |= a.gap != b.gap and (a.sort, i and ones[i - 1].sort) == (b.sort, j and others[j - 1].sort)
        if a.raw != b.raw and a.meant == b.meant and _value(a.raw) == _value(b.raw):
            spelled.append((i, a, b))
    shuffled, marked = _shuffled(tree, other_tree), one[0] != other[0] and "\ufeff" in (one[0], other[0])
    if len(spelled) == 1 and not (spaced or shuffled or marked):
        index, a, b = spelled[0]
        meaning = json.dumps(json.loads(a.raw), ensure_ascii=False)
        return Change("encoding", _path(ones, index), a.raw, b.raw, how=f"both mean {meaning}", bare=True)
    ways = ["white space"] * spaced + ["key order"] * shuffled + ["a byte order mark"] * marked
    ways += ["escapes"] * any(a.raw[0] == '"' for _, a, _ in spelled)
    ways += ["the form of numbers"] * any(a.raw[0] != '"' for _, a, _ in spelled)
    return Change("encoding", "body", one, other, how=" and ".join(ways), bare=True) if ways else None


def _tokens(text: str) -> list[Token]:
    tokens, depth = [], 0
    for gap, raw in _TOKEN.findall(text):
        depth -= raw in "}]"
        tokens.append(Token(gap, raw, _meant(raw, depth), depth))
        depth += raw in "{["
    return [*tokens, Token(text[len(text.rstrip()) :], "", "", 0)]


def _meant(raw: str, depth: int) -> str:
    if raw in "{}[],:":
        return f"{raw}{depth}"  # so that brackets are not taken for brackets around them
    return f'"{masked(_value(raw))}' if raw[0] == '"' else _value(raw)


def _value(raw: str) -> str:
    if raw[0] == '"':
        return json.loads(raw) if "\\" in raw else raw[1:-1]
    return plain_number(Decimal(raw)) if raw[0] in "-0123456789" else raw


def _beside(ones: list[Token], others: list[Token]) -> Iterator[tuple[int, int]]:
    """The indexes of tokens that stand for each other."""
    meant = [token.meant for token in ones], [token.meant for token in others]
    if len(ones) == len(others) and (meant[0] == meant[1] or len(ones) > MANY):
        yield from ((at, at) for at in range(len(ones)))
    elif len(ones) <= MANY and len(others) <= MANY:
        for _, i, i_end, j, j_end in SequenceMatcher(None, *meant).get_opcodes():
            if i_end - i == j_end - j:
                yield from zip(range(i, i_end), range(j, j_end), strict=True)


def _shuffled(one: Tree, other: Tree) -> bool:
    """True when somewhere the keys that both have stand in another order."""
    if isinstance(one, dict) and isinstance(other, dict):
        both = [name for name in one if name in other]
        return both != [name for name in other if name in one] or any(
            _shuffled(one[name], other[name]) for name in both
        )
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return any(map(_shuffled, one, other))
    return False


def _path(tokens: list[Token], index: int) -> str:
    """The path of the value, or of the key, that is the token with that index."""
    stack: list[str | int] = []
    for at, token in enumerate(tokens[: index + 1]):
        if token.raw in ("{", "["):
            stack.append("" if token.raw == "{" else 0)
        elif token.raw in ("}", "]"):
            stack.pop()
        elif token.raw == "," and isinstance(stack[-1], int):
            stack[-1] += 1
        elif token.raw[0] == '"' and tokens[at + 1].raw == ":":
            stack[-1] = _value(token.raw)
    path = ""
    for key in stack:
        path = f"{path}[{key}]" if isinstance(key, int) else joined(path, key)
    return path or "body"
