"""Answers to the exercises, as a notebook would hold them: right ones, untouched ones, typical wrong ones."""

from __future__ import annotations

import sys
from pathlib import Path

from tropo_lab.practice.checks import Verdict, verdict
from tropo_lab.practice.ordering import Ordering
from tropo_lab.practice.task_book import Task, ids, task_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TASKS = [task_of(id) for id in ids()]
ANSWERS = [task for task in TASKS if task.kind == "answer"]
ORDERS = [task for task in TASKS if task.kind == "order"]
WRONG = [
    one
    for path in sorted(Path(__file__).with_name("wrong_answers").glob("*.toml"))
    for one in tomllib.loads(path.read_text("utf-8"))["wrong"]
]


def checked(task: Task, code: str) -> Verdict:
    """What the check says of this code in the task's cell."""
    namespace: dict = {"__name__": "__main__"}
    exec(compile(code, "<cell>", "exec", dont_inherit=True), namespace)
    return verdict(task, namespace)


def ordered(task: Task, lines: tuple[str, ...]) -> Verdict:
    """What the check says of these lines in this order."""
    ordering = Ordering(task.id)
    for place, line in enumerate(lines, 1):
        ordering.move(place - 1 + ordering.lines[place - 1 :].index(line) + 1, place)
    return verdict(task, {})
