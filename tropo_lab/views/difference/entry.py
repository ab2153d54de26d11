"""One difference between two sessions, and the plain sentence that tells it."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import Hop
from tropo_lab.views.difference.found import Found
from tropo_lab.views.difference.tree_changes import Change
from tropo_lab.views.model import NAMES

KEPT, BEFORE = 160, 30  # characters of a value, and how many of them stand before the first that differs
NAMED, LISTED = 120, 12  # characters of a place, and how many hops are listed
_BODIES = frozenset({"body", "bytes", "text"})
_PARTS = _BODIES | {"path", "query", "form", "headers", "summary", "event", "method", "status", "version"}


class Difference(NamedTuple):
    """One real difference: the two hops (0 where there is none), what differs, where, the values, and a sentence.

    `what` is `order`, `missing`, `extra`, `method`, `path`, `status`, `header`, `parameter`, `JSON`, `XML`, `text`,
    `encoding`, `time` or `outcome`. Values are as meant, cut around the difference when long, and None where missing.
    `note` is what the sentence says beyond the values.
    """

    hop_one: int
    hop_other: int
    what: str
    place: str
    one: str | None
    other: str | None
    sentence: str
    note: str = ""


def told(found: Found) -> Difference:
    """The difference in words."""
    change = found.change._replace(place=clipped(found.change.place, NAMED), there=clipped(found.change.there, NAMED))
    values = around(change.one, change.other)
    notes = [note for note in (_note(found, change), _elsewhere(found)) if note]
    sentence = " ".join([_sentence(found, change, *values), *notes])
    numbers = (hop.number if hop else 0 for hop in (found.one, found.other))
    return Difference(*numbers, change.what, change.place, *values, sentence, " ".join(notes))


def around(one: str | None, other: str | None) -> tuple[str | None, str | None]:
    """Both values, or what surrounds the place where they begin to differ."""
    begin = 0
    if one and other and max(len(one), len(other)) > KEPT:
        begin = max(shared(one, other) - BEFORE, 0)
    cut = (text and "…" * (begin > 0) + clipped(text[begin:], KEPT) for text in (one, other))
    return next(cut), next(cut)


def shared(one: str, other: str) -> int:
    """How many characters both texts begin with; halving is quick on megabytes, too."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shown(text: str) -> str:
    """A text of a stranger, as sentences show it."""
    return visible(clipped(text, KEPT + 2))


def hop_name(hop: Hop) -> str:
    """`launcher → Tropo, launch`: which hop it is, in words."""
    return f"{NAMES.get(hop.sender, hop.sender)} → {NAMES.get(hop.receiver, hop.receiver)}, {visible(hop.kind)}"


def _sentence(found: Found, change: Change, one: str | None, other: str | None) -> str:
    a, b = found.one, found.other
    if change.what == "missing":
        return f"Hop {a.number} of the one ({hop_name(a)}: {shown(one)}) is missing in the other."
    if change.what == "extra":
        return f"Hop {b.number} of the other ({hop_name(b)}: {shown(other)}) is missing in the one."
    if change.what == "order":
        return f"Hop {a.number} of the one ({hop_name(a)}) comes as hop {b.number} in the other."
    if change.what == "outcome":
        return f"The session ended like this in the one: {shown(one)}; and like this in the other: {shown(other)}."
    where = f"Hop {a.number}" if a.number == b.number else f"Hop {a.number} (hop {b.number} in the other)"
    if change.what == "time":
        return f"{where} comes {one} after the hop before it in the one, and {other} in the other."
    if _element(change):
        side, value = ("other", other) if one is None else ("one", one)
        return f"{where}: `{visible(change.place)}` of the {side} is {_value(value, change)}."
    subject = _subject(change)
    if change.place == "form" and change.what == "encoding" and change.how == "":
        return f"{where}: the same is said as {one} in the one and as {other} in the other."
    if change.what == "encoding" and not change.how.startswith("both mean"):
        return f"{where}: {subject} means the same in both."
    verb = {"name": "is called", "place": "stands at"}.get(change.how, "is written" if change.how else "is")
    return f"{where}: {subject} {verb} {_value(one, change)} in the one and {_value(other, change)} in the other."


def _element(change: Change) -> bool:
    """True for an element of a list that one side lacks: its number says nothing about the list of that side."""
    return change.what in ("JSON", "XML") and change.place.endswith("]") and None in change[2:4]


def _subject(change: Change) -> str:
    place = visible(change.place)
    if change.what in ("header", "parameter"):
        return f"the {change.what} `{place}`"
    if change.what in ("JSON", "XML"):
        return f"`{place}`" if place else f"the {change.what}"
    return f"the {place}" if place in _PARTS else f"`{place}`"


def _value(value: str | None, change: Change) -> str:
    if value is None:
        return "missing"
    return shown(value) if change.bare else f'"{shown(value)}"'


def _note(found: Found, change: Change) -> str:
    """How the bytes differ where the meaning is the same; where long texts begin to differ; other places."""
    if change.what == "encoding" and change.how:
        both = change.how.startswith("both mean")
        return shown(f"B{change.how[1:]}." if both else f"The bytes differ in {change.how}.")
    if change.what == "text" and change.place in _BODIES:
        same = len(change.one[: shared(change.one, change.other)].encode("utf-8", "surrogateescape"))
        if same and (max(len(change.one), len(change.other)) > KEPT or change.place == "bytes"):
            return f"They first differ at offset {same:,}."
    if _element(change):
        return f"The list has no such element in the {'one' if change.one is None else 'other'}."
    if change.there and change.what in ("JSON", "XML") and change.how != "place":
        return f"In the other it stands at `{visible(change.there)}`." if change.how != "name" else ""
    return ""


def _elsewhere(found: Found) -> str:
    """Where the same difference comes again, and the hops that one side did not live to see."""
    notes = []
    if found.again:
        hops = _hops([one for one, _ in found.again])
        header, plural = found.change.what == "header", len(found.again) > 1
        notes.append(f"The same at {hops}." if header else f"{hops.capitalize()} follow{'s' * (not plural)} from it.")
    for hops, side in zip(found.tail, ("the one", "the other"), strict=True):
        if hops:
            notes.append(f"Only {side} has what comes after that: {_hops(hops)}.")
    return " ".join(notes)


def _hops(hops: list[Hop]) -> str:
    numbers = [str(hop.number) for hop in hops[:LISTED]]
    if len(hops) > LISTED:
        return f"hops {', '.join(numbers)} and {len(hops) - LISTED:,} more"
    return f"hops {', '.join(numbers[:-1])} and {numbers[-1]}" if len(hops) > 1 else f"hop {numbers[0]}"
