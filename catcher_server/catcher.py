"""The catcher: Tropo posts session JSON and asks what to do; the answers here are its instructions.

The two functions to edit are `text` and `call`. Each returns verbs, which Tropo carries out in order.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, abort, current_app, request

from catcher_server.sent import ANSWERED, FAILED, INSTRUCTED, NOT_ANSWERED, NOT_SENT, SENT

catcher = Blueprint("catcher", __name__)


def text(to: str, msg: str) -> list[dict]:
    """The verbs that send a text: one `message` does it all."""
    verbs = [{"message": {"say": {"value": msg}, "to": to, "channel": "TEXT", "network": "SMS"}}]
    return verbs + report_on("continue", "incomplete") if current_app.config["REPORT"] else verbs


def call(to: str, msg: str) -> list[dict]:
    """The verbs that ring a phone, speak, and ask for a report."""
    return [{"call": {"to": to}}, {"say": {"value": msg}}, *report_on("continue", "incomplete", "hangup")]


def report_on(*events: str) -> list[dict]:
    """The verbs that make Tropo post its result to /result when one of these events ends the document."""
    return [{"on": {"event": event, "next": "/result"}} for event in events]


@catcher.post("/messaging")
def messaging() -> Response:
    """The Messaging URL: what to do with a session that the messaging token started."""
    return instruct("text", text)


@catcher.post("/voice")
def voice() -> Response:
    """The Voice URL: what to do with a session that the voice token started."""
    return instruct("voice", call)


@catcher.post("/result")
def result() -> Response:
    """Where the handlers lead: Tropo says how it went, and needs nothing more from us.

    A call that is still up is ended by the verb for it, which is documented. After any other result no call is left
    to end, and an empty 200 is how apps answered the real Tropo then. Not `{"tropo":[]}`: that is one more document.
    """
    report = posted("result")
    launch = current_app.extensions["sent"].of(as_text(report.get("sessionId")))
    if launch:
        remember(launch.channel, launch.session, *outcome(launch.channel, report))
    return document([{"hangup": None}]) if report.get("state") == "ANSWERED" else Response(content_type=JSON)


def instruct(channel: str, verbs: Callable[[str, str], list[dict]]) -> Response:
    """The document that answers session JSON: these verbs, for the number and message that were launched."""
    session = posted("session")
    session_id = as_text(session.get("id"))
    parameters = session.get("parameters")
    if not isinstance(parameters, dict):
        remember(channel, session_id, INSTRUCTED, "Somebody phoned or texted in, and got a polite answer.")
        return document([{"say": {"value": "Thank you. This number only sends messages. Goodbye."}}])

    number, msg = as_text(parameters.get("numbertodial")), as_text(parameters.get("msg"))
    to = "+" + number.strip().lstrip("+")  # launchers write the plus or not; in a URL it turns into a space
    missing = "numbertodial" if to == "+" else "msg" if not msg.strip() else ""
    if missing:
        note = f"The launch brought no {missing}: add {missing}=… to the launch request."
        remember(channel, session_id, FAILED, note, to=number, msg=msg)
        return document([{"hangup": None}])

    answer = verbs(to, msg)
    reports = any("on" in verb for verb in answer)
    note = "Tropo will report how it went." if reports else "Nobody reports back whether it arrived."
    remember(channel, session_id, INSTRUCTED, "Your catcher has answered. " + note, to=to, msg=msg)
    return document(answer)


def outcome(channel: str, report: dict) -> tuple[str, str]:
    """The state and the sentence that a result comes down to."""
    if channel == "text":
        if report.get("complete") is True:
            return SENT, "Tropo reports that the text went out."
        return NOT_SENT, "Tropo reports that the text did not go out."
    if report.get("complete") is True:
        early = report.get("state") == "DISCONNECTED"
        return ANSWERED, "The person hung up before the end." if early else "The call was answered and the words said."
    if report.get("state") == "FAILED":
        return NOT_ANSWERED, "Tropo reports that nobody took the call."
    return FAILED, "Tropo reports that the call broke off."


# ---- the plumbing: JSON in, JSON out, and the memory -----------------------------------------------------------

JSON = "application/json; charset=utf-8"  # without the charset, Tropo read accents as ISO-8859-1


def posted(key: str) -> dict:
    """The object under `key` in the JSON that Tropo posted; anything else is answered with status 400."""
    try:
        found = json.loads(request.get_data())[key]
    except (ValueError, LookupError, TypeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        sentence = f'This is no {key} JSON: post an object with the key "{key}", as Tropo does.\n'
        abort(Response(sentence, 400, mimetype="text/plain"))
    return found


def as_text(value: object) -> str:
    """The value as text that can be written as UTF-8: half an emoji (a lone surrogate) becomes a question mark."""
    return "" if value is None else str(value).encode(errors="replace").decode()


def document(verbs: list[dict]) -> Response:
    """The verbs as Tropo JSON, on one line, letters as they are."""
    body = json.dumps({"tropo": verbs}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, content_type=JSON)


def remember(channel: str, session: str, state: str, note: str, *, to: str = "", msg: str = "") -> None:
    """Note for the status page how far a session has got."""
    current_app.extensions["sent"].add(to, msg, channel, session, state, note)
