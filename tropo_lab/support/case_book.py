"""The case book: what people asked about the real service, each as a program that shows it and one that is mended."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from markupsafe import Markup

from tropo_lab.errors import NotFound
from tropo_lab.escapes import visible
from tropo_lab.fidelity import prose
from tropo_lab.source import Source
from tropo_lab.views.face import Face

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# how good the evidence is → what it is
GRADES = {
    "A": "a user's own thread, log, code or repair shows it",
    "B": "the vendor's documents or an official library describe the trap",
    "C": "inferred from documented rules; no report was found",
}


@dataclass(frozen=True)
class Expected:
    """The finding that the broken program has to draw: the rule's name, the hop, how bad it is, and the place.

    Without a rule there is none: the program is sound.
    """

    rule: str = ""
    hop: int = 0
    severity: str = ""
    where: str = ""


@dataclass(frozen=True)
class Variant:
    """Another side of a case: a program, what its trace shows, and the finding that it draws, if any."""

    name: str
    code: Source
    shows: dict
    expected: Expected = Expected()


@dataclass(frozen=True, repr=False)
class Case(Face):
    """One question that was really asked.

    `symptom` is how a user would tell it; `wanted` is `text`, `call`, or empty; `channel` and `api` say what it is
    about. `broken` is a program that shows it, `mended` the same without the mistake; `shows` and `delivers` are what
    can be seen in their traces (see `tests/test_cases.py`). `grade` is one of `GRADES`, `ledger` names entries.
    """

    id: str
    title: str
    symptom: str
    wanted: str
    channel: str
    api: str
    broken: Source
    mended: Source
    shows: dict
    delivers: dict
    expected: Expected
    explanation: str
    fix: str
    grade: str
    sources: tuple[str, ...]
    ledger: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = field(default=())

    @property
    def inner(self) -> Markup:
        return _table((self,))

    @property
    def plain(self) -> str:
        lines = [f"{self.id}: {self.title}", *self.symptom.strip().splitlines(), ""]
        lines += [f"Why: {self.explanation}", f"Fix: {self.fix}", f"Evidence {self.grade}: {'; '.join(self.sources)}"]
        return "\n".join(map(visible, lines))


class CaseBook(Face, tuple[Case, ...]):
    """Cases, in their order; a notebook shows them as a table."""

    @property
    def inner(self) -> Markup:
        return _table(self)

    @property
    def plain(self) -> str:
        return "\n".join(f"{one.id}  {visible(one.title)}  ({one.expected.where})" for one in self)


def case_book(*ids: str | int) -> CaseBook:
    """The cases of these ids, or all of them."""
    return CaseBook(case(id) for id in ids) if ids else CaseBook(_cases().values())


def case(id: str | int) -> Case:
    """The case of that id: `SC-07`, `sc7` or 7; NotFound names those that are near."""
    known = _cases()
    digits = re.fullmatch(r"\s*(?:sc)?[\s_-]*0*(\d{1,3})\s*", str(id), re.IGNORECASE)
    wanted = f"SC-{int(digits[1]):02}" if digits else str(id)
    if wanted not in known:
        near = get_close_matches(wanted, known, 2, 0.7)
        if not near:
            # words of its title, perhaps
            words = set(re.findall(r"\w{4,}", str(id).lower()))
            near = [one.id for one in known.values() if words & set(re.findall(r"\w{4,}", one.title.lower()))][:2]
        hint = f"did you mean {' or '.join(near)}?" if near else "case_book() shows them all."
        raise NotFound(f"There is no case {str(id)!r:.60}; {hint}")
    return known[wanted]


@cache
def _cases() -> dict[str, Case]:
    found = (_case(path.stem, path.read_text("utf-8")) for path in _folder().glob("SC-*.toml"))
    return {one.id: one for one in sorted(found, key=lambda one: one.id)}


def _folder() -> Path:
    return Path(__file__).with_name("cases")


def _case(id: str, text: str) -> Case:
    told = tomllib.loads(text)
    for name in ("broken", "mended"):
        told[name] = Source(told[name], "python")
    for name in ("sources", "ledger"):
        told[name] = tuple(told.get(name, ()))
    told["expected"] = Expected(**told["expected"])
    told["variants"] = tuple(map(_variant, told.get("variants", ())))
    return Case(id, **told)


def _variant(told: dict) -> Variant:
    expected = {one.name: told.pop(one.name) for one in fields(Expected) if one.name in told}
    return Variant(
        told.pop("name"), Source(told.pop("code"), "python"), told.pop("shows"), Expected(**expected), **told
    )


def _table(cases: tuple[Case, ...]) -> Markup:
    head = Markup("").join(
        Markup('<th scope="col">{}</th>').format(name)
        for name in ("case", "what people saw", "why", "fix", "breaks at")
    )
    narrow = '<td style="white-space:nowrap">'
    row = Markup(
        f"<tr>{narrow}<code>{{}}</code></td><td><b>{{}}</b></td><td>{{}}</td><td>{{}}</td>{narrow}{{}}</td></tr>"
    )
    rows = (
        row.format(one.id, prose(one.title), prose(one.explanation), prose(one.fix), one.expected.where)
        for one in cases
    )
    return Markup(
        '<table class="tl-grid"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format("Questions that were really asked", head, Markup("").join(rows))
