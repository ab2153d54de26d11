"""Lines of a paste that remember how they were pasted."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\xad\u202a-\u202e\u2066-\u2069]")
_NBSP = re.compile("[\xa0\u202f\u2007]")
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_REAL_TAG = re.compile(r"<[A-Za-z/?!]")
_HIDDEN_QUOTES = re.compile(r"&(?:lt|quot|#0?34|#x22|#0?39);")


class Line(NamedTuple):
    """One line: its number in the paste, counted from 1; as it was pasted; as it is read; what was mended in it."""

    number: int
    raw: str
    text: str
    cleaned: frozenset[str] = frozenset()

    def now(self, text: str, why: str) -> Line:
        """The line with another text."""
        return self if text == self.text else self._replace(text=text, cleaned=self.cleaned | {why})


def lines_of(text: str) -> list[Line]:
    """The lines of a text, without what cannot be seen."""
    split = re.split(r"\r\n|\n|\r|\x85|\u2028", text)
    return [_without_unseen(Line(number, raw, raw)) for number, raw in enumerate(split, 1)]


def _without_unseen(line: Line) -> Line:
    if line.text.isascii() and "\x1b" not in line.text:
        return line
    line = line.now(_TERMINAL.sub("", line.text), "prompt")
    line = line.now(_INVISIBLE.sub("", line.text), "invisible")
    return line.now(_NBSP.sub(" ", line.text), "nbsp")


def without_entities(lines: list[Line]) -> list[Line]:
    """Entities that stand for quotes and tags are read, but not where real tags show that they belong there."""
    if not any("&" in line.text and _HIDDEN_QUOTES.search(line.text) for line in lines):
        return lines
    if any(_REAL_TAG.search(line.text) for line in lines):
        return lines
    return [line.now(html.unescape(line.text), "entities") if "&" in line.text else line for line in lines]
