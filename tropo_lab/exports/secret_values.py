"""Tokens and other secrets: where they stand in a text, and what is written in their place.

A secret is shortened to its first letters and `-masked`: that survives in a URL, in JSON, in XML and in a shell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tropo_lab.exports.unfolding import meant

# from so many characters on a secret is looked for everywhere; of a long one a part will do, as lines are cut short
HEAD, PART, LONG = 8, 12, 16

_NAME = r"[\w.-]{0,40}(?:token|passw(?:or)?d|secret|api[_-]?key)[\w.-]{0,40}"
_SCHEME = r"(?:(?:basic|bearer|digest|token|oauth)[ \t]+)?"
_NAMED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # JSON, and programs: the value in quotes may hold anything
        rf"[\"']{_NAME}[\"']\s{{0,9}}[:=]\s{{0,9}}\"(?P<value>(?:[^\"\\]|\\.){{1,20000}})\"",
        rf"[\"']{_NAME}[\"']\s{{0,9}}[:=]\s{{0,9}}'(?P<value>(?:[^'\\]|\\.){{1,20000}})'",
        rf"(?<![\w.-]){_NAME}\s{{0,9}}[:=]{{1,2}}\s{{0,9}}(?:\"(?P<value>[^\"\r\n]{{1,20000}})\"|'(?P<other>[^'\r\n]{{1,20000}})')",
        rf"[\"']{_NAME}[\"']\s{{0,9}}:\s{{0,9}}(?P<value>[0-9][\w.+-]{{0,400}})",
        # XML and HTML
        rf"<(?:\w+:)?{_NAME}(?:\s[^<>]{{0,400}})?>\s{{0,9}}(?:<!\[CDATA\[)?(?P<value>[^<\]]{{1,20000}})",
        rf"name\s?=\s?[\"']{_NAME}[\"'][^<>]{{0,400}}?value\s?=\s?(?:\"(?P<value>[^\"]{{1,20000}})\"|'(?P<other>[^']{{1,20000}})')",
        rf"value\s?=\s?(?:\"(?P<value>[^\"]{{1,20000}})\"|'(?P<other>[^']{{1,20000}})')[^<>]{{0,400}}?name\s?=\s?[\"']{_NAME}[\"']",
        rf"name\s?=\s?[\"']{_NAME}[\"'][^<>]{{0,400}}>(?P<value>[^<]{{1,20000}})<",
        # queries and forms
        rf"(?<![\w.-]){_NAME}=(?P<value>[^&\s\"'<>#;…]{{1,20000}})",
        rf"(?:^|\n){_NAME}:[ \t]{{0,9}}(?P<value>[^\r\n]{{1,20000}})",
    )
]
_ALWAYS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # of an Authorization the scheme may stay
        rf"(?:^|\n)(?:proxy-)?authorization:[ \t]{{0,9}}{_SCHEME}(?P<value>[^\r\n]{{1,20000}})",
        rf"authorization[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?{_SCHEME}(?P<value>[^\r\n\"']{{1,20000}})",
        r"(?:^|\n)set-cookie2?:[ \t]{0,9}[^=;\r\n]{1,400}=(?P<value>[^;\r\n]{1,20000})",
        # a name and a password in an address
        r"://(?P<value>[^/?#\s\"'<>]{1,2000})@",
        # whatever looks like one
        r"(?<![0-9a-f])(?P<value>[0-9a-f]{40,20000})(?![0-9a-f])",
    )
]
_COOKIES = re.compile(r"(?:^|\n)cookie:[ \t]*([^\r\n]+)", re.IGNORECASE)
_COOKIE = re.compile(r"[^=;\s]+=([^;]+)")
_FIELD = re.compile(r"(?:(?<=[?&])|(?<=\r\n\r\n))(?P<name>[^=&\s]{1,400})=(?P<value>[^&\s]{1,20000})")
_HINT = re.compile("token|passw|secret|api.?key", re.IGNORECASE)
_MASKED = re.compile(r"(?:[A-Za-z0-9]{1,6}-)?masked(?:-[0-9]+)?")
_NOTHING = re.compile(r"null|true|false|none|undefined", re.IGNORECASE)


class Place(NamedTuple):
    """Where a secret stands, and the secret as it stands there."""

    start: int
    end: int
    value: str


def places(text: str) -> Iterator[Place]:
    """Where secrets stand in this text, told by what stands around them. They may overlap."""
    spans = []
    for pattern in (_NAMED if _HINT.search(text) else []) + _ALWAYS:
        for found in pattern.finditer(text):
            spans.append(found.span("other" if found.groupdict().get("other") else "value"))
    for line in _COOKIES.finditer(text):
        spans += [cookie.span(1) for cookie in _COOKIE.finditer(text, *line.span(1))]
    for start, end in spans:
        value = text[start:end].strip()
        if value and not is_masked(value) and not _NOTHING.fullmatch(value):
            yield Place(start, end, value)


def query_places(text: str) -> Iterator[Place]:
    """The same for a query in the first line and a form in the body: there, a value ends at the next ampersand."""
    target = text.partition("\r\n")[0].rpartition(" HTTP/")[0]
    start = target.find("?") + 1
    body = text.find("\r\n\r\n") + 4
    for begin, end in [(start, len(target))] * (start > 0) + [(body, len(text))] * (body > 3):
        for found in _FIELD.finditer(text, begin, end):
            value = found["value"].strip()
            if _HINT.search(meant(found["name"])) and value and not is_masked(value):
                yield Place(*found.span("value"), value)


def is_masked(value: str) -> bool:
    """True for what was put in a secret's place already."""
    return _MASKED.fullmatch(value) is not None


