"""A trace as its bytes: hop by hop, line ends and everything unseen written out."""

from __future__ import annotations

import re

from tropo_lab.escapes import decoded, visible
from tropo_lab.trace import Hop, Trace
from tropo_lab.views.model import NAMES


def to_raw(trace: Trace) -> str:
    """All bytes of all hops, each hop under a line that names it."""
    return "\n".join(f"{_heading(hop, len(trace.hops))}\n{_written(hop.wire)}\n" for hop in trace.hops)


def _heading(hop: Hop, count: int) -> str:
    who = f"{NAMES[hop.sender]} → {NAMES[hop.receiver]}"
    return f"──── hop {hop.number} of {count} · {who} · {hop.kind} · {len(hop.wire):,} bytes ────"


def _written(wire: bytes) -> str:
    return "\n".join(visible(line) for line in re.split(r"(?<=\n)", decoded(wire)) if line)
