"""What Tropo answers to launches and signals: one thing to say, in the format that was asked in."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote_plus

from tropo_lab.errors import BadLaunch
from tropo_lab.platform.launch_request import FORM, JSON, reply_format
from tropo_lab.platform.messages import Reply, Request, reply


def success(format: str, token: str, id: str) -> Reply:
    """The token was routed, and the session has this id."""
    if format == JSON:
        return _json({"success": True, "token": token, "id": id})
    if format == FORM:
        return reply(200, f"success=true&token={quote_plus(token)}&id={id}", f"{FORM}; charset=UTF-8")
    return _xml(f"<session><success>true</success><token>{escape(token, quote=False)}</token><id>{id}</id></session>")


def refusal(request: Request, bad: BadLaunch, token: str) -> Reply:
    """The launch is refused, and why."""
    if bad.status != 200:
        return problem(request, bad.status, str(bad))
    format = reply_format(request)
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


def _json(data: dict, status: int = 200) -> Reply:
    return reply(status, json.dumps(data, ensure_ascii=False, separators=(",", ":")), f"{JSON}; charset=UTF-8")


def _xml(body: str, status: int = 200) -> Reply:
    return reply(status, body, "text/xml; charset=UTF-8")
