"""What each part of a message means, and how we know: the entries of `keys.toml`, found by path."""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Key(NamedTuple):
    """A sentence on what a part means, how that is known (a mark of the fidelity ledger), and from where."""

    means: str
    how: str = ""
    source: str = ""


NOTHING = Key("")
UNKNOWN = Key("A key that this lab does not know.")


def known(path: str) -> Key:
    """The most specific entry for a path such as `tropo.message.say.value`; `UNKNOWN` when there is none.

    The first word stays. Words after it are left out from the left until an entry fits, so that what holds for every
    `say` is written once; a `*` in an entry stands for the last word.
    """
    return _known(path[:200])


@lru_cache(4096)
def _known(path: str) -> Key:
    root, *rest = path.split(".")
    for at in range(len(rest)):
        for name in (".".join([root, *rest[at:]]), ".".join([root, *rest[at:-1], "*"])):
            if name in _entries():
                return _entries()[name]
    return UNKNOWN if rest else _entries().get(root, UNKNOWN)


@cache
def _entries() -> dict[str, Key]:
    text = Path(__file__).with_name("keys.toml").read_text("utf-8")
    return {path: Key(**fields) for path, fields in tomllib.loads(text).items()}
