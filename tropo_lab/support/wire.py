"""The bytes of a hop as an HTTP message, read as far as they can be: nothing in them is refused."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from tropo_lab.escapes import decoded

MOST_HEADERS = 200
# deeper or longer than this is read by nobody
MOST_BYTES = 1 << 20
_HALF = re.compile("[\udc80-\udcff]")


class Message(NamedTuple):
    """One message: its first line, its headers with names in lower case, its body."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name (in lower case), or an empty text."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The declared charset in lower case, or an empty text."""
        declared = self.header("content-type").lower().partition("charset=")[2]
        return declared.partition(";")[0].strip(" \"'")

    @property
    def status(self) -> int:
        """The status of a reply; 0 where the first line has none."""
        parts = self.start.split(" ", 2)
        number = parts[1] if len(parts) > 1 and parts[0].startswith("HTTP/") else ""
        return int(number) if number.isascii() and number.isdigit() and len(number) == 3 else 0

    @property
    def text(self) -> str:
        """The body as text: by its declared charset where that is known, else as UTF-8."""
        if self.charset in ("iso-8859-1", "latin-1", "latin1", "windows-1252"):
            return self.body[:MOST_BYTES].decode("latin-1")
        return decoded(self.body[:MOST_BYTES])


def read_message(wire: bytes) -> Message:
    """The message in these bytes."""
    head, _, body = wire.partition(b"\r\n\r\n")
    start, *lines = decoded(head[:MOST_BYTES]).split("\r\n", MOST_HEADERS)
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Message(start, headers, body)


def half_at(text: str) -> int:
    """Where the first byte stands that could not be read; -1 where all could."""
    found = _HALF.search(text)
    return found.start() if found else -1


def read_json(text: str) -> Any:
    """The data in a JSON text, or None where it is none."""
    if half_at(text) >= 0:
        return None
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
