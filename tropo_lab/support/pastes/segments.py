"""A paste in the parts that its fences make of it, each cleaned of what does not belong to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from tropo_lab.support.pastes.lines import Line, lines_of, without_entities
from tropo_lab.support.pastes.prefixes import (
    without_diff_marks,
    without_numbers,
    without_prompt,
    without_quote_marks,
)
from tropo_lab.support.pastes.several_urls import one_url_a_line

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*([\w+#-]*)[^`]*")
_TAG = re.compile(r"(?i)\[(/?)code[^\]\n]{0,30}\]|<(/?)(?:pre|code)(?:\s[^>\n]{0,80})?>")


class Segment(NamedTuple):
    """Lines that belong together: those within one fence, or those outside all of them."""

    lines: list[Line]
    fenced: bool = False
    language: str = ""


def segments(text: str) -> list[Segment]:
    """The parts of a paste that hold anything."""
    parts = [Segment([])]
    for line in without_quote_marks(lines_of(text)):
        if fence := _FENCE.fullmatch(line.text):
            inside = parts[-1].fenced
            parts.append(Segment([], not inside, "" if inside else fence[1].lower()))
        elif "[" in line.text or "<" in line.text:
            _at_tags(parts, line)
        else:
            parts[-1].lines.append(line)
    parts = [part._replace(lines=_clean(part.lines)) for part in parts]
    return [part for part in parts if part.lines]


def _at_tags(parts: list[Segment], line: Line) -> None:
    """Puts the line, or what stands between the tags in it that mark code, into parts."""
    done = 0
    for tag in _TAG.finditer(line.text):
        if before := line.text[done : tag.start()]:
            parts[-1].lines.append(line.now(before, "fence"))
        if parts[-1].lines or parts[-1].fenced:
            parts.append(Segment([]))
        parts[-1] = Segment([], not (tag[1] or tag[2]))
        done = tag.end()
    if rest := line.text[done:]:
        parts[-1].lines.append(line.now(rest, "fence"))


def _clean(lines: list[Line]) -> list[Line]:
    lines = without_diff_marks(without_numbers(lines))
    lines = without_entities([without_prompt(line) for line in lines])
    lines = [line if line.text.strip() else line._replace(text="") for line in lines]
    lines = one_url_a_line(lines)
    while lines and not lines[-1].text:
        lines.pop()
    return lines
