"""The requests of a trace as a Python program that sends them again with requests."""

from __future__ import annotations

from tropo_lab.escapes import clipped, decoded, lines, visible
from tropo_lab.exports.curl import REPEATED
from tropo_lab.exports.har import exchanges, url_of
from tropo_lab.exports.http_text import read_http
from tropo_lab.trace import Hop, Trace
from tropo_lab.views.model import NAMES

_LEFT_OUT = ("host", "content-length", "connection", "proxy-connection", "transfer-encoding", "expect")
_SHOWN = 40  # lines of a recorded answer


def to_python(trace: Trace) -> str:
    """The program: a function for each request, with the answer it got; run as it is, it launches again."""
    pairs = [(request, reply) for request, reply in exchanges(trace) if request.kind in REPEATED]
    launches = [request for request, _ in pairs if request.kind == "launch"]
    parts = [_head(trace), *(_function(request, reply) for request, reply in pairs)]
    if launches:
        calls = "\n".join(f"    print(hop_{hop.number}().text)" for hop in launches)
        parts.append(f'if __name__ == "__main__":\n{calls}\n')
    return "\n\n".join(parts)


def _head(trace: Trace) -> str:
    return f'''"""What a session sent over HTTP, to be sent again.

Run as it is, this launches again. The other functions send signals, or ask your server as Tropo did.
Through a lab of yours: http_proxy=http://127.0.0.1:PORT python FILE
"""

import requests

# {visible(f"session {clipped(trace.id)}")}
http = requests.Session()
'''


def _function(request: Hop, reply: Hop | None) -> str:
    heading = read_http(request.wire)
    headers = [(name, value) for name, value in heading.headers if name.lower() not in _LEFT_OUT]
    out = [f"def hop_{request.number}():"]
    out.append(f'    """{NAMES[request.sender]} → {NAMES[request.receiver]}: {request.kind}."""')
    out.append("    return http.request(")
    out += [f"        {heading.method!r},", f"        {url_of(request, heading)!r},"]
    if headers:
        out += [
            "        headers={",
            *(f"            {_literal(name)}: {_literal(value)}," for name, value in headers),
            "        },",
        ]
    if request.body:
        out.append(f"        data={_body(request.body)},")
    out += ["        timeout=10,", "    )", ""]
    if reply is None:
        return "\n".join([*out, "    # no answer was recorded", ""])
    told = lines(decoded(reply.wire))
    out += ["    # the answer was:", *(f"    #   {visible(line)}".rstrip() for line in told[:_SHOWN])]
    return "\n".join([*out, f"    # … and {len(told) - _SHOWN} more lines"] if len(told) > _SHOWN else out) + "\n"


def _literal(text: str) -> str:
    """A header as requests takes it: as text where it is ASCII, and as bytes otherwise."""
    return repr(text) if text.isascii() else repr(text.encode("utf-8", "surrogateescape"))


def _body(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return repr(body)
    return repr(body) if text.isascii() else f"{text!r}.encode()"
