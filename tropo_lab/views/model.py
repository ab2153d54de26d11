"""What a trace means: its lanes, its rows, and the steps of the article that the rows belong to.

Every view is drawn from a `Reading`, so no two views can disagree about who sent what, or when.
"""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, PARTIES, PHONE, RESULT, TO_CATCHER, TO_PHONE, TROPO, Hop, Trace
from tropo_lab.views.article import (
    AFTERWARDS,
    LAUNCH,
    Part,
    absence,
    begun_by_phone,
    is_round,
    parts,
    plan,
    title,
    trouble,
)
from tropo_lab.views.ends import phones

NAMES = {party: "Tropo" if party == TROPO else party for party in PARTIES}
REPLIES = frozenset(
    {"page", "launch-reply", "document", "answer", "refusal", "signal-reply", "upload-reply", "fetch-reply"}
)
FLOWS = {"webapi": "WebAPI", "scripting": "Scripting", "": "no"}

# Where a session broke → the kinds of hop of which the last one is the place to point at.
_BROKEN_KINDS = {
    AT_LAUNCH: ("launch", "launch-reply"),
    TO_CATCHER: ("session", "result"),
    FROM_CATCHER: ("document", "session"),
    TO_PHONE: ("text", "call", "answer", "refusal", "speech", "input", "hangup"),
    RESULT: ("result", "document"),
}


class Row(NamedTuple):
    """One hop as every view shows it; `after` counts milliseconds from the first hop.

    `phone` is the number of the phone that it reaches, where the trace has several.
    """

    hop: Hop
    reply: bool
    after: int
    broke: bool
    phone: str = ""

    @property
    def number(self) -> int:
        return self.hop.number

    @property
    def sender(self) -> str:
        return NAMES[self.hop.sender]

    @property
    def receiver(self) -> str:
        return NAMES[self.hop.receiver]

    @property
    def words(self) -> str:
        """The summary, with the phone's number before it where that says more; not made harmless yet."""
        told = self.hop.summary
        return f"{self.phone} · {told}" if self.phone and self.phone not in told else told

    @property
    def summary(self) -> str:
        return visible(clipped(self.words))

    @property
    def time(self) -> str:
        return f"+{self.after / 1000:.3f} s"

    def __str__(self) -> str:
        return f"{self.number}. {self.sender} → {self.receiver}: {self.summary}"


class Step(NamedTuple):
    """One step of the article; `number` is 0 for later rounds and afterwards; `absence` says why it has no hop."""

    number: int
    phase: str
    title: str
    actor: str
    hops: tuple[Hop, ...]
    absence: str

    @property
    def label(self) -> str:
        return f"Step {self.number}" if self.number else self.phase.capitalize()


class Band(NamedTuple):
    """Rows that follow each other in time and belong to one step; a step that is taken up again has several."""

    step: Step
    rows: tuple[Row, ...]
    again: bool

    @property
    def title(self) -> str:
        return self.step.title + (" (continued)" if self.again else "")


class Reading(NamedTuple):
    """A trace, read: what all views share."""

    trace: Trace
    lanes: tuple[str, ...]
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    bands: tuple[Band, ...]

    @property
    def title(self) -> str:
        app = visible(clipped(self.trace.app, 60)) or "no app"
        count = f"{len(self.rows)} hop" + "s" * (len(self.rows) != 1)
        flow = f"{FLOWS[self.trace.flow]} flow · " if self.trace.flow else ""
        return f"{app} · {flow}{count}"

    @property
    def broken(self) -> str:
        """Where and why the session broke, in words; empty when it did not."""
        outcome = self.trace.outcome
        if outcome is None or outcome.ok:
            return ""
        reason = visible(clipped(outcome.sentence or f"{outcome.name}.", 400))
        hop = next((row.hop for row in self.rows if row.broke), None)
        place = f"at hop {hop.number}" if hop else "before the first hop"
        return f"Broke {place} ({self._whereabouts(outcome.where, hop)}): {reason}"

    def _whereabouts(self, where: str, hop: Hop | None) -> str:
        """The name of the place where it broke; a hosted script breaks within Tropo, between no two parties."""
        if self.trace.flow == "scripting" and not (hop and hop.kind in ("fetch", "fetch-reply")):
            where = {FROM_CATCHER: "in the script", TO_CATCHER: "before the script ran"}.get(where, where)
        return visible(clipped(where, 60))

    @property
    def ending(self) -> str:
        """The closing line of a session that did not break."""
        if self.trace.outcome is None:
            return "The session is still running."
        outcome = self.trace.outcome
        said = outcome.sentence or f"The session ended: {outcome.name}."
        return visible(clipped(f"{said} But: {trouble(self.trace)}" if trouble(self.trace) else said, 400))

    def step_of(self, number: int) -> Step:
        """The step that the hop with this number belongs to."""
        return next(band.step for band in self.bands for row in band.rows if row.number == number)


def a_trace(given) -> Trace:
    """`given`, when it is a trace; TypeError in one sentence otherwise."""
    if not isinstance(given, Trace):
        raise TypeError(f"A view shows a trace, such as lab.trace(); this is a {type(given).__name__}.")
    return given


def read(trace: Trace) -> Reading:
    """What this trace means."""
    if hasattr(trace, "reading"):
        return trace.reading()  # another platform's trace names its own lanes and steps
    broke = _broken_at(trace)
    start = trace.hops[0].at if trace.hops else 0
    ends = zip(trace.hops, phones(trace), strict=True)
    rows = tuple(Row(hop, hop.kind in REPLIES, hop.at - start, hop.number == broke, phone) for hop, phone in ends)
    used = {party for hop in trace.hops for party in (hop.sender, hop.receiver)}
    lanes = tuple(party for party in PARTIES if party in used)
    belongs = parts(trace)
    steps = _steps(trace, belongs)
    return Reading(trace, lanes, rows, tuple(steps.values()), tuple(_bands(steps, rows, belongs)))


def _broken_at(trace: Trace) -> int:
    if trace.outcome is None or trace.outcome.ok or not trace.hops:
        return 0
    kinds = _BROKEN_KINDS.get(trace.outcome.where, ())
    return next((hop.number for hop in reversed(trace.hops) if hop.kind in kinds), trace.hops[-1].number)


def _steps(trace: Trace, belongs: list[Part]) -> dict[Part, Step]:
    theirs: dict[Part, list[Hop]] = {part: [] for part in plan(trace, belongs)}
    for hop, part in zip(trace.hops, belongs, strict=True):
        theirs[part].append(hop)
    steps = {}
    for number, (part, hops) in enumerate(theirs.items(), 1):
        phase, actor = part
        if part == LAUNCH and begun_by_phone(trace):
            actor = PHONE
        why = "" if hops else absence(trace, part)
        of_article = part != AFTERWARDS and not is_round(part)
        told = title(trace, part, tuple(hops))
        steps[part] = Step(number if of_article else 0, phase, told, actor, tuple(hops), why)
    return steps


def _bands(steps: dict, rows: tuple[Row, ...], belongs: list) -> list[Band]:
    """The rows in their order, cut where the step changes; a step without hops stands before the later ones."""
    bands, seen = [], set()
    empty = [step for step in steps.values() if not step.hops]
    order = list(steps.values())
    begin = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and belongs[end] == belongs[begin]:
            continue
        step = steps[belongs[begin]]
        while empty and order.index(empty[0]) < order.index(step):
            bands.append(Band(empty.pop(0), (), False))
        bands.append(Band(step, rows[begin:end], belongs[begin] in seen))
        seen.add(belongs[begin])
        begin = end
    return bands + [Band(step, (), False) for step in empty]
