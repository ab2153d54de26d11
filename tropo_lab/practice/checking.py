"""What a task's `check.py` works with: `expect` and its like raise `Wrong` at the first thing that is wrong."""

from __future__ import annotations

from tropo_lab.practice.shown_values import kind_of, shown
from tropo_lab.trace import Trace

__all__ = ["Wrong", "expect", "expect_a", "fail", "findings", "shown"]


class Wrong(Exception):
    """The first thing that is wrong with an answer, as one sentence."""


def fail(sentence: str):
    """End the check with this sentence."""
    raise Wrong(sentence)


def expect(what: str, got: object, wanted: object, because: str = "") -> None:
    """Go on when `got` equals `wanted`; else say both, and `because`, a sentence on why or on what to do."""
    try:
        same = bool(got == wanted)
    except Exception:
        same = False
    if not same:
        raise Wrong(" ".join(filter(None, [f"{what}: expected {shown(wanted)}, got {shown(got)}.", because])))


def expect_a(what: str, got: object, kind: type, because: str = "") -> None:
    """Go on when `got` is of that kind; else say what it is."""
    if not isinstance(got, kind):
        words = {str: "a text", int: "a number", dict: "a dict", list: "a list"}.get(kind, f"a {kind.__name__}")
        sentence = f"{what}: expected {words}, got {shown(got)} ({kind_of(got)})."
        raise Wrong(" ".join(filter(None, [sentence, because])))


def findings(trace: Trace) -> str:
    """The first finding in a trace as a sentence, with its hop and its fix; empty when there is none."""
    from tropo_lab.support.diagnosis import diagnose_trace

    for found in diagnose_trace(trace):
        where = f"Hop {found.hop}: " if found.hop else ""
        return f"{where}{found.message} {found.fix}"
    return ""
