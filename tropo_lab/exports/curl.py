"""The requests of a trace as a shell script that sends them again with curl, byte for byte."""

from __future__ import annotations

import re
import shlex

from tropo_lab.escapes import all_seen, visible
from tropo_lab.exports.har import HOSTS, exchanges
from tropo_lab.exports.http_text import read_http
from tropo_lab.trace import Hop, Trace
from tropo_lab.views.model import NAMES

# a click launches by itself, so it is not sent beside the launch that it caused
REPEATED = ("launch", "session", "result", "signal", "upload", "fetch")
# curl says these itself, or they belong to the connection and not to the request
_LEFT_OUT = ("host", "content-length", "connection", "proxy-connection", "keep-alive", "transfer-encoding", "expect")
_ADDED = ("User-Agent", "Accept", "Content-Type")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLAIN_TARGET = re.compile(r"/[\w.~!$&'()*+,;=:@%/?-]*", re.ASCII)
_PRINTED = frozenset(range(32, 127)) - set(b"'\\")
# what a shell hands over as one word; more than this goes through a pipe
_LONGEST_WORD = 100_000


def to_curl(trace: Trace) -> str:
    """The script. Through a lab it is sent with `http_proxy=http://127.0.0.1:PORT sh FILE`."""
    told = f"What session {trace.id} sent over HTTP: launches and signals, and what Tropo sent to your server."
    lines = [
        "#!/bin/sh",
        f"# {visible(told)}",
        "# Through a lab of yours: http_proxy=http://127.0.0.1:PORT sh FILE",
    ]
    requests = [request for request, _ in exchanges(trace) if request.kind in REPEATED]
    for hop in requests:
        route = f"hop {hop.number}: {NAMES[hop.sender]} → {NAMES[hop.receiver]}, {hop.kind}"
        lines += ["", f"# {visible(route)}", command(hop)]
    if not requests:
        lines += ["", "# Nothing was sent over HTTP in this session."]
    return "\n".join(lines) + "\n"


def command(hop: Hop) -> str:
    """One request as a curl command: the method, target, headers and body that crossed, and no header of curl's own."""
    heading = read_http(hop.wire)
    host = heading.header("Host") or HOSTS.get(hop.receiver, f"{hop.receiver}.example")
    target = re.sub("(?i)^https?://[^/?]*", "", heading.target) or "/"
    plain = _PLAIN_TARGET.fullmatch(target)
    start = ["curl -sS --globoff --path-as-is", *_method(heading.method, hop.body)]
    start.append(_word(f"http://{host}{target if plain else '/'}"))
    parts = [" ".join(start)] + ([] if plain else [f"--request-target {_word(target)}"])
    given = {name.lower() for name, _ in heading.headers}
    parts += [f"-H '{name}:'" for name in _ADDED if name.lower() not in given]
    for name, value in heading.headers:
        # curl would open a file for a name that begins with @
        if name.lower() not in _LEFT_OUT and _NAME.fullmatch(name):
            parts.append(f"-H {_word(f'{name}: {value}' if value else f'{name};')}")
    pipe = ""
    if not hop.body:
        # so that curl says a length of 0
        parts += [] if heading.method in ("GET", "HEAD") else ["--data-raw ''"]
    elif _is_text(hop.body) and len(hop.body) < _LONGEST_WORD:
        parts.append(f"--data-raw {_word(hop.body.decode())}")
    else:
        pipe = f"printf {_octal(hop.body)} |\n  "
        parts.append("--data-binary @-")
    return pipe + " \\\n  ".join(parts)


def _method(method: str, body: bytes) -> list[str]:
    if method == "HEAD":
        return ["--head"]
    return [] if method == "GET" and not body else [f"-X {shlex.quote(method)}"]


def _word(text: str) -> str:
    """The text as one word of a POSIX shell, surrogates as the bytes they stand for."""
    data = text.encode("utf-8", "surrogateescape")
    return shlex.quote(text) if _is_text(data) else f'"$(printf {_octal(data)})"'


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return all_seen(text)


def _octal(data: bytes) -> str:
    """The bytes as printf writes them."""
    written = "".join(chr(byte) if byte in _PRINTED else f"\\{byte:03o}" for byte in data).replace("%", "%%")
    # what begins with a dash would be an option
    return f"'\\055{written[1:]}'" if written.startswith("-") else f"'{written}'"
