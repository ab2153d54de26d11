"""What a trace means: its lanes, its rows, and the steps of the article that the rows belong to.

Every view is drawn from a `Reading`, so no two views can disagree about who sent what, or when.
"""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.trace import (
    AT_LAUNCH,
    BROWSER,
    CATCHER,
    FROM_CATCHER,
    LAUNCHER,
    PARTIES,
    PHONE,
    RESULT,
    TO_CATCHER,
    TO_PHONE,
    TROPO,
    Hop,
    Trace,
)
from tropo_lab.views.escapes import clipped, visible

NAMES = {party: "Tropo" if party == TROPO else party for party in PARTIES}
REPLIES = frozenset({"page", "launch-reply", "document", "answer", "refusal"})
FLOWS = {"webapi": "WebAPI", "scripting": "Scripting", "": "no"}

# The parts of a session: (phase, who acts). Afterwards is everything from the first result on.
CLICK, LAUNCH = ("click", BROWSER), ("launch", LAUNCHER)
ASK, REPLY = ("instructions", TROPO), ("instructions", CATCHER)
DELIVER, AFTERWARDS = ("deliver", TROPO), ("afterwards", TROPO)
PLANS = {"webapi": (CLICK, LAUNCH, ASK, REPLY, DELIVER), "scripting": (CLICK, LAUNCH, DELIVER), "": (CLICK, LAUNCH)}

# The launcher's page comes after Tropo's reply and because of it: readers look for it in the launch.
_PART_OF = {"click": CLICK, "launch": LAUNCH, "launch-reply": LAUNCH, "page": LAUNCH, "session": ASK, "document": REPLY}
_PART_OF |= dict.fromkeys(("text", "call", "answer", "refusal", "speech", "hangup"), DELIVER)
_TITLES = {
    CLICK: "The reader clicks",
    LAUNCH: "Your launcher sends the REST request",
    ASK: "Tropo sends session JSON to your catcher",
    REPLY: "Your catcher replies with JSON",
    AFTERWARDS: "Tropo reports how it went",
}
# Where a session broke → the kinds of hop of which the last one is the place to point at.
_BROKEN_KINDS = {
    AT_LAUNCH: ("launch", "launch-reply"),
    TO_CATCHER: ("session", "result"),
    FROM_CATCHER: ("document", "session"),
    TO_PHONE: ("text", "call", "answer", "refusal", "speech", "hangup"),
    RESULT: ("result", "document"),
}


class Row(NamedTuple):
    """One hop as every view shows it; `after` counts milliseconds from the first hop."""

    hop: Hop
    reply: bool
    after: int
    broke: bool

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
    def summary(self) -> str:
        return visible(clipped(self.hop.summary))

    @property
    def time(self) -> str:
        return f"+{self.after / 1000:.3f} s"

    def __str__(self) -> str:
        return f"{self.number}. {self.sender} → {self.receiver}: {self.summary}"


class Step(NamedTuple):
    """One step of the article: `number` 0 means afterwards; `absence` says in words why it has no hop."""

    number: int
    phase: str
    title: str
    actor: str
    hops: tuple[Hop, ...]
    absence: str

    @property
    def label(self) -> str:
        return f"Step {self.number}" if self.number else "Afterwards"


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
        app = visible(clipped(self.trace.app, 60)) or "an app without a name"
        count = f"{len(self.rows)} hop" + "s" * (len(self.rows) != 1)
        return f"{app} · {FLOWS[self.trace.flow]} flow · {count}"

    @property
    def broken(self) -> str:
        """Where and why the session broke, in words; empty when it did not."""
        outcome = self.trace.outcome
        if outcome is None or outcome.ok:
            return ""
        reason = visible(clipped(outcome.sentence or f"{outcome.name}.", 400))
        number = next((row.number for row in self.rows if row.broke), 0)
        place = f"at hop {number}" if number else "before the first hop"
        return f"Broke {place} ({visible(clipped(outcome.where, 60))}): {reason}"

    @property
    def ending(self) -> str:
        """The closing line of a session that did not break."""
        if self.trace.outcome is None:
            return "The session is still running."
        outcome = self.trace.outcome
        return visible(clipped(outcome.sentence or f"The session ended: {outcome.name}.", 400))

    def step_of(self, number: int) -> Step:
        """The step that the hop with this number belongs to."""
        return next(band.step for band in self.bands for row in band.rows if row.number == number)


