"""Where a launch parameter turns up: every hop and part that holds its value, whole, inside, or changed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote_plus

from tropo_lab.trace import PHONE, Hop, Trace
from tropo_lab.views.following.pieces import HEADER, TEXT, Piece, pieces, written_in
from tropo_lab.views.octets.span import LAYOUT, NAMES, Span
from tropo_lab.views.octets.spans import MORE, Section, sections, spans

RESERVED = ("token", "action")
TEXTED = "text"  # the name of what a phone sent
_NUMBER = re.compile(r"\+?[\d\s().-]{7,24}")
_SHORTEST = 3  # a shorter value turns up by chance
# what repeats a value without end, or launches with names without end, tells no more by it
MOST_IN_PART, MOST_IN_HOP, MOST_NAMES = 10, 50, 50


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


def parameters(trace: Trace) -> dict[str, str]:
    """The values that can be followed, by name: what the launcher sent beside token and action, or a phone's text.

    Of a launch with more than `MOST_NAMES` parameters, the first.
    """
    launch = next((hop for hop in trace.hops if hop.kind == "launch"), None)
    if launch:
        found = {name: span.meant for span in spans(launch) if (name := _parameter(span))}
        named = ((name, value) for name, value in found.items() if name not in RESERVED and value)
        return dict(islice(named, MOST_NAMES))
    first = trace.hops[0] if trace.hops else None
    if first and first.sender == PHONE:
        text = next((span.meant for span in spans(first) if span.label == "text"), "")
        return {TEXTED: text} if text else {}
    return {}


def _parameter(span: Span) -> str:
    """The name of the parameter whose value this span is; empty when it is none."""
    if span.label == "parameter value" or (span.label == "JSON value" and not span.depth):
        return span.path
    if span.label == "attribute value" and span.path.endswith("]"):
        return span.path.partition("[")[2][:-1]
    return span.path.rpartition(".")[2] if span.label == "XML text" and span.depth == 1 else ""


def places(trace: Trace, name: str, value: str) -> list[Place]:
    """The places where the value turns up, in the order of the wire: in one hop up to `MOST_IN_HOP`, in one part of it
    up to `MOST_IN_PART`."""
    return [place for hop in trace.hops for place in islice(_places(hop, name, value), MOST_IN_HOP)]


def _places(hop: Hop, name: str, value: str) -> Iterator[Place]:
    pattern, changes = _forms(value)
    for section in sections(hop):
        for span in section.spans:
            if span.label is LAYOUT or span.label is MORE or span.label in NAMES or not span.meant:
                continue
            if len(value) < _SHORTEST and not (span.meant == value and _is_home(span, name)):
                continue
            found = list(islice(pattern.finditer(span.meant), MOST_IN_PART))
            cut = pieces(span) if found else []
            for one in found:
                yield _place(hop, section, span, cut, one, changes)
            if not found and _is_beginning(span.meant, value):
                yield _cut_off(hop, section, span, value)


def _is_home(span: Span, name: str) -> bool:
    return _parameter(span) == name or span.path.rpartition(".")[2] == name or span.label == "text"


def _is_beginning(meant: str, value: str) -> bool:
    """True when the value was cut off here: a few first words alone may be there by chance."""
    count = len(meant)
    return value.startswith(meant) and (count >= 20 or (count > _SHORTEST and value[count : count + 1] in "&#=;%+"))


def _place(
    hop: Hop, section: Section, span: Span, cut: list[Piece], found: re.Match, changes: tuple[str, ...]
) -> Place:
    begin, end = found.span()
    if len(cut) == 1 and (begin, end) != (0, len(span.meant)):
        # the bytes cannot be told apart, so the whole part stands for the value
        begin, end = 0, len(span.meant)
    before, value, after, at = [], [], [], 0
    for piece in cut:
        (before if at < begin else value if at < end else after).append(piece)
        at += len(piece.meant)
    change = changes[found.lastindex - 1]
    if change == _NUMBER_FORM:
        change = _number_change(found[0], changes[-1])
    if change.startswith("still") and written_in(span) in (HEADER, TEXT):
        change = change.removeprefix("still ").partition(":")[0] + ", as this place wants it"
    left, right = ("".join([piece.sent for piece in side]) for side in (before, after))
    return Place(hop, section, span, left, tuple(value), right, change)


def _cut_off(hop: Hop, section: Section, span: Span, value: str) -> Place:
    count = len(span.meant)
    change = f"cut off after {count} characters, before “{value[count : count + 12]}”"
    return Place(hop, section, span, "", tuple(pieces(span)), "", change)


# the forms in which a value may turn up

_NUMBER_FORM = "as a number"


@lru_cache(64)
def _forms(value: str) -> tuple[re.Pattern, tuple[str, ...]]:
    """A pattern with one group for each form of the value, and for each what has changed."""
    forms = {value: ""}
    for text, change in (
        (quote_plus(value, errors="surrogatepass"), "still percent-encoded: nobody decoded it here"),
        (quote(value, errors="surrogatepass"), "still percent-encoded: nobody decoded it here"),
        (json.dumps(value)[1:-1], "still escaped for JSON: nobody decoded it here"),
        (html.escape(value), "still escaped for HTML: nobody decoded it here"),
        (_misread(value), "misread: its UTF-8 bytes were taken for Latin-1"),
        (re.sub(r"[^\x00-\x7f]", "?", value), "damaged: characters beyond ASCII became question marks"),
        (re.sub(r"[^\x00-\x7f]", "\ufffd", value), "damaged: characters beyond ASCII became �"),
        (
            unquote_plus(value) if "%" in value else "",
            "decoded here, where the launcher’s value is still encoded",
        ),
        (_reread(value), "still whole here, before it was misread"),
    ):
        if len(text) >= _SHORTEST:
            forms.setdefault(text, change)
    patterns = [_bounded(text) for text in forms]
    changes = list(forms.values())
    if _NUMBER.fullmatch(value):
        digits = re.sub(r"\D", "", value)
        core = digits[-10:] if len(digits) == 10 or (len(digits) == 11 and digits[0] == "1") else digits
        country = "1?" if core != digits or len(digits) == 10 else ""
        patterns.append(rf"((?<![\d+])\+?{country}{core}(?!\d))")
        changes += [_NUMBER_FORM, value]
    return re.compile("|".join(patterns)), tuple(changes)


def _bounded(text: str) -> str:
    """The text as a word of its own: what is next to it must not belong to it."""
    left = r"(?<![\w+])" if text[0].isalnum() else ""
    right = r"(?!\w)" if text[-1].isalnum() else ""
    return f"({left}{re.escape(text)}{right})"


def _misread(value: str) -> str:
    return value.encode("utf-8", "replace").decode("latin-1")


def _reread(value: str) -> str:
    try:
        return value.encode("latin-1").decode()
    except ValueError:
        return value


def _number_change(found: str, value: str) -> str:
    """How the number as found differs from the one that was launched."""
    told = []
    if found.startswith("+") != value.startswith("+"):
        told.append("with a + in front" if found.startswith("+") else "without its +")
    digits, given = re.sub(r"\D", "", found), re.sub(r"\D", "", value)
    if len(digits) != len(given):
        told.append("with the country code 1" if len(digits) > len(given) else "without the country code 1")
    if re.search(r"[^\d+]", value):
        told.append("without punctuation")
    return f"the same number, {' and '.join(told)}" if told else ""
