"""The addresses of the pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.messages import Request

_PLACES = {
    "overview": r"/",
    "session": r"/sessions/([^/]+)",
    "exported": r"/sessions/([^/]+)/export/([a-z]+)",
    "find_phone": r"/phones",
    "phone": r"/phones/([^/]+)",
    "breakpoints": r"/breakpoints",
    "desk": r"/desk",
    "ledger": r"/ledger",
    "script": r"/pages\.js",
    "changes": r"/changes",
}
_COMPILED = [(name, re.compile(pattern)) for name, pattern in _PLACES.items()]


def place(path: str) -> tuple[str, re.Match] | None:
    """The page at that path, and what the path names; None where there is none."""
    return next(((name, found) for name, pattern in _COMPILED if (found := pattern.fullmatch(path))), None)


def is_page(request: Request) -> bool:
    """True for the addresses of pages; Tropo's own host had none."""
    if place(request.path) is None:
        return False
    host = urlsplit(request.target if "://" in request.target[:9] else f"//{request.header('Host')}").hostname or ""
    return host.rstrip(".") != API_HOST
