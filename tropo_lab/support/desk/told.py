"""A paste as a trace, as it stands: what cannot be run again is still looked at where it was recorded."""

from __future__ import annotations

import json
import re
from http.client import responses

from tropo_lab.escapes import clipped
from tropo_lab.support.desk.bodies import body_of
from tropo_lab.support.pastes import LogEntry, Piece
from tropo_lab.trace import CATCHER, LAUNCHER, TO_CATCHER, TROPO, Hop, LogLine, Outcome, Trace

# kind of piece → sender, receiver, kind of hop
_ENDS = {
    "launch": (LAUNCHER, TROPO, "launch"),
    "launch-reply": (TROPO, LAUNCHER, "launch-reply"),
    "catcher-request": (LAUNCHER, CATCHER, "click"),
    "session": (TROPO, CATCHER, "session"),
    "document": (CATCHER, TROPO, "document"),
    "result": (TROPO, CATCHER, "result"),
}
# where nobody but the launcher asked
_TO_LAUNCHER = (CATCHER, LAUNCHER, "document")
_PASTED = Outcome("recorded", "", "This is what was pasted; what came before and after is not in it.")
_DIRECT = Outcome(
    "no session", TO_CATCHER, "The catcher was called directly, in no session, so nobody carries its answer out."
)


def as_it_stands(pieces: tuple[Piece, ...]) -> Trace | None:
    """What the pieces say by themselves; None where they hold nothing that crossed."""
    for piece in pieces:
        if piece.kind == "trace" and isinstance(piece.data, Trace):
            return piece.data
    hops, log = [], []
    logged = {piece.details.get("lines") for piece in pieces if piece.kind == "log"}
    for piece in pieces:
        # what stands in a log is told with it
        if piece.kind in _ENDS and piece.details.get("lines", 0) not in logged:
            hops.append((_ENDS[piece.kind], _wire(piece)))
        elif piece.kind == "log":
            _from_log(piece.data or (), hops, log)
    if not hops and not log:
        return None
    kinds = {kind for (_, _, kind), _ in hops}
    direct = "click" in kinds and not kinds & {"launch", "session"}
    numbered = tuple(
        Hop(number, 0, *(_TO_LAUNCHER if direct and ends == _ENDS["document"] else ends), _summary(wire), wire)
        for number, (ends, wire) in enumerate(hops, 1)
    )
    flow = "webapi" if kinds & {"session", "document", "result"} else ""
    return Trace("pasted", "", flow, numbered, tuple(log), _DIRECT if direct else _PASTED)


def _summary(wire: bytes) -> str:
    return clipped(wire.partition(b"\r\n")[0].decode("utf-8", "replace"), 100)


def _wire(piece: Piece) -> bytes:
    told = piece.details
    if wire := getattr(piece.data, "wire", b""):
        return wire
    body = body_of(piece)
    if piece.kind in ("launch-reply", "document"):
        status = told.get("status") or 200
        start, label = f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip(), "application/json"
        if piece.kind == "launch-reply":
            label = {"xml": "text/xml", "form": "application/x-www-form-urlencoded"}.get(told.get("format"), label)
    else:
        start, label = f"{told.get('method') or 'POST'} {told.get('url') or '/'} HTTP/1.1", "application/json"
    headers = told.get("headers") or (("Content-Type", label),)
    return _message(start, headers, body)


def _message(start: str, headers, body: bytes) -> bytes:
    lines = [start, *(f"{name}: {value}" for name, value in headers if name.lower() != "content-length")]
    heading = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    return heading.encode("utf-8", "surrogateescape") + body


def _from_log(entries: tuple[LogEntry, ...], hops: list, log: list) -> None:
    """What a log tells of messages, as hops; every line of it, as a line of the log."""
    for entry in entries:
        body = json.dumps(entry.payload, ensure_ascii=False).encode("utf-8", "replace") if entry.payload else b""
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        label = (("Content-Type", "application/json"),)
        if "session" in payload or "result" in payload:
            kind = "session" if "session" in payload else "result"
            hops.append((_ENDS[kind], _message(f"POST {entry.url or '/'} HTTP/1.1", label, body)))
        elif "tropo" in payload:
            hops.append((_ENDS["document"], _message("HTTP/1.1 200 OK", label, body)))
        elif entry.event == "refused" and (status := entry.code or _status(entry.text)) >= 300:
            start = f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip()
            hops.append((_ENDS["document"], _message(start, (), b"")))
        log.append(LogLine(0, len(hops), "info", entry.text))


def _status(text: str) -> int:
    found = re.search(r"\b([345][0-9][0-9])\b", text)
    return int(found[1]) if found else 0
