"""The encoding bench to look at: any text, as each launch form carries it and as it comes out at the other end."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from tropo_lab.encodings.bench import LONGEST, carried
from tropo_lab.encodings.careless_launcher import MISTAKES
from tropo_lab.encodings.carried import Carried
from tropo_lab.encodings.rows import COLUMNS, row_html, row_plain
from tropo_lab.errors import BadSetup
from tropo_lab.escapes import clipped
from tropo_lab.views.face import Face, broken_html

_CHOICES = {"": "none", **{mistake: mistake for mistake in MISTAKES[1:]}}


@dataclass(frozen=True, repr=False)
class Encodings(Face):
    """One text in every form, with one of `MISTAKES`; with `controls`, a form in which both can be changed."""

    sheets = ("controls", "encodings")

    text: str
    mistake: str = ""
    controls: bool = False

    @property
    def rows(self) -> tuple[Carried, ...]:
        """What became of the text in each form; BadSetup when the bench cannot take it."""
        return carried(self.text, self.mistake)

    @property
    def says(self) -> str:
        """The sentence that is announced: how many of the requests brought the text through."""
        try:
            rows = self.rows
        except BadSetup as bad:
            return str(bad)
        came = sum(row.unharmed for row in rows)
        lost = sum(row.text is None for row in rows)
        changed = len(rows) - came - lost
        return f"Of {len(rows)} requests, {came} came through unharmed, {changed} changed and {lost} not at all."

    @property
    def _title(self) -> str:
        return self.says if self.controls else f"The launcher’s mistake: {_CHOICES[self.mistake]}. {self.says}"

    @property
    def plain(self) -> str:
        try:
            rows = self.rows
        except BadSetup as bad:
            return str(bad)
        return "\n\n".join(
            [self._title, *map(row_plain, rows), "⟦ ⟧ marks the value as sent, and where the text differs."]
        )

    @property
    def inner(self) -> Markup:
        form = self._form() if self.controls else Markup("")
        try:
            rows = self.rows
        except BadSetup as bad:
            return form + broken_html(str(bad))
        head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
        legend = "Framed is what did not arrive as typed, underlined what came instead."
        return form + Markup(
            f'<table class="tl-grid tl-bench"><caption>{escape(self._title)} {legend}</caption>'
            f"<thead><tr>{head}</tr></thead>{''.join(map(row_html, rows))}</table>"
        )

    def _form(self) -> Markup:
        choice = '<label class="tl-field"><input type="radio" name="mistake" value="{}"{}> {}</label>'
        choices = "".join(
            choice.format(mistake, " checked" if mistake == self.mistake else "", words)
            for mistake, words in _CHOICES.items()
        )
        # no page can hold half a character; HTML drops a line feed that begins a text area
        text = escape(clipped(self.text, 2 * LONGEST).encode("utf-8", "replace").decode())
        return Markup(
            '<form method="post" class="tl-form tl-typing" data-tl-form data-tl-live="type"><label class="tl-field">'
            f'<span>Text to send</span> <textarea name="text" rows="2" data-tl-follows>\n{text}</textarea></label>'
            f'<fieldset class="tl-mistakes"><legend>The launcher’s mistake</legend>{choices}</fieldset>'
            '<noscript><button name="do" value="type" class="tl-button">Send</button></noscript></form>'
        )


def encodings(text: str, mistake: str = "", controls: bool = False) -> Encodings:
    """The text in every launch form, sent with one of `MISTAKES`; an empty one is none."""
    return Encodings(text, mistake, controls)
