"""Sample traces for the tests of the views: what the platform records, written out once."""

from __future__ import annotations

import json
from itertools import permutations

from hypothesis import settings
from hypothesis import strategies as st

from tropo_lab.trace import (
    AT_LAUNCH,
    BROWSER,
    CATCHER,
    COMPLETED,
    FROM_CATCHER,
    KINDS,
    LAUNCHER,
    PARTIES,
    PHONE,
    TO_PHONE,
    TROPO,
    Hop,
    Outcome,
    Trace,
)

# nothing here is timed: a slow machine is no fault
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TOKEN = "fake0token0" * 8
SESSION = "b81ad71bf6e7776c5c30a3084616e4fc"
FORM = "application/x-www-form-urlencoded"
QUERY = f"action=create&token={TOKEN}&numbertodial=14075550112&msg=test+Tropo+message"
SMS = b"SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\ntest Tropo message"


def message(start: str, body: str | dict = "", content_type: str = "application/json") -> bytes:
    """An HTTP message as bytes; a dict becomes a JSON body."""
    data = (json.dumps(body) if isinstance(body, dict) else body).encode()
    return f"{start}\r\nContent-Type: {content_type}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def call_leg(event: str, words: str = "") -> bytes:
    """The short text form of what crosses in a call."""
    return f"{event}\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\n{words}".encode()


CLICK = (
    1000,
    BROWSER,
    LAUNCHER,
    "click",
    "POST /send",
    message("POST /send HTTP/1.1", "to=14075550112&msg=test+Tropo+message", FORM),
)
LAUNCH = (
    1000,
    LAUNCHER,
    TROPO,
    "launch",
    "GET /1.0/sessions?action=create&token=…",
    f"GET /1.0/sessions?{QUERY} HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n".encode(),
)
ROUTED = (
    1000,
    TROPO,
    LAUNCHER,
    "launch-reply",
    f"200, success true, id {SESSION[:8]}…",
    message(
        "HTTP/1.1 200 OK",
        f"<session><success>true</success><token>{TOKEN}</token><id>{SESSION}</id></session>",
        "text/xml",
    ),
)
REFUSED = (
    1000,
    TROPO,
    LAUNCHER,
    "launch-reply",
    "200, success false, FAILED TO ROUTE TOKEN",
    message(
        "HTTP/1.1 200 OK",
        "<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>",
        "text/xml",
    ),
)
PAGE = (1000, LAUNCHER, BROWSER, "page", "303 See Other", b"HTTP/1.1 303 See Other\r\nLocation: /sent\r\n\r\n")
ASKED = (
    1000,
    TROPO,
    CATCHER,
    "session",
    "POST /messaging (session JSON)",
    message(
        "POST /messaging HTTP/1.1",
        {
            "session": {
                "id": SESSION,
                "accountId": "12345",
                "timestamp": "2016-05-23T16:00:01.000Z",
                "userType": "NONE",
                "initialText": None,
                "callId": None,
                "parameters": {
                    "token": TOKEN,
                    "action": "create",
                    "numbertodial": "14075550112",
                    "msg": "test Tropo message",
                },
            }
        },
    ),
)
TOLD = (
    1000,
    CATCHER,
    TROPO,
    "document",
    "200, message",
    message(
        "HTTP/1.1 200 OK",
        {
            "tropo": [
                {
                    "message": {
                        "say": {"value": "test Tropo message"},
                        "to": "+14075550112",
                        "channel": "TEXT",
                        "network": "SMS",
                    }
                },
                {"on": {"event": "continue", "next": "/result"}},
            ]
        },
    ),
)
CRASHED = (
    1000,
    CATCHER,
    TROPO,
    "document",
    "500 INTERNAL SERVER ERROR",
    message("HTTP/1.1 500 INTERNAL SERVER ERROR", "<h1>Internal Server Error</h1>", "text/html"),
)
TEXT = (2000, TROPO, PHONE, "text", "SMS to +14075550112: test Tropo message", SMS)
RESULT = (
    2000,
    TROPO,
    CATCHER,
    "result",
    "POST /result (result JSON, sequence 1)",
    message(
        "POST /result HTTP/1.1",
        {
            "result": {
                "sessionId": SESSION,
                "callId": None,
                "state": "DISCONNECTED",
                "sessionDuration": 1,
                "sequence": 1,
                "complete": True,
                "error": None,
                "calledid": None,
            }
        },
    ),
)
DONE = (2000, CATCHER, TROPO, "document", "200, no verbs", message("HTTP/1.1 200 OK", {"tropo": []}))


