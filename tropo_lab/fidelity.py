"""The fidelity ledger (`platform/fidelity.toml`): what the lab does in Tropo's place, and how we know."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from markupsafe import Markup

from tropo_lab.errors import NotFound
from tropo_lab.escapes import visible, visible_html
from tropo_lab.views.face import Face

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# how we know → the mark that lessons show
MARKS = {"documented": "D", "captured": "C", "inferred": "I", "choice": "choice"}
LEGEND = "D: documented by Tropo. C: captured live. I: inferred from code. choice: the lab's own."


@dataclass(frozen=True, repr=False)
class Entry(Face):
    """One behaviour: what the lab does, how we know (one of `MARKS`), where from, and the module that does it.

    `note` is what is unknown or differs from the source; it may be empty. `covers` are the names in the code that this
    is about, such as `verb ask`, `key ask.attempts` or `refusal bad-xml`; `section` is the part of the ledger that it
    stands in.
    """

    id: str
    behaviour: str
    how: str
    source: str
    where: str
    note: str = ""
    covers: tuple[str, ...] = ()
    section: str = ""

    @property
    def mark(self) -> str:
        """`D`, `C`, `I` or `choice`."""
        return MARKS[self.how]

    @property
    def inner(self) -> Markup:
        return _table((self,))

    @property
    def plain(self) -> str:
        why = "Why" if self.how == "choice" else "Source"
        lines = [f"{self.mark}: {self.behaviour}", f"   {why}: {self.source}", f"   Entry: {self.id}"]
        return "\n".join(visible(line) for line in ([*lines, f"   Note: {self.note}"] if self.note else lines))


class Ledger(Face, tuple[Entry, ...]):
    """Entries, in the ledger's order; a notebook shows them as a table."""

    @property
    def inner(self) -> Markup:
        return _table(self)

    @property
    def plain(self) -> str:
        return "\n\n".join([LEGEND, *(entry.plain for entry in self)])


def ledger(*ids: str) -> Ledger:
    """The entries of these ids, or all of them; NotFound names what an unknown id may have meant."""
    return Ledger(entry(id) for id in ids) if ids else Ledger(_entries().values())


def entry(id: str) -> Entry:
    """The entry of that id; NotFound names those that are near."""
    if id not in _entries():
        near = get_close_matches(id, _entries(), cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "ledger() shows them all."
        raise NotFound(f"The ledger has no entry {id!r}; {hint}")
    return _entries()[id]


@cache
def _entries() -> dict[str, Entry]:
    text = Path(__file__).with_name("platform").joinpath("fidelity.toml").read_text("utf-8")
    sections = _sections(text)
    return {
        id: Entry(id, **{**fields, "covers": tuple(fields.get("covers", ()))}, section=sections[id])
        for id, fields in tomllib.loads(text).items()
    }


def _sections(text: str) -> dict[str, str]:
    """The section of each entry: a line of dashes with a name begins one."""
    found, section = {}, ""
    for title, id in re.findall(r"(?m)^# --- (.+?) -+$|^\[([^\]]+)\]$", text):
        section = title or section
        if id:
            found[id] = section
    return found


def _table(entries: tuple[Entry, ...]) -> Markup:
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(name) for name in ("mark", "the lab", "source", "id")
    )
    row = Markup(
        '<tr><td style="white-space:nowrap"><b>{}</b></td><td>{}{}</td><td>{}</td><td><code>{}</code></td></tr>'
    )
    note = Markup('<p class="tl-note">{}</p>')
    rows = (
        row.format(
            one.mark, prose(one.behaviour), note.format(prose(one.note)) if one.note else "", prose(one.source),
            visible_html(one.id),
        )
        for one in entries
    )  # fmt: skip
    return Markup(
        '<table class="tl-grid"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(LEGEND, head, Markup("").join(rows))


def prose(text: str) -> Markup:
    """The sentence as HTML; what stands between backquotes is code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(visible_html(text))))
