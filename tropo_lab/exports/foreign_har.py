"""A recording that was not made by Tropo Lab, as a trace: who spoke to whom is told from what was said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from heapq import heappop, heappush
from typing import NamedTuple
from urllib.parse import urlsplit

from tropo_lab.clock import EPOCH
from tropo_lab.errors import BadSetup
from tropo_lab.escapes import clipped
from tropo_lab.exports.har_bytes import content_of, has_host, headers_of, message, one_line, posted, version_of
from tropo_lab.trace import BROWSER, CATCHER, LAUNCHER, TROPO, Hop, LogLine, Outcome, Trace

RECORDED = Outcome("recorded", "", "This is a recording: what the phones saw, and what came later, is not in it.")
_LAUNCH = re.compile(r"/(?:1\.0|v1)/sessions/?")
_SIGNAL = re.compile(r"/(?:1\.0|v1)/(?:sessions/)?([^/]+)/signals/?")
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(?:\.(\d{1,6})\d*)?(?:Z|([+-])(\d\d):?(\d\d))?", re.ASCII
)


_TIES = {
    "launch": (LAUNCHER, TROPO, "launch-reply"),
    "session": (TROPO, CATCHER, "document"),
    "result": (TROPO, CATCHER, "document"),
    "click": (BROWSER, LAUNCHER, "page"),
    "signal": (LAUNCHER, TROPO, "signal-reply"),
}


class Exchange(NamedTuple):
    """One entry of a recording, in lab time: its bytes, and what it is. `reply` is None where none came."""

    began: int
    ended: int
    kind: str
    session: str
    request: bytes
    reply: bytes | None


def foreign(entries: list) -> Trace:
    """The trace that these entries tell. What is no HAR entry is refused in one sentence."""
    exchanges, log, at = [], [], 0
    for number, entry in enumerate(entries, 1):
        try:
            exchange = _exchange(entry, at)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BadSetup(
                f"Entry {number} of this HAR has no request and response that can be read: delete it, or record again."
            ) from None
        at = exchange.began
        exchanges.append(exchange)
        if exchange.reply is None:
            log.append(LogLine(at, 0, "info", f"Entry {number} got no reply."))
    hops = tuple(Hop(number, *rest) for number, rest in enumerate(_in_order(exchanges), 1))
    session = next((exchange.session for exchange in exchanges if exchange.session), "recorded")
    flow = "webapi" if any(hop.kind == "session" for hop in hops) else ""
    return Trace(session, "", flow, hops, tuple(log), RECORDED)


def _in_order(exchanges: list[Exchange]) -> Iterator[tuple]:
    """The hops as they crossed, without their numbers: what was asked later is answered first where times are equal."""
    waiting: list[tuple[int, int, tuple]] = []
    for place, exchange in enumerate(sorted(exchanges, key=lambda one: one.began)):
        while waiting and waiting[0][0] <= exchange.began:
            yield heappop(waiting)[2]
        sender, receiver, answer = _TIES[exchange.kind]
        what = f" ({exchange.kind} JSON)" if exchange.kind in ("session", "result") else ""
        summary = clipped(_start(exchange.request).rpartition(" HTTP/")[0], 100) + what
        yield exchange.began, sender, receiver, exchange.kind, summary, exchange.request
        if exchange.reply is not None:
            told = clipped(_start(exchange.reply).partition(" ")[2], 100)
            heappush(
                waiting, (exchange.ended, -place, (exchange.ended, receiver, sender, answer, told, exchange.reply))
            )
    while waiting:
        yield heappop(waiting)[2]


def _start(wire: bytes) -> str:
    return wire.partition(b"\r\n")[0].decode(errors="replace")


def _exchange(entry: dict, before: int) -> Exchange:
    asked, said = entry["request"], entry["response"]
    began = _moment(entry.get("startedDateTime"), before)
    took = entry.get("time")
    took = took if isinstance(took, int | float) and 0 < took < 10**9 else 0
    address = urlsplit(one_line(asked["url"]))
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    method, body = one_line(asked["method"]).replace(" ", "") or "GET", posted(asked.get("postData") or {})
    host = [] if has_host(asked) else [("Host", address.netloc.rpartition("@")[2])]
    request = message(f"{method} {target.replace(' ', '%20')} {version_of(asked)}", host + headers_of(asked), body)
    status, reply = int(said["status"]), None
    if status > 0:
        start = f"{version_of(said)} {status:03d} {one_line(said.get('statusText') or '')}".rstrip()
        reply = message(start, headers_of(said), content_of(said.get("content") or {}))
    kind, session = _kind(method, address.path, body)
    return Exchange(began, began + round(took), kind, session, request, reply)


def _kind(method: str, path: str, body: bytes) -> tuple[str, str]:
    """What a request is, and the id of its session where it carries one."""
    if signalled := _SIGNAL.fullmatch(path):
        return "signal", signalled[1]
    if _LAUNCH.fullmatch(path):
        return "launch", ""
    try:
        told = json.loads(body) if method == "POST" else None
    except (ValueError, RecursionError):
        told = None
    for kind, key in (("session", "id"), ("result", "sessionId")):
        if isinstance(told, dict) and isinstance(told.get(kind), dict):
            id = told[kind].get(key)
            return kind, id if isinstance(id, str) else ""
    return "click", ""


def _moment(text, before: int) -> int:
    """An ISO 8601 time as lab time; `before` where there is none."""
    found = _MOMENT.match(text) if isinstance(text, str) else None
    if not found:
        return before
    *parts, fraction, sign, hours, minutes = found.groups()
    east = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    when = datetime(*map(int, parts), int((fraction or "0").ljust(6, "0")), timezone.utc) - east
    return round((when - EPOCH) / timedelta(milliseconds=1))
