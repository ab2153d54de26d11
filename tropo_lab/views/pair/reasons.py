"""Why one flow has no hop where the other has one."""

from __future__ import annotations

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import PHONE
from tropo_lab.views.article import begun_by_phone
from tropo_lab.views.model import Reading, Row, Step

_GAPS = {
    ("scripting", "instructions: asked for"): "Nobody has to be asked – the script already sits on Tropo’s side.",
    ("scripting", "instructions: given"): "Nobody has to reply – the lines of the script are the instructions.",
    ("scripting", "round"): "Nobody has to be told or asked – the script sees for itself what came, and goes on.",
    ("webapi", "script fetched"): "Nothing has to be fetched – your catcher itself gives the instructions.",
}
_AFTERWARDS = {
    "scripting": "Nobody has to be told – the script sees for itself how each of its calls ended.",
    "webapi": "Nobody is told – the reply named no address to which Tropo could report.",
}
_UNREACHED = {True: "Not reached: the session broke before this.", False: "Not yet: the session is still running."}


def reason(reading: Reading, step: Step | None, phase: str, past: int, other: Row | None) -> str:
    """Why this flow, of which `past` hops have gone by, has nothing in this phase, where the other flow has this row.

    `step` is its own step in that phase, if it has one.
    """
    trace, kind = reading.trace, other.hop.kind if other else ""
    if step and not step.hops:
        return visible(clipped(step.absence, 400))
    part = "round" if phase.startswith("round ") and kind in ("result", "document") else phase
    if (trace.flow, part) in _GAPS and (not step or part == "round"):
        return _GAPS[trace.flow, part]
    if past == len(reading.rows) and (trace.outcome is None or not trace.outcome.ok):
        return _UNREACHED[trace.outcome is not None]
    if phase == "afterwards" and (not step or kind in ("result", "document")):
        return _AFTERWARDS[trace.flow]
    if kind in ("launch", "launch-reply") and begun_by_phone(trace):
        return "No launcher took part: a phone started this session."
    if kind == "page" and not trace.of_kind("click"):
        return "Nobody waits for a page: the launcher was started without one."
    if phase == "launch" and other and other.hop.sender == PHONE:
        return "No phone started this: a launcher did."
    return "This session has no such hop at this point."
