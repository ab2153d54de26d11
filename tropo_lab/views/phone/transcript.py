"""What was said in one call, by both sides and in order: read from the trace of its session."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.escapes import decoded
from tropo_lab.trace import PHONE, Hop, Trace
from tropo_lab.views.ends import ends

_RECORDED = "(a recording"


class Line(NamedTuple):
    """Something in a call: `how` is `say`, `play`, `room` or `passes on`, or `keys`, `says` or `recorded`."""

    how: str
    words: str

    @property
    def by_phone(self) -> bool:
        """True for what this phone did itself."""
        return self.how in ("keys", "says")


def transcript(trace: Trace, numbers: tuple[str, str], place: int, heard: list[str]) -> list[Line]:
    """The lines of the `place`-th call (from 0) between these two numbers.

    `heard` is what the phone heard of it: words that were lost on the way are left out.
    """
    lines, left, count, latest = [], list(heard), -1, None
    pair = frozenset(numbers)
    for hop in trace.hops:
        if hop.kind == "upload" and (count, latest) == (place, pair) and _RECORDED in hop.summary:
            lines.append(Line("recorded", hop.summary.rpartition(_RECORDED)[2].removesuffix(")").removeprefix(" of ")))
        if PHONE not in (hop.sender, hop.receiver):
            continue
        latest = frozenset(ends(hop))
        if latest != pair:
            continue
        count += hop.kind == "call"
        if count != place:
            continue
        words = decoded(hop.body)
        if hop.kind == "input":
            lines.append(Line("keys" if hop.summary.startswith("keys ") else "says", words))
        if hop.kind == "speech" and left[:1] == [words]:
            lines.append(Line(_how(hop), left.pop(0)))
    return lines + [Line("say", words) for words in left]


def latest(trace: Trace, numbers: tuple[str, str], place: int) -> int | None:
    """The lab time of the last thing that crossed in that call; None where nothing of it is in the trace."""
    at, count, pair = None, -1, frozenset(numbers)
    for hop in trace.hops:
        if PHONE in (hop.sender, hop.receiver) and hop.kind != "text" and frozenset(ends(hop)) == pair:
            count += hop.kind == "call"
            at = hop.at if count == place else at
    return at


def _how(hop: Hop) -> str:
    how = hop.summary.partition(":")[0]
    return how if how in ("play", "room", "passes on") else "say"
