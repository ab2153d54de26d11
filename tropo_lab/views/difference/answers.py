"""What a result tells of a question: one difference, however many of its keys it shows in."""

from __future__ import annotations

import re

from tropo_lab.trace import PHONE, Hop
from tropo_lab.views.difference.found import Found
from tropo_lab.views.difference.tree_changes import Change

# what a result says of one answer, and says together
TOGETHER = frozenset({"disposition", "confidence", "interpretation", "utterance", "concept", "value", "xml", "tag"})


class Answers:
    """Remembers answers and prompts that differ, and tells whether a result says anything new of them."""

    def __init__(self):
        self._answer: Found | None = None
        self._prompt: Found | None = None
        self._reported = 0  # the hop that tells of this answer
        self._actions: dict[tuple[int, str], Found] = {}

    def remember(self, found: Found, hop: Hop) -> None:
        """Let a difference within hops explain later ones."""
        if found.change.what == "text" and _is_answer(hop):
            self._answer, self._reported = found, 0
        self.belongs(hop, found.change, found)

    def remember_alone(self, found: Found, hop: Hop) -> None:
        """Let an answer, or a prompt, that one side lacks explain what Tropo tells of it."""
        if _is_answer(hop):
            self._answer, self._reported = found, 0
        elif hop.kind in ("speech", "text"):
            self._prompt = found

    def belongs(self, hop: Hop, change: Change, found: Found) -> None:
        """Let what explains one key of an answer explain the others."""
        if _of_an_answer(hop, change):
            self._actions.setdefault(_action(hop, change), found)

    def told(self, hop: Hop, change: Change) -> Found | None:
        """The difference that this one in a result tells of; None when it tells of none."""
        if hop.kind != "result":
            return None
        if self._prompt and leaf(change) == "attempts":
            return self._prompt  # asked once more
        if _of_an_answer(hop, change) and (known := self._actions.get(_action(hop, change))):
            return known
        if self._answer and self._reported in (0, hop.number):
            self._reported = hop.number
            of_it = change.what == "path" or change.place.startswith(("result.actions", "result.complete"))
            return self._answer if of_it else None
        return None


def leaf(change: Change) -> str:
    """The last name of the place."""
    return re.split(r"[.\[\]]+", change.place.rstrip("]"))[-1]


def _is_answer(hop: Hop) -> bool:
    return hop.sender == PHONE and hop.kind in ("input", "text")


def _of_an_answer(hop: Hop, change: Change) -> bool:
    return hop.kind == "result" and change.place.startswith("result.actions") and leaf(change) in TOGETHER


def _action(hop: Hop, change: Change) -> tuple[int, str]:
    return hop.number, change.place.rpartition(".")[0]
