"""A catcher's reply as it was sent: its status, its text, and the verbs that can be made out in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from tropo_lab.support.wire import read_json, read_message
from tropo_lab.trace import Hop

MOST_VERBS = 200


class Entry(NamedTuple):
    """One verb of a document: its place in the list (0), its path (`tropo[0].message`), its name, what was given."""

    index: int
    path: str
    name: str
    given: Any


class Document:
    """One reply. `asked` is the hop that it answers, or None; `data` is its JSON, or None where it is none."""

    def __init__(self, hop: Hop, asked: Hop | None):
        self.number, self.asked = hop.number, asked
        self.message = read_message(hop.wire)
        self.text = self.message.text
        self.data = read_json(self.text) if self.message.body.strip() else None

    @cached_property
    def result(self) -> dict | None:
        """The result that it answers; None where it answers none."""
        told = read_json(read_message(self.asked.wire).text) if self.asked and self.asked.kind == "result" else None
        found = told.get("result") if isinstance(told, dict) else None
        return found if isinstance(found, dict) else None

    @property
    def is_first(self) -> bool:
        """True when it answers the session JSON."""
        return self.asked is not None and self.asked.kind == "session"

    @property
    def ok(self) -> bool:
        """True when its status is one that Tropo takes, or there is none to see."""
        return self.message.status in (0, *range(200, 300))

    @cached_property
    def listed(self) -> list | None:
        """What stands in the list under `tropo`; None where there is no such list."""
        found = self.data.get("tropo") if isinstance(self.data, dict) else None
        return found[:MOST_VERBS] if isinstance(found, list) else None

    @cached_property
    def entries(self) -> list[Entry]:
        """The verbs, in order; what is no verb is passed over, and lists of says come one by one."""
        out = []
        for index, one in enumerate(self.listed or ()):
            for name, given in list(one.items())[:20] if isinstance(one, dict) else ():
                path = f"tropo[{index}].{name[:60]}"
                if isinstance(given, list) and name in ("say", "on"):
                    out += [Entry(index, f"{path}[{at}]", name, part) for at, part in enumerate(given[:MOST_VERBS])]
                else:
                    out.append(Entry(index, path, name, given))
        return out

    def named(self, *names: str) -> list[Entry]:
        """The verbs of these names that were given an object."""
        return [entry for entry in self.entries if entry.name in names and isinstance(entry.given, dict)]


def texts_in(value: Any, depth: int = 0) -> Iterator[str]:
    """Every text that a verb says: what stands under `value` or `say`, however deep."""
    if depth > 6:
        return
    if isinstance(value, dict):
        for name, one in value.items():
            if name in ("value", "say") and isinstance(one, str):
                yield one
            elif name != "choices":
                yield from texts_in(one, depth + 1)
    elif isinstance(value, list):
        for one in value[:MOST_VERBS]:
            yield from texts_in(one, depth + 1)
