"""Damage: the bytes of a message as a fault lets them arrive. Whatever comes out can be read as a message again."""

from __future__ import annotations

import re
from urllib.parse import quote

from tropo_lab.platform.crossing.faults import REPLIES, TO_LAB, TO_SERVERS
from tropo_lab.platform.messages import percent_encoded

NOISE = b"\xff\xfe\x00 no text in any encoding \x9c\xc3("
PAGE = b"<!DOCTYPE html>\n<title>Welcome</title>\n<h1>Welcome</h1>\n<p>Please sign in to use this network.</p>\n"
ELSEWHERE, WRONG_TYPE = "/moved", "text/x-unknown"
# what these say of the body is wrong for another one
_OF_THE_BODY = ("content-length", "transfer-encoding", "content-encoding")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e]*")
_BODILESS = ("204", "205", "304")


def damaged(fault: str, kind: str, wire: bytes) -> bytes:
    """The bytes of a message of that kind after this fault, which is one that changes bytes."""
    heading, _, body = wire.partition(b"\r\n\r\n")
    if kind in TO_LAB or kind in TO_SERVERS:
        return _request(fault, heading, body, kind in TO_LAB)
    if kind in REPLIES:
        return _reply(fault, heading, body)
    # the marks that stand for what could not be read
    words = b"" if fault == "empty" else "\ufffd".encode() * max(1, len(body.decode("utf-8", "replace")))
    return heading + b"\r\n\r\n" + words


def _request(fault: str, heading: bytes, body: bytes, to_lab: bool) -> bytes:
    """A request; what reaches the lab may carry its content in the query."""
    start, headers = _lines(heading)
    method, target, _ = start.split(" ", 2)
    if fault == "wrong-type":
        headers = _typed(headers)
    else:
        path, _, query = target.partition("?")
        if to_lab:
            target = f"{path}?{quote(NOISE)}" if fault == "garbage" and query else path
        body = NOISE if fault == "garbage" and body else b""
    if not any(line.lower().startswith("host:") for line in headers):
        headers = ["Host: api.tropo.com", *headers]
    return _wire(f"{method} {percent_encoded(target)} HTTP/1.1", headers, body)


def _reply(fault: str, heading: bytes, body: bytes) -> bytes:
    start, headers = _lines(heading)
    status = start.split(" ", 2)[1]
    if fault == "redirect":
        return _wire("HTTP/1.1 302 Found", [f"Location: {ELSEWHERE}"], b"")
    if fault == "html":
        return _wire("HTTP/1.1 200 OK", ["Content-Type: text/html; charset=utf-8"], PAGE)
    if fault == "wrong-status":
        start = "HTTP/1.1 500 Internal Server Error"
    elif status in _BODILESS or not "200" <= status <= "599":
        start = "HTTP/1.1 200 OK"
    elif not start.isascii() or not start.isprintable():
        start = f"HTTP/1.1 {status}"
    if fault == "wrong-type":
        headers = _typed(headers)
    if fault in ("empty", "garbage"):
        body = NOISE if fault == "garbage" else b""
    return _wire(start, headers, body)


def _lines(heading: bytes) -> tuple[str, list[str]]:
    """The first line, and the headers that can stay as they are; of several hosts the first."""
    start, *lines = heading.decode("latin-1").split("\r\n")
    kept: list[str] = []
    for line in lines:
        name = line.partition(":")[0].lower()
        again = name == "host" and any(one.lower().startswith("host:") for one in kept)
        if _HEADER.fullmatch(line) and name not in _OF_THE_BODY and not again:
            kept.append(line)
    return start, kept


def _typed(headers: list[str]) -> list[str]:
    return [line for line in headers if not line.lower().startswith("content-type:")] + [f"Content-Type: {WRONG_TYPE}"]


def _wire(start: str, headers: list[str], body: bytes) -> bytes:
    return "\r\n".join([start, *headers, "", ""]).encode("latin-1") + body
