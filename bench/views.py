"""The views of a long session: every face of a trace of 1,000 hops, held against writing the trace as text."""

import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.figure import Figure, ratios
from tropo_lab.trace import CATCHER, COMPLETED, LAUNCHER, PHONE, TROPO, Hop, Trace
from tropo_lab.views import diagram, diff, follow, mermaid, side_by_side, steps, table, walk, wire

HOPS = 1000
LIMIT = 300  # milliseconds for all faces
_JSON = "Content-Type: application/json; charset=utf-8\r\n"


def _http(start: str, body: str) -> bytes:
    data = body.encode()
    return f"{start}\r\nHost: x.example\r\n{_JSON}Content-Length: {len(data)}\r\n\r\n".encode() + data


def _launch(number: int):
    query = f"action=create&token=fake&numbertodial=14075550112&msg=caf%C3%A9+{number}"
    yield LAUNCHER, TROPO, "launch", f"GET /1.0/sessions?{query} HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n".encode()
    reply = f"<session><success>true</success><token>fake</token><id>{number:032x}</id></session>"
    yield TROPO, LAUNCHER, "launch-reply", _http("HTTP/1.1 200 OK", reply)


def _text(number: int):
    sms = f"SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\n<b>hi</b> & welcome {number}"
    yield TROPO, PHONE, "text", sms.encode()


def _round(number: int):
    document = {"tropo": [{"message": {"say": {"value": f"hi {number}"}, "to": "+14075550112", "network": "SMS"}}]}
    yield CATCHER, TROPO, "document", _http("HTTP/1.1 200 OK", json.dumps(document))
    yield from _text(number)
    result = {"sessionId": f"{number:032x}", "state": "ANSWERED", "sessionDuration": number, "complete": True}
    yield TROPO, CATCHER, "result", _http("POST /next HTTP/1.1", json.dumps({"result": result}))


def _session(number: int):
    session = {"id": f"{number:032x}", "parameters": {"token": "fake", "msg": f"hi {number}"}}
    yield TROPO, CATCHER, "session", _http("POST / HTTP/1.1", json.dumps({"session": session}))


# flow → what follows the launch, again and again; no two hops are alike, so that nothing is drawn twice from a cache
FLOWS = {"scripting": ((), _text), "webapi": ((_session,), _round)}


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Each view's HTML and plain face, all of them in a round, in turn with the raw text."""
    trace = long_trace("webapi")
    spent: dict[str, list[float]] = {name: [] for name in ("raw text", *FACES)}
    for number in range(rounds + 1):
        for name in spent:
            began = time.perf_counter()
            written = raw_text(trace) if name == "raw text" else FACES[name](trace)
            seconds = time.perf_counter() - began
            if not written:
                raise RuntimeError(f"The view {name} wrote nothing.")
            if number:
                spent[name].append(1000 * seconds)
    raw = spent.pop("raw text")
    every = [sum(times) for times in zip(*spent.values(), strict=True)]
    return [
        Figure(f"all faces of {HOPS:,} hops / the trace as text", ratios(every, raw)),
        Figure("  all faces", every, "ms", LIMIT),
        *(Figure(f"  {name}, HTML and plain", times, "ms") for name, times in spent.items()),
        Figure("  the trace as text", raw, "ms"),
    ]


@cache
def long_trace(flow: str, length: int = HOPS) -> Trace:
    """A session of `length` hops in that flow."""
    once, again = FLOWS[flow]
    parts = [part for make in (_launch, *once) for part in make(0)]
    parts = [*parts, *[part for number in range(length) for part in again(number)]][:length]
    hops = [
        Hop(number, 1000 + 20 * number, sender, receiver, kind, kind, wire)
        for number, (sender, receiver, kind, wire) in enumerate(parts, 1)
    ]
    return Trace("fake-id", "bench", flow, tuple(hops), (), COMPLETED)


def raw_text(trace: Trace) -> str:
    """The least that shows a trace: who, to whom, and the bytes."""
    return "\n".join(f"{hop.number}. {hop.sender} → {hop.receiver}\n{hop.wire.decode()}" for hop in trace.hops)


def both(face) -> str:
    """The HTML and the plain face."""
    return face.html + face.plain


FACES: dict[str, Callable[[Trace], str]] = {
    "steps": lambda trace: both(steps(trace)),
    "table": lambda trace: both(table(trace)),
    "diagram": lambda trace: both(diagram(trace)),
    "mermaid": lambda trace: both(mermaid(trace)),
    "walk": lambda trace: both(walk(trace)),
    "side by side": lambda trace: both(side_by_side(long_trace("scripting"), trace)),
    "follow": lambda trace: both(follow(trace)),
    "diff": lambda trace: both(diff(trace, trace)),
    "wire of every hop": lambda trace: "".join(both(wire(hop)) for hop in trace.hops),
}
