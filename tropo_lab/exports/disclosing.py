"""Everything in a text that should not leave, found once: secrets, phone numbers, and texts within it as base64."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator

from tropo_lab.exports.phone_numbers import spotted
from tropo_lab.exports.secret_values import places, query_places
from tropo_lab.exports.unfolding import Unfolded

# base64 within base64 within base64 is read, and no deeper
DEEPEST = 3
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{60,76}\r?\n)*[A-Za-z0-9+/_-]{12,}={0,2}")
_PIECE = re.compile(r"[A-Za-z0-9]{12,}={0,2}")
_TO_STANDARD = str.maketrans("-_", "+/")


class Disclosed:
    """One text: `places` are its secrets as (start, end, value) in the text as it is; `numbers` are those that can be
    told in each of its `readable` layers; `inner` are the texts that it holds as base64, as (start, end, disclosed).
    """

    def __init__(self, text: str, depth: int = 0):
        self.text = text
        self.unfolded = Unfolded(text)
        self.readable = self.unfolded.readable
        self.places = self._places()
        self.numbers = [list(spotted(layer)) for layer in self.readable]
        self.inner = [(*span, Disclosed(said, depth + 1)) for *span, said in self._base64()] if depth < DEEPEST else []

    def everything(self) -> Iterator[Disclosed]:
        """This text, and all that are in it."""
        yield self
        for _, _, inner in self.inner:
            yield from inner.everything()

    def _places(self) -> list[tuple[int, int, str]]:
        found = [(place.start, place.end, place.value) for place in query_places(self.text)]
        for depth, layer in enumerate(self.unfolded.layers):
            found += [(*self.unfolded.span(start, end, depth), value) for start, end, value in places(layer)]
        return found

    def _base64(self) -> Iterator[tuple[int, int, str]]:
        for blob in _BASE64.finditer(self.unfolded.layers[-1]):
            # where the whole of it says nothing, a plus was a space, or a slash one of a path
            for piece in (blob, *_PIECE.finditer(blob.string, *blob.span())):
                said = _said(piece[0])
                if said is not None:
                    yield (*self.unfolded.span(*piece.span()), said)
                    if piece is blob:
                        break


def _said(blob: str) -> str | None:
    """The text that this base64 stands for; None when it stands for no text."""
    letters = re.sub(r"[\s=]", "", blob).translate(_TO_STANDARD)
    if len(set(letters)) < 3:  # a filling, such as a megabyte of A
        return None
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        return b64decode(letters + "=" * (-len(letters) % 4)).decode()
    except (Error, UnicodeDecodeError):
        return None
