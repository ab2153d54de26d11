"""A question before a cell to look at, with its choices, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.practice.faces import heading, prose
from tropo_lab.practice.panel import buttons
from tropo_lab.practice.prediction_book import Prediction
from tropo_lab.views.face import Face

HOW = "Choose one, then run the next cell."


@dataclass(frozen=True, repr=False)
class Told(Face):
    """How a prediction went: what was chosen, what is right, and why."""

    sheets = ("practice",)

    prediction: Prediction
    chosen: int

    @property
    def right(self) -> bool:
        """True when it came as predicted."""
        return self.chosen in self.prediction.right

    @property
    def _words(self) -> str:
        choices = self.prediction.choices
        if self.right:
            return f"As you predicted: {choices[self.chosen]}."
        rights = " or ".join(choices[place] for place in self.prediction.right)
        return f"You predicted: {choices[self.chosen]}. It is: {rights}."

    @property
    def plain(self) -> str:
        return f"{self._words} {self.prediction.because}"

    @property
    def inner(self) -> Markup:
        kind = "done" if self.right else "open"
        return Markup('<div class="tl-verdict tl-{}">{}</div>').format(kind, prose(self.plain))


@dataclass(frozen=True, repr=False)
class PredictionFace(Face):
    """The question and its choices; with `controls`, to choose from."""

    sheets = ("practice",)

    prediction: Prediction
    controls: bool = False
    chosen: int | None = None
    told: bool = False
    says: str = ""

    @property
    def plain(self) -> str:
        choices = [f"  {number}. {choice}" for number, choice in enumerate(self.prediction.choices, 1)]
        return "\n".join([f"Predict: {self.prediction.question}", *choices, HOW])

    @property
    def inner(self) -> Markup:
        return Markup('<div class="tl-task">{}{}{}</div>').format(
            heading("Predict"), prose(self.prediction.question), self._form if self.controls else self._list
        )

    @property
    def _list(self) -> Markup:
        items = Markup("").join(Markup("<li>{}</li>").format(inline(choice)) for choice in self.prediction.choices)
        return Markup('<ol>{}</ol><p class="tl-note">{}</p>').format(items, HOW)

    @property
    def _form(self) -> Markup:
        field = Markup(
            '<label class="tl-field"><input type="radio" name="choice" value="{}"{}> <span>{}</span></label>'
        )
        fields = Markup("").join(
            field.format(place, Markup(" checked") if place == self.chosen else "", inline(choice))
            for place, choice in enumerate(self.prediction.choices)
        )
        form = Markup(
            '<form method="post" class="tl-form" data-tl-form data-tl-live="choose">'
            '<fieldset class="tl-choices"><legend>Your prediction</legend>{}</fieldset></form>'
        ).format(fields)
        if self.told and self.chosen is not None:
            return form + Told(self.prediction, self.chosen).inner
        note = HOW if self.chosen is None else "Noted. Run the next cell, then ask."
        return form + Markup('<p class="tl-note">{}</p>').format(note) + buttons(("tell", "How did I do?"))


def inline(text: str) -> Markup:
    """A short text in Markdown, without a paragraph around it."""
    return Markup(prose(text).strip().removeprefix("<p>").removesuffix("</p>"))
