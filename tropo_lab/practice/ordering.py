"""Lines that a learner puts in order: where they stand, and how far that is right."""

from __future__ import annotations

from tropo_lab.errors import NotFound
from tropo_lab.practice.checking import Wrong
from tropo_lab.practice.task_book import Task, task_of
from tropo_lab.practice.words import ordinal

# the list of each task that was made or moved last: a check is bound to an id, not to a name in the notebook
_latest: dict[str, Ordering] = {}


class Ordering:
    """The lines of one task, as they stand now."""

    def __init__(self, id: str):
        self.task = task_of(id)
        if self.task.kind != "order":
            raise NotFound(f"{id} is no task of putting lines in order: use task({id!r}).")
        self.lines = self.task.shuffled
        _latest[id] = self

    def move(self, start: int, to: int) -> None:
        """Take the line at place `start`, from 1, and put it at place `to`."""
        for place in (start, to):
            if type(place) is not int or not 1 <= place <= len(self.lines):
                raise NotFound(f"There is no place {place!r:.40}: the lines have the places 1 to {len(self.lines)}.")
        lines = list(self.lines)
        lines.insert(to - 1, lines.pop(start - 1))
        self.lines = tuple(lines)
        _latest[self.task.id] = self


def check(task: Task) -> str:
    """Say how far the order is right, and which line comes too early; never where it belongs."""
    if task.id not in _latest:
        raise Wrong(f'There is no list to put in order yet: run the cell with `Order("{task.id}")`.')
    lines = _latest[task.id].lines
    if lines == task.shuffled:
        raise Wrong("the lines still stand as they were shuffled: move them.")
    right = _right(lines, task.lines)
    if right < len(lines):
        begin = {0: "", 1: "the first line is right, then "}.get(right, f"the first {right} lines are right, then ")
        raise Wrong(f"{begin}“{lines[right]}” comes too early as the {ordinal(right + 1)}: move it down.")
    return f"all {len(lines)} lines are in order."


def _right(lines: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How many lines at the top are right."""
    pairs = enumerate(zip(lines, wanted, strict=True))
    return next((place for place, (one, other) in pairs if one != other), len(lines))
