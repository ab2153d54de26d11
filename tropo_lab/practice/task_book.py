"""The tasks as they stand in `tasks/`: one folder each, bound to an id and to no cell of a notebook."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from tropo_lab.errors import NotFound

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).with_name("tasks")
KINDS = ("answer", "order")
_ORDER_STUB = 'order = Order("{}")\norder'


class Task(NamedTuple):
    """One exercise. `wants` are the names that are read from the notebook; `lines` are those of a task of order."""

    id: str
    title: str
    kind: str
    wants: tuple[str, ...]
    lines: tuple[str, ...]
    text: str
    stub: str
    hints: tuple[str, ...]
    solutions: tuple[str, ...]
    explanation: str
    check_path: Path
    # the stub is a whole program that does the wrong thing: its check runs it as it stands
    mends: bool = False

    @property
    def lesson(self) -> str:
        """The two digits of its lesson."""
        return self.id[:2]

    @property
    def shuffled(self) -> tuple[str, ...]:
        """The lines as they are shown first: the same on every machine, and never in the right order."""
        mixed = list(self.lines)
        dice = Random(self.id)
        while tuple(mixed) == self.lines:
            dice.shuffle(mixed)
        return tuple(mixed)


def task_of(id: str) -> Task:
    """The task of that id; NotFound names the nearest."""
    if not isinstance(id, str) or id not in ids():
        near = get_close_matches(str(id), ids(), n=1, cutoff=0)
        raise NotFound(f"There is no task {id!r:.60}; did you mean {near[0]!r}?")
    return _read(FOLDER / id)


@cache
def ids() -> tuple[str, ...]:
    """The ids of all tasks, by lesson."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/task.toml")))


@cache
def _read(folder: Path) -> Task:
    head = tomllib.loads((folder / "task.toml").read_text("utf-8"))
    kind, id = head.get("kind", "answer"), folder.name
    ordered = kind == "order"
    return Task(
        id,
        head["title"],
        kind,
        tuple(head.get("wants", ())),
        tuple(head.get("lines", ())),
        _text(folder / "task.md"),
        _ORDER_STUB.format(id) if ordered else _text(folder / "stub.py"),
        tuple(hint.strip() for hint in re.split(r"(?m)^---+$", _text(folder / "hints.md"))),
        ("\n".join(head["lines"]),)
        if ordered
        else tuple(map(_text, sorted(folder.glob("solution*.py"), key=lambda path: path.stem))),
        _text(folder / "explanation.md"),
        folder / "check.py",
        head.get("mends", False),
    )


def _text(path: Path) -> str:
    return path.read_text("utf-8").strip()
