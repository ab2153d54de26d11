"""What is done and what is open, by lesson, to look at."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.practice import prediction_book, task_book
from tropo_lab.practice.task_book import Task, task_of
from tropo_lab.practice.words import plural
from tropo_lab.views.face import Face


@dataclass(frozen=True, repr=False)
class Progress(Face):
    """The ids of what is done, and how the predictions went: right and wrong ones, out of all."""

    done: frozenset[str]
    tried: frozenset[str]
    right: int
    wrong: int

    @property
    def _lessons(self) -> dict[str, list[Task]]:
        lessons: dict[str, list[Task]] = {}
        for id in task_book.ids():
            lessons.setdefault(id[:2], []).append(task_of(id))
        return lessons

    @property
    def _title(self) -> str:
        return f"{len(self.done)} of {len(task_book.ids())} exercises are done."

    @property
    def _predicted(self) -> str:
        told, there_are = self.right + self.wrong, len(prediction_book.ids())
        return f"{told} of {plural(there_are, 'prediction')} made, {self.right} of them came true."

    def _state(self, task: Task) -> str:
        return "done" if task.id in self.done else "tried" if task.id in self.tried else "open"

    @property
    def plain(self) -> str:
        out = [self._title]
        for lesson, tasks in self._lessons.items():
            out += ["", f"Lesson {lesson}", *(f"  {self._state(one):5}  {one.id:18}  {one.title}" for one in tasks)]
        return "\n".join([*out, "", self._predicted])

    @property
    def inner(self) -> Markup:
        row = Markup("<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>")
        rows = Markup("").join(
            row.format("" if at else f"Lesson {lesson}", self._state(one), one.id, one.title)
            for lesson, tasks in self._lessons.items()
            for at, one in enumerate(tasks)
        )
        head = Markup("").join(
            Markup('<th scope="col">{}</th>').format(name) for name in ("", "state", "id", "exercise")
        )
        return Markup(
            '<table class="tl-grid"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
            '<p class="tl-note">{}</p>'
        ).format(self._title, head, rows, self._predicted)


def progress_of(kept: dict) -> Progress:
    """Progress as the records tell it; what they tell of exercises that are no more is left out."""
    tasks = {id: kept["tasks"][id] for id in task_book.ids() if id in kept["tasks"]}
    told = [kept["predictions"][id].get("right") is True for id in prediction_book.ids() if id in kept["predictions"]]
    return Progress(
        frozenset(id for id, entry in tasks.items() if entry.get("done") is True),
        frozenset(tasks),
        sum(told),
        len(told) - sum(told),
    )
