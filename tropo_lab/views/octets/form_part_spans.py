"""The parts of a form with files (multipart/form-data): boundaries, the heading of each part, and what it holds."""

from __future__ import annotations

import re

from tropo_lab.escapes import decoded
from tropo_lab.views.octets.keys import known
from tropo_lab.views.octets.sound_spans import sound_spans
from tropo_lab.views.octets.span import LAYOUT, Span, odd_text, rest

MOST = 50  # parts of one form
_HEADER = re.compile(rb"([^:\s]+)(:[ \t]*)([^\r\n]*)")


def form_part_spans(data: bytes) -> list[Span]:
    """Every byte of the form, in order. Its first line is taken for the boundary."""
    edge = data.partition(b"\r\n")[0].rstrip(b"-")
    if not edge.startswith(b"--") or len(edge) < 3:
        return [rest(data)._replace(odd="This does not begin with a boundary, as a form with files does.")]
    out, at = [], 0
    for count, found in enumerate(re.finditer(rb"(?:^|(\r\n))(" + re.escape(edge) + rb"(?:--)?)(\r\n|$)", data)):
        if count > MOST:
            break
        out += _part(data[at : found.start()]) if at else []
        out += [Span(found[1], LAYOUT)] if found[1] else []
        out.append(Span(found[2], "boundary", decoded(found[2]), known("form.boundary"), 0, "boundary"))
        out += [Span(found[3], LAYOUT)] if found[3] else []
        at = found.end()
    return [*out, rest(data[at:])] if at < len(data) else out


def _part(data: bytes) -> list[Span]:
    heading, blank, body = data.partition(b"\r\n\r\n")
    if not blank:
        return [rest(data)] if data else []
    out, named = [], ""
    for line in heading.split(b"\r\n"):
        found = _HEADER.match(line)
        if found:
            named += decoded(line).lower()
            out += _header(found)
            line = line[found.end() :]
        out += [rest(line)] if line else []
        out.append(Span(b"\r\n", LAYOUT))
    out.append(Span(b"\r\n", "end of the heading", "", known("form.empty-line")))
    if "filename=" in named and "content-type: text/" not in named:
        return out + sound_spans(body)
    text = decoded(body)
    return [*out, Span(body, "field", text, known("form.field"), 0, "field", odd_text(text))] if body else out


def _header(found: re.Match) -> list[Span]:
    name = decoded(found[1])
    meaning = known(f"form.{name.lower()}")
    out = [Span(found[1], "header name", name, meaning, 1, name), Span(found[2], LAYOUT)]
    text = decoded(found[3])
    return [*out, Span(found[3], "header value", text, meaning, 1, name, odd_text(text))] if found[3] else out
