"""A task, its hints and its solution to look at."""

from __future__ import annotations

from dataclasses import dataclass

import mistune
from markupsafe import Markup, escape

from tropo_lab.practice.task_book import Task
from tropo_lab.views.face import Face

_markdown = mistune.create_markdown(escape=True)


def prose(text: str) -> Markup:
    """Markdown as HTML; HTML in it is shown, not obeyed."""
    return Markup(_markdown(text))


def heading(word: str, title: str = "") -> Markup:
    """The line above a task, a hint, a question."""
    return Markup('<p class="tl-step"><b>{}</b> {}</p>').format(word, title)


@dataclass(frozen=True, repr=False)
class TaskFace(Face):
    """What is asked, and how to have it checked; nothing of what anybody has done."""

    sheets = ("practice",)

    task: Task

    @property
    def how(self) -> str:
        """How it goes on from here, for a reader without buttons."""
        id = self.task.id
        begin = "Put the lines below in order" if self.task.kind == "order" else "Change the cell below and run it"
        return f'{begin}, then run `check("{id}")`. Stuck? `hint("{id}")` helps.'

    @property
    def plain(self) -> str:
        return f"Exercise {self.task.id}: {self.task.title}\n\n{self.task.text}\n\n{self.how}"

    @property
    def inner(self) -> Markup:
        return Markup('<div class="tl-task">{}<div class="tl-note">{}</div></div>').format(
            self.question, prose(self.how)
        )

    @property
    def question(self) -> Markup:
        """The task without the way on."""
        return heading("Exercise", self.task.title) + prose(self.task.text)


@dataclass(frozen=True, repr=False)
class Hint(Face):
    """One hint; with a number too high, the way to the solution."""

    sheets = ("practice",)

    task: Task
    number: int

    @property
    def _words(self) -> tuple[str, str]:
        if self.number > len(self.task.hints):
            return "", f'That was the last hint. There is a solution, too: `solution("{self.task.id}")`.'
        return f"Hint {self.number} of {len(self.task.hints)}", self.task.hints[self.number - 1]

    @property
    def plain(self) -> str:
        return ": ".join(filter(None, self._words))

    @property
    def inner(self) -> Markup:
        title, text = self._words
        return Markup('<div class="tl-hint">{}{}</div>').format(heading(title) if title else "", prose(text))


@dataclass(frozen=True, repr=False)
class Solution(Face):
    """A right answer, and why it is so."""

    sheets = ("practice",)

    task: Task

    @property
    def plain(self) -> str:
        return f"Solution of {self.task.id}:\n\n{self.task.solutions[0]}\n\n{self.task.explanation}"

    @property
    def inner(self) -> Markup:
        if self.task.kind == "order":
            answer = lines_html(self.task.lines)
        else:
            answer = Markup("<pre>{}</pre>").format(self.task.solutions[0])
        return Markup('<div class="tl-solution">{}{}{}</div>').format(
            heading("Solution", self.task.title), answer, prose(self.task.explanation)
        )


def lines_html(lines: tuple[str, ...]) -> Markup:
    """Lines to be put in order, as a numbered list."""
    return Markup("<ol>{}</ol>").format(Markup("").join(Markup("<li>{}</li>").format(escape(line)) for line in lines))
