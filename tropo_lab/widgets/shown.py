"""What every widget is: a view in the browser, and the same as HTML and as text where there is no widget manager."""

from __future__ import annotations

from pathlib import Path

import anywidget

from tropo_lab.views import theme
from tropo_lab.views.face import Face
from tropo_lab.views.script import script

_GLUE = Path(__file__).with_name("widget.js")


class Shown(anywidget.AnyWidget):
    """A widget with the three faces of one view. Subclasses say which view: `face`."""

    # one text: a notebook loads no file beside it
    _esm = f"{script()}\n{_GLUE.read_text('utf-8')}"
    _css = theme.css()

    @property
    def face(self) -> Face:
        """The view at which this widget stands, without controls."""
        raise NotImplementedError

    @property
    def html(self) -> str:
        """The HTML face, as notebooks keep it."""
        return self.face.html

    @property
    def plain(self) -> str:
        """The text face."""
        return self.face.plain

    def __repr__(self) -> str:
        return self.plain

    def __str__(self) -> str:
        return self.plain

    def _repr_mimebundle_(self, **kwargs):
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, metadata = shown
        face = self.face
        return {**data, "text/html": face.html, "text/plain": face.plain}, metadata
