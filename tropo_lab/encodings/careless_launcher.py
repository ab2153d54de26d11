"""A launch request as a careful launcher writes it, and as careless ones do: not encoded, encoded twice, wrong charset.

The careful one is `launcher.LaunchRequest`; a mistake changes the bytes of one value in its requests, and no others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus

from tropo_lab.launcher import LaunchRequest

FORMS = ("get", "form", "json", "xml")
RIGHT, NOT_ENCODED, TWICE, CHARSET = MISTAKES = ("", "not encoded", "encoded twice", "wrong charset")
TOKEN, NUMBER = "FAKE-TOKEN", "14075550112"

_MARK = "MARK"
_AS_LATIN = "written as latin-1, where UTF-8 is expected"
_FROM_LATIN = "UTF-8, taken for latin-1 before it was encoded"
_PERCENT = "percent-encoded"
# mistake → what is done to the value in each of FORMS; a wrong charset comes in two ways
_WAYS = {
    RIGHT: ((_PERCENT,), (_PERCENT,), ("written by a JSON encoder",), ("with entities for & < > and quotes",)),
    NOT_ENCODED: (
        ("glued to the address",),
        ("glued into the body",),
        ("put between quotes",),
        ("put between quotes",),
    ),
    TWICE: ((f"{_PERCENT} twice",), (f"{_PERCENT} twice",), ("JSON within JSON",), ("with entities for entities",)),
    CHARSET: ((_AS_LATIN, _FROM_LATIN),) * len(FORMS),
}
# what the world calls latin-1 is Windows-1252; its five gaps are read as browsers read them
_LATIN = [bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256)]


class Sent(NamedTuple):
    """A request as bytes. Its first line (of a GET) or its body is `before`, the value's own bytes, and `after`."""

    wire: bytes = b""
    before: bytes = b""
    value: bytes = b""
    after: bytes = b""


def ways(form: str, mistake: str) -> tuple[str, ...]:
    """In how many ways, each in words, the mistake is made in this form."""
    return _WAYS[mistake][FORMS.index(form)]


def sent(form: str, text: str, mistake: str, way: str) -> Sent:
    """The request that carries `text` as its parameter `msg`; BadSetup when the form cannot carry it."""
    value = _value(form, text, mistake, way)
    before, after = _frame(form)
    heading, _, inner = before.rpartition(b"\r\n\r\n")
    if not heading:
        return Sent(before + value + after, before, value, after.partition(b"\r\n")[0])
    body = inner + value + after
    heading = re.sub(rb"(?<=Content-Length: )\d+", b"%d" % len(body), heading)
    return Sent(heading + b"\r\n\r\n" + body, inner, value, after)


@lru_cache(4)
def _frame(form: str) -> tuple[bytes, ...]:
    """What the launcher's request holds before the value, and after it."""
    return tuple(_careful(form, _MARK).split(_MARK.encode()))


def _careful(form: str, text: str) -> bytes:
    return LaunchRequest(TOKEN, {"numbertodial": NUMBER, "msg": text}).wire(form)


def _encoded(form: str, text: str) -> bytes:
    """The value's own bytes in the careful launcher's request."""
    before, after = _frame(form)
    wire, inner = _careful(form, text), before.rpartition(b"\r\n\r\n")[2]
    return wire[wire.index(inner) + len(inner) : len(wire) - len(after)]


def _value(form: str, text: str, mistake: str, way: str) -> bytes:
    """The value's own bytes with the mistake made."""
    if mistake == NOT_ENCODED:
        _encoded("get", text)  # halves of characters have no bytes in any form
        # to a client, what follows a # in an address is a place within a page, and stays at home
        return (text.partition("#")[0] if form == "get" else text).encode()
    once = _encoded(form, text)
    if mistake == TWICE:
        return _encoded(form, f'"{once.decode()}"' if form == "json" else once.decode())
    if way == _FROM_LATIN:
        return _encoded(form, "".join(_LATIN[byte] for byte in text.encode()))
    if way == _AS_LATIN and form in ("get", "form"):
        return quote_plus(text, encoding="cp1252", errors="replace").encode()
    return once.decode().encode("cp1252", "replace") if way == _AS_LATIN else once
