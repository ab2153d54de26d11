"""One value followed through a trace: every place where it turns up, and how its encoding changes on the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from tropo_lab.escapes import clipped, visible
from tropo_lab.trace import Trace
from tropo_lab.views.figure import diagram
from tropo_lab.views.following.occurrences import Place, places
from tropo_lab.views.following.strip import SHOWN, context_html, says_html, strip_html
from tropo_lab.views.following.values import ANSWERED, followed
from tropo_lab.views.following.words import is_harmed, lost, where, words
from tropo_lab.views.model import a_trace
from tropo_lab.views.sequence import Frame, Sequence, Track


@dataclass(frozen=True, repr=False)
class Follow(Sequence):
    """The places of one value, one of which is looked at; `track` is the parameter's name."""

    sheets = ("figure", "octets", "follow")
    shows_bytes = False

    trace: Trace
    at: int
    track: str = ""

    @property
    def name(self) -> str:
        return f"Follow {visible(clipped(self.track, 40))} through {_hops(self.trace)}" if self.track else _NOTHING

    @property
    def stage(self) -> Markup:
        return diagram(self.trace).stage

    @property
    def tracks(self) -> tuple[Track, ...]:
        return _tracks(self.trace)

    @property
    def _present(self) -> Track:
        return next(track for track in self.tracks if track.name == self.track)

    @property
    def length(self) -> int:
        return len(self._present.frames)

    @property
    def plain(self) -> str:
        if not self.at:
            return _NOTHING
        out = [f"{visible(self.track)} = {visible(clipped(followed(self.trace)[self.track].value, SHOWN))}", ""]
        for number, frame in enumerate(self._present.frames, 1):
            out.append(f"{'▶' if number == self.at else ' '} {visible(frame.says)}")
        for place in _found(self.trace, self.track)[self.at - 1 : self.at]:
            out += ["", f"    as sent   {visible(clipped(place.sent, SHOWN))}"]
            out.append(f"    as meant  {visible(clipped(place.meant, SHOWN))}")
        return "\n".join(out)

    @property
    def inner(self) -> Markup:
        if not self.at:
            return Markup('<p class="tl-note">{}</p>').format(_NOTHING)
        frame = self._present.frames[self.at - 1]
        picture = diagram(self.trace, int(frame.marks[0])).drawing
        return Markup(f'<figure>{picture}</figure><p class="tl-place">{escape(frame.label)}</p>{frame.inner}')


_NOTHING = "There is nothing to follow: no launcher and no phone sent a value in this trace."


def _hops(trace: Trace) -> str:
    return f"{len(trace.hops)} hop" + "s" * (len(trace.hops) != 1)


def follow(trace: Trace, name: str | None = None) -> Follow:
    """The way of the value that was launched under that name; without a name, of the first one.

    For a session that a phone began, the name is `text`; what the phone says or texts later is `answer 1`, `answer 2`
    and so on. ValueError names those there are.
    """
    names = list(followed(a_trace(trace)))
    if name is None:
        return Follow(trace, min(1, len(names)), names[0] if names else "")
    if name not in names:
        known = f"it has {', '.join(map(repr, names))}" if names else "it has none"
        raise ValueError(f"Nothing was sent under the name {name!r} in this trace; {known}.")
    return Follow(trace, 1, name)


@lru_cache(8)
def _tracks(trace: Trace) -> tuple[Track, ...]:
    found = tuple(Track(name, _frames(trace, name), lit=True) for name in followed(trace))
    return found or (Track("", ()),)


@lru_cache(64)
def _found(trace: Trace, name: str) -> tuple[Place, ...]:
    return tuple(places(trace, followed(trace)[name]))


def _frames(trace: Trace, name: str) -> tuple[Frame, ...]:
    found = _found(trace, name)
    # an answer has arrived with whoever asked
    end = lost(trace, name, found) if followed(trace)[name].homes != ANSWERED else None
    count = len(found) + bool(end)
    shown = visible(clipped(name, 40))
    frames = []
    for number, place in enumerate(found, 1):
        earlier = found[: number - 1]
        says = f"{where(place)} {words(place, earlier)}"
        label = f"{shown} · place {number} of {count} · hop {place.hop.number}"
        last = earlier[-1] if earlier else None
        head = says_html(says, "tl-harm" if is_harmed(place, earlier) else "")
        inner = Markup(f"{head}{strip_html(place, last)}{context_html(place)}")
        frames.append(Frame(label, says, (str(place.hop.number),), inner))
    if end:
        number, says = end
        frames.append(Frame(f"{shown} · the end of its way", says, (str(number),), Markup(says_html(says, "tl-lost"))))
    return tuple(frames)
