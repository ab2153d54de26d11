r"""Text with every encoding taken off, and for each of its characters the place where it stands in the text as it is.

A phone number can be written `+1407…`, `%2B1407…`, `\u002b1407…`, `&#43;1407…`, or as several of these inside each
other. Whoever looks for one looks at the unfolded text, and changes the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from html import unescape
from typing import NamedTuple

# deeper than any client nests its encodings; the same encoding many times over counts as one
LAYERS = 6

_ESCAPE = re.compile(
    r"(?P<percent>(?:%(?:25)*[0-9A-Fa-f]{2})+)"
    r"|(?P<pair>\\{1,16}u[dD][89abAB][0-9A-Fa-f]{2}\\{1,16}u[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|\\{1,16}(?:u(?P<four>[0-9A-Fa-f]{4})|u\{(?P<braced>0{0,4}[0-9A-Fa-f]{1,5})\}|x(?P<two>[0-9A-Fa-f]{2})"
    r"|(?P<octal>[01][0-7]{2}))"
    r"|\\(?P<short>[nrtbf\"'/\\])"
    r"|&(?:amp;)*(?P<entity>#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};)"
    # what nobody sees: it also stands between the letters of UTF-16
    "|(?P<unseen>[\0\xad\u200b-\u200f\u2060-\u2064\ufeff])"
)
_OCTETS = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


class Layer(NamedTuple):
    """A text with one encoding fewer: from `at[i]` on, its characters are those from `below[i]` on, one layer below."""

    text: str
    at: list[int]
    below: list[int]

    def start(self, place: int) -> int:
        """Where the character at `place` begins in the text below."""
        found = bisect_right(self.at, place) - 1
        return self.below[found] + place - self.at[found] if found >= 0 else place

    def end(self, place: int) -> int:
        """Where the characters before `place` end in the text below."""
        found = bisect_left(self.at, place)
        if found < len(self.at) and self.at[found] == place:
            return self.below[found]
        return self.below[found - 1] + place - self.at[found - 1] if found else place


class Unfolded:
    """A text and what it means: `layers` are the texts, each with an encoding fewer than the one before."""

    def __init__(self, raw: str):
        self._layers = [Layer(raw, [], [])]
        while len(self._layers) <= LAYERS and (layer := _unfolded_once(self._layers[-1].text)) is not None:
            self._layers.append(layer)

    @property
    def layers(self) -> list[str]:
        """The text as it is, then with one encoding after the other taken off."""
        return [layer.text for layer in self._layers]

    @property
    def readable(self) -> list[str]:
        """The layers, with the digits of every script as 0 to 9."""
        return [_FOREIGN_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), text) for text in self.layers]

    def span(self, start: int, end: int, depth: int = -1) -> tuple[int, int]:
        """Where the characters from `start` to `end` of that layer stand in the text as it is."""
        depth %= len(self._layers)
        for layer in reversed(self._layers[1 : depth + 1]):
            start, end = layer.start(start), layer.end(end)
        return start, max(start, end)


def meant(text: str) -> str:
    """The text with every encoding taken off."""
    return Unfolded(text).layers[-1]


def _unfolded_once(text: str) -> Layer | None:
    """The text with its outermost escapes read; None when it holds none."""
    out, at, below, length, done = [], [], [], 0, 0
    for found in _ESCAPE.finditer(text):
        pieces = _pieces(found)
        if pieces is None:
            continue
        length += found.start() - done
        out.append(text[done : found.start()])
        place = found.start()
        for char, size in pieces:
            at.append(length)
            below.append(place)
            out.append(char)
            length, place = length + len(char), place + size
        at.append(length)
        below.append(found.end())
        done = found.end()
    return Layer("".join([*out, text[done:]]), at, below) if at else None


def _pieces(found: re.Match) -> list[tuple[str, int]] | None:
    """What an escape stands for: characters, each with how much of the escape it takes. None when it is no escape."""
    size = found.end() - found.start()
    kind = found.lastgroup
    if kind == "percent":
        return _characters(found[0])
    if kind == "pair":
        high, low = (int(part, 16) for part in re.findall("[uU]([0-9A-Fa-f]{4})", found[0]))
        return [(chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), size)]
    if kind in ("four", "braced", "two"):
        return [(chr(int(found[kind], 16)), size)]
    if kind == "octal":
        return [(chr(int(found[kind], 8)), size)]
    if kind == "short":
        return [(_SHORT.get(found[kind], found[kind]), size)]
    if kind == "unseen":
        return [("", size)]
    entity = f"&{found['entity']}"
    char = unescape(entity)
    return None if char == entity else [(char, size)]


def _characters(run: str) -> list[tuple[str, int]]:
    """The characters of percent escapes that follow each other: several escapes can make one."""
    escapes = list(_OCTETS.finditer(run))
    text = bytes(int(found[1], 16) for found in escapes).decode("utf-8", "surrogateescape")
    pieces, used = [], 0
    for char in text:
        count = len(char.encode("utf-8", "surrogateescape"))
        pieces.append((char, escapes[used + count - 1].end() - escapes[used].start()))
        used += count
    return pieces
