"""Traces to diagnose: one exchange with a catcher, recorded in a lab or put together from bytes."""

from __future__ import annotations

import json

from tests.traces import message, trace
from tropo_lab import Lab
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.trace import CATCHER, LAUNCHER, TROPO, Outcome, Trace

API = "http://api.tropo.com/1.0/sessions"
PHONE, OTHER = "+14075550112", "+14075550113"
TEXT = {"message": {"to": PHONE, "network": "SMS", "say": {"value": "hi there"}}}
CALL = {"call": {"to": PHONE}}
ASK = {"ask": {"name": "answer", "say": {"value": "Yes or no?"}, "choices": {"value": "yes(yes, y, 1), no(no, n, 2)"}}}
NEXT = {"on": {"event": "continue", "next": "/next"}}
RECORDED = Outcome("recorded", "", "This is a recording.")


def exchange(
    *replies, query="numbertodial=14075550112&msg=hi+there", side="messaging", rules=None, url="", apart=False, **phone
) -> Trace:
    """What a lab records of one launch. A reply is a list of verbs, a text, bytes, or (status, text); the last one is
    given for ever. `query` follows the token; the two sides are `apart` where each has an address of its own; `phone`
    is how the phone behaves."""
    queue = list(replies or [[TEXT]])

    def catcher(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        said = queue.pop(0) if len(queue) > 1 else queue[0]
        status, said = said if isinstance(said, tuple) else (200, said)
        said = json.dumps({"tropo": said}) if isinstance(said, list) else said
        label = "text/html" if status >= 400 else "application/json"
        start_response(f"{status} Whatever", [("Content-Type", label)])
        return [said.encode() if isinstance(said, str) else said]

    with Lab(sockets=False) as lab:
        lab.rules.set(**rules or {})
        own = lab.host(catcher) + "/start"
        app = lab.app("reminders", voice=own + "/voice" if apart else url or own, messaging=url or own)
        if phone:
            lab.phone(PHONE).behave(**phone)
        token = app.messaging_token if side == "messaging" else app.voice_token
        target = query if query.startswith("?") else f"?action=create&token=TOKEN&{query}"
        lab.http.get(API + target.replace("TOKEN", token))
        return lab.trace()


def elsewhere(reply, launch: bytes = b"", session: bytes = b"") -> Trace:
    """The same from another platform, without a log: a launch, session JSON and a reply, as far as they are given."""
    hops = []
    if launch:
        hops.append((1, LAUNCHER, TROPO, "launch", "launch", launch))
    if session:
        hops.append((2, TROPO, CATCHER, "session", "session", session))
    if reply is not None:
        body = {"tropo": reply} if isinstance(reply, list) else reply
        hops.append((3, CATCHER, TROPO, "document", "document", message("HTTP/1.1 200 OK", body)))
    return trace("webapi", *hops, outcome=RECORDED, app="")


def launched(query: str, start: str = "GET /1.0/sessions?{} HTTP/1.1") -> bytes:
    """The bytes of a launch by GET."""
    return f"{start.format(query)}\r\nHost: api.tropo.com\r\n\r\n".encode()


def session_json(**parameters: str) -> bytes:
    """The bytes of the session JSON of a launch with these parameters."""
    told = {"id": "5e55", "accountId": "1", "userType": "NONE", "parameters": {"action": "create", **parameters}}
    return message("POST /start HTTP/1.1\r\nHost: catcher.example", {"session": told})


def rules(trace: Trace, wanted: str = "") -> list[str]:
    """The rules of what is found."""
    return [found.rule for found in diagnose_trace(trace, wanted)]


def only(trace: Trace, wanted: str = ""):
    """The one thing that is found."""
    (found,) = diagnose_trace(trace, wanted)
    return found
