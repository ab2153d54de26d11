"""Edited bytes, read back as a request, a reply, or what crosses the phone network; BadSetup says what is wrong."""

from __future__ import annotations

import re

from tropo_lab.errors import BadSetup
from tropo_lab.platform.messages import DATE, SERVER, Headers, Reply, Request
from tropo_lab.platform.network.leg import phone_wire
from tropo_lab.platform.network.numbers import e164

_BLANK = re.compile(rb"\r?\n\r?\n")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_STATUS = re.compile(r"HTTP/1\.[01] ([2-5]\d\d)(?: (.*))?")
# statuses after which HTTP carries no body
_BODILESS = (204, 205, 304)


def edited_request(wire: bytes, *, absolute: bool = False) -> Request:
    """The request in these bytes; its Content-Length follows its body. `absolute`: the target may be a whole URL."""
    start, headers, body = _parted(wire)
    parts = start.split(" ")
    if len(parts) != 3 or parts[2] != "HTTP/1.1" or not _TOKEN.fullmatch(parts[0]):
        raise BadSetup(f"{start!r:.80} is no request line: write METHOD /path HTTP/1.1.")
    method, target, _ = parts
    if not (target.startswith("/") or (absolute and target.startswith(("http://", "https://")))):
        raise BadSetup(f"The target {target!r:.80} must begin with a slash.")
    if [name.lower() for name, _ in headers].count("host") != 1:
        raise BadSetup("A request has one Host header: leave it in.")
    if any(name.lower() == "transfer-encoding" for name, _ in headers):
        raise BadSetup("Leave Transfer-Encoding out: the body is sent whole, with its Content-Length.")
    # a GET has none unless it had one before
    return Request(method, target, _measured(headers, body, always=method not in ("GET", "HEAD")), body)


def edited_reply(wire: bytes) -> Reply:
    """The reply in these bytes; its Content-Length follows its body."""
    start, headers, body = _parted(wire, latin=True)
    match = _STATUS.fullmatch(start)
    if match is None:
        raise BadSetup(f"{start!r:.80} is no status line: write HTTP/1.1 200 OK, with a status from 200 to 599.")
    status = int(match[1])
    if status in _BODILESS and body:
        raise BadSetup(f"A reply with the status {status} has no body: leave the body out, or change the status.")
    chunked = any(name.lower() == "transfer-encoding" for name, _ in headers)
    return Reply(status, _measured(headers, body, always=not chunked), body, match[2] or "")


def edited_own_reply(wire: bytes) -> Reply:
    """The same for a reply that the lab sends: it has the headers that every reply of the lab has."""
    said = edited_reply(wire)
    if any(name.lower() == "transfer-encoding" for name, _ in said.headers):
        raise BadSetup("Leave Transfer-Encoding out: the body is sent whole, with its Content-Length.")
    if not all(f"{name}{value}".isascii() for name, value in said.headers) or not said.reason.isascii():
        raise BadSetup("The heading of a message is plain ASCII; put other characters into the body.")
    usual = (("Content-Type", "application/octet-stream"), ("Date", DATE), ("Server", SERVER))
    return said._replace(headers=(*said.headers, *[pair for pair in usual if not said.header(pair[0])]))


def edited_words(wire: bytes, original: bytes) -> tuple[str, bytes]:
    """What is said or written in these bytes, and the bytes for the record; the heading is that of the original."""
    if _parted(wire)[:2] != _parted(original)[:2]:
        raise BadSetup("Only the words below the empty line can be edited here: leave the lines above as they were.")
    words = _words(wire)
    return words, original[: _BLANK.search(original).end()] + words.encode()


def edited_sms(wire: bytes) -> tuple[str, str, str, bytes]:
    """Sender, receiver and text in these bytes, and the bytes for the record."""
    start, headers, _ = _parted(wire)
    if start != "SMS" or [name for name, _ in headers] != ["From", "To"]:
        raise BadSetup("The heading of a text is SMS, then From: and To: with a number each.")
    sender, receiver = (e164(value) for _, value in headers)
    text = _words(wire)
    return sender, receiver, text, phone_wire("SMS", sender, receiver, text)


def _words(wire: bytes) -> str:
    try:
        return wire[_BLANK.search(wire).end() :].decode()
    except UnicodeDecodeError as error:
        raise BadSetup(f"The words are not UTF-8 (byte {error.start} of them is 0x{error.object[error.start]:02x}).") \
            from None  # fmt: skip


def _parted(wire: bytes, latin: bool = False) -> tuple[str, Headers, bytes]:
    """First line, headers and body; lines may end in LF alone, as editors make them."""
    blank = _BLANK.search(wire)
    if blank is None:
        raise BadSetup("Put an empty line between the heading and the body.")
    heading = wire[: blank.start()].decode("latin-1").replace("\r\n", "\n")
    if not latin and not heading.isascii():
        raise BadSetup("The heading of a message is plain ASCII; put other characters into the body.")
    start, *lines = heading.split("\n")
    spelling: dict[str, str] = {}
    if _CONTROL.search(start):
        raise BadSetup(f"The first line {start!r:.80} holds a control character: leave it out.")
    pairs = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or _CONTROL.search(value):
            raise BadSetup(f"{line!r:.80} is no header: write it like Content-Type: text/plain.")
        # a header that comes again is sent in the letters of the first
        pairs.append((spelling.setdefault(name.lower(), name), value.strip(" \t")))
    return start, tuple(pairs), wire[blank.end() :]


def _measured(headers: Headers, body: bytes, always: bool) -> Headers:
    """The headers with the true Content-Length, in its old place."""
    out, length, seen = [], str(len(body)), False
    for name, value in headers:
        if name.lower() != "content-length":
            out.append((name, value))
        elif not seen:
            out.append((name, length))
            seen = True
    if not seen and (body or always):
        out.append(("Content-Length", length))
    return tuple(out)
