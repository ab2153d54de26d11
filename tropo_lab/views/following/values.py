"""The values that can be followed through a trace: what was launched, what a phone texted, what it answered."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from tropo_lab.trace import PHONE, Hop, Trace
from tropo_lab.views.octets.span import Span
from tropo_lab.views.octets.spans import spans

RESERVED = ("token", "action")
TEXTED = "text"  # the name of what a phone sent first
MOST_NAMES, MOST_ANSWERS = 50, 20  # what goes on without end tells no more by it
# where a result holds an answer
ANSWERED = frozenset({"value", "interpretation", "utterance", "concept"})


class Followed(NamedTuple):
    """A value, and the number of the hop that sends it.

    `homes` are the last words of paths where even a short value is this one. The app may be told an answer as the
    `choice` that it stands for, in the hop with the number `chosen` and from there on.
    """

    value: str
    since: int = 1
    homes: frozenset[str] = frozenset()
    choice: str = ""
    chosen: int = 0


@lru_cache(8)
def followed(trace: Trace) -> dict[str, Followed]:
    """The values by name: what the launcher sent beside token and action, or a phone’s text; then each answer.

    Of more than `MOST_NAMES`, and of more than `MOST_ANSWERS`, the first.
    """
    begins = bool(trace.hops) and trace.hops[0].sender == PHONE
    said = (hop for hop in trace.hops[begins:] if hop.sender == PHONE and hop.kind in ("input", "text") and _said(hop))
    found = _begun(trace)
    for number, hop in enumerate(islice(said, MOST_ANSWERS), 1):
        value = _said(hop)
        # a launcher may have used this name: then it stands for what was launched
        found.setdefault(f"answer {number}", Followed(value, hop.number, ANSWERED, *_choice(trace, hop, value)))
    return found


def _begun(trace: Trace) -> dict[str, Followed]:
    launch = next((hop for hop in trace.hops if hop.kind == "launch"), None)
    if launch:
        found = {name: span.meant for span in spans(launch) if (name := parameter(span))}
        named = ((name, value) for name, value in found.items() if name not in RESERVED and value)
        return {name: Followed(value, homes=frozenset({name})) for name, value in islice(named, MOST_NAMES)}
    first = trace.hops[0] if trace.hops else None
    if first and first.sender == PHONE and (text := _said(first)):
        return {TEXTED: Followed(text, homes=frozenset({"initialText"}) | ANSWERED)}
    return {}


def _said(hop: Hop) -> str:
    return next((span.meant for span in spans(hop) if span.label == "text"), "")


def _choice(trace: Trace, answer: Hop, value: str) -> tuple[str, int]:
    """The choice as which the app is told an answer, and the hop that tells it; empty where that is the answer."""
    told = next((hop for hop in trace.hops[answer.number :] if hop.kind == "result"), None)
    try:
        result = json.loads(told.body)["result"] if told else {}
        actions = result.get("actions") or []
        for action in actions if isinstance(actions, list) else [actions]:
            if value in (action.get("interpretation"), action.get("utterance")):
                choice = action.get("value")
                return (choice, told.number) if isinstance(choice, str) and choice != value else ("", 0)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        pass
    return "", 0


def parameter(span: Span) -> str:
    """The name of the parameter whose value this span is; empty when it is none."""
    if span.label == "parameter value" or (span.label == "JSON value" and not span.depth):
        return span.path
    if span.label == "attribute value" and span.path.endswith("]"):
        return span.path.partition("[")[2][:-1]
    return span.path.rpartition(".")[2] if span.label == "XML text" and span.depth == 1 else ""
