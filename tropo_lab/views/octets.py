"""The bytes of one hop: start line, headers and body, as they crossed or laid out for reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote_plus

from markupsafe import Markup, escape

from tropo_lab.escapes import clipped, decoded, lines, visible, visible_html
from tropo_lab.trace import Hop
from tropo_lab.views.face import Face, route_html
from tropo_lab.views.layout import indented
from tropo_lab.views.model import NAMES

LIMIT = 16 * 1024  # bytes of the heading, and of the body, that a view shows: a browser must not choke
FIELDS = 100  # fields of a query or form that a view shows


class Field(NamedTuple):
    """One field of a query or form: its name and value, as sent and as meant."""

    name: str
    sent: str
    meant: str


class Block(NamedTuple):
    """One part of the bytes: text to show, or fields; `note` is a sentence on what is left out, if anything."""

    title: str
    text: str
    fields: tuple[Field, ...]
    note: str


def fields(encoded: str) -> tuple[Field, ...]:
    """The fields of a query or form body, in order; each value decoded once, as the receiver does."""
    pairs = (piece.partition("=") for piece in encoded.split("&") if piece)
    return tuple(Field(_meant(name), sent, _meant(sent)) for name, _, sent in pairs)


def _meant(sent: str) -> str:
    return unquote_plus(sent, "utf-8", "surrogateescape")


def cut(data: bytes) -> tuple[str, str]:
    """The text of the first bytes, and a sentence on how many more there are."""
    if len(data) <= LIMIT:
        return decoded(data), ""
    end = LIMIT
    while end > LIMIT - 3 and data[end] & 0xC0 == 0x80:  # not within a character
        end -= 1
    return decoded(data[:end]), f"{len(data) - end:,} more bytes are left out here; hop.wire holds them all."


def _fields_block(title: str, encoded: str, note: str) -> Block:
    every = fields(encoded)
    if len(every) > FIELDS:
        note = f"{len(every) - FIELDS:,} more fields are left out here; hop.wire holds them all."
    return Block(title, "", every[:FIELDS], note)


def _content_type(heading: str) -> str:
    found = re.search(r"(?im)^content-type:\s*([^;\s]+)", heading)
    return found[1].lower() if found else ""


def blocks(hop: Hop, pretty: bool) -> list[Block]:
    """The hop's bytes in the parts in which they are shown."""
    if not pretty:
        text, note = cut(hop.wire)
        return [Block("bytes", text, (), note)]
    heading, note = cut(hop.wire.partition(b"\r\n\r\n")[0])
    shown = [Block("heading", heading, (), note)]
    start = lines(heading)[0].split(" ")
    if len(start) > 1 and "?" in start[1]:
        shown.append(_fields_block("query", start[1].partition("?")[2].partition("#")[0], ""))
    if hop.body:
        body, note = cut(hop.body)
        if _content_type(heading) == "application/x-www-form-urlencoded":
            shown.append(_fields_block("form", body, note))
        else:
            shown.append(Block("body", body if note else indented(body), (), note))
    return shown


def _raw_lines(text: str) -> list[str]:
    """The text cut after each line feed, which stays, so that line ends are seen."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


@dataclass(frozen=True, repr=False)
class Wire(Face):
    """The bytes of one hop, for reading or raw."""

    hop: Hop
    pretty: bool = True

    @property
    def title(self) -> str:
        hop = self.hop
        return f"hop {hop.number}: {NAMES[hop.sender]} → {NAMES[hop.receiver]}, {visible(hop.kind)}, {self._size}"

    @property
    def _size(self) -> str:
        return f"{len(self.hop.wire):,} byte" + "s" * (len(self.hop.wire) != 1)

    @property
    def plain(self) -> str:
        out = [self.title]
        for block in blocks(self.hop, self.pretty):
            out.append("")
            if block.fields:
                rows = [("name", "as sent", "as meant"), *(tuple(map(visible, field)) for field in block.fields)]
                wide = [min(max(len(row[at]) for row in rows), 60) for at in (0, 1)]
                out += [f"{name.ljust(wide[0])}  {sent.ljust(wide[1])}  {meant}" for name, sent, meant in rows]
            else:
                out += [visible(line) for line in (lines if self.pretty else _raw_lines)(block.text)]
            if block.note:
                out.append(f"({block.note})")
        return "\n".join(out)

    @property
    def inner(self) -> Markup:
        out = [
            Markup('<p class="tl-caption"><b class="tl-dot tl-{}">{}</b>{} · {} · {}</p>').format(
                self.hop.sender, self.hop.number, route_html(self.hop), visible_html(self.hop.kind), self._size
            )
        ]
        out += [self._block(block) for block in blocks(self.hop, self.pretty)]
        return Markup("").join(out)

    def _block(self, block: Block) -> Markup:
        note = Markup('<p class="tl-note">{}</p>').format(block.note) if block.note else ""
        if block.fields:
            return _fields_table(block) + note
        shape = {"heading": _heading_line, "body": _body_line}.get(block.title, lambda at, line: visible_html(line))
        cut_lines = lines if self.pretty else _raw_lines
        shown = Markup("\n").join(shape(at, line) for at, line in enumerate(cut_lines(block.text)))
        # HTML drops a line feed that follows <pre> at once
        return Markup("<pre>\n{}</pre>").format(shown) + note


def _heading_line(at: int, line: str) -> Markup:
    if at == 0:
        return Markup("<b>{}</b>").format(visible_html(line))
    name, colon, value = line.partition(":")
    return Markup('<span class="tl-key">{}{}</span>{}').format(visible_html(name), colon, visible_html(value))


def _body_line(_: int, line: str) -> Markup:
    # laid-out JSON has at most one key in a line, and it stands first
    key = re.match(r'(\s*)("(?:\\.|[^"\\])*")(: .*)$', line)
    if not key:
        return visible_html(line)
    return Markup('{}<span class="tl-key">{}</span>{}').format(key[1], visible_html(key[2]), visible_html(key[3]))


def _fields_table(block: Block) -> Markup:
    row = Markup("<tr><td>{}</td><td><code>{}</code></td><td><code>{}</code></td></tr>")
    body = Markup("").join(
        row.format(visible_html(clipped(field.name, 40)), visible_html(field.sent), visible_html(field.meant))
        for field in block.fields
    )
    return Markup(
        '<table class="tl-grid tl-fields"><caption>{}</caption><thead><tr><th scope="col">name</th>'
        '<th scope="col">as sent</th><th scope="col">as meant</th></tr></thead><tbody>{}</tbody></table>'
    ).format(escape(f"the fields of the {block.title}"), body)


def wire(hop: Hop, pretty: bool = True) -> Wire:
    """The bytes of a hop, laid out for reading; with `pretty=False` as they crossed, line ends written out."""
    if not isinstance(hop, Hop):
        raise TypeError(f"wire shows one hop, such as trace.hop(1); this is a {type(hop).__name__}.")
    return Wire(hop, pretty)
