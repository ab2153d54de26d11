"""Who may send a form to a page: the page itself, and programs. No other page may, be it of this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from tropo_lab.platform.messages import Request


def comes_from_here(request: Request) -> bool:
    """False for what a browser sends on behalf of another page than one of this very server.

    A browser says so in Sec-Fetch-Site. An older one names the page's Origin alone, and that has to be this host.
    """
    site = request.header("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.header("Origin")
    return not origin or _place(origin) == _place(f"http://{request.header('Host')}")


def _place(address: str) -> tuple[str | None, int | None] | None:
    try:
        parts = urlsplit(address)
        return parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
