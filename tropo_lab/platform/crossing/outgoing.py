"""Outgoing requests: what Tropo asks a server of yours, and what comes back, past the fault switches."""

from __future__ import annotations

from urllib.parse import urlsplit

from tropo_lab.errors import SessionFailed, connection_reset, no_answer_in_time, nobody_listens, reply_cut_short
from tropo_lab.platform.crossing.crossings import Crossing
from tropo_lab.platform.messages import USER_AGENT, Headers, Reply, Request
from tropo_lab.platform.session import Session


def request_to(url: str, method: str, headers: Headers, body: bytes = b"") -> Request:
    """A request of Tropo's own for a URL, with these headers between those that all of them have."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    first = (("Host", parts.netloc.rpartition("@")[2]), ("User-Agent", USER_AGENT))
    last = () if method == "GET" else (("Content-Length", str(len(body))),)
    return Request(method, target, (*first, *headers, *last), body)


def url_of(request: Request, url: str) -> str:
    """Where a request goes that was meant for `url`: to the same server, and there to its own target."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{request.target}"


async def fetch(session: Session, sent: Crossing, url: str, request: Request) -> Reply:
    """The server's reply to a request that crossed as `sent`; SessionFailed, as the real network would have it."""
    if sent.fault == "refuse":
        raise nobody_listens(url)
    if sent.fault == "hang":
        raise given_up(session, url)
    reply = await session.port.fetch(url, request)
    if sent.fault == "reset":
        raise connection_reset()
    return reply


def arrived(session: Session, sent: Crossing, got: Crossing) -> bool:
    """True when the reply that crossed as `got`, to a request that crossed as `sent`, reached Tropo in time.

    SessionFailed when its connection broke.
    """
    if got.fault == "reset":
        raise reply_cut_short()
    return not got.lost and sent.delay + got.delay <= session.port.patience * 1000


def given_up(session: Session, url: str, left: int | None = None) -> SessionFailed:
    """Wait for as long as Tropo does since a request left (now, if not said); gives what is said then."""
    patience = session.port.patience
    left = session.clock.at if left is None else left
    session.clock.advance(max(0, left + int(patience * 1000) - session.clock.at))
    return no_answer_in_time(url, patience)
