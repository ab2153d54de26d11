"""Where a value turns up: every hop and part that holds it, whole, inside, or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tropo_lab.trace import Hop, Trace
from tropo_lab.views.following.forms import SHORTEST, changed, forms
from tropo_lab.views.following.pieces import HEADER, TEXT, Piece, pieces, written_in
from tropo_lab.views.following.values import Followed, parameter
from tropo_lab.views.octets.span import LAYOUT, MORE, NAMES, Span
from tropo_lab.views.octets.spans import Section, sections

# what repeats a value without end tells no more by it
MOST_IN_PART, MOST_IN_HOP = 10, 50


class Place(NamedTuple):
    """One occurrence: the part of a hop that holds the value, and the value's own pieces in it.

    `before` and `after` are what else that part holds, as sent; `change` says in words how the value differs from the
    one that the launcher sent, and is empty when it does not.
    """

    hop: Hop
    section: Section
    span: Span
    before: str
    value: tuple[Piece, ...]
    after: str
    change: str

    @property
    def sent(self) -> str:
        return "".join([piece.sent for piece in self.value])

    @property
    def meant(self) -> str:
        return "".join([piece.meant for piece in self.value])

    @property
    def inside(self) -> bool:
        """True when the value is a part of something longer."""
        return bool(self.before or self.after)


def places(trace: Trace, wanted: Followed) -> list[Place]:
    """The places where the value turns up, in the order of the wire: in one hop up to `MOST_IN_HOP`, in one part of it
    up to `MOST_IN_PART`."""
    hops = trace.hops[wanted.since - 1 :]
    return [place for hop in hops for place in islice(_places(hop, wanted), MOST_IN_HOP)]


def _places(hop: Hop, wanted: Followed) -> Iterator[Place]:
    chosen = wanted.choice if wanted.choice and hop.number >= wanted.chosen else ""
    for section in sections(hop):
        for span in section.spans:
            if span.label is LAYOUT or span.label is MORE or span.label in NAMES or not span.meant:
                continue
            yield from _in_part(hop, section, span, wanted.value, wanted.homes)
            if chosen:
                says = f"the choice that “{wanted.value[:24]}” stands for"
                its = _in_part(hop, section, span, chosen, wanted.homes)
                yield from (place._replace(change=place.change or says) for place in its)


def _in_part(hop: Hop, section: Section, span: Span, value: str, homes: frozenset[str]) -> Iterator[Place]:
    if len(value) < SHORTEST and not (span.meant == value and _is_home(span, homes)):
        return
    pattern, changes = forms(value)
    found = list(islice(pattern.finditer(span.meant), MOST_IN_PART))
    cut = pieces(span) if found else []
    for one in found:
        yield _place(hop, section, span, cut, one, changed(one, changes))
    if not found and _is_beginning(span.meant, value):
        yield _cut_off(hop, section, span, value)


def _is_home(span: Span, homes: frozenset[str]) -> bool:
    return parameter(span) in homes or span.path.rpartition(".")[2] in homes or span.label == "text"


def _is_beginning(meant: str, value: str) -> bool:
    """True when the value was cut off here: a few first words alone may be there by chance."""
    count = len(meant)
    return value.startswith(meant) and (count >= 20 or (count > SHORTEST and value[count : count + 1] in "&#=;%+"))


def _place(hop: Hop, section: Section, span: Span, cut: list[Piece], found: re.Match, change: str) -> Place:
    begin, end = found.span()
    if len(cut) == 1 and (begin, end) != (0, len(span.meant)):
        # the bytes cannot be told apart, so the whole part stands for the value
        begin, end = 0, len(span.meant)
    before, value, after, at = [], [], [], 0
    for piece in cut:
        (before if at < begin else value if at < end else after).append(piece)
        at += len(piece.meant)
    if change.startswith("still") and written_in(span) in (HEADER, TEXT):
        change = change.removeprefix("still ").partition(":")[0] + ", as this place wants it"
    left, right = ("".join([piece.sent for piece in side]) for side in (before, after))
    return Place(hop, section, span, left, tuple(value), right, change)


def _cut_off(hop: Hop, section: Section, span: Span, value: str) -> Place:
    count = len(span.meant)
    change = f"cut off after {count} characters, before “{value[count : count + 12]}”"
    return Place(hop, section, span, "", tuple(pieces(span)), "", change)