def trace(flow: str, *hops: tuple, outcome: Outcome | None = COMPLETED, id: str = SESSION, app: str = "sms") -> Trace:
    """A trace of these hops, numbered from 1."""
    return Trace(id, app, flow, tuple(Hop(number, *hop) for number, hop in enumerate(hops, 1)), (), outcome)


def webapi() -> Trace:
    """A WebAPI session that was launched by a click: the five steps, and a report afterwards."""
    return trace("webapi", CLICK, LAUNCH, ROUTED, PAGE, ASKED, TOLD, TEXT, RESULT, DONE)


def scripting() -> Trace:
    """A hosted script that was launched without a page."""
    return trace("scripting", LAUNCH, ROUTED, TEXT)


def refused() -> Trace:
    """A launch with a token that nobody knows."""
    sentence = "No app has this token: copy the messaging token of your app."
    outcome = Outcome("FAILED TO ROUTE TOKEN", AT_LAUNCH, sentence)
    return trace("", LAUNCH, REFUSED, id="refused-1", app="", outcome=outcome)


def broken() -> Trace:
    """A session whose catcher answered with status 500."""
    sentence = "The catcher answered 500, so there were no instructions: look for the error in your catcher’s own log."
    outcome = Outcome("status 500", FROM_CATCHER, sentence)
    return trace("webapi", CLICK, LAUNCH, ROUTED, PAGE, ASKED, CRASHED, outcome=outcome)


def call() -> Trace:
    """A WebAPI session that calls a phone, speaks, and hangs up."""
    document = {"tropo": [{"call": {"to": "+14075550112"}}, {"say": {"value": "Hello from Tropo"}}, {"hangup": None}]}
    return trace(
        "webapi",
        LAUNCH,
        ROUTED,
        ASKED,
        (1000, CATCHER, TROPO, "document", "200, call, say, hangup", message("HTTP/1.1 200 OK", document)),
        (1000, TROPO, PHONE, "call", "ring +14075550112", call_leg("CALL")),
        (7000, PHONE, TROPO, "answer", "answered", call_leg("ANSWER")),
        (7000, TROPO, PHONE, "speech", "say: Hello from Tropo", call_leg("SPEECH", "Hello from Tropo")),
        (9500, TROPO, PHONE, "hangup", "hung up by Tropo", call_leg("HANGUP")),
    )


def texted() -> Trace:
    """A WebAPI session that a phone started by a text."""
    inbound = (1000, PHONE, TROPO, "text", "SMS to +13215550100: hello", SMS)
    return trace("webapi", inbound, ASKED, TOLD, TEXT)


SAMPLES = {make.__name__: make for make in (webapi, scripting, refused, broken, call, texted)}


REPLY_KINDS = {"page", "launch-reply", "document", "answer", "refusal", "signal-reply", "upload-reply", "fetch-reply"}
NASTY = (
    "<script>alert(1)</script>",
    "\x1b[31mred\x1b[0m",
    "\u202eevil\u2066",
    "nul\x00nul",
    'a;b#c"d\nend\r\n',
    "]]>&lt;",
    "-->>",
    "%%{init: {}}%%",
    "```",
    "$$x$$",
    "style a:b#59;",
    "\\N{x}",
    "é漢😀",
    "\udcff",
    "\ufeff\ufffe",
    "end",
    "",
)


def summaries() -> st.SearchStrategy[str]:
    """Texts of all kinds, the nasty ones often."""
    return st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=3).map(" ".join)


@st.composite
def any_trace(draw: st.DrawFn) -> Trace:
    """A trace of any flow with hops between any two parties, in any order, ended in any way."""
    hops, at = [], 0
    for _ in range(draw(st.integers(0, 8))):
        sender, receiver = draw(st.sampled_from(list(permutations(PARTIES, 2))))
        at += draw(st.integers(0, 5000))
        wire = draw(st.one_of(st.binary(max_size=30), summaries().map(lambda text: text.encode("utf-8", "replace"))))
        hops.append((at, sender, receiver, draw(st.sampled_from(list(KINDS))), draw(summaries()), wire))
    broken = st.builds(Outcome, summaries(), st.sampled_from((AT_LAUNCH, FROM_CATCHER, TO_PHONE)), summaries())
    outcome = draw(st.one_of(st.none(), st.just(COMPLETED), broken))
    return trace(draw(st.sampled_from(("webapi", "scripting", ""))), *hops, outcome=outcome, app=draw(summaries()))
