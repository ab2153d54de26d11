"""The bytes of a hop taken apart: start line, headers, body; and the launch in whichever form it was written."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_plus

from tropo_lab.escapes import decoded
from tropo_lab.views.difference.trees import json_tree, written, xml_tree

_REQUEST = re.compile(r"([A-Za-z]+) (.*) (HTTP/[\d.]+)")
_REPLY = re.compile(r"(HTTP/[\d.]+) (\d{3}) ?(.*)")
_LEG = re.compile(r"[A-Z][A-Z ]*")
FORM = "application/x-www-form-urlencoded"


class Header(NamedTuple):
    """One line of the heading: the name, the rest of the line as sent, the value."""

    name: str
    rest: str
    value: str

    @property
    def gap(self) -> str:
        """What stands around the value: a colon, and white space."""
        return self.rest.replace(self.value, "", 1)


class Field(NamedTuple):
    """One field of a query or form: the name as meant, the piece as sent, the value as meant."""

    name: str
    piece: str
    value: str


class Message(NamedTuple):
    """A hop's bytes in parts. `sort` is `request`, `reply`, `leg` (a text or call on the phone network) or `bytes`."""

    sort: str
    start: tuple[str, ...]
    headers: tuple[Header, ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of the header with that small-letter name; empty when there is none."""
        return next((header.value for header in self.headers if header.name.lower() == name), "")

    @property
    def is_form(self) -> bool:
        return self.header("content-type").partition(";")[0].strip().lower() == FORM

    @property
    def path(self) -> str:
        """The address without its query."""
        before, mark, fragment = self.start[1].partition("#")
        return before.partition("?")[0] + mark + fragment

    @property
    def query(self) -> str:
        return self.start[1].partition("#")[0].partition("?")[2]


def message(wire: bytes) -> Message:
    """The wire taken apart; what is neither HTTP nor a leg of the phone network is all body."""
    heading, end, body = wire.partition(b"\r\n\r\n")
    start, *rest = decoded(heading).split("\r\n")
    if found := _REQUEST.fullmatch(start):
        sort = "request"
    elif found := _REPLY.fullmatch(start):
        sort = "reply"
    elif found := _LEG.fullmatch(start):
        sort = "leg"
    if not end or not found:
        return Message("bytes", (), (), wire)
    return Message(sort, found.groups() or (start,), tuple(map(_header, rest)), body)


def _header(line: str) -> Header:
    name, colon, value = line.partition(":")
    return Header(name, colon + value, value.strip(" \t"))


def fields(encoded: str) -> list[Field]:
    """The fields of a query or form body, in order; each decoded once, as the receiver does."""
    pieces = (piece for piece in encoded.split("&") if piece)
    return [Field(_meant(piece.partition("=")[0]), piece, _meant(piece.partition("=")[2])) for piece in pieces]


def _meant(sent: str) -> str:
    return unquote_plus(sent, "utf-8", "surrogateescape")


class Launch(NamedTuple):
    """What a launch or the reply to one says, whatever its form (`query`, `form`, `JSON` or `XML`)."""

    form: str
    fields: tuple[Field, ...]


def launch(parts: Message) -> Launch | None:
    """The fields of a launch request or its reply; None when it has none of the four forms."""
    if parts.sort not in ("request", "reply"):
        return None
    text, said = decoded(parts.body), fields(parts.query) if parts.sort == "request" else []
    if not parts.body:
        return Launch("query", tuple(said)) if parts.sort == "request" else None
    if parts.is_form:
        return Launch("form", (*said, *fields(text)))
    tree, form = json_tree(text), "JSON"
    if tree is None:
        tree, form = xml_tree(text), "XML"
        tree = None if tree is None else (tree[0].get("session"),)
    if tree is None or not isinstance(tree[0], dict):
        return None
    for name, value in tree[0].items():
        if name.startswith("var[") and isinstance(value, dict):
            name, value = name[4:-1], value.get("@value", "")
        # Tropo passes text alone: what is not text is passed as its JSON
        said.append(Field(name, "", value if isinstance(value, str) else written(value)))
    return Launch(form, tuple(said))
