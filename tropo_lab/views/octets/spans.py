"""Every byte of a hop, labelled: what each part is, what it stands for, what it means, and how we know."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tropo_lab.trace import Hop
from tropo_lab.views.octets.form_part_spans import form_part_spans
from tropo_lab.views.octets.form_spans import form_spans
from tropo_lab.views.octets.heading_spans import Heading, named
from tropo_lab.views.octets.json_spans import json_spans
from tropo_lab.views.octets.keys import NOTHING, UNKNOWN, Key, known
from tropo_lab.views.octets.sound_spans import sound_spans
from tropo_lab.views.octets.span import LAYOUT, MORE, Span, odd_text, read
from tropo_lab.views.octets.xml_spans import xml_spans

_HTML = (b"<!doctype html", b"<html")
# event on the phone network → what the words are
_ON_PHONE = {"KEYS": "phone.keyed", "WORDS": "phone.said"}
_NO_TEXT = ("audio/", "image/", "video/", "application/octet-stream")
LIMIT = 16 * 1024  # bytes of the heading, and of the body, that are looked into: a browser must not choke


class Section(NamedTuple):
    """A stretch of a message that belongs together, such as the request line, the headers or the body."""

    title: str
    spans: tuple[Span, ...]


def spans(hop: Hop) -> tuple[Span, ...]:
    """The parts of the hop's bytes, in order; joined, they are the bytes."""
    return tuple(chain.from_iterable(section.spans for section in sections(hop)))


def sections(hop: Hop) -> tuple[Section, ...]:
    """The same parts, in sections with titles."""
    return _sections(anonymous(hop))


def anonymous(hop: Hop) -> Hop:
    """The hop without what its bytes do not depend on, so that equal messages are looked into once."""
    return Hop(0, 0, hop.sender, hop.receiver, hop.kind, "", hop.wire)


# several views of one hop ask for the same
@lru_cache(32)
def _sections(hop: Hop) -> tuple[Section, ...]:
    heading, blank, body = hop.wire.partition(b"\r\n\r\n")
    shown, more = cut(heading)
    read_heading = Heading(hop, shown, not more, body, looks(body, hop.kind))
    first, headers = read_heading.first, read_heading.headers
    last = headers or first
    if more:
        last.append(Span(more, MORE))
    if blank:
        last += [Span(b"\r\n", LAYOUT), Span(b"\r\n", "end of the heading", "", known("empty-line"))]
    elif hop.wire and read_heading.title in ("Request line", "Status line"):
        last[-1] = last[-1]._replace(odd=last[-1].odd or "The heading does not end: an empty line is missing.")
    out = [Section(read_heading.title, tuple(first))] if first else []
    if headers:
        out.append(Section("Addresses" if read_heading.root == "phone" else "Headers", tuple(headers)))
    if body:
        out.append(_body(read_heading, body))
    return tuple(out)


def cut(data: bytes) -> tuple[bytes, bytes]:
    """The first `LIMIT` bytes, never ending within a character, and the rest."""
    if len(data) <= LIMIT:
        return data, b""
    end = LIMIT
    while end > LIMIT - 3 and data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end], data[end:]


def looks(body: bytes, kind: str) -> str:
    """What the body looks like, whatever its label says: JSON, XML, HTML, or an empty text for all else."""
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind == "fetch-reply" and not start[:14].lower().startswith(_HTML):
        return ""
    if start[:1] == b"<":
        return "HTML" if start[:14].lower().startswith(_HTML) else "XML"
    if start[:1] not in (b"{", b"["):
        return ""
    if kind in ("launch", "session", "document", "result") or len(body) > LIMIT:
        return "JSON"
    try:
        json.loads(body)
        return "JSON"
    except (ValueError, RecursionError):
        return ""


def _body(heading: Heading, body: bytes) -> Section:
    shown, more = cut(body)
    label, whole = named(heading.type), not more
    kind = heading.looks if (heading.looks and label != "HTML") or heading.looks == "JSON" else label
    if heading.root == "phone":
        title, out = "Text", _text(shown, "text", heading)
    elif kind == "JSON":
        title, out = "Body: JSON", json_spans(shown, heading.root, heading.charset, whole)
    elif kind == "XML":
        title, out = "Body: XML", xml_spans(shown, heading.root, heading.charset, whole)
    elif kind == "a form":
        title, out = "Body: form fields", form_spans(shown, heading.root or "query")
    elif heading.type == "multipart/form-data":
        title, out = "Body: a form with files", form_part_spans(shown)
    elif heading.type.startswith(_NO_TEXT):
        title, out = "Body: a file", sound_spans(shown)
    else:
        title, out = f"Body: {kind or 'text'}", _text(shown, kind or "body", heading)
    return Section(title, (*out, Span(more, MORE)) if more else tuple(out))


def _text(data: bytes, label: str, heading: Heading) -> list[Span]:
    text = read(data, heading.charset)
    meaning = _said(heading)
    return [Span(data, label, text, meaning, 0, label, odd_text(text))]


def _said(heading: Heading) -> Key:
    """What a text without a form of its own is."""
    if heading.root == "phone":
        return known(_ON_PHONE.get(heading.first[0].meant, "phone.text"))
    found = known(f"body.{heading.hop.kind}")
    return NOTHING if found is UNKNOWN else found
