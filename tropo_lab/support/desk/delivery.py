"""Whether a session delivers, and what."""

from __future__ import annotations

from tropo_lab.escapes import clipped
from tropo_lab.trace import TROPO, Hop, Trace


def delivers(trace: Trace) -> bool:
    """True when the session ran to its end, and a phone got a text or was called."""
    return bool(trace.outcome and trace.outcome.ok) and bool(_crossed(trace))


def delivery(trace: Trace) -> str:
    """What reached a phone, in a few words."""
    return clipped("; ".join(hop.summary for hop in _crossed(trace)[:4]), 300)


def _crossed(trace: Trace) -> list[Hop]:
    return [hop for hop in trace.hops if hop.sender == TROPO and hop.kind in ("text", "call", "speech")]
