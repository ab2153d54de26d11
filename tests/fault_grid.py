"""Make the fault grid anew, by trying every fault out: `python -m tests.fault_grid`."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import requests

import tropo_lab.platform
from tests.fault_flows import FLOWS, NEED_SOCKETS
from tests.holding import PHONE
from tropo_lab import Lab
from tropo_lab.platform.crossing.faults import POSSIBLE
from tropo_lab.trace import Trace

FILE = Path(tropo_lab.platform.__file__).with_name("fault_grid.txt")
HEAD = """\
# What comes of each fault: every switch, at the first hop of each kind, in every flow. Made by tests/fault_grid.py.
#
# hop and fault | whoever began it sees | the session | the phone gets | the server is asked | lab time from end to end
"""
BODIES = {
    b"success>true": "success",
    b"success=true": "success",
    b"success>false": "not routed",
    b"success=false": "not routed",
    b"error": "an error",
    b"QUEUED": "QUEUED",
    b"FAILED": "FAILED",
    b"not sent": "not sent",
    b"sent": "sent",
    b"<!DOCTYPE": "HTML",
    b"\xff": "garbage",
}


def sees(send) -> str:
    """What whoever begins a flow sees."""
    try:
        said = send()
    except requests.Timeout:
        return "nothing"
    except requests.ConnectionError as error:
        return "connection refused" if "refused" in str(error) else "connection reset"
    if not isinstance(said, requests.Response):
        return "-"
    words = next(words for mark, words in {**BODIES, b"": "nothing"}.items() if mark in said.content)
    return f"{said.status_code} {words}"


def got(phone) -> str:
    """What a phone has."""
    calls = [f"call {call['state']}{': ' if call['heard'] else ''}{' / '.join(call['heard'])}" for call in phone.calls]
    texts = [repr(text.text) for text in phone.texts if text.direction == "in"]
    return "; ".join([*calls, *texts]) or "nothing"


def told(trace) -> str:
    """How a session ended, and what else it found when that was well."""
    if trace.outcome is None:
        return "goes on"
    rules = ", ".join(one["rule"] for one in trace.noticed if not one["rule"].startswith("fault-"))
    return f"{trace.outcome} ({rules})" if trace.outcome.ok and rules else str(trace.outcome)


def took(trace) -> int:
    ends = [*trace.hops, *trace.log]
    return max(one.at for one in ends) - min(one.at for one in ends)


@cache
def tried(flow: str, kind: str = "", fault: str = "", sockets: bool = False) -> tuple[str, list[Trace], list[str]]:
    """What comes of a fault at the first hop of a kind, in one line; the traces; the kinds of the flow's own hops."""
    with Lab(sockets=sockets or flow in NEED_SOCKETS) as lab:
        send, asked = FLOWS[flow](lab)
        before, already = len(asked), sum(len(trace.hops) for trace in lab.traces())
        if fault:
            lab.faults.add(fault, kind, first=1)
        seen = sees(send)
        traces = [*lab.refused(), *lab.traces()]
        ends = [told(trace) for trace in traces]
        outcome = ends[0] if len(ends) == 1 else f"two sessions: {', '.join(ends)}"
        longest = max(map(took, traces)) / 1000
        row = [seen, outcome, got(lab.phone(PHONE)), str(len(asked) - before), f"{longest:g} s"]
        hops = [hop.kind for trace in traces for hop in trace.hops][already:]
        return " | ".join(row), traces, list(dict.fromkeys(hops))


def rows(flow: str) -> Iterator[tuple[str, str, str]]:
    """Kind of hop, fault, and what comes of it."""
    row, _, kinds = tried(flow)
    yield "", "", row
    for kind in kinds:
        for fault in POSSIBLE[kind]:
            yield kind, fault, tried(flow, kind, fault)[0]


def section(flow: str) -> str:
    """The part of the grid that is about one flow."""
    lines = [f"{f'{kind} {fault}'.strip() or 'no fault':<26} | {row}" for kind, fault, row in rows(flow)]
    return "\n".join([f"\n## {flow}\n", *lines, ""])


if __name__ == "__main__":
    FILE.write_text(HEAD + "".join(map(section, FLOWS)), "utf-8")
