"""Which phone each hop reaches: a lane stands for all phones, so where there are several the hop says its number."""

from __future__ import annotations

import re

from tropo_lab.escapes import decoded
from tropo_lab.trace import PHONE, Hop, Trace

_ENDS = re.compile(r"[A-Z ]+\r\nFrom: ([^\r\n]*)\r\nTo: ([^\r\n]*)\r\n")
_LONGEST = 300  # bytes of a hop's heading that are looked at


def phones(trace: Trace) -> list[str]:
    """For each hop the number of its phone; empty where it reaches none, and where all that is reached is one phone."""
    found, calls = [], {}
    for hop in trace.hops:
        both = ends(hop) if PHONE in (hop.sender, hop.receiver) else ()
        if not both:
            found.append("")
            continue
        pair = frozenset(both)
        if hop.kind == "call" or pair not in calls:
            calls[pair] = both[0] if _by_phone(hop) else both[1]
        found.append(calls[pair])
    return found if len(set(filter(None, found))) > 1 else [""] * len(found)


def ends(hop: Hop) -> tuple[str, ...]:
    """The two numbers in a hop of the phone network, caller or sender first; nothing where there are none."""
    found = _ENDS.match(decoded(hop.wire[:_LONGEST]))
    return found.groups() if found else ()


def _by_phone(hop: Hop) -> bool:
    """True where the number of the phone stands after From: in what it sends, but for an answer to Tropo's own call."""
    return hop.sender == PHONE and hop.kind not in ("answer", "refusal", "hangup")
