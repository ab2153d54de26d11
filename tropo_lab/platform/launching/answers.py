"""What Tropo answers to launches and signals: one thing to say, in the format that was asked in."""

from __future__ import annotations

from html import escape
from urllib.parse import quote_plus

from tropo_lab.errors import BadLaunch
from tropo_lab.platform.launching.request import FORM, FORMATS, JSON, XML, reply_format
from tropo_lab.platform.messages import Reply, Request, json_bytes, reply
from tropo_lab.platform.rules import RuleBook


def answer_format(request: Request, rules: RuleBook) -> str:
    """The format of the reply to a launch: see `reply_format`; with `accept_on_get`, what a GET accepts."""
    if request.method != "GET" or not rules.accept_on_get:
        return reply_format(request)
    ranges = request.header("Accept").split(",")
    wanted = [(_weight(one), FORMATS.get(one.partition(";")[0].strip().lower(), "")) for one in ranges]
    return max((pair for pair in wanted if all(pair)), key=lambda pair: pair[0], default=(1, XML))[1]


def success(format: str, token: str, id: str, rules: RuleBook) -> Reply:
    """The token was routed, and the session has this id."""
    if rules.crlf_after_id:
        id = f"{id}\r\n"
    if format == JSON:
        return _json({"success": True, "token": token, "id": id})
    if format == FORM:
        return reply(200, f"success=true&token={quote_plus(token)}&id={quote_plus(id)}", f"{FORM}; charset=UTF-8")
    return _xml(f"<session><success>true</success><token>{escape(token, quote=False)}</token><id>{id}</id></session>")


def refusal(request: Request, bad: BadLaunch, token: str, rules: RuleBook) -> Reply:
    """The launch is refused, and why."""
    format = answer_format(request, rules)
    if bad.status != 200:
        return _json({"error": str(bad)}, bad.status) if format == JSON else problem(request, bad.status, str(bad))
    if format == JSON:
        # some clients read `reason`, some `error`
        return _json({"success": False, "token": token, "reason": bad.reason, "error": bad.reason})
    if format == FORM:
        # never an empty value: the Java client cannot read one
        shown = f"&token={quote_plus(token)}" if token else ""
        return reply(200, f"success=false{shown}&reason={quote_plus(bad.reason)}", f"{FORM}; charset=UTF-8")
    reason = "FAILED TO ROUTE TOKEN" if bad.rule == "unknown-token" else bad.reason
    return _xml(f"<session><success>false</success><token></token><reason>{reason}</reason></session>")


def problem(request: Request, status: int, sentence: str) -> Reply:
    """The request cannot be served at all: a status and a sentence."""
    if reply_format(request) == JSON or request.content_type not in ("", FORM, "text/xml", "application/xml"):
        return _json({"error": sentence}, status)
    return _xml(f"<error>{escape(sentence, quote=False)}</error>", status)


def signalled(request: Request, status: str) -> Reply:
    """What became of a signal: `QUEUED`, `NOTFOUND` or `FAILED`."""
    format = reply_format(request)
    if format == JSON:
        return _json({"status": status})
    if format == FORM:
        return reply(200, f"status={status}", f"{FORM}; charset=UTF-8")
    return _xml(f"<signal><status>{status}</status></signal>")


def _weight(media_range: str) -> float:
    """How much a client wants a media range of its Accept header, from 0 to 1."""
    given = media_range.replace(" ", "").lower().partition(";q=")[2].partition(";")[0]
    try:
        return min(1.0, max(0.0, float(given))) if given else 1.0
    except ValueError:
        return 0.0


def _json(data: dict, status: int = 200) -> Reply:
    return reply(status, json_bytes(data), f"{JSON}; charset=UTF-8")


def _xml(body: str, status: int = 200) -> Reply:
    return reply(status, body, "text/xml; charset=UTF-8")
