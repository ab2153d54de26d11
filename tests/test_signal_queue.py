"""The queue of signals, in both front ends: what interrupts a verb, what is dropped, and what stays."""

import json

import pytest

from tests.holding import API, OTHER, PHONE
from tropo_lab import Lab
from tropo_lab.errors import Held

UPLOAD = "http://recordings.example/upload"
ASK = {"name": "q", "say": {"value": "well"}, "choices": {"value": "[ANY]"}, "timeout": 5}
RECORD = {"name": "r", "say": {"value": "well"}, "url": UPLOAD, "timeout": 5}
# verb → what a document says, and the arguments that a script gives
VERBS = {
    "call": ({"to": PHONE}, f"{PHONE!r}", {}),
    "say": ({"value": "hello"}, "'hello'", {}),
    "ask": (ASK, "'well'", {"choices": "[ANY]", "timeout": 5}),
    "record": (RECORD, "'well'", {"recordURI": UPLOAD, "timeout": 5}),
    "conference": ({"id": "room", "name": "c", "terminator": "#"}, "'room'", {"terminator": "#"}),
    "transfer": ({"to": OTHER, "name": "t", "terminator": "#"}, f"{OTHER!r}", {"terminator": "#"}),
    "wait": ({"milliseconds": 1000}, "1000", {}),
}
# what may interrupt the verb, what is queued, which one does, what is left
QUEUES = {
    "any": ("*", ["first", "stop"], "first", ["stop"]),
    "none": ("", ["first", "stop"], None, ["first", "stop"]),
    "one name": ("stop", ["first", "stop", "last"], "stop", ["last"]),
    "several names": (["other", "stop"], ["first", "stop", "other"], "stop", ["other"]),
    "one that does not come": ("stop", ["first", "last"], None, []),
    "nothing queued": ("*", [], None, []),
}


@pytest.fixture(params=["webapi", "scripting"])
def flow(request):
    return request.param


@pytest.fixture
def lab(flow):
    """A lab for that flow: scripts need one with sockets."""
    with Lab(sockets=flow == "scripting") as lab:
        yield lab


def catcher(verb, given):
    """A catcher whose document runs one verb, in a call of its own where it needs one; and what it was asked."""
    asked = []

    def answer(environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        asked.append(environ["PATH_INFO"])
        first = [] if verb == "call" else [{"call": {"to": PHONE, "allowSignals": ""}}]
        names = ("first", "stop", "last", "other", "continue")
        verbs = [*first, {verb: given}, *[{"on": {"event": name, "next": f"/{name}"}} for name in names]]
        body = json.dumps({"tropo": verbs if len(asked) == 1 else []}).encode()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [body]

    return answer, asked


def script(verb, arguments, options):
    first = "" if verb == "call" else f"call({PHONE!r}, {{'allowSignals': ''}})\n"
    told = "'onSignal': lambda event: log('interrupted by ' + event.value)"
    return f"{first}{verb}({arguments}, {{{told}, **{options!r}}})\nlog('goes on')"


def started(lab, flow, verb, allowed, signals=()):
    """A session that runs that verb, with these signals in its queue before it begins; what says what came of it."""
    document, arguments, options = VERBS[verb]
    asked = []
    if flow == "webapi":
        answer, asked = catcher(verb, {**document, "allowSignals": allowed})
        address = lab.host(answer)
    else:
        address = lab.script(script(verb, arguments, {**options, "allowSignals": allowed}))
    lab.host(lambda environ, start: start("200 OK", [("Content-Length", "0")]) and [b""], "recordings.example")
    app = lab.app("app", voice=address)
    lab.breakpoints.set("launch-reply")
    with pytest.raises(Held):
        lab.http.get(API, params={"action": "create", "token": app.voice_token})
    (held,) = lab.breakpoints.held
    session = lab.engine.call(lab.engine.cloud.sessions.live, held.session)
    assert [lab.signal(session.id, name) for name in signals] == ["QUEUED"] * len(signals)
    lab.breakpoints.set()
    lab.breakpoints.go_on()

    def taken():
        trace = lab.trace(session.id)
        assert trace.outcome is not None and trace.outcome.ok, (trace.outcome, trace.log)
        if flow == "webapi":
            return asked[1].strip("/") if asked[1:] != ["/continue"] else None
        assert any(line.text == "log: goes on" for line in trace.log)
        return next((line.text.split()[-1] for line in trace.log if line.text.startswith("log: interrupted by ")), None)

    return session, taken


@pytest.mark.parametrize("case", QUEUES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_takes_the_first_signal_that_matches_and_drops_those_before_it(lab, verb, case, flow):
    allowed, queued, taken, left = QUEUES[case]
    session, what = started(lab, flow, verb, allowed, queued)
    assert what() == taken and session.signals == left


@pytest.mark.parametrize("verb", ["conference", "transfer"])
def test_without_a_terminator_no_signal_interrupts(lab, verb, flow, monkeypatch):
    document, arguments, _ = VERBS[verb]
    without = {key: value for key, value in document.items() if key != "terminator"}
    monkeypatch.setitem(VERBS, verb, (without, arguments, {}))
    session, what = started(lab, flow, verb, "*", ["stop"])
    assert what() is None and session.signals == ["stop"]


@pytest.mark.parametrize("verb", ["call", "ask", "record", "conference", "transfer"])
def test_a_signal_wakes_whoever_waits_for_a_person_when_it_matches(lab, verb, flow):
    lab.phone(OTHER if verb == "transfer" else PHONE).behave(held=True)
    session, what = started(lab, flow, verb, "stop")
    lab.trace(session.id)
    if verb not in ("call", "transfer"):
        lab.phone(PHONE).pick_up()
        lab.trace(session.id)
    assert lab.signal(session.id, "other") == "QUEUED"
    assert lab.trace(session.id).state == "running" and session.signals == []
    assert lab.signal(session.id, "stop") == "QUEUED"
    assert what() == "stop" and session.signals == []
    # nothing of it took any time
    trace = lab.trace(session.id)
    first, second = trace.of_kind("signal")
    assert first.at == second.at


def test_a_signal_interrupts_the_verb_of_a_text_conversation_too(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    verbs = [{"call": {"to": PHONE, "network": "SMS"}}, {"ask": ASK}, {"on": {"event": "stop", "next": "/stop"}}]
    asked = []

    def answer(environ, start_response):
        asked.append(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        body = json.dumps({"tropo": verbs if len(asked) == 1 else [{"say": {"value": "bye"}}]}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    app = any_lab.app("app", messaging=any_lab.host(answer))
    any_lab.http.get(API, params={"action": "create", "token": app.messaging_token})
    assert any_lab.signal(any_lab.trace().id, "stop") == "QUEUED"
    assert any_lab.trace().outcome.ok
    result = json.loads(asked[1])["result"]
    assert result["actions"]["disposition"] == "EXTERNAL_EVENT"
    assert [text.text for text in any_lab.phone(PHONE).texts] == ["well", "bye"]
