"""The questions that stand before a cell: what will happen? Each with its choices, and why the right one is right."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tropo_lab.errors import NotFound

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FOLDER = Path(__file__).with_name("predictions")


class Prediction(NamedTuple):
    """One question. `right` are the indexes of the right choices, from 0."""

    id: str
    question: str
    choices: tuple[str, ...]
    right: tuple[int, ...]
    because: str


def prediction_of(id: str) -> Prediction:
    """The question of that id; NotFound names the nearest."""
    if not isinstance(id, str) or id not in _all():
        near = get_close_matches(str(id), ids(), n=1, cutoff=0)
        raise NotFound(f"There is no prediction {id!r:.60}; did you mean {near[0]!r}?")
    return _all()[id]


def ids() -> tuple[str, ...]:
    """The ids of all questions, by lesson, in the order of their file."""
    return tuple(_all())


@cache
def _all() -> dict[str, Prediction]:
    found = {}
    texts = (path.read_text("utf-8") for path in sorted(_FOLDER.glob("*.toml")))
    for one in (one for text in texts for one in tomllib.loads(text)["prediction"]):
        right = one["right"] if isinstance(one["right"], list) else [one["right"]]
        found[one["id"]] = Prediction(one["id"], one["question"], tuple(one["choices"]), tuple(right), one["because"])
    return found
