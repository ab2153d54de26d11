"""Which differences follow from an earlier one: a value that differs, and is carried on by who received it."""

from __future__ import annotations

import re

from tropo_lab.trace import Hop
from tropo_lab.views.difference.answers import Answers, leaf
from tropo_lab.views.difference.found import Found
from tropo_lab.views.difference.tree_changes import Change

CARRIED = frozenset({"parameter", "JSON", "XML", "text", "header"})
DISTINCT = 6  # shorter values explain others only as whole words: a 1 is in many numbers
LONGEST, MANY = 20_000, 20  # characters of a value, and differences, that are searched for an explanation


class Consequences:
    """Remembers differences, and tells whether a later one says anything new."""

    def __init__(self):
        self._reach: dict[int, set[str]] = {}  # the parties that received a difference, by its place in `_known`
        self._known: list[tuple[Change, Found]] = []  # a difference, and the one that it belongs to
        self._by_values: dict[tuple, list[int]] = {}
        self._lines: dict[tuple, Found] = {}
        self._launch: Found | None = None
        self._failed: Found | None = None
        self.answers = Answers()

    def remember(self, found: Found) -> None:
        """Let this difference explain later ones."""
        change, hop = found.change, found.one
        if change.what == "header":
            self._lines[_line(hop, change)] = found
        if hop.kind == "launch" and _forms(change):
            self._launch = self._launch or found
        if hop.kind == "launch-reply" and leaf(change) == "success":
            self._failed = found
        self.answers.remember(found, hop)
        if change.what in CARRIED:
            self._learn(change, found, hop)

    def _learn(self, change: Change, found: Found, hop: Hop) -> None:
        self._reach[len(self._known)] = {hop.receiver}
        self._by_values.setdefault(change[2:4], []).append(len(self._known))
        self._known.append((change, found))

    def cause(self, hop: Hop, change: Change) -> Found | None:
        """The earlier difference that this one, in this hop of the one, follows from; None when it is new."""
        if change.what == "header" and (known := self._lines.get(_line(hop, change))):
            return known  # a sender says the same of itself in each of its hops
        if self._launch and _of_the_form(hop, change):
            return self._launch
        if self._failed and self._failed.one is hop:
            return self._failed  # whether there is an id, and a reason
        if told := self.answers.told(hop, change):
            if change.what in CARRIED:
                self._learn(change, told, hop)
            return told
        if change.what not in CARRIED:
            return None
        for at in (*self._by_values.get(change[2:4], [])[-MANY:], *range(min(len(self._known), MANY))):
            known, found = self._known[at]
            received = hop.sender in self._reach[at]
            if not received and not (found.one is hop and known.what != change.what):
                continue
            if _explains(known, change) or _explains(change, known):
                self._reach[at].add(hop.receiver)
                self.answers.belongs(hop, change, found)
                return found
        return None

    def explain(self, one: str, other: str) -> bool:
        """True when two sentences about the sessions differ in a value that is known to differ."""
        change = Change("text", "", one, other)
        return any(_explains(known, change) for known, _ in self._known[:MANY])


def _line(hop: Hop, change: Change) -> tuple:
    return hop.sender, hop.receiver, change.place.lower(), change.one, change.other


def _forms(change: Change) -> bool:
    """True for what decides in which form Tropo replies."""
    return change[:2] == ("encoding", "form") or change.what == "method" or change.place.lower() == "content-type"


def _of_the_form(hop: Hop, change: Change) -> bool:
    """The reply comes in the form of the launch, and Tropo tells the app of a launch by form."""
    if change.what == "encoding":
        return change.place == "form" and hop.kind == "launch-reply"
    if change.what == "header":
        return change.place.lower() == "content-type" and hop.kind in ("launch", "launch-reply")
    return change.place.endswith("parameters.format") and {change.one, change.other} == {None, "form"}


def is_counter(change: Change) -> bool:
    """True for an address that a server makes up for each run, such as `/#sent-1` and `/#sent-2`."""
    if change.what != "header" or change.place.lower() != "location" or None in change[2:4]:
        return False
    one, other = (re.sub(r"\d+", "0", value) for value in change[2:4])
    return one == other


def _explains(known: Change, change: Change) -> bool:
    """True when the known difference is what makes the other one."""
    (a, b), (one, other) = known[2:4], change[2:4]
    if known.how or change.how or None in (a, b, one, other):
        return known[2:5] == change[2:5] and (bool(known.how) or leaf(known) == leaf(change))
    if (a, b) == (one, other):
        return True
    return max(map(len, (a, b, one, other))) <= LONGEST and (_put(one, a, b), _put(other, b, a)) == (other, one)


def _put(text: str, old: str, new: str) -> str:
    if not old or old not in text:
        return ""
    if min(len(old), len(new)) >= DISTINCT:
        return text.replace(old, new)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text)
