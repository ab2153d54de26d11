"""One value cut into pieces: which bytes as sent stand for which characters as meant."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from tropo_lab.escapes import decoded
from tropo_lab.views.octets.form_spans import meant
from tropo_lab.views.octets.span import Span

# one character of UTF-8 as percent escapes, or whatever stands for itself
_FORM = re.compile(
    r"%[0-7][0-9a-f]|%[cd][0-9a-f]%[0-9a-f]{2}|%e[0-9a-f](?:%[0-9a-f]{2}){2}|%f[0-7](?:%[0-9a-f]{2}){3}|.",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_XML = re.compile(r"&#?\w{1,20};|.", re.DOTALL)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}

FORM, JSON, XML, PHONE, HEADER, TEXT = "form encoding", "JSON text", "XML", "plain UTF-8", "a header", "plain text"
_WRITTEN_IN = {
    "parameter value": FORM,
    "JSON value": JSON,
    "XML text": XML,
    "attribute value": XML,
    "text": PHONE,
    "header value": HEADER,
}


class Piece(NamedTuple):
    """A stretch of a value: as sent, and the characters that it stands for."""

    sent: str
    meant: str


def written_in(span: Span) -> str:
    """The encoding that a value of this kind is written in."""
    return _WRITTEN_IN.get(span.label, TEXT)


def pieces(span: Span) -> list[Piece]:
    """The value in its smallest pieces; in one piece where its bytes are not what its encoding promises."""
    sent, way = decoded(span.bare), written_in(span)
    if sent == span.meant:
        return [Piece(char, char) for char in sent]
    if way == FORM:
        cut = [Piece(found, meant(found.encode("utf-8", "surrogateescape"))) for found in _FORM.findall(sent)]
    elif way == JSON:
        cut = [Piece(found, _from_json(found)) for found in _JSON.findall(sent)]
    elif way == XML:
        cut = [Piece(found, _from_xml(found)) for found in _XML.findall(sent)]
    else:
        cut = []
    whole = "".join([piece.meant for piece in cut]) == span.meant
    return cut if whole else [Piece(sent, span.meant)]


def _from_json(escape: str) -> str:
    return json.loads(f'"{escape}"') if escape.startswith("\\") and len(escape) > 1 else escape


def _from_xml(reference: str) -> str:
    if reference.startswith("&#"):
        digits = reference[2:-1]
        try:
            return chr(int(digits[1:], 16) if digits[:1] == "x" else int(digits))
        except (ValueError, OverflowError):
            return reference
    return _ENTITIES.get(reference, reference)
