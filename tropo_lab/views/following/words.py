"""What is said of one place of a value that is followed: where it is, how it is written, and what became of it."""

from __future__ import annotations

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import PHONE, Trace
from tropo_lab.views.following.occurrences import Place
from tropo_lab.views.following.pieces import FORM, HEADER, JSON, XML, written_in
from tropo_lab.views.following.pieces import PHONE as ON_PHONE
from tropo_lab.views.model import NAMES

_HARM = ("still percent", "still escaped", "misread", "damaged", "cut off")  # how changes begin that do harm


def where(place: Place) -> str:
    """Where the value is, such as `Hop 2, launcher → Tropo, msg:`."""
    hop = place.hop
    path = visible(clipped(place.span.path, 80))
    return f"Hop {hop.number}, {NAMES[hop.sender]} → {NAMES[hop.receiver]}, {path}:"


def words(place: Place, earlier: tuple[Place, ...]) -> str:
    """What is to be said about the value here."""
    last = earlier[-1] if earlier else None
    told = []
    if last and (last.sent, last.meant) == (place.sent, place.meant):
        told.append(f"unchanged, now as {way(place)}" if way(last) != way(place) else "unchanged")
    else:
        told += [place.change] if place.change and (not last or place.change != last.change) else []
        told.append(encoding(place))
    if place.inside and not place.change.startswith("the same number"):
        told.append("inside a longer value")
    cut = _cut_at(place, earlier)
    if cut:
        told.append(f"cut off at {cut}, which the launcher did not encode")
    new = place.span.odd if not place.change and (not last or place.span.odd != last.span.odd) else ""
    return f"{'; '.join(told)}.{f' ⚠ {new}' if new else ''}"


def way(place: Place) -> str:
    """The encoding that the value is written in."""
    return ON_PHONE if PHONE in (place.hop.sender, place.hop.receiver) else written_in(place.span)


def encoding(place: Place) -> str:
    """How the value is written here."""
    how = way(place)
    changed = dict.fromkeys((piece.sent, piece.meant) for piece in place.value if piece.sent != piece.meant)
    told = []
    if how == FORM:
        if ("+", " ") in changed:
            changed.pop(("+", " "))
            told.append("+ stands for a space here, as in forms")
        told += [f"{_clip(sent)} stands for {_clip(meant)}" for sent, meant in list(changed)[:3]]
        return "; ".join(told) or "form encoding leaves it as it is"
    told = [f"{_clip(meant)} is sent as {_clip(sent)}" for sent, meant in list(changed)[:3]]
    if how in (JSON, XML):
        return f"{how}: {', '.join(told)}" if told else f"{how} needs no escape here"
    if how == ON_PHONE:
        return "plain UTF-8 on the phone"
    return "in a header, as it is" if how == HEADER else "in plain text"


def _clip(text: str) -> str:
    return visible(clipped(text, 24))


def is_harmed(place: Place, earlier: tuple[Place, ...]) -> bool:
    """True where the value is first seen changed in a way that nobody wanted."""
    if place.change and place.change.startswith(_HARM):
        return not earlier or earlier[-1].change != place.change
    return bool(_cut_at(place, earlier))


def _cut_at(place: Place, earlier: tuple[Place, ...]) -> str:
    """The character at which the launcher’s own request cut the value, as an earlier hop shows; else nothing."""
    if place.hop.kind != "launch" or place.inside:
        return ""
    for before in earlier:
        left = before.span.meant.removeprefix(before.meant)
        if before.hop.kind == "click" and left[:1] in ("&", "#") and before.span.meant.startswith(before.meant):
            return left[0]
    return ""


def lost(trace: Trace, name: str, found: tuple[Place, ...]) -> tuple[int, str] | None:
    """The hop at which the way of the value ends, and the sentence on it; None when it reached a phone."""
    reached = any(place.hop.receiver == PHONE for place in found)
    last = found[-1].hop
    later = next((hop for hop in trace.hops if hop.number > last.number and hop.receiver == PHONE), None)
    if reached:
        return None
    shown = visible(clipped(name, 40))
    if later:
        why = f"hop {later.number} reaches the phone without it"
    elif trace.outcome is None:
        why = "the session is still running"
    elif trace.outcome.where:
        why = f"the session broke ({visible(clipped(trace.outcome.name, 60))})"
    else:
        why = "nothing that was sent later holds it"
    return last.number, f"{shown} goes no further: {why}; hop {last.number} is the last that carries it."
