"""The fidelity ledger as a page: what it shows for a query such as `?mark=choice&find=signal`."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from tropo_lab.errors import BadSetup
from tropo_lab.escapes import visible
from tropo_lab.fidelity import MARKS, Entry, ledger

# what each mark says, as people read it
WORDS = {
    "documented": "Tropo or Voxeo wrote it down",
    "captured": "somebody recorded it from the live platform, or built on it in public",
    "inferred": "read from code that spoke with Tropo, or that ran its scripts in 2009",
    "choice": "nobody knows, or it is the lab’s own: we chose, and say why",
}
NAMES = {**{how: how for how in MARKS}, "choice": "our choice"}


class Group(NamedTuple):
    """A section of the ledger, with the entries that are shown of it; `anchor` leads there."""

    title: str
    anchor: str
    entries: tuple[Entry, ...]


def ledger_page(query: dict[str, list[str]]) -> dict:
    """What the page’s template wants. BadSetup names the marks when another one is asked for."""
    mark, find = query.get("mark", [""])[-1], visible(query.get("find", [""])[-1][:100])
    if mark and mark not in MARKS:
        raise BadSetup(f"There is no mark {mark!r:.40} in the ledger; there are {', '.join(MARKS)}.")
    found = [one for one in ledger() if _holds(one, find)]
    shown = [one for one in found if mark in ("", one.how)]
    groups = [Group(title, _anchor(title), tuple(its)) for title, its in groupby(shown, lambda one: one.section)]
    return {
        "marks": [(how, NAMES[how], words, sum(one.how == how for one in found)) for how, words in WORDS.items()],
        "names": NAMES,
        "mark": mark,
        "find": find,
        "groups": groups,
        "count": len(shown),
        "all": len(ledger()),
    }


def _holds(one: Entry, find: str) -> bool:
    """True when every word that is looked for stands somewhere in the entry."""
    text = " ".join([one.id, one.behaviour, one.note, one.source, one.where, one.section, *one.covers]).lower()
    return all(word in text for word in find.lower().split())


def _anchor(title: str) -> str:
    return "section-" + "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())
