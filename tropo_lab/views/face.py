"""What every shown thing has: an HTML face, a plain face, and nothing that changes from run to run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import ClassVar

from markupsafe import Markup

from tropo_lab.escapes import visible_html
from tropo_lab.views.model import NAMES, Band
from tropo_lab.views.theme import style


class Face(ABC):
    """Something to look at: `html` and `plain` show the same; `print`, `repr` and tests see the plain one."""

    # the style sheets that this view needs beside the common one
    sheets: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def inner(self) -> Markup:
        """The HTML without its frame and style, so that one view can hold another."""

    @property
    @abstractmethod
    def plain(self) -> str:
        """The same as readable text."""

    @property
    def html(self) -> str:
        """A fragment that stands alone: no script, nothing loaded, style for `tl-` classes only."""
        return str(style("base", *self.sheets) + Markup('<div class="tl-view">') + self.inner + Markup("</div>"))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.plain}

    def __repr__(self) -> str:
        return self.plain

    def __str__(self) -> str:
        return self.plain


@cache
def route_html(sender: str, receiver: str) -> Markup:
    """`launcher → Tropo`, each in the colour of its lane."""
    return Markup(" → ".join(f'<b class="tl-party tl-{party}">{NAMES[party]}</b>' for party in (sender, receiver)))


def step_html(band: Band) -> Markup:
    """The heading of a band: the step's number and title."""
    return Markup('<p class="tl-step"><b>{}</b> {}</p>').format(band.step.label, band.title)


def broken_html(sentence: str) -> Markup:
    """Where it broke, marked by a sign, a colour and words."""
    return Markup('<p class="tl-broken"><b aria-hidden="true">✕</b> {}</p>').format(visible_html(sentence))
