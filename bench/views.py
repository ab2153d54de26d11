"""The views of a long session: every face of a trace of 1,000 hops, held against writing the trace as text."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.figure import Figure, ratios
from tropo_lab.trace import CATCHER, COMPLETED, LAUNCHER, PHONE, TROPO, Hop, Trace
from tropo_lab.views import diagram, mermaid, side_by_side, steps, table, walk, wire

HOPS = 1000
JSON = b"Content-Type: application/json\r\n\r\n"
LAUNCHED = [
    (
        LAUNCHER,
        TROPO,
        "launch",
        b"GET /1.0/sessions?action=create&token=fake&msg=hi HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n",
    ),
    (TROPO, LAUNCHER, "launch-reply", b"HTTP/1.1 200 OK\r\n\r\n<session><success>true</success></session>"),
]
TEXT = (TROPO, PHONE, "text", b"SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\n<b>hi</b> & welcome")
SESSION = (TROPO, CATCHER, "session", b"POST / HTTP/1.1\r\n" + JSON + b'{"session":{"id":"fake"}}')
DOCUMENT = (CATCHER, TROPO, "document", b"HTTP/1.1 200 OK\r\n" + JSON + b'{"tropo":[{"message":{"say":"hi"}}]}')
RESULT = (TROPO, CATCHER, "result", b"POST / HTTP/1.1\r\n" + JSON + b'{"result":{"state":"ANSWERED"}}')
# flow → what follows the launch
FLOWS = {"scripting": [TEXT] * HOPS, "webapi": [SESSION, *[DOCUMENT, TEXT, RESULT] * HOPS]}


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
        Figure("  all faces", every, "ms"),
        *(Figure(f"  {name}, HTML and plain", times, "ms") for name, times in spent.items()),
        Figure("  the trace as text", raw, "ms"),
    ]


@cache
def long_trace(flow: str) -> Trace:
    """A session of `HOPS` hops in that flow."""
    parts = [*LAUNCHED, *FLOWS[flow]][:HOPS]
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
    "wire of every hop": lambda trace: "".join(both(wire(hop)) for hop in trace.hops),
}
