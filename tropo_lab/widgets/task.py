"""An exercise as a widget: what is asked, and the buttons Check, Hint and Solution."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from tropo_lab.practice import records
from tropo_lab.practice.checks import Verdict, namespace_of, verdict
from tropo_lab.practice.faces import Hint, TaskFace
from tropo_lab.practice.listeners import listen
from tropo_lab.practice.panel import TaskPanel
from tropo_lab.practice.task_book import task_of
from tropo_lab.widgets.live import Live
from tropo_lab.widgets.same_cell import replace_same_cell


def task(id: str) -> TaskBoard:
    """The exercise of that id, to look at and to have checked."""
    return TaskBoard(id, namespace_of(sys._getframe(1)))


class TaskBoard(Live):
    """One exercise. Nothing is revealed unasked, and the solution asks once more."""

    def __init__(self, id: str, namespace: Mapping[str, object]):
        self._task, self._namespace = task_of(id), namespace
        kept, self._note = records.read()
        self._was_done = kept["tasks"].get(id, {}).get("done") is True
        self._verdict: Verdict | None = None
        self._hint, self._asks, self._solved, self._says = 0, False, False, ""
        self._checking = False
        super().__init__()
        replace_same_cell(self)
        listen(id, self)

    @property
    def face(self) -> TaskFace:
        return TaskFace(self._task)

    def controlled(self) -> TaskPanel:
        self._remark = self._note
        return TaskPanel(
            self._task, self._was_done, self._verdict, self._hint, self._asks, self._solved, self._says, self._checking
        )

    def act(self, fields: dict[str, str]) -> None:
        work = {"check": self._check, "hint": self._next_hint, "solution": self._ask, "show": self._show}
        self._asks = False
        work.get(fields.get("do", ""), self._keep)()

    def hear(self, verdict: Verdict) -> None:
        """Show what a check in a cell said."""
        self._verdict, self._says = verdict, str(verdict)
        self.refresh()

    def _check(self) -> None:
        # it may take a while, in which an earlier verdict must not stand there
        self._checking, self._says = True, "Checking …"
        self.refresh()
        try:
            self._verdict = verdict(self._task, self._namespace)
        finally:
            self._checking = False
        self._note = records.tried(self._task.id, self._verdict.done)
        self._says = str(self._verdict)

    def _next_hint(self) -> None:
        self._hint, self._note = records.took_hint(self._task.id, len(self._task.hints))
        self._says = Hint(self._task, self._hint).plain

    def _ask(self) -> None:
        self._asks, self._says = not self._solved, "Show the solution?"

    def _show(self) -> None:
        self._note = records.saw_solution(self._task.id)
        self._solved, self._says = True, "The solution is shown."

    def _keep(self) -> None:
        self._says = "The solution stays hidden."
