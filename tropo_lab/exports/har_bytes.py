"""The parts of an entry of an HTTP archive as bytes of HTTP."""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import urlencode

# what no longer holds once the recorder has unpacked a body
_UNPACKED = ("content-encoding", "transfer-encoding")


def message(start: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """The bytes of a message, with a true length where it says one."""
    lines = [start]
    for name, value in headers:
        lines.append(f"{name}: {len(body) if name.lower() == 'content-length' else value}")
    return "\r\n".join([*lines, "", ""]).encode(errors="replace") + body


def headers_of(part: dict) -> list[tuple[str, str]]:
    """The headers as lines can hold them, without those of HTTP/2 that are none and those that no longer hold."""
    pairs = [(one_line(one["name"]), one_line(one["value"])) for one in part.get("headers") or []]
    return [("Host" if name == ":authority" else name, value) for name, value in pairs
            if (name == ":authority" or name[:1] not in ("", ":")) and name.lower() not in _UNPACKED]  # fmt: skip


def has_host(part: dict) -> bool:
    """True when the headers name the host."""
    return any(one_line(one["name"]).lower() in ("host", ":authority") for one in part.get("headers") or [])


def version_of(part: dict) -> str:
    """The version as a start line says it."""
    version = str(part.get("httpVersion") or "").upper().replace("H2", "HTTP/2").replace("H3", "HTTP/3")
    return version if re.fullmatch(r"HTTP/\d(\.\d)?", version, re.ASCII) else "HTTP/1.1"


def posted(data: dict) -> bytes:
    """The body of a request."""
    if data.get("text"):
        return _octets(data["text"], data.get("encoding"))
    return urlencode([(one["name"], one.get("value") or "") for one in data.get("params") or []]).encode()


def content_of(content: dict) -> bytes:
    """The body of a reply, unpacked."""
    return _octets(content.get("text") or "", content.get("encoding"))


def _octets(text: str, encoding: str | None) -> bytes:
    return b64decode(text) if encoding == "base64" else text.encode(errors="replace")


def one_line(text: str) -> str:
    """The text as a heading can hold it."""
    return re.sub(r"[\0\r\n]+", " ", text).strip()
