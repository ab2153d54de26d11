"""Several launch URLs in one line of prose, as people write what works and what does not: a line for each."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.lines import Line

_LAUNCH = re.compile(r"(?i)(?<!\S)https?://\S+/sessions/?\?\S+")
# what is code, or JSON, or markup is not taken apart
_NO_PROSE = re.compile(r"[{}<>\"`]|(?<!\S)curl\s|(?<!\S)'|=\s")


def one_url_a_line(lines: list[Line]) -> list[Line]:
    """The lines, with those that hold several launch URLs cut behind each URL but the last."""
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> list[Line]:
    found = list(_LAUNCH.finditer(line.text)) if line.text.count("://") > 1 else []
    if len(found) < 2 or _NO_PROSE.search(line.text):
        return [line]
    out, done = [], 0
    for one in found[:-1]:
        # a URL ends at its first blank; the words behind it are of the next one
        out.append(line._replace(text=line.text[done : one.end()].strip().rstrip(".,;")))
        done = one.end()
    return [*out, line._replace(text=line.text[done:].strip())]
