"""JSON as people paste it: read as it was meant, with a sentence for each thing that strict JSON does not allow."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from tropo_lab.support.pastes.loose_texts import NOTHING, OPENING, Scanner

MOST_DEPTH = 100
_DECODER = json.JSONDecoder()


class Read(NamedTuple):
    """The value and where it ends; `strict` where JSON it is; the problems, as (name, sentence), without them."""

    value: object
    end: int
    strict: bool
    whole: bool
    problems: tuple[tuple[str, str], ...]


def read_json(text: str, start: int = 0) -> Read | None:
    """The JSON that begins at `start`; None where nothing begins that could be meant as JSON."""
    try:
        value, end = _DECODER.raw_decode(text, start)
        return Read(value, end, True, True, ())
    except (ValueError, RecursionError):
        pass
    reader = _Loose(text, start)
    value = reader.value(0)
    if value is NOTHING:
        return None
    problems = tuple(reader.problems.items())
    return Read(value, reader.at, False, reader.whole, problems or (("shape", "This is no strict JSON."),))


class _Loose(Scanner):
    """The values of loose JSON; `open` holds the brackets that are still to be closed, the innermost last."""

    def __init__(self, text: str, start: int):
        super().__init__(text, start)
        self.open: list[str] = []

    def value(self, depth: int) -> object:
        """The next value; `NOTHING` where none begins."""
        self.pass_blanks()
        char = self.text[self.at : self.at + 1]
        if not char:
            return NOTHING
        if depth > MOST_DEPTH:
            self.note("depth", f"it is nested deeper than {MOST_DEPTH} levels, which was not read further.")
            self.whole, self.at = False, len(self.text)
            return NOTHING
        if char in "{[" or (char == "(" and depth):
            self.open.append({"{": "}", "[": "]", "(": ")"}[char])
            found = self.members(depth) if char == "{" else self.items(depth)
            self.open.pop()
            return found
        if opening := OPENING.match(self.text, self.at):
            return self.string(opening)
        return self.word() if depth else NOTHING

    def members(self, depth: int) -> dict:
        self.at += 1
        out: dict = {}
        while self.more("}", bool(out)):
            began = self.at
            name = self.value(depth + 1)
            if name is NOTHING or isinstance(name, (dict, list)):
                return self.cut(out)
            if self.text[began : began + 1] not in ('"', "'", "“", "”", "„", "‘", "’", "`", "u"):
                self.note("bare-name", f"the name {str(name)[:40]} stands without quotes.")
            self.pass_blanks()
            sign = re.compile(r":|=>|=").match(self.text, self.at)
            if not sign:
                if self.at < len(self.text):
                    out[str(name)] = None
                    self.note("no-colon", f"behind the name {str(name)[:40]} there is no colon.")
                    continue
                return self.cut(out)
            if sign[0] != ":":
                self.note("arrow", f"`{sign[0]}` in place of a colon.")
            self.at = sign.end()
            value = self.value(depth + 1)
            out[str(name)] = None if value is NOTHING else value
            if value is NOTHING and not self.whole:
                return out
        return out

    def items(self, depth: int) -> list:
        closing = self.open[-1]
        if closing == ")":
            self.note("tuple", "round brackets, as Python writes tuples; JSON knows only [ ].")
        self.at += 1
        out: list = []
        while self.more(closing, bool(out)):
            value = self.value(depth + 1)
            if value is NOTHING:
                self.cut(out)
                return out
            out.append(value)
        return out

    def more(self, closing: str, later: bool) -> bool:
        """True when another entry follows; passes over the comma before it, or over the end."""
        self.pass_blanks()
        char = self.text[self.at : self.at + 1]
        if later and char == ",":
            self.at += 1
            self.pass_blanks()
            char = self.text[self.at : self.at + 1]
            if char == closing:
                self.note("trailing-comma", f"a comma stands before the closing {closing}.")
        elif later and char and char not in "}])":
            self.note("no-comma", "a comma is missing between two entries.")
        if char == closing:
            self.at += 1
            return False
        if char and char in "}])":
            # one bracket too few inside: the outer one ends both; one of the wrong kind ends this
            self.note("bracket", f"{char} stands where {closing} should.")
            # where it closes something further out, it closes this as well
            self.at += char not in self.open[:-1]
            return False
        if not char:
            self.cut(None)
        return bool(char) and self.whole
