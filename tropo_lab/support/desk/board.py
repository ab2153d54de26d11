"""The desk to look at: a place to paste into, what was expected, examples to try, and the diagnosis below."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from tropo_lab.support.desk import shown
from tropo_lab.support.desk.diagnosed import Diagnosis
from tropo_lab.support.desk.examples import EXAMPLES
from tropo_lab.views.face import Face

# a browser bears no more in one field; what is longer is diagnosed all the same
LONGEST = 200_000
EXPECTED = {"": "I do not know", "text": "a text", "call": "a call"}
NOTEBOOK, PAGE = "notebook", "page"
_HOLDER = (
    "A launch URL or request, the session JSON, what your catcher answers, a hosted script, a log … "
    "or several of them together"
)


@dataclass(frozen=True, repr=False, eq=False)
class Board(Face):
    """What was pasted, and what became of it. `controls` is `notebook`, `page`, or empty for something to read."""

    sheets = ("controls", "desk", "figure", "octets")

    text: str = ""
    wanted: str = ""
    diagnosis: Diagnosis | None = None
    controls: str = ""
    count: int = 0

    @property
    def says(self) -> str:
        """The sentence that is announced: what was found."""
        return self.diagnosis.says if self.diagnosis else ""

    @property
    def plain(self) -> str:
        return self.diagnosis.plain if self.diagnosis else "The desk is empty: desk.paste(text) diagnoses a text."

    @property
    def inner(self) -> Markup:
        below = self._below()
        if not self.controls:
            return below or Markup('<p class="tl-note">{}</p>').format(self.plain)
        return self._form() + below

    def _below(self) -> Markup:
        found = self.diagnosis
        if found is None:
            return Markup("")
        if not self.controls or not found.walked:
            return found.inner if not self.controls else shown.diagnosis(found, Markup(""), self.controls)
        if self.controls == PAGE:
            walked = Markup('<div data-at="{}">{}</div>').format(found.walked.at, found.walked.opened)
        else:
            walked = Markup('<div data-tl-own data-tl-key="walk-{}"></div>').format(self.count)
        return shown.diagnosis(found, walked, self.controls)

    def _form(self) -> Markup:
        radio = '<label class="tl-field"><input type="radio" name="wanted" value="{}"{}> {}</label>'
        choices = "".join(
            radio.format(value, " checked" if value == self.wanted else "", words) for value, words in EXPECTED.items()
        )
        button = '<button name="do" value="example-{}" class="tl-button tl-try">{}</button>'
        examples = " ".join(button.format(place, escape(one.title)) for place, one in enumerate(EXAMPLES))
        # no page can hold half a character; HTML drops a line feed that begins a text area
        text = escape(self.text[:LONGEST].encode("utf-8", "replace").decode())
        how = "data-tl-form" if self.controls == NOTEBOOK else ""
        return Markup(
            f'<form method="post" class="tl-form tl-desk" {how}><label class="tl-field">'
            "<span>Paste what you have</span>"
            f'<textarea name="text" rows="8" spellcheck="false" autocomplete="off" placeholder="{_HOLDER}" '
            f'data-tl-follows>\n{text}</textarea></label><div class="tl-asked"><fieldset class="tl-wanted">'
            f"<legend>What did you expect?</legend>{choices}</fieldset>"
            '<button name="do" value="diagnose" class="tl-button tl-main">Diagnose</button></div>'
            f'<p class="tl-tries"><span>Or try</span> {examples}</p></form>'
        )