class Masks:
    """What stands for each secret. A secret that was cut short has the mask of the whole one."""

    def __init__(self, values: list[str]):
        """`values` are the secrets in the order in which they appear, as they stand there."""
        known = list(dict.fromkeys(plain(value) for value in values))
        self._sorted = sorted(value for value in known if len(value) >= HEAD)
        whole = {value: value for value in known}
        # what begins with a value follows it in this order
        for value, following in reversed(list(pairwise(self._sorted))):
            if following.startswith(value):
                whole[value] = whole[following]
        self._used: dict[str, int] = {}
        made: dict[str, str] = {}
        for value in known:
            if whole[value] not in made:
                made[whole[value]] = self._new(whole[value])
        self._given = {value: made[whole[value]] for value in known}
        self._heads = {value[:HEAD] for value in self._sorted}
        self._short = {value for value in self._sorted if len(value) < LONG}

    def of(self, value: str) -> str:
        """What is written in the place of this secret."""
        return self._given[plain(value)]

    def met_again(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a known secret, or a good part of a long one, stands in an unfolded text: start, end, mask."""
        folded, done = text.replace("+", " "), 0
        places = range(len(folded) - HEAD + 1) if self._heads else ()
        for start in [at for at in places if folded[at : at + HEAD] in self._heads]:
            if start < done:
                continue
            value, length = self._longest(folded, start)
            if length and _may_be_one(value, folded, start, start + length):
                yield start, start + length, self._given[value]
                done = start + length

    def _longest(self, text: str, start: int) -> tuple[str, int]:
        """The secret that begins at `start`, and how much of it stands there; 0 when there is none."""
        piece = text[start : start + 400]
        near = bisect_right(self._sorted, piece)
        shared = [(_shared(value, text, start), value) for value in self._sorted[max(0, near - 1) : near + 1]]
        length, value = max(shared)
        if length >= PART and len(value) >= LONG:
            return value, length
        return next(
            ((piece[:size], size) for size in range(LONG - 1, HEAD - 1, -1) if piece[:size] in self._short), ("", 0)
        )

    def _new(self, value: str) -> str:
        head = re.match("[A-Za-z0-9]*", value[: min(6, len(value) // 3)])[0]
        mask = f"{head}-masked" if head else "masked"
        count = self._used[mask] = self._used.get(mask, 0) + 1
        return mask if count == 1 else f"{mask}-{count}"


def _shared(value: str, text: str, start: int) -> int:
    """How many characters of `value` stand in the text from `start` on."""
    length = 0
    while length < len(value) and text[start + length : start + length + 1] == value[length]:
        length += 1
    return length


def plain(value: str) -> str:
    """A secret without its encoding, the way it is looked for: in forms, a plus is a space."""
    return meant(value).strip().replace("+", " ")


def _may_be_one(value: str, text: str, start: int, end: int) -> bool:
    """A word such as `messaging` can be a token, too: it counts elsewhere only when it stands alone."""
    if len(value) >= LONG or not value.isalpha():
        return True
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
