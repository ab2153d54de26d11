"""The bytes of a hop, read as HTTP: start line, headers, body; and put together again with a true length."""

from __future__ import annotations

import gzip
import re
import zlib
from io import BytesIO
from typing import NamedTuple

_REQUEST = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) (HTTP/[0-9](?:\.[0-9])?)")
_REPLY = re.compile(rb"(HTTP/[0-9](?:\.[0-9])?) ([0-9]{3})(?: (.*))?")
_LENGTH = re.compile(rb"(?im)^(content-length:[ \t]*)([0-9]{1,15})(?=[ \t]*\r?$)")
_MAX_UNPACKED = 16 << 20


class Heading(NamedTuple):
    """One HTTP message but for its body. A request has a `method` and a `target`, a reply a `status` and a `reason`."""

    version: str
    method: str
    target: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        """The first header of that name in any letter case, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


def read_http(wire: bytes) -> Heading | None:
    """The heading of these bytes; None when they are no HTTP. Bytes that are no UTF-8 become surrogates."""
    start, *lines = wire.partition(b"\r\n\r\n")[0].split(b"\r\n")
    headers = tuple(
        (name.decode("utf-8", "surrogateescape"), value.strip().decode("utf-8", "surrogateescape"))
        for name, colon, value in (line.partition(b":") for line in lines)
        if colon
    )
    if request := _REQUEST.fullmatch(start):
        method, target, version = (part.decode("utf-8", "surrogateescape") for part in request.groups())
        return Heading(version, method, target, 0, "", headers)
    if reply := _REPLY.fullmatch(start):
        reason = (reply[3] or b"").decode("utf-8", "surrogateescape")
        return Heading(reply[1].decode(), "", "", int(reply[2]), reason, headers)
    return None


def with_length(wire: bytes, was: int) -> bytes:
    """The bytes with a Content-Length that is as true as it was when the body had `was` bytes."""
    heading, gap, body = wire.partition(b"\r\n\r\n")
    grown = len(body) - was
    if grown:
        heading = _LENGTH.sub(lambda found: found[1] + b"%d" % max(0, int(found[2]) + grown), heading)
    return heading + gap + body


def unpacked(heading: Heading, body: bytes) -> bytes | None:
    """The body without its Content-Encoding; None when there is one that cannot be undone here."""
    coding = heading.header("Content-Encoding").strip().lower()
    try:
        if coding in ("", "identity"):
            return body
        if coding in ("gzip", "x-gzip"):
            with gzip.GzipFile(fileobj=BytesIO(body)) as file:
                plain = file.read(_MAX_UNPACKED + 1)
        elif coding == "deflate":
            plain = zlib.decompressobj().decompress(body, _MAX_UNPACKED + 1)
        else:
            return None
    except (OSError, EOFError, zlib.error):
        return None
    return plain if len(plain) <= _MAX_UNPACKED else None


def without_coding(wire: bytes) -> bytes:
    """The bytes without a Content-Encoding header."""
    heading, gap, body = wire.partition(b"\r\n\r\n")
    return re.sub(rb"(?im)^content-encoding:[^\n]*\n?", b"", heading).rstrip(b"\r\n") + gap + body
