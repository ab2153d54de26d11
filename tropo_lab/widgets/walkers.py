"""Widgets that walk through a recorded session: in the browser, also while a cell runs, and by calls from Python."""

from __future__ import annotations

from dataclasses import replace

import traitlets

from tropo_lab.trace import Hop, Trace
from tropo_lab.views import follow, side_by_side, walk, wire
from tropo_lab.views.alone import Alone
from tropo_lab.views.face import Face
from tropo_lab.views.sequence import Sequence
from tropo_lab.widgets.shown import Shown


class Booked(Shown):
    """Frames that the browser holds (see `Sequence.book`).

    `at` is the frame that is looked at, from 1; `track` the number of the way through, from 0; `raw` shows bytes as
    they crossed.
    """

    book = traitlets.Bytes().tag(sync=True)
    at = traitlets.Int().tag(sync=True)
    track = traitlets.Int(0).tag(sync=True)
    raw = traitlets.Bool(False).tag(sync=True)


class Walker(Booked):
    """A sequence to walk through: by keys and buttons in the browser, by calls from a cell."""

    def __init__(self, view: Sequence):
        self._view = view
        self._names = [track.name for track in view.tracks] if view.track else [""]
        super().__init__(book=view.book, at=view.at, track=self._names.index(view.track))

    @property
    def face(self) -> Sequence:
        return replace(self._view, at=self.at, track=self._names[self.track])

    def _stand(self, view: Sequence):
        self.at = view.at
        # the cell that stepped shows where it got to
        return self

    def go(self, number: int):
        """Stand at that place; IndexError says which there are."""
        return self._stand(self.face.go(number))

    def next(self):
        """One place on; at the last one nothing happens."""
        return self._stand(self.face.next())

    def back(self):
        """One place back; at the first one nothing happens."""
        return self._stand(self.face.back())

    def first(self):
        """The first place."""
        return self._stand(self.face.first())

    def last(self):
        """The last place."""
        return self._stand(self.face.last())


class Stepper(Walker):
    """One trace, hop by hop: the diagram with the hop marked, the sentence that explains it, and its bytes."""

    def __init__(self, trace: Trace, at: int = 1):
        super().__init__(walk(trace, at))


class SideBySide(Walker):
    """A Scripting and a WebAPI trace in step: one key moves both, and what one of them lacks is a named gap."""

    def __init__(self, scripting_trace: Trace, webapi_trace: Trace):
        super().__init__(side_by_side(scripting_trace, webapi_trace))


class Follow(Walker):
    """One value through a session: where it is found, and how it is written there. `name` is a launch parameter."""

    def __init__(self, trace: Trace, name: str | None = None):
        super().__init__(follow(trace, name))

    def choose(self, name: str):
        """Follow another value, from its first place."""
        view = follow(self._view.trace, name)
        self.track = self._names.index(view.track)
        return self._stand(view)


class Bytes(Booked):
    """The bytes of one hop, each labelled; `raw` shows them as they crossed."""

    def __init__(self, hop: Hop, raw: bool = False):
        self._hop = hop
        shown = wire(hop)
        super().__init__(book=Alone(shown, shown.title).book, at=1, raw=raw)

    @property
    def face(self) -> Face:
        return wire(self._hop, pretty=not self.raw)
