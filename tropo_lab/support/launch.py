"""A launch as it was sent: its request line, and its parameters with the bytes they came from."""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from tropo_lab.escapes import decoded
from tropo_lab.support.wire import Message, read_json, read_message
from tropo_lab.trace import Hop

MOST_PARAMETERS = 1000
FORM, JSON, XML = "form", "json", "xml"
_FORMATS = {
    "": FORM,
    "application/x-www-form-urlencoded": FORM,
    "application/json": JSON,
    "text/json": JSON,
    "text/xml": XML,
    "application/xml": XML,
}
# what Tropo itself reads, or adds
OWN_NAMES = frozenset({"action", "token", "format"})
_SUCCESS = re.compile(rb"success(?:>|=|\"\s*:\s*\"?)\s*(true|false)", re.I)
_REASON = re.compile(r"<reason>([^<]*)|\"reason\"\s*:\s*\"([^\"]*)|\breason=([^&]*)", re.I)


class Parameter(NamedTuple):
    """One parameter: its name and value, decoded once, and the text that they stand in (`raw`)."""

    name: str
    value: str
    raw: str
    format: str


class Launch(NamedTuple):
    """One launch. `parts` are what stands between blanks in its request line; `format` is that of its body, as it is
    labelled, empty where it has none that is read."""

    number: int
    message: Message
    parts: tuple[str, ...]
    target: str
    format: str
    parameters: tuple[Parameter, ...]

    @property
    def method(self) -> str:
        return self.parts[0] if self.parts else ""

    @property
    def path(self) -> str:
        target = self.target.partition("?")[0]
        return "/" + target.split("/", 3)[3] if target.count("/") > 2 and "://" in target else target

    @property
    def values(self) -> dict[str, str]:
        """All values by name; of several with one name the last."""
        return {one.name: one.value for one in self.parameters}


class LaunchReply(NamedTuple):
    """What a launch was answered. `success` is None where the reply does not say."""

    number: int
    status: int
    success: bool | None
    reason: str


def read_launch(hop: Hop) -> Launch:
    """The launch in a hop."""
    message = read_message(hop.wire)
    parts = tuple(message.start.split(" "))
    versioned = len(parts) > 2 and parts[-1].startswith("HTTP/")
    target = " ".join(parts[1:-1] if versioned else parts[1:])
    body = message.text
    format = _FORMATS.get(message.content_type, message.content_type) if body.strip() and parts[0] != "GET" else ""
    found = _pairs(target.partition("?")[2])
    if format == JSON:
        found += _json(body)
    elif format == XML or (format == FORM and body.lstrip().startswith("<session")):
        found += _xml(body)
    elif format == FORM:
        found += _pairs(body)
    return Launch(hop.number, message, parts, target, format, tuple(found[:MOST_PARAMETERS]))


def read_launch_reply(hop: Hop) -> LaunchReply:
    """What the reply in a hop says."""
    message = read_message(hop.wire)
    said, reason = _SUCCESS.search(message.body), _REASON.search(message.text)
    words = next(filter(None, reason.groups()), "") if reason else ""
    words = _plain(words) if reason and reason[3] else words
    return LaunchReply(hop.number, message.status, said[1].lower() == b"true" if said else None, words)


def _pairs(text: str) -> list[Parameter]:
    out = []
    for raw in text.split("&", MOST_PARAMETERS):
        name, _, value = raw.partition("=")
        if raw:
            out.append(Parameter(_plain(name), _plain(value), raw, FORM))
    return out


def _plain(text: str) -> str:
    return decoded(unquote_to_bytes(text.replace("+", " ").encode("utf-8", "surrogateescape")))


def _json(body: str) -> list[Parameter]:
    data = read_json(body)
    pairs = data.items() if isinstance(data, dict) else ()
    return [
        Parameter(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "", JSON)
        for name, value in pairs
    ]


def _xml(body: str) -> list[Parameter]:
    # imported here only: few launches are XML
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(body.encode("utf-8", "replace"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return []
    pairs = [
        (one.get("name", ""), one.get("value", one.text or "")) if one.tag == "var" else (str(one.tag), one.text or "")
        for one in root
    ]
    return [Parameter(name, value, "", XML) for name, value in pairs]
