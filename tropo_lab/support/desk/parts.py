"""What was pasted as the parts of a story: a launch, what a catcher answered, a hosted script."""

from __future__ import annotations

import json
import re
from http.client import responses
from urllib.parse import urlsplit

from tropo_lab.errors import BadLaunch
from tropo_lab.exports.http_text import read_http
from tropo_lab.platform.hosted import LANGUAGES
from tropo_lab.platform.launching.request import read
from tropo_lab.platform.messages import Request
from tropo_lab.support.desk.bodies import body_of
from tropo_lab.support.desk.holes import filled
from tropo_lab.support.desk.roles import NUMBER
from tropo_lab.support.desk.story import Answer, Hosted, Launch
from tropo_lab.support.pastes import Piece
from tropo_lab.trace import Hop

JSON_TYPE = ("Content-Type", "application/json")

# a server writes these itself, and a pasted body has been unpacked
_OF_THE_SERVER = frozenset(
    {"content-length", "connection", "keep-alive", "transfer-encoding", "date", "server", "content-encoding"}
)

_SAFE_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


def launched(piece: Piece) -> Launch:
    """The launch of this piece, as it was pasted."""
    told = piece.details
    method, url = told.get("method") or "GET", filled(told.get("url") or "", told.get("holes") or ())
    headers, body = tuple(tuple(pair) for pair in told.get("headers") or ()), told.get("body") or b""
    wire = b"" if told.get("holes") else getattr(piece.data, "wire", None) or b""
    return at_tropo(Launch(method, url, headers, body, wire, told.get("whole") or ""))


def at_tropo(launch: Launch) -> Launch:
    """The launch, sent to Tropo's name: whatever host it was meant for, here it goes to the lab."""
    parts = _split(launch.url)
    path, query = parts[1] or "/1.0/sessions", f"?{parts[2]}" if parts[2] else ""
    url = f"{parts[0]}://api.tropo.com{path}{query}"
    # what follows a # is left out by most programs, and it is what has to be shown
    kept = parts[3] and launch.wire and "#" not in launch.url
    wire = launch.wire if kept else _wire(launch, f"{path}{query}")
    return launch._replace(url=url, wire=wire)


def _split(url: str) -> tuple[str, str, str, bool]:
    """Scheme, path and query as they are written, and whether the host is Tropo's own."""
    found = re.match(r"(?:(https?):)?//([^/?#\s]*)([^?#]*)(?:\?(.*))?", url, re.DOTALL | re.IGNORECASE)
    if not found:
        path, _, query = url.partition("?")
        return "http", path if path.startswith("/") else "", query if "?" in url else url, False
    return (found[1] or "http").lower(), found[3], found[4] or "", found[2].lower().startswith("api.tropo.com")


def _wire(launch: Launch, target: str) -> bytes:
    given = {name.lower() for name, _ in launch.headers}
    lines = [f"{launch.method} {target} HTTP/1.1", "Host: api.tropo.com"]
    lines += [f"{name}: {value}" for name, value in launch.headers if name.lower() not in ("host", "content-length")]
    if launch.body or launch.method == "POST" or "content-length" in given:
        lines.append(f"Content-Length: {len(launch.body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + launch.body


def parameters_of(launch: Launch) -> dict[str, str]:
    """What the platform reads from the launch, token and action included; nothing where it cannot."""
    heading = read_http(launch.wire)
    target = launch.wire.partition(b" ")[2].partition(b"\r\n")[0].rpartition(b" HTTP/")[0].decode("latin-1")
    headers = heading.headers if heading else launch.headers
    try:
        return read(Request(launch.method, target, tuple(headers), launch.body)).parameters
    except BadLaunch:
        return {}


def launch_of(hop: Hop) -> Launch | None:
    """The launch of a recorded hop; None where its bytes are no HTTP."""
    heading = read_http(hop.wire)
    if heading is None:
        return None
    target = (
        urlsplit(heading.target)._replace(scheme="", netloc="").geturl() if "://" in heading.target else heading.target
    )
    return Launch(heading.method, f"http://api.tropo.com{target}", tuple(heading.headers), hop.body, hop.wire)


def answered(piece: Piece) -> Answer:
    """What the catcher of this piece answered, byte by byte."""
    told = piece.details
    return _answer(told.get("status") or 200, told.get("headers") or (), body_of(piece))


def answer_of(hop: Hop) -> Answer:
    """The answer of a recorded hop."""
    heading = read_http(hop.wire)
    return _answer(heading.status, heading.headers, hop.body)


def _answer(status: int, headers, body: bytes) -> Answer:
    kept = tuple(
        (name, value)
        for name, value in headers
        if name.lower() not in _OF_THE_SERVER
        and _SAFE_HEADER.fullmatch(name)
        and value.isprintable()
        and value.isascii()
    )
    status = status if 200 <= status <= 599 else 200
    return Answer(f"{status} {responses.get(status, 'Unknown')}", kept if headers else (JSON_TYPE,), body)


def failed(piece: Piece) -> Answer:
    """The error page of a catcher that ended with this error."""
    return _answer(500, (("Content-Type", "text/plain; charset=utf-8"),), body_of(piece))


def asking(told: dict) -> Answer:
    """A document that draws such a result: the same questions, and where to go with the answers."""
    result = told.get("result")
    actions = result.get("actions") if isinstance(result, dict) else None
    actions = [actions] if isinstance(actions, dict) else actions if isinstance(actions, list) else []
    verbs: list[dict] = [{"call": {"to": NUMBER}}]
    for number, action in enumerate(action for action in actions if isinstance(action, dict)):
        value = str(action.get("value") or action.get("interpretation") or "yes")[:60]
        choices = f"[{len(value)} DIGITS]" if value.isdecimal() else re.sub(r"[\[\](),]", " ", value).strip() or "yes"
        name = str(action.get("name") or f"question {number + 1}")
        verbs.append({"ask": {"name": name, "say": {"value": "?"}, "choices": {"value": choices}}})
    verbs.append({"on": {"event": "continue", "next": "/result"}})
    return Answer("200 OK", (JSON_TYPE,), json.dumps({"tropo": verbs}, indent=2).encode())


def hosted(piece: Piece) -> Hosted:
    """The script of this piece."""
    language = str(piece.details.get("language") or "python").lower()
    return Hosted(piece.text, language if language in LANGUAGES else "python")
