"""What Tropo answers a launcher, read from any of its three formats into one `LaunchReply`."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import parse_qsl
from xml.etree import ElementTree


class LaunchReply(NamedTuple):
    """The answer to a launch: `success` says that the token was routed, not that a text was sent.

    What a reply does not carry is an empty text. `body` is the reply as it came.
    """

    success: bool
    token: str
    id: str
    reason: str
    status: int
    content_type: str
    body: str


def read_reply(status: int, content_type: str, body: bytes | str) -> LaunchReply:
    """The reply that `body` holds, be it XML, JSON or a form; an unreadable one is a failure with a reason."""
    text = body if isinstance(body, str) else body.decode("utf-8", errors="replace")
    fields = _fields(text.strip())
    if fields.keys().isdisjoint({"success", "error", "reason"}):
        fields = {"reason": f"This is no reply of the session API (HTTP status {status}); read its body."}
    return LaunchReply(
        success=fields.get("success") == "true" and status < 400,
        token=fields.get("token", ""),
        id=fields.get("id", ""),
        reason=fields.get("reason") or fields.get("error", ""),
        status=status,
        content_type=content_type,
        body=text,
    )


def _fields(text: str) -> dict[str, str]:
    # the first character tells the format; a Content-Type can be wrong, and the id may end in a line break
    read = {"{": _from_json, "<": _from_xml}.get(text[:1], _from_form)
    return {name: value.strip() for name, value in read(text).items()}


def _from_json(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    given = {name: value for name, value in found.items() if value is not None}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _from_xml(text: str) -> dict[str, str]:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return {}
    if root.tag == "error":
        return {"error": root.text or ""}
    return {child.tag: child.text or "" for child in root} if root.tag == "session" else {}


def _from_form(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))
