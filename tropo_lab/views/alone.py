"""A single view as a sequence of one frame, for a widget that has nothing to step through."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.views.face import Face
from tropo_lab.views.sequence import Frame, Sequence, Track


@dataclass(frozen=True, repr=False)
class Alone(Sequence):
    """`face`, under `title`."""

    face: Face
    title: str
    at: int = 1
    track: str = ""

    stage = Markup("")
    length = 1

    @property
    def name(self) -> str:
        return self.title

    @property
    def tracks(self) -> tuple[Track, ...]:
        return (Track("", (Frame("", self.title, (), self.face.inner),)),)

    @property
    def inner(self) -> Markup:
        return self.face.inner

    @property
    def plain(self) -> str:
        return self.face.plain
