"""A request and its reply as a trace: for what crosses outside a session, such as a catcher that is called directly."""

from __future__ import annotations

from http.client import responses
from typing import TYPE_CHECKING

from tropo_lab.errors import BadSetup
from tropo_lab.exports.http_text import read_http
from tropo_lab.support.wire import read_message
from tropo_lab.trace import AT_LAUNCH, CATCHER, LAUNCHER, TO_CATCHER, TROPO, Hop, Outcome, Trace

if TYPE_CHECKING:
    import requests

_HOST = "api.tropo.com"
_PATHS = ("/1.0/sessions", "/v1/sessions")
_NO_SESSION = Outcome(
    "no session", TO_CATCHER, "The catcher was called directly, in no session, so nobody carries its answer out."
)
_STARTED = Outcome("recorded", "", "Tropo took the launch; what its session did is not in this recording.")


def exchange(asked: bytes | requests.Response, said: bytes = b"") -> Trace:
    """The trace of one request and its reply, from their bytes, or from the reply that `requests` gives.

    What goes to `/1.0/sessions` is a launch, sound or not, and so is what goes to another path of Tropo's with a token;
    anything else is a request that a launcher sends to a catcher. A reply that never came is left out.
    """
    if not isinstance(asked, bytes):
        asked, said = _request(asked), _reply(asked)
    line = asked.partition(b"\r\n")[0].decode("utf-8", "replace")
    target = line.partition(" ")[2]
    if not target:
        raise BadSetup("The request has no request line: give its bytes from `GET …` or `POST …` on.")
    heading, status = read_http(said), said.partition(b"\r\n")[0].partition(b" ")[2].decode("utf-8", "replace")
    is_launch = target.partition("?")[0].rstrip("/").endswith(_PATHS) or _goes_astray(asked)
    if not is_launch:
        ends, kinds, outcome = (LAUNCHER, CATCHER), ("click", "document"), _NO_SESSION
    else:
        ends, kinds, outcome = (LAUNCHER, TROPO), ("launch", "launch-reply"), _STARTED
        if heading is not None and heading.status >= 400:
            sentence = f"The launch was answered {heading.status} {heading.reason}".strip()
            outcome = Outcome("launch refused", AT_LAUNCH, f"{sentence}, so no session was started.")
    hops = [Hop(1, 0, *ends, kinds[0], line.rpartition(" HTTP/")[0] or line, asked)]
    if said:
        hops.append(Hop(2, 0, *reversed(ends), kinds[1], status, said))
    return Trace("exchange", "", "", tuple(hops), (), outcome)


def _goes_astray(asked: bytes) -> bool:
    """True for a request to Tropo that carries a token, whatever its path."""
    return read_message(asked).header("host").partition(":")[0] == _HOST and b"token" in asked


def _request(reply: requests.Response) -> bytes:
    request = reply.request
    body = request.body or b""
    return _message(f"{request.method} {request.path_url} HTTP/1.1", request.headers, body)


def _reply(reply: requests.Response) -> bytes:
    reason = reply.reason or responses.get(reply.status_code, "")
    return _message(f"HTTP/1.1 {reply.status_code} {reason}", reply.headers, reply.content)


def _message(start: str, headers, body: str | bytes) -> bytes:
    lines = [start, *(f"{name}: {value}" for name, value in headers.items())]
    heading = "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")
    return heading + (body.encode() if isinstance(body, str) else body)
