"""What a lesson calls: `check`, `hint`, `solution`, `progress` and `reset`."""

from __future__ import annotations

import sys

from tropo_lab.practice import prediction_book, records
from tropo_lab.practice.checks import namespace_of, verdict
from tropo_lab.practice.faces import Hint, Solution
from tropo_lab.practice.listeners import tell
from tropo_lab.practice.progress_face import Progress, progress_of
from tropo_lab.practice.task_book import task_of


def check(id: str) -> None:
    """Check your answer to that task, and print what is wrong first, or that it is done."""
    result = verdict(task_of(id), namespace_of(sys._getframe(1)))
    tell(id, result)
    _say(str(result), records.tried(id, result.done))


def hint(id: str) -> Hint:
    """The next hint; after the last one, where the solution is."""
    asked = task_of(id)
    number, remark = records.took_hint(id, len(asked.hints))
    _say(remark)
    return Hint(asked, number)


def solution(id: str) -> Solution:
    """The solution of that task, and why it is so."""
    shown = Solution(task_of(id))
    _say(records.saw_solution(id))
    return shown


def progress() -> Progress:
    """What is done and what is open, by lesson."""
    kept, remark = records.read()
    _say(remark)
    return progress_of(kept)


def reset(id: str | None = None) -> None:
    """Forget your progress in one task or prediction, or in all of them."""
    if id is not None and id not in prediction_book.ids():
        task_of(id)
    _say(f"Your progress {f'in {id} ' if id else ''}is forgotten.", records.forget(id))


def _say(*sentences: str) -> None:
    for sentence in filter(None, sentences):
        sys.stdout.write(f"{sentence}\n")
