"""The parts of a query or a form: names and values, each decoded once, as the receiver does."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from tropo_lab.escapes import decoded
from tropo_lab.views.octets.keys import known
from tropo_lab.views.octets.span import LAYOUT, MOST, Span, odd_text, rest

_PIECE = re.compile(rb"[^&]+")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_STILL_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")


def form_spans(data: bytes, root: str, depth: int = 0) -> list[Span]:
    """Every byte of the query or form, in order; `root` is where the meanings of its names are looked up."""
    out: list[Span] = []
    begin = 0
    for count, found in enumerate(_PIECE.finditer(data)):
        if count == MOST // 2:
            return [*out, rest(data[begin:])]
        if found.start() > begin:
            out.append(Span(data[begin : found.start()], LAYOUT))
        begin = found.end()
        name, equals, value = found[0].partition(b"=")
        path = meant(name)
        meaning = known(f"{root}.{path}")
        if name:
            odd = odd_bytes(name, path)
            if not equals:
                odd = odd or "No = follows: was an & in the text before it not encoded?"
            out.append(Span(name, "parameter name", path, meaning, depth, path, odd))
        if equals:
            out.append(Span(equals, LAYOUT))
        if value:
            text = meant(value)
            out.append(Span(value, "parameter value", text, meaning, depth, path, odd_bytes(value, text)))
    if begin < len(data):
        out.append(Span(data[begin:], LAYOUT))
    return out


def meant(sent: bytes) -> str:
    """What a name or value stands for: `+` is a space, `%C3%A9` is é, and that once only."""
    if b"%" in sent or b"+" in sent:
        return unquote_plus(decoded(sent), "utf-8", "surrogateescape")
    return decoded(sent)


def odd_bytes(sent: bytes, text: str) -> str:
    """What looks wrong about a name or value as sent; empty when nothing does."""
    if b"%" in sent:
        bad = _BAD_ESCAPE.search(sent)
        if bad:
            return f"“{decoded(bad[0])}” is no percent escape: a percent sign itself is sent as %25."
        again = _STILL_ESCAPED.search(text)
        if again:
            return f"{again[0]} is still there once it is decoded: was it encoded twice?"
    odd = odd_text(text)
    if odd:
        return odd
    if not sent.isascii():
        return "A character beyond ASCII stands here as it is; percent escapes would be safe."
    return ""
