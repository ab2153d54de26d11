"""Objects of known keys, and lists of things that may also come alone: how the parts of a document are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from tropo_lab.errors import BadDocument
from tropo_lab.platform.webapi.kinds import Notes, refused, short


class Readable(Protocol):
    """What reads one value of a document: a `Kind`, a `Shape` or `Many`."""

    def read(self, value, path: str, notes: Notes) -> Any: ...


class Key(NamedTuple):
    """One key of an object: what it holds, what stands for it when it is left out, and whether it may be.

    `blank`: an empty text is a value of its own, where it otherwise counts as left out. `idle`: it is read, and changes
    nothing in this lab.
    """

    name: str
    kind: Readable
    default: Any = None
    required: bool = False
    blank: bool = False
    idle: bool = False


class Shape:
    """An object with these keys. `wraps` is the name of a thing that people write as a bare text by mistake.

    `make(values, given, path)` turns what was read into something else: all keys with their values, and the object as
    it came, whose order may count.
    """

    def __init__(self, *keys: Key, wraps: str = "", make: Callable[[dict, dict, str], Any] | None = None):
        self.keys = {key.name: key for key in keys}
        self.defaults = {key.name: key.default for key in keys}
        self.required = [key for key in keys if key.required]
        self.wraps, self.make = wraps, make

    def read(self, value, path: str, notes: Notes) -> Any:
        """The values by key, defaults included; BadDocument names the first that is wrong or missing."""
        if not isinstance(value, dict):
            if self.wraps and isinstance(value, str):
                raise BadDocument(
                    f'{path} is a string; write {{"{self.wraps}": {{"value": {short(value)}}}}}.',
                    path=path,
                    rule=f"{self.wraps}-is-a-string",
                )
            raise refused(value, path, "an object")
        for key in self.required:
            if value.get(key.name) in ((None,) if key.blank else (None, "", [])):
                raise _missing(path, key.name)
        values, unknown, idle = dict(self.defaults), [], []
        for name, given in value.items():
            key = self.keys.get(name)
            if key is None:
                unknown.append(name)
            elif given is not None and (given != "" or key.blank):
                one = values[name] = key.kind.read(given, f"{path}.{name}", notes)
                if key.idle and one != key.default:
                    idle.append(name)
        self._remark(path, unknown, idle, notes)
        return values if self.make is None else self.make(values, value, path)

    def _remark(self, path: str, unknown: list[str], idle: list[str], notes: Notes) -> None:
        if unknown:
            # imported here only: few documents have such a key
            from difflib import get_close_matches

            near = get_close_matches(unknown[0][:60], self.keys, n=1)
            notes.add(
                f"{path} has no key {', '.join(map(short, unknown[:5]))}; what is unknown is ignored.",
                "unknown-key",
                f"Write {near[0]}." if near else "Leave it out, or correct its name.",
            )
        if idle:
            notes.add(
                f"{path}: {', '.join(idle)} {'changes' if len(idle) == 1 else 'change'} nothing in this lab.",
                "not-carried-out",
                "Leave it out, or do not rely on it here.",
            )


class Many:
    """One thing, or a list of up to `most`; read as a tuple."""

    def __init__(self, one: Readable, most: int):
        self.one, self.most = one, most

    def read(self, value, path: str, notes: Notes) -> tuple:
        """What each of them reads as; BadDocument where they are too many."""
        if not isinstance(value, list):
            return (self.one.read(value, path, notes),)
        if len(value) > self.most:
            raise too_many(path, self.most)
        return tuple(self.one.read(one, f"{path}[{index}]", notes) for index, one in enumerate(value))


class OneOf:
    """One thing, which some clients wrap into a list."""

    def __init__(self, one: Readable):
        self.one = one

    def read(self, value, path: str, notes: Notes) -> Any:
        """What it reads as; BadDocument where there are several."""
        if not isinstance(value, list):
            return self.one.read(value, path, notes)
        if len(value) != 1:
            raise refused(value, path, "an object, or a list of one")
        return self.one.read(value[0], f"{path}[0]", notes)


class Either:
    """True or false, a text, or an object: three ways of saying one thing."""

    def __init__(self, expects: str, shape: Shape, *others: type):
        self.expects, self.shape, self.others = expects, shape, others

    def read(self, value, path: str, notes: Notes) -> Any:
        """A truth or a text as it is, an object read; BadDocument for anything else."""
        if isinstance(value, str) and value.strip().lower() in ("true", "false") and bool in self.others:
            return value.strip().lower() == "true"
        if isinstance(value, dict):
            return self.shape.read(value, path, notes)
        if not isinstance(value, self.others):
            raise refused(value, path, self.expects)
        return value


def too_many(path: str, most: int) -> BadDocument:
    """What is said of a list that is too long."""
    return BadDocument(f"{path} has more than {most} entries; send fewer.", path=path, rule="too-many")


def _missing(path: str, name: str) -> BadDocument:
    owner = path.rpartition(".")[2].partition("[")[0]
    return BadDocument(
        f"{path}.{name} is missing: {owner} cannot do without it.", path=f"{path}.{name}", rule="missing-key"
    )
