"""One labelled part of a message: the bytes as sent, what they stand for, and what they mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from tropo_lab.escapes import decoded, visible
from tropo_lab.views.octets.keys import NOTHING, Key

MORE = "more bytes"  # what is left out where people look
LAYOUT = "layout"  # what only separates: punctuation, white space, line ends
# the labels of parts that name what follows them
NAMES = frozenset({"header name", "parameter name", "JSON key", "XML element", "XML attribute"})
MOST = 200  # names in one section; what follows them is shown in one piece, as a page must not grow without end

_NO_UTF8 = re.compile("[\udc80-\udcff]")
# what the bytes of an accented letter look like once they are read as Latin-1
_TWICE_READ = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")


class Span(NamedTuple):
    """Some bytes of a message. `meant` is the text that they stand for, decoded once; of layout it is empty.

    `path` says where in the message (`msg`, `tropo[0].message.to`, `Host`); `odd` is a sentence on what looks wrong.
    """

    sent: bytes
    label: str
    meant: str = ""
    known: Key = NOTHING
    depth: int = 0
    path: str = ""
    odd: str = ""

    @property
    def meaning(self) -> str:
        """One sentence on what this part means; empty where nothing is to be said."""
        return self.known.means

    @property
    def how(self) -> str:
        """How that is known: documented, captured, inferred or choice."""
        return self.known.how

    @property
    def bare(self) -> bytes:
        """The bytes without the quotes that a JSON text stands in."""
        return self.sent[1:-1] if self.label == "JSON value" and self.sent[:1] == b'"' else self.sent

    @property
    def differs(self) -> bool:
        """True when the bytes, read as they are, are not what is meant."""
        return decoded(self.bare) != self.meant


def read(data: bytes, charset: str) -> str:
    """The bytes as text in that charset; each byte that cannot be read is kept apart, as `decoded` does."""
    return data.decode("latin-1") if charset == "latin-1" else decoded(data)


def odd_text(meant: str) -> str:
    """What looks wrong about a text once it is decoded; empty when nothing does."""
    if meant.isascii():
        return ""
    if _NO_UTF8.search(meant):
        return "These bytes are no UTF-8."
    if "\ufffd" in meant:
        return "A character was lost on the way here: � stands in its place."
    found = _TWICE_READ.search(meant)
    if found:
        return f"“{visible(found[0])}” looks like one UTF-8 character that was read as two in Latin-1."
    return ""


def rest(data: bytes) -> Span:
    """The part of a section that comes after the first `MOST` names."""
    return Span(data, "the rest", decoded(data))
