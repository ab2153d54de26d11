"""A trace as an HTTP archive (HAR 1.2), which browsers and proxies can open.

The entries are the HTTP exchanges. All hops, the phone network's included, stand byte for byte in a part of our own
(`_tropo`, which the format allows), and `from_har` makes the same trace of it again.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote

from tropo_lab import __version__
from tropo_lab.clock import timestamp
from tropo_lab.exports.http_text import Heading, read_http
from tropo_lab.trace import CATCHER, LAUNCHER, TROPO, Hop, Trace

REPLY_TO = {
    "click": "page",
    "launch": "launch-reply",
    "session": "document",
    "result": "document",
    "signal": "signal-reply",
    "upload": "upload-reply",
    "fetch": "fetch-reply",
}
# whose address is meant where a request names no host
HOSTS = {TROPO: "api.tropo.com", CATCHER: "catcher.example", LAUNCHER: "launcher.example"}
_COMMENT = (
    "Written by Tropo Lab. All hops stand in _tropo, those of the phone network included; the entries are made from "
    "them, and only _tropo is read when this file is imported. Times are lab time."
)
_MASKED = " Tokens are shortened, and phone numbers outside +1 XXX 555 0100 to 0199 are replaced."


def to_har(trace: Trace, masked: bool = True) -> str:
    """The archive as JSON. It is ASCII alone, so that nothing in it is invisible; `masked` says that this trace is."""
    log = {
        "version": "1.2",
        "creator": {"name": "Tropo Lab", "version": __version__},
        "entries": [_entry(request, reply) for request, reply in exchanges(trace)],
        "comment": _COMMENT + _MASKED * masked,
        "_tropo": _own(trace),
    }
    return json.dumps({"log": log}, indent=1) + "\n"


def exchanges(trace: Trace) -> Iterator[tuple[Hop, Hop | None]]:
    """Each HTTP request with its reply, or with None where none came."""
    answered: set[int] = set()
    for place, hop in enumerate(trace.hops):
        heading = read_http(hop.wire) if hop.kind in REPLY_TO else None
        if heading is None or not heading.method:
            continue
        ends = (hop.receiver, hop.sender, REPLY_TO[hop.kind])
        reply = None
        for later in trace.hops[place + 1 :]:
            if (later.sender, later.receiver, later.kind) == ends and later.number not in answered:
                reply = later
                break
            if later.kind == hop.kind and (later.sender, later.receiver) == (hop.sender, hop.receiver):
                # asked once more before any answer: there was none to the first
                break
        if reply is not None and (read_http(reply.wire) or heading).status:
            answered.add(reply.number)
            yield hop, reply
        else:
            yield hop, None


def _own(trace: Trace) -> dict:
    return {
        "id": trace.id,
        "app": trace.app,
        "flow": trace.flow,
        "outcome": trace.outcome and trace.outcome._asdict(),
        "log": [line._asdict() for line in trace.log],
        "hops": [_own_hop(hop) for hop in trace.hops],
    }


def _own_hop(hop: Hop) -> dict:
    told = hop._asdict()
    try:
        told["wire"] = hop.wire.decode()
    except UnicodeDecodeError:
        del told["wire"]
        told["wire_base64"] = b64encode(hop.wire).decode()
    return told


def _entry(request: Hop, reply: Hop | None) -> dict:
    took = reply.at - request.at if reply else 0
    return {
        "startedDateTime": timestamp(request.at),
        "time": took,
        "request": _request(request),
        "response": _response(reply),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "_tropo": {"hops": [request.number] + ([reply.number] if reply else [])},
    }


def _request(hop: Hop) -> dict:
    heading = read_http(hop.wire)
    query = heading.target.partition("?")[2].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    shown = {
        "method": heading.method,
        "url": url_of(hop, heading),
        "httpVersion": heading.version,
        "cookies": [_pair(name, value) for name, value in _cookies(heading.header("Cookie"))],
        "headers": _headers(heading),
        "queryString": [_pair(name, value) for name, value in parse_qsl(query, keep_blank_values=True)],
        **_sizes(hop),
    }
    if hop.body:
        shown["postData"] = {"mimeType": _shown(heading.header("Content-Type")), **_text(hop.body)}
    return shown


def _response(hop: Hop | None) -> dict:
    heading = Heading("", "", "", 0, "", ()) if hop is None else read_http(hop.wire)
    body = hop.body if hop else b""
    content = {"size": len(body), "mimeType": _shown(heading.header("Content-Type")), **_text(body)}
    set_cookies = [value.partition(";")[0] for name, value in heading.headers if name.lower() == "set-cookie"]
    return {
        "status": heading.status,
        "statusText": _shown(heading.reason),
        "httpVersion": heading.version,
        "cookies": [_pair(name, value) for text in set_cookies for name, value in _cookies(text)],
        "headers": _headers(heading),
        "content": content,
        "redirectURL": _shown(heading.header("Location")),
        **(_sizes(hop) if hop else {"headersSize": -1, "bodySize": -1}),
        **({} if hop else {"comment": "No reply came."}),
    }


def _text(body: bytes) -> dict[str, str]:
    """A body as entries hold it: as text, or as base64 where it is none."""
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"text": b64encode(body).decode(), "encoding": "base64"}


def url_of(hop: Hop, heading: Heading) -> str:
    """The address that a request went to, with everything escaped that an address cannot hold."""
    target = heading.target
    if not re.match("(?i)https?://", target):
        host = heading.header("Host") or HOSTS.get(hop.receiver, f"{hop.receiver}.example")
        target = f"http://{host}{target if target.startswith('/') else '/' + target}"
    escaped = quote(target.encode("utf-8", "surrogateescape"), safe="/:?@!$&'()*+,;=-._~%")
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", escaped)


def _headers(heading: Heading) -> list[dict]:
    return [_pair(name, value) for name, value in heading.headers]


def _cookies(text: str) -> list[tuple[str, str]]:
    pairs = (piece.strip().partition("=") for piece in text.split(";") if piece.strip())
    return [(name, value) for name, _, value in pairs]


def _pair(name: str, value: str) -> dict:
    return {"name": _shown(name), "value": _shown(value)}


def _shown(text: str) -> str:
    """The text where entries hold it: bytes that are no UTF-8 are told in `_tropo` alone."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _sizes(hop: Hop) -> dict[str, int]:
    return {"headersSize": len(hop.wire) - len(hop.body), "bodySize": len(hop.body)}