def read(trace: Trace) -> Reading:
    """What this trace means."""
    broke = _broken_at(trace)
    start = trace.hops[0].at if trace.hops else 0
    rows = tuple(Row(hop, hop.kind in REPLIES, hop.at - start, hop.number == broke) for hop in trace.hops)
    used = {party for hop in trace.hops for party in (hop.sender, hop.receiver)}
    lanes = tuple(party for party in PARTIES if party in used)
    parts = _parts(trace)
    steps = _steps(trace, parts)
    return Reading(trace, lanes, rows, tuple(steps.values()), tuple(_bands(steps, rows, parts)))


def _broken_at(trace: Trace) -> int:
    if trace.outcome is None or trace.outcome.ok or not trace.hops:
        return 0
    kinds = _BROKEN_KINDS.get(trace.outcome.where, ())
    return next((hop.number for hop in reversed(trace.hops) if hop.kind in kinds), trace.hops[-1].number)


def _begun_by_phone(trace: Trace) -> bool:
    return bool(trace.hops) and trace.hops[0].sender == PHONE


def _parts(trace: Trace) -> list[tuple[str, str]]:
    """The part of the session that each hop belongs to."""
    parts, reported = [], False
    for hop in trace.hops:
        part = _PART_OF.get(hop.kind, AFTERWARDS)
        reported = reported or part == AFTERWARDS
        if not parts and hop.sender == PHONE:
            part = LAUNCH
        elif part not in PLANS[trace.flow] or (reported and part in (ASK, REPLY, DELIVER)):
            part = AFTERWARDS
        parts.append(part)
    return parts


def _steps(trace: Trace, parts: list) -> dict[tuple[str, str], Step]:
    plan = PLANS[trace.flow] + ((AFTERWARDS,) if AFTERWARDS in parts else ())
    steps = {}
    for number, part in enumerate(plan, 1):
        hops = tuple(hop for hop, its in zip(trace.hops, parts, strict=True) if its == part)
        phase, actor = part
        if part == LAUNCH and _begun_by_phone(trace):
            actor = PHONE
        absence = "" if hops else _absence(trace, part)
        steps[part] = Step(number if part != AFTERWARDS else 0, phase, _title(trace, part, hops), actor, hops, absence)
    return steps


def _title(trace: Trace, part: tuple[str, str], hops: tuple[Hop, ...]) -> str:
    kinds = {hop.kind for hop in hops}
    if part == LAUNCH and _begun_by_phone(trace):
        return f"A phone {'calls' if 'call' in kinds else 'texts'} your app"
    if part == AFTERWARDS and "result" not in kinds:
        return "What followed"
    if part != DELIVER:
        return _TITLES[part]
    who = "Tropo’s script" if trace.flow == "scripting" else "Tropo"
    return f"{who} places the call" if "call" in kinds and "text" not in kinds else f"{who} sends the text"


def _absence(trace: Trace, part: tuple[str, str]) -> str:
    if trace.hops and part == CLICK:
        if _begun_by_phone(trace):
            return "Nobody clicked: a phone started this session."
        return "Nobody clicked: the launcher was started without a page."
    if trace.outcome is None:
        return "Not yet: the session is still running."
    return "Not reached: the session broke before this." if trace.outcome.where else "Nothing crossed in this step."


def _bands(steps: dict, rows: tuple[Row, ...], parts: list) -> list[Band]:
    """The rows in their order, cut where the step changes; a step without hops stands before the later ones."""
    bands, seen = [], set()
    empty = [step for step in steps.values() if not step.hops]
    order = list(steps.values())
    begin = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and parts[end] == parts[begin]:
            continue
        step = steps[parts[begin]]
        while empty and order.index(empty[0]) < order.index(step):
            bands.append(Band(empty.pop(0), (), False))
        bands.append(Band(step, rows[begin:end], parts[begin] in seen))
        seen.add(parts[begin])
        begin = end
    return bands + [Band(step, (), False) for step in empty]
