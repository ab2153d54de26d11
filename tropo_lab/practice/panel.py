"""A task with its buttons: Check, Hint, Solution, and what they brought."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.fidelity import prose as sentence_html
from tropo_lab.practice.checks import Verdict
from tropo_lab.practice.faces import Hint, Solution, TaskFace, prose

_BUTTON = '<button name="do" value="{}" class="tl-button{}">{}</button>'
_FORM = '<form method="post" class="tl-form tl-row" data-tl-form>{}</form>'


def buttons(*rows: tuple[str, str]) -> Markup:
    """A row of buttons, the first of them the main one."""
    made = [_BUTTON.format(do, " tl-main" * (not at), words) for at, (do, words) in enumerate(rows)]
    return Markup(_FORM.format("".join(made)))


@dataclass(frozen=True, repr=False)
class TaskPanel(TaskFace):
    """The task in a live notebook. `done` is what the records say; the rest is what was pressed here."""

    done: bool = False
    verdict: Verdict | None = None
    hint: int = 0
    asks: bool = False
    solved: bool = False
    says: str = ""
    checking: bool = False

    @property
    def inner(self) -> Markup:
        parts = [self.question, self._state, buttons(("check", "Check"), ("hint", "Hint"), ("solution", "Solution"))]
        parts += [Hint(self.task, number).inner for number in range(1, min(self.hint, len(self.task.hints)) + 1)]
        if self.hint > len(self.task.hints):
            parts.append(prose("That was the last hint. The button *Solution* is left."))
        if self.asks:
            parts.append(
                Markup('<p class="tl-says">Show the solution?</p>') + buttons(("show", "Show it"), ("keep", "Not yet"))
            )
        if self.solved:
            parts.append(Solution(self.task).inner)
        return Markup('<div class="tl-task">{}</div>').format(Markup("").join(parts))

    @property
    def _state(self) -> Markup:
        if self.checking:
            kind, sentence = "open", "Checking …"
        elif self.verdict is not None:
            kind, sentence = ("done" if self.verdict.done else "open"), str(self.verdict)
        elif self.done:
            kind, sentence = "done", "Done before. Check again whenever you like."
        else:
            kind, sentence = "open", "Do it in the cells below, then press Check."
        return Markup('<p class="tl-verdict tl-{}">{}</p>').format(kind, sentence_html(sentence))
