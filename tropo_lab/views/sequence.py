"""What can be walked through: a picture that stays, and frames of which one is looked at.

A sequence is a pure value. The widget, the page of `serve` and the one-file page all show its `book`, and its HTML and
plain faces show the frame at which it stands, so that no two ways of stepping can disagree.
"""

from __future__ import annotations

import json
import zlib
from abc import abstractmethod
from dataclasses import replace
from typing import ClassVar, NamedTuple

from markupsafe import Markup, escape

from tropo_lab.views.face import Face


class Frame(NamedTuple):
    """One place to stand: `marks` are the `data-hop` values that light up in the picture.

    `label` says where we are (`Hop 3 of 7 · …`), `says` is the one sentence that is announced on arrival, and `inner`
    is what is shown there, the sentence included.
    """

    label: str
    says: str
    marks: tuple[str, ...]
    inner: Markup


class Track(NamedTuple):
    """One way through the picture: its name where there is a choice, and its frames.

    With `lit` every hop that a frame of this track marks stays lit; else hops light up as they are reached.
    """

    name: str
    frames: tuple[Frame, ...]
    lit: bool = False


class Sequence(Face):
    """A picture and the frames to walk through. `at` counts from 1; 0 where there is nothing to walk through.

    Subclasses are frozen dataclasses with the fields `at` and `track`.
    """

    at: int
    track: str = ""
    # True where frames hold the bytes of hops, which can be looked at raw
    shows_bytes: ClassVar[bool] = True
    # what is counted
    noun: ClassVar[str] = "places"

    @property
    @abstractmethod
    def name(self) -> str:
        """What is walked through, in a few words: the widget's accessible name."""

    @property
    @abstractmethod
    def stage(self) -> Markup:
        """The picture, with `data-hop` on everything that a frame can mark; may be empty."""

    @property
    @abstractmethod
    def tracks(self) -> tuple[Track, ...]:
        """Every way through, at least one."""

    @property
    @abstractmethod
    def length(self) -> int:
        """How many frames the present track has."""

    # standing and walking

    def go(self, number: int):
        """The view of that frame; IndexError says how many there are."""
        if not isinstance(number, int) or not 1 <= number <= self.length:
            raise IndexError(f"There are {self.noun} 1 to {self.length} to look at; {number!r} is none of them.")
        return replace(self, at=number)

    def _near(self, number: int):
        return replace(self, at=max(min(number, self.length), min(1, self.length)))

    def next(self):
        """The next frame; at the last one, this view again."""
        return self._near(self.at + 1)

    def back(self):
        """The frame before; at the first one, this view again."""
        return self._near(self.at - 1)

    def first(self):
        """The first frame."""
        return self._near(1)

    def last(self):
        """The last frame."""
        return self._near(self.length)

    @property
    def opened(self) -> Markup:
        """The picture and every frame of the first track, one after the other: a page needs no more."""
        section = (
            '<section class="tl-frame" data-label="{}" data-says="{}" data-marks="{}"><h2 class="tl-place">{}</h2>{}'
            "</section>"
        )
        frames = "".join(
            section.format(escape(one.label), escape(one.says), " ".join(one.marks), escape(one.label), one.inner)
            for one in self.tracks[0].frames
        )
        return Markup(
            f'<div class="tl-sequence" role="group" aria-label="{escape(self.name)}"><div class="tl-stage">{self.stage}'
            f'</div><div class="tl-frames">{frames}</div></div>'
        )

    # for those who step without asking again

    @property
    def book(self) -> bytes:
        """Everything that stepping needs, as zlib-compressed JSON: `{"name","stage","raw","tracks":[…]}`."""
        tracks = [
            {
                "name": track.name,
                "lit": track.lit,
                "frames": [[frame.label, frame.says, frame.marks, frame.inner] for frame in track.frames],
            }
            for track in self.tracks
        ]
        told = {"name": self.name, "stage": self.stage, "raw": self.shows_bytes, "tracks": tracks}
        # what strangers sent may hold halves of characters, which ASCII carries as escapes
        return zlib.compress(json.dumps(told, separators=(",", ":")).encode("ascii"), 3)
