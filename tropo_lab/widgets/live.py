"""Widgets that show a state and take what the reader does: a new state covers the old, forms come back as dicts."""

from __future__ import annotations

import traitlets
from markupsafe import Markup

from tropo_lab.encodings import MISTAKES, encodings
from tropo_lab.errors import BadSetup, LabError
from tropo_lab.trace import Trace
from tropo_lab.views import diff
from tropo_lab.views.face import Face
from tropo_lab.widgets.shown import Shown


class Live(Shown):
    """A view with controls.

    `state` is what the browser shows: `{"html", "says", "heard"}`. `heard` counts the forms that came from there, so
    that the browser knows which of them still wait for a cell to end.
    """

    state = traitlets.Dict().tag(sync=True)

    def __init__(self):
        super().__init__()
        self._heard, self._trouble, self._remark = 0, "", ""
        self.on_msg(self._on_form)
        self.refresh()

    def controlled(self) -> Face:
        """The view with its controls; it has a sentence `says` that is announced when it changes."""
        raise NotImplementedError

    def act(self, fields: dict[str, str]) -> None:
        """Do what a form asks; a LabError becomes a sentence beside the controls."""

    def refresh(self) -> None:
        """Show the present state."""
        shown = self.controlled()
        beside = Markup("")
        if self._trouble:
            beside = Markup('<p class="tl-trouble" role="alert">{}</p>').format(self._trouble)
        elif self._remark:
            beside = Markup('<p class="tl-note">{}</p>').format(self._remark)
        self.state = {"html": str(shown.inner + beside), "says": getattr(shown, "says", ""), "heard": self._heard}

    def _on_form(self, _, fields: dict, buffers: list) -> None:
        self._heard += 1
        try:
            self.act({str(name): str(value) for name, value in fields.items()})
            self._trouble = ""
        except LabError as bad:
            self._trouble = str(bad)
        self.refresh()


class Diff(Live):
    """The real differences between two sessions; there is nothing to press."""

    def __init__(self, one: Trace, other: Trace):
        self._diff = diff(one, other)
        super().__init__()

    @property
    def face(self) -> Face:
        return self._diff

    def controlled(self) -> Face:
        return self._diff


class EncodingBench(Live):
    """Any text as each launch form carries it, as it comes out at the other end, and as careless launchers spoil it."""

    def __init__(self, text: str = "Café & crème: 100% + 1?", mistake: str = ""):
        self._text, self._mistake = text, mistake
        super().__init__()

    @property
    def face(self) -> Face:
        return encodings(self._text, self._mistake)

    def controlled(self) -> Face:
        return encodings(self._text, self._mistake, controls=True)

    def type(self, text: str) -> EncodingBench:
        """Put another text in."""
        self.act({"text": text, "mistake": self._mistake})
        self.refresh()
        return self

    def switch(self, mistake: str) -> EncodingBench:
        """Make a mistake, one of `MISTAKES`; an empty text makes none."""
        self.act({"text": self._text, "mistake": mistake})
        self.refresh()
        return self

    def act(self, fields: dict[str, str]) -> None:
        mistake = fields.get("mistake", "")
        if mistake not in MISTAKES:
            raise BadSetup(f"There is no mistake {mistake!r} here; choose one of {', '.join(filter(None, MISTAKES))}.")
        # a form may write line ends in its own way
        self._text, self._mistake = fields.get("text", "").replace("\r\n", "\n"), mistake
