"""The JSON of the lab's own interface: what requests carry, checked for its shape, and how sessions are shown."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from tropo_lab.errors import BadSetup
from tropo_lab.platform.crossing.faults import Fault
from tropo_lab.platform.messages import Reply, Request, json_bytes, reply
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.trace import Trace


def summary(trace: Trace) -> dict:
    """A session in one line."""
    outcome = None if trace.outcome is None else str(trace.outcome)
    return {"id": trace.id, "app": trace.app, "flow": trace.flow, "state": trace.state, "outcome": outcome,
            "hops": len(trace.hops)}  # fmt: skip


def details(trace: Trace) -> dict:
    """A session with its hops, its log, and what is wrong in it."""
    return {
        **summary(trace),
        "failed_hop": trace.outcome.where if trace.outcome else "",
        "sentence": trace.outcome.sentence if trace.outcome else "",
        "trace": [hop.as_dict() for hop in trace.hops],
        "log": [line.as_dict() for line in trace.log],
        "findings": [found.as_dict() for found in diagnose_trace(trace)],
    }


def is_breakpoint(given) -> bool:
    """True for what names a kind, and perhaps an app; whether there is such a kind is seen when it is set."""
    return (
        isinstance(given, dict)
        and set(given) <= {"kind", "app"}
        and isinstance(given.get("kind"), str)
        and isinstance(given.get("app"), str | None)
    )


def is_fault(given) -> bool:
    """True for what names a fault and a kind; whether they are sensible is seen when they are set."""
    return (
        isinstance(given, dict)
        and set(given) <= {*Fault._fields}
        and isinstance(given.get("fault"), str)
        and isinstance(given.get("kind"), str)
        and isinstance(given.get("app"), str | None)
    )


def object_in(request: Request) -> dict:
    """The JSON object in the body of a request, empty where there is no body; BadSetup when it is none."""
    try:
        data = json.loads(request.body.decode("utf-8-sig") or "{}")
    except (ValueError, RecursionError) as error:
        raise BadSetup(f"The body must be a JSON object; it cannot be read ({str(error)[:100]}).") from None
    if not isinstance(data, dict):
        raise BadSetup("The body must be a JSON object, such as {}.")
    return data


def paging(request: Request) -> tuple[int, int | None]:
    """How many entries a request asks for, at most 500, and before which number, if it says so."""
    query = parse_qs(request.query)
    try:
        limit = int(query.get("limit", ["50"])[-1])
        before = int(query["before"][-1]) if "before" in query else None
    except ValueError:
        raise BadSetup("`limit` and `before` are whole numbers.") from None
    return min(500, max(1, limit)), None if before is None else min(max(before, 0), 1 << 62)


def json_reply(data: dict, status: int = 200) -> Reply:
    """An answer as JSON on one line."""
    return reply(status, json_bytes(data), "application/json; charset=utf-8")


def error_reply(status: int, sentence: str) -> Reply:
    """What went wrong, in one sentence under `error`."""
    return json_reply({"error": sentence}, status)
