"""Tropo's words beside those of today's platforms: `table()` shows them, and says where there is no equivalent."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from textwrap import wrap

from markupsafe import Markup, escape

from tropo_lab.errors import NotFound
from tropo_lab.fidelity import prose
from tropo_lab.today.foreign_trace import PLATFORMS
from tropo_lab.views.face import Face

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NONE, UNKNOWN = "no equivalent", "not known here"
_CAPTION = (
    "Tropo’s words, and the nearest of today. ● is followed by the stand-in in this lab; “not known here” means that "
    "we could not make sure of it. Terms link to the vendor’s own pages."
)


@dataclass(frozen=True)
class Term:
    """What one platform calls it; `says` is the term, `no equivalent` or `not known here`."""

    says: str
    note: str = ""
    url: str = ""
    shown: str = ""

    @property
    def plain(self) -> str:
        """The term on one line, with its mark and what differs."""
        told = f"{self.says.replace('`', '')}{' ●' if self.shown else ''}"
        return f"{told}. {self.note.replace('`', '')}" if self.note else told

    @property
    def html(self) -> Markup:
        """The same for a cell of the table."""
        says = prose(self.says) if self.says not in (NONE, UNKNOWN) else Markup("<em>{}</em>").format(self.says)
        linked = Markup('<a href="{}">{}</a>').format(self.url, says) if self.url else says
        mark = Markup(' <span title="followed by the stand-in">●</span>') if self.shown else Markup("")
        return linked + mark + (Markup('<p class="tl-note">{}</p>').format(prose(self.note)) if self.note else "")


@dataclass(frozen=True)
class Word:
    """One of Tropo's words: what it does, and its term on each platform, by party."""

    name: str
    does: str
    terms: dict[str, Term]


class Table(Face, tuple[Word, ...]):
    """Words in the order of the file; a notebook shows them as a table."""

    @property
    def plain(self) -> str:
        lines = []
        for word in self:
            lines += ["", f"{word.name}: {word.does}"]
            for party, term in word.terms.items():
                lines += wrap(f"{PLATFORMS[party]}: {term.plain}", 110, initial_indent="  ", subsequent_indent="      ")
        return "\n".join([*wrap(_CAPTION, 110), *lines])

    @property
    def inner(self) -> Markup:
        heads = ("Tropo", *PLATFORMS.values())
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in heads)
        rows = Markup("").join(map(_row, self))
        return Markup(
            '<table class="tl-grid"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        ).format(_CAPTION, head, rows)


def _row(word: Word) -> Markup:
    cells = Markup("").join(Markup("<td>{}</td>").format(term.html) for term in word.terms.values())
    row = (
        '<tr><th scope="row" style="font-weight:400"><b style="white-space:nowrap">{}</b><p class="tl-note">{}</p></th>'
        "{}</tr>"
    )
    return Markup(row).format(escape(word.name), prose(word.does), cells)


def table(*names: str) -> Table:
    """These words of Tropo, or all of them; NotFound names what an unknown one may have meant."""
    for name in names:
        if name not in _words():
            near = get_close_matches(name, _words(), n=1, cutoff=0)
            raise NotFound(f"The table has no {name!r:.60}; did you mean {near[0]!r}?")
    return Table(_words()[name] for name in names or _words())


@cache
def _words() -> dict[str, Word]:
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return {
        name: Word(name, row["does"], {party: _term(row[party]) for party in PLATFORMS}) for name, row in told.items()
    }


def _term(cell: dict) -> Term:
    unknown = cell.pop("unknown", False)
    return Term(**{"says": cell.pop("term", UNKNOWN if unknown else NONE), **cell})
