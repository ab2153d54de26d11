"""HTTP messages as plain values: what came in, what goes out, and the exact bytes of both."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from tropo_lab.clock import EPOCH

Headers = tuple[tuple[str, str], ...]


def _find(headers: Headers, name: str) -> str:
    name = name.lower()
    return next((value for key, value in headers if key.lower() == name), "")


def _media_type(headers: Headers) -> str:
    return _find(headers, "Content-Type").partition(";")[0].strip().lower()


def _wire(start: str, headers: Headers, body: bytes) -> bytes:
    head = "".join([start, "\r\n", *[f"{key}: {value}\r\n" for key, value in headers], "\r\n"])
    return head.encode("latin-1", "replace") + body


class Request(NamedTuple):
    """One HTTP request. `target` is the request target as sent: a path with query, or a whole URL (proxy form)."""

    method: str
    target: str
    headers: Headers
    body: bytes = b""
    # the address that it came from; empty for one that was made in this very process
    peer: str = ""

    def header(self, name: str) -> str:
        """The first header of that name in any letter case, or an empty text."""
        return _find(self.headers, name)

    @property
    def wire(self) -> bytes:
        """The request as bytes, in the order in which it crossed."""
        return _wire(f"{self.method} {self.target} HTTP/1.1", self.headers, self.body)

    @property
    def origin_target(self) -> str:
        """Path and query, whichever form the target was sent in."""
        if self.target.startswith("/"):
            return self.target
        parts = urlsplit(self.target)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @property
    def path(self) -> str:
        """The path alone."""
        return self.origin_target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query as sent, without the question mark."""
        return self.origin_target.partition("?")[2]

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case; empty when there is no header."""
        return _media_type(self.headers)


class Reply(NamedTuple):
    """One HTTP reply.

    `delivery` is how it leaves the lab, where a fault switch decides: `slowly`, or not at all, and then whoever waits
    for it meets a connection that is `refused`, `reset`, or held open and `never` answered.
    """

    status: int
    headers: Headers
    body: bytes = b""
    reason: str = ""
    delivery: str = ""

    def header(self, name: str) -> str:
        """The first header of that name in any letter case, or an empty text."""
        return _find(self.headers, name)

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case; empty when there is no header."""
        return _media_type(self.headers)

    @property
    def charset(self) -> str:
        """The declared charset, in lower case; `utf-8` when none is."""
        declared = _find(self.headers, "Content-Type").lower().partition("charset=")[2]
        return declared.partition(";")[0].strip(" \"'") or "utf-8"

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        name = name.lower()
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def wire(self) -> bytes:
        """The reply as bytes, in the order in which it crossed."""
        return _wire(f"HTTP/1.1 {self.status} {self.reason or phrase(self.status)}".rstrip(), self.headers, self.body)


# made once: json.dumps would make an encoder for every call
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_bytes(data: dict | list) -> bytes:
    """Plain data as JSON on one line; half a character, which no bytes can carry, becomes a question mark."""
    return _encode(data).encode("utf-8", "replace")


def percent_encoded(address: str) -> str:
    """An address or request target with what has no place there percent-encoded; what is encoded already stays."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]-._|", errors="replace")


def phrase(status: int) -> str:
    """The standard words for a status code; empty for a code that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


# servers send a Date and their name; ours are always the same, so that two runs give the same bytes
DATE = EPOCH.strftime("%a, %d %b %Y %H:%M:%S GMT")
SERVER = "Tropo-Lab"
# how Tropo called itself when it asked a server
USER_AGENT = "Apache-HttpClient/4.3.4 (java 1.5)"


def reply(status: int, body: str | bytes, content_type: str) -> Reply:
    """A reply with our own, always equal set of headers."""
    data = body.encode() if isinstance(body, str) else body
    length = str(len(data))
    headers = (("Content-Type", content_type), ("Content-Length", length), ("Date", DATE), ("Server", SERVER))
    return Reply(status, headers, data)
