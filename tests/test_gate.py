"""Breakpoints: what is held waits, what goes on is what the peer gets, what is lost or doubled has its effect."""

import pytest

from tests.catchers import MESSAGE, app_with, launch
from tests.holding import (
    API,
    CALL,
    OTHER,
    PHONE,
    held_at,
    kinds,
    recorded,
    rules,
    says,
    send,
    texts,
)
from tropo_lab import Lab, entry
from tropo_lab.errors import BadSetup, Held, LabClosed, NotFound
from tropo_lab.platform.crossing import gate
from tropo_lab.trace import KINDS

ASKS = [*CALL, {"ask": {"choices": {"value": "hello"}, "say": {"value": "Say hello."}}}]
RECORDS = [*CALL, {"record": {"url": "http://catcher.example/upload", "say": {"value": "Say something."}}}]

# kind → what the catcher answers, and how the phone behaves, in a session that has a hop of it
HOPS = {
    "session": ([MESSAGE], "human"),
    "document": ([MESSAGE], "human"),
    "result": ([{"on": {"event": "continue", "next": "/next"}}], "human"),
    "text": ([MESSAGE], "human"),
    "call": (CALL, "human"),
    "answer": (CALL, "human"),
    "refusal": (CALL, "busy"),
    "speech": (CALL, "human"),
    "hangup": (CALL, "human"),
    "input": (ASKS, "human"),
    "upload": (RECORDS, "human"),
    "upload-reply": (RECORDS, "human"),
}
# these have tests of their own, beside what they are for
ELSEWHERE = {"launch", "launch-reply", "click", "page", "signal", "signal-reply", "fetch", "fetch-reply"}
NO_ANSWER = ("no answer in time", "catcher → platform")


def stopped(lab, kind):
    """A session held before its first hop of that kind: `(held, catcher)`."""
    replies, answer = HOPS[kind]
    lab.phone(PHONE).behave(answer=answer, inputs=["hello"])
    return held_at(lab, kind, replies, b"")


# held


@pytest.mark.parametrize("kind", HOPS)
def test_a_session_is_held_before_a_hop_and_goes_on_from_there(any_lab, kind):
    held, _ = stopped(any_lab, kind)
    trace = any_lab.trace()
    assert (held.kind, held.session, held.app, held.number) == (kind, trace.id, "app", len(trace.hops) + 1)
    assert trace.state == "running" and kind not in kinds(trace)
    assert trace.log[-1].text == f"Held before hop {held.number} ({kind})."
    any_lab.breakpoints.set()
    any_lab.breakpoints.go_on()
    hop = any_lab.trace().hop(held.number)
    assert (hop.kind, hop.wire, hop.summary) == (kind, held.wire, held.summary)
    assert any_lab.trace().state == "ended" and any_lab.breakpoints.held == []


@pytest.mark.parametrize("kind", HOPS)
def test_going_on_unedited_changes_no_byte(any_lab, kind):
    stopped(any_lab, kind)
    any_lab.breakpoints.set()
    any_lab.breakpoints.go_on()
    with Lab(sockets=False) as plain:
        plain.phone(PHONE).behave(answer=HOPS[kind][1], inputs=["hello"])
        app, _ = app_with(plain, HOPS[kind][0], b"")
        assert launch(plain, app).hops == any_lab.trace().hops


def test_a_held_message_shows_what_it_is(any_lab):
    held, _ = stopped(any_lab, "text")
    assert repr(held) == "1: tropo → phone, before hop 5: SMS to +14075550112: hello"
    assert held.as_dict() == {
        "id": "1", "session": any_lab.trace().id, "app": "app", "number": 5, "sender": "tropo", "receiver": "phone",
        "kind": "text", "summary": "SMS to +14075550112: hello", "editable": True,
        "wire": "SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\nhello",
    }  # fmt: skip
    assert repr(any_lab.breakpoints) == f"Breakpoints before text\n  {held!r}"


def test_a_lab_without_breakpoints_says_so(sealed):
    breakpoints = sealed.breakpoints
    breakpoints.set("text")
    breakpoints.set()
    assert repr(breakpoints) == "No breakpoints"
    sealed.close()
    assert repr(breakpoints) == "Breakpoints (lab closed)"
    with pytest.raises(LabClosed):
        breakpoints.go_on()


def test_other_sessions_and_the_platform_go_on_meanwhile(any_lab):
    stopped(any_lab, "session")
    any_lab.breakpoints.set()
    other, _ = app_with(any_lab, [MESSAGE], name="other")
    assert launch(any_lab, other).outcome.ok and len(any_lab.breakpoints.held) == 1
    assert len(any_lab.traces()) == 2 and texts(any_lab) == ["hello"]


def test_a_breakpoint_may_be_of_one_app_alone(any_lab):
    any_lab.breakpoints.set("launch", "session", app="two")
    one, _ = app_with(any_lab, [MESSAGE], name="one")
    two = any_lab.app("two", messaging=one.messaging)
    assert launch(any_lab, one).outcome.ok
    with pytest.raises(Held):
        send(any_lab, two)
    assert any_lab.breakpoints.held[0].app == "two"
    any_lab.breakpoints.go_on()
    (held,) = any_lab.breakpoints.held
    assert (held.kind, held.app) == ("session", "two")


def test_every_means_every_kind(any_lab):
    any_lab.breakpoints.set("every")
    app, _ = app_with(any_lab, CALL)
    with pytest.raises(Held):
        send(any_lab, app)
    seen = []
    while any_lab.breakpoints.held:
        seen.append(any_lab.breakpoints.held[0].kind)
        any_lab.breakpoints.go_on()
    assert seen == ["launch", "launch-reply", "session", "document", "call", "answer", "speech", "hangup"]
    assert kinds(any_lab.trace()) == seen


def test_what_is_held_stays_held_when_the_breakpoints_change(any_lab):
    held, _ = stopped(any_lab, "text")
    any_lab.breakpoints.set("speech")
    assert any_lab.breakpoints.held == [held]


def test_the_oldest_or_the_given_one_goes_on(any_lab):
    any_lab.breakpoints.set("text")
    app, _ = app_with(any_lab, [MESSAGE])
    for _ in range(3):
        send(any_lab, app)
    _, second, third = any_lab.breakpoints.held
    any_lab.breakpoints.go_on()
    any_lab.breakpoints.go_on(third)
    assert any_lab.breakpoints.held == [second]
    any_lab.breakpoints.go_on(second.id)
    assert [trace.outcome.ok for trace in any_lab.traces()] == [True] * 3


def test_a_catcher_that_launches_is_told_that_its_launch_is_held(any_lab):
    told = []

    def catcher(environ, start_response):
        with pytest.raises(Held) as held:
            send(any_lab, plain)
        told.append(str(held.value))
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    plain, _ = app_with(any_lab, [MESSAGE], name="plain")
    app = any_lab.app("app", messaging=any_lab.host(catcher, "other.example"))
    any_lab.breakpoints.set("launch", app="plain")
    assert launch(any_lab, app).outcome.name == "empty reply"
    assert told == ["The launch waits at the breakpoint before hop 1; let it go on, and lab.trace() shows its reply."]
    any_lab.breakpoints.go_on()
    assert texts(any_lab) == ["hello"] and any_lab.trace().outcome.ok


def test_a_signal_does_not_wake_what_is_held(any_lab):
    held, _ = stopped(any_lab, "call")
    assert any_lab.signal(held.session, "stop") == "QUEUED"
    assert any_lab.breakpoints.held == [held]


def test_a_cell_that_is_run_again_holds_its_launch_too(any_lab):
    any_lab.breakpoints.set("launch")
    app, _ = app_with(any_lab, [MESSAGE])
    for _ in range(2):
        with pytest.raises(Held, match=r"before hop 1; let it go on, and lab\.trace\(\) shows its reply\."):
            send(any_lab, app)
    assert len(any_lab.breakpoints.held) == 2
    any_lab.breakpoints.go_on()
    any_lab.breakpoints.go_on()
    assert len({trace.id for trace in any_lab.traces() if trace.outcome.ok}) == 2


def test_no_more_than_a_person_can_look_at_is_held(any_lab, monkeypatch):
    monkeypatch.setattr(gate, "MAX_HELD", 1)
    any_lab.breakpoints.set("text")
    app, _ = app_with(any_lab, [MESSAGE])
    send(any_lab, app)
    send(any_lab, app)
    assert len(any_lab.breakpoints.held) == 1 and texts(any_lab) == ["hello"]


def test_the_bounds_are_those_of_the_ledger():
    bounds = entry("breakpoint-bounds").behaviour
    assert f"{gate.MAX_HELD} messages" in bounds and f"{gate.MAX_WIRE >> 20} MiB" in bounds


@pytest.mark.parametrize("do", ["go_on", "drop", "send_twice"])
def test_where_nothing_is_held_that_is_one_sentence(any_lab, do):
    act = getattr(any_lab.breakpoints, do)
    with pytest.raises(NotFound, match="No message is held: set a breakpoint, and launch"):
        act()
    with pytest.raises(NotFound, match="No message '7' is held; see /lab/held"):
        act("7")


@pytest.mark.parametrize("given, words", [
    ({"kinds": ["txet"]}, "There is no hop of the kind 'txet'; the kinds are click, page, launch"),
    ({"kinds": ["click"], "app": "app"}, "A click comes before any app is known: leave the app out"),
])  # fmt: skip
def test_a_breakpoint_that_cannot_be_is_one_sentence(sealed, given, words):
    with pytest.raises(BadSetup, match=words):
        sealed.breakpoints.set(*given.pop("kinds"), **given)


# edited


def test_an_edited_request_is_what_the_catcher_gets_and_what_is_recorded(any_lab):
    held, catcher = stopped(any_lab, "session")
    wire = b'POST /elsewhere?a=1 HTTP/1.1\r\nHost: other.example\r\nX-Odd: "yes"\r\n\r\n{"session":{}}'
    any_lab.breakpoints.go_on(wire=wire)
    path, body, environ = catcher.asked[0]
    assert (path, body, environ["QUERY_STRING"]) == ("/elsewhere", b'{"session":{}}', "a=1")
    assert (environ["HTTP_HOST"], environ["HTTP_X_ODD"]) == ("other.example", '"yes"')
    hop = any_lab.trace().hop(held.number)
    assert hop.wire == wire.replace(b"\r\n\r\n", b"\r\nContent-Length: 14\r\n\r\n")
    assert hop.summary == "POST /elsewhere?a=1 (session JSON)"
    assert says(any_lab.trace(), f"Hop {held.number} was edited at a breakpoint.")


def test_content_length_follows_an_edited_body(any_lab):
    held, catcher = stopped(any_lab, "result")
    any_lab.breakpoints.go_on(wire=held.wire + " more €".encode())
    _, body, environ = catcher.asked[1]
    assert body.endswith("} more €".encode()) and environ["CONTENT_LENGTH"] == str(len(body))
    assert b"\r\nContent-Length: %d\r\n" % len(body) in any_lab.trace().of_kind("result")[0].wire


def test_lines_may_end_as_an_editor_ends_them(any_lab):
    held, _ = stopped(any_lab, "session")
    any_lab.breakpoints.go_on(wire=held.wire.replace(b"\r\n", b"\n"))
    trace = any_lab.trace()
    assert trace.hop(held.number).wire == held.wire and not says(trace, "edited")


def test_an_edited_document_is_what_tropo_carries_out(any_lab):
    held, _ = stopped(any_lab, "document")
    any_lab.breakpoints.go_on(wire=held.wire.replace(b"hello", b"a longer text"))
    assert texts(any_lab) == ["a longer text"]
    hop = any_lab.trace().of_kind("document")[0]
    assert b"a longer text" in hop.wire and b"\r\nContent-Length: %d\r\n" % len(hop.body) in hop.wire


def test_a_document_may_be_broken_and_its_status_changed(any_lab):
    stopped(any_lab, "document")
    any_lab.breakpoints.go_on(wire="HTTP/1.1 503 Away\r\n\r\nback soon")
    trace = any_lab.trace()
    assert trace.outcome.name == "status 503" and trace.of_kind("document")[0].summary == "503, 9 bytes"


def test_an_edited_text_is_what_the_phone_gets(any_lab):
    stopped(any_lab, "text")
    any_lab.breakpoints.go_on(wire=f"SMS\r\nFrom: +13215550199\r\nTo: {OTHER}\r\n\r\ngrüße 😀")
    (text,) = any_lab.phone(OTHER).texts
    assert (text.from_number, text.to_number, text.text) == ("+13215550199", OTHER, "grüße 😀")
    assert any_lab.phone(PHONE).texts == []
    assert any_lab.trace().of_kind("text")[0].summary == f"SMS to {OTHER}: grüße 😀"


def test_edited_speech_is_what_is_heard(any_lab):
    held, _ = stopped(any_lab, "speech")
    any_lab.breakpoints.go_on(wire=held.wire.replace(b"hello there", b"good bye"))
    assert any_lab.phone(PHONE).calls[0]["heard"] == ["good bye"]
    assert any_lab.trace().of_kind("speech")[0].summary == "say: good bye"


def test_an_edited_launch_is_what_the_api_reads(any_lab):
    any_lab.breakpoints.set("launch")
    app, catcher = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app, msg="one")
    held = any_lab.breakpoints.held[0]
    any_lab.breakpoints.go_on(wire=held.wire.replace(b"msg=one", b"msg=two&more=1"))
    parameters = catcher.json(0)["session"]["parameters"]
    assert (parameters["msg"], parameters["more"]) == ("two", "1")
    hop = any_lab.trace().hop(1)
    assert hop.wire == held.wire.replace(b"msg=one", b"msg=two&more=1") and says(any_lab.trace(), "Hop 1 was edited")


def test_a_launch_may_name_the_whole_address(any_lab):
    any_lab.breakpoints.set("launch")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    wire = any_lab.breakpoints.held[0].wire.replace(b"GET /", b"GET http://api.tropo.com/")
    any_lab.breakpoints.go_on(wire=wire)
    assert any_lab.trace().outcome.ok and any_lab.trace().hop(1).wire == wire


@pytest.mark.parametrize("old, new, status", [
    (b"token=", b"token=x", b"200 OK"),
    (b"/1.0/sessions", b"/1.0/session", b"404 Not Found"),
    (b"GET", b"DELETE", b"405 Method Not Allowed"),
])  # fmt: skip
def test_a_launch_that_is_edited_astray_is_refused_and_kept(any_lab, old, new, status):
    any_lab.breakpoints.set("launch")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    any_lab.breakpoints.go_on(wire=any_lab.breakpoints.held[0].wire.replace(old, new))
    (refused,) = any_lab.refused()
    assert kinds(refused) == ["launch", "launch-reply"] and any_lab.traces() == []
    assert status in refused.hop(2).wire and new in refused.hop(1).wire and says(refused, "Hop 1 was edited")


def test_a_launch_that_is_edited_astray_and_sent_twice_is_refused_twice(any_lab):
    any_lab.breakpoints.set("launch")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    held = any_lab.breakpoints.held[0]
    any_lab.breakpoints.send_twice(wire=held.wire.replace(b"/1.0/sessions", b"/1.0/session"))
    assert [rules(trace) for trace in any_lab.refused()] == [["no-such-address"]] * 2 and any_lab.traces() == []


def test_an_edited_reply_to_a_launch_is_recorded(any_lab):
    any_lab.breakpoints.set("launch-reply")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held, match=r"^The reply to the launch waits at the breakpoint before hop 2; .* shows it\.$"):
        send(any_lab, app)
    assert any_lab.trace().state == "running" and kinds(any_lab.trace()) == ["launch"]
    any_lab.breakpoints.go_on(wire="HTTP/1.1 500 Oops\r\n\r\nsorry")
    trace = any_lab.trace()
    assert trace.outcome.ok and trace.hop(2).summary == "500, 5 bytes"
    heading = b"HTTP/1.1 500 Oops\r\nContent-Length: 5\r\nContent-Type: application/octet-stream\r\nDate: "
    assert trace.hop(2).wire.startswith(heading)


@pytest.mark.parametrize("heading, words", [
    (b"Transfer-Encoding: chunked", "Leave Transfer-Encoding out"), ("X: ü".encode(), "plain ASCII"),
])  # fmt: skip
def test_a_reply_that_the_lab_cannot_send_is_one_sentence(any_lab, heading, words):
    any_lab.breakpoints.set("launch-reply")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    (held,) = any_lab.breakpoints.held
    first, _, rest = held.wire.partition(b"\r\n")
    with pytest.raises(BadSetup, match=words):
        any_lab.breakpoints.go_on(wire=first + b"\r\n" + heading + b"\r\n" + rest)
    any_lab.breakpoints.go_on(wire=first + b"\r\nX: u\r\n" + rest)
    assert any_lab.trace().hop(2).wire == first + b"\r\nX: u\r\n" + rest


def test_the_reply_to_a_refused_launch_is_held_too(any_lab):
    any_lab.breakpoints.set("launch-reply")
    for _ in range(2):
        with pytest.raises(Held):
            any_lab.http.get(f"{API}?action=create&token=nope")
    any_lab.breakpoints.drop()
    any_lab.breakpoints.send_twice()
    lost, twice = any_lab.refused()
    assert lost.hop(2).summary.endswith("(lost on the way)")
    assert rules(lost) == ["unknown-token", "dropped-at-breakpoint"]
    assert kinds(twice) == ["launch", "launch-reply", "launch-reply"]


@pytest.mark.parametrize("kind", ["call", "answer", "refusal", "hangup"])
def test_what_has_no_content_cannot_be_edited(any_lab, kind):
    held, _ = stopped(any_lab, kind)
    assert not held.editable
    with pytest.raises(BadSetup, match=f"A hop of the kind '{kind}' has no content to edit: let it go on, drop it, or"):
        any_lab.breakpoints.go_on(wire=b"HANGUP")
    assert any_lab.breakpoints.held == [held]


@pytest.mark.parametrize("kind", ["call", "document"])
def test_the_bytes_as_they_were_are_no_edit(any_lab, kind):
    any_lab.breakpoints.set(kind)
    app, _ = app_with(any_lab, *(["not http"] if kind == "document" else [CALL]))
    send(any_lab, app)
    held = any_lab.breakpoints.held[0]
    any_lab.breakpoints.send_twice(wire=held.wire)
    assert not says(any_lab.trace(), "edited") and any_lab.trace().hop(held.number).wire == held.wire


def test_what_is_dropped_need_not_be_readable(any_lab):
    held, _ = stopped(any_lab, "text")
    any_lab.engine.call(any_lab.engine.cloud.gate.release, held.id, "drop", b"nonsense")
    assert texts(any_lab) == [] and any_lab.trace().hop(held.number).wire == held.wire


BAD_EDITS = [
    ("session", b"", "Put an empty line between the heading and the body"),
    ("session", b"POST /x HTTP/1.1\r\nHost: a", "Put an empty line"),
    ("session", b"POST /x\r\nHost: a\r\n\r\n", "is no request line: write METHOD /path HTTP/1.1"),
    ("session", b"POST /x HTTP/2\r\nHost: a\r\n\r\n", "is no request line"),
    ("session", b"POST http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", "must begin with a slash"),
    ("session", b"POST /x HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "has one Host header"),
    ("session", b"POST x HTTP/1.1\r\nHost: a\r\n\r\n", "must begin with a slash"),
    ("session", b"POST /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", "holds a control character"),
    ("session", b"POST /x HTTP/1.1\r\nHost\r\n\r\n", "is no header: write it like Content-Type: text/plain"),
    ("session", b"POST /x HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n", "is no header"),
    ("session", b"POST /x HTTP/1.1\r\nHost: a\r\nA: \x00\r\n\r\n", "is no header"),
    ("session", b"POST /x HTTP/1.1\r\n\r\n", "has one Host header: leave it in"),
    ("session", b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "Leave Transfer-Encoding out"),
    ("session", "POST /x HTTP/1.1\r\nHost: ä\r\n\r\n".encode(), "plain ASCII; put other characters into the body"),
    ("session", b"x" * (gate.MAX_WIRE + 1), "may have 2097152 bytes"),
    ("document", b"HTTP/1.1 20 OK\r\n\r\n", "is no status line: write HTTP/1.1 200 OK"),
    ("document", b"HTTP/1.1 100 Continue\r\n\r\n", "a status from 200 to 599"),
    ("document", b"HTTP/1.1 204 No Content\r\n\r\nx", "the status 204 has no body"),
    ("text", b"SMS\r\nFrom: +13215550100\r\n\r\nx", "The heading of a text is SMS, then From: and To:"),
    ("text", b"SMS\r\nTo: +14075550112\r\nFrom: +13215550100\r\n\r\nx", "The heading of a text is SMS"),
    ("text", b"SMS\r\nFrom: +13215550100\r\nTo: you\r\n\r\nx", "'you' is not a phone number"),
    ("text", b"SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\n\xff", "The words are not UTF-8 .byte 0 of them"),
    ("speech", b"SPEECH\r\nFrom: +13215550100\r\nTo: +14075550113\r\n\r\nx", "Only the words below the empty line"),
]  # fmt: skip


@pytest.mark.parametrize("kind, wire, words", BAD_EDITS)
def test_an_edit_that_cannot_be_read_is_one_sentence_and_the_hop_stays_held(sealed, kind, wire, words):
    held, _ = stopped(sealed, kind)
    with pytest.raises(BadSetup, match=words) as bad:
        sealed.breakpoints.go_on(wire=wire)
    assert str(bad.value).endswith(".") and sealed.breakpoints.held == [held]


def test_half_a_character_cannot_be_sent(sealed):
    held, _ = stopped(sealed, "text")
    with pytest.raises(BadSetup, match="half a character"):
        sealed.breakpoints.go_on(wire=held.wire.decode() + "\ud800")


# dropped


@pytest.mark.parametrize("kind", HOPS)
def test_a_dropped_hop_is_recorded_as_lost_and_is_a_finding(any_lab, kind):
    held, _ = stopped(any_lab, kind)
    any_lab.breakpoints.set()
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.hop(held.number)[2:] == (*held[5:7], kind, f"{held.summary} (lost on the way)", held.wire)
    (finding,) = [one for one in trace.noticed if one["rule"] == "dropped-at-breakpoint"]
    assert finding["severity"] == "warning" and finding["hop"] == held.number
    assert finding["message"] == f"Hop {held.number} was dropped at a breakpoint, so it never arrived."
    assert trace.state == "ended"


@pytest.mark.parametrize("kind, asked, began", [("session", 0, 1040), ("document", 1, 1040), ("result", 1, 1080)])
def test_a_lost_post_or_reply_is_no_answer_in_time(any_lab, kind, asked, began):
    _, catcher = stopped(any_lab, kind)
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    path = "next" if kind == "result" else "start"
    assert tuple(trace.outcome) == (
        *NO_ANSWER, f"The catcher at http://catcher.example/{path} did not answer within 15 seconds.",
    )  # fmt: skip
    assert len(catcher.asked) == asked and trace.log[-1].at == began + 15_000


def test_a_lost_text_is_no_ones_knowledge(any_lab):
    stopped(any_lab, "text")
    any_lab.breakpoints.drop()
    assert any_lab.trace().outcome.ok and texts(any_lab) == []


def result_of(lab, replies, drop):
    """The result that a catcher gets when the first hop of the kind `drop` is lost, and the trace."""
    _, catcher = held_at(lab, drop, [*replies, {"on": {"event": "continue", "next": "/r"}},
                                     {"on": {"event": "incomplete", "next": "/r"}}], b"")  # fmt: skip
    lab.breakpoints.set()
    lab.breakpoints.drop()
    trace = lab.trace()
    return catcher.json(1)["result"], trace


@pytest.mark.parametrize("kind", ["call", "answer"])
def test_a_lost_call_or_answer_is_no_answer_after_the_patience(any_lab, kind):
    result, trace = result_of(any_lab, [{"call": {"to": PHONE, "timeout": 12}}], kind)
    assert (result["state"], result["complete"], result["sessionDuration"]) == ("FAILED", False, 12)
    assert trace.of_kind("refusal")[0].summary == "no answer"
    assert len(any_lab.phone(PHONE).calls) == (0 if kind == "call" else 1)


def test_a_lost_call_to_a_busy_phone_is_no_answer_either(any_lab):
    any_lab.phone(PHONE).behave(answer="busy")
    result, trace = result_of(any_lab, [{"call": {"to": PHONE, "timeout": 12}}], "call")
    assert result["sessionDuration"] == 12 and trace.of_kind("refusal")[0].summary == "no answer"


def test_of_two_busy_signals_it_takes_both_to_end_the_call(any_lab):
    for number in (PHONE, OTHER):
        any_lab.phone(number).behave(answer="busy")
    result, trace = result_of(any_lab, [{"call": {"to": [PHONE, OTHER], "timeout": 12}}], "refusal")
    assert result["sessionDuration"] == 12 and [hop.summary for hop in trace.of_kind("refusal")][1] == "busy"


def test_a_lost_busy_signal_rings_until_the_patience_is_over(any_lab):
    any_lab.phone(PHONE).behave(answer="busy")
    result, _ = result_of(any_lab, [{"call": {"to": PHONE, "timeout": 12}}], "refusal")
    assert (result["state"], result["sessionDuration"]) == ("FAILED", 12)


def test_when_one_answer_is_lost_another_phone_may_answer(any_lab):
    any_lab.phone(OTHER).behave(answer="machine")
    result, trace = result_of(any_lab, [{"call": {"to": [PHONE, OTHER]}}], "answer")
    assert (result["state"], result["sessionDuration"], result["calledid"]) == ("ANSWERED", 20, "4075550113")
    assert trace.of_kind("hangup")[0].summary == f"another phone answered; {PHONE} stops ringing"


def test_when_one_of_two_calls_is_lost_the_other_phone_still_rings(any_lab):
    result, _ = result_of(any_lab, [{"call": {"to": [PHONE, OTHER]}}], "call")
    assert (result["state"], result["calledid"]) == ("ANSWERED", "4075550113")
    assert any_lab.phone(PHONE).calls == []


def test_a_persons_lost_answer_leaves_tropo_waiting_in_vain(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    any_lab.breakpoints.set("answer")
    app, _ = app_with(any_lab, [{"call": {"to": PHONE}}])
    launch(any_lab, app)
    assert any_lab.phone(PHONE).calls[0]["state"] == "ringing"
    any_lab.phone(PHONE).pick_up()
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.of_kind("refusal")[0].summary == "no answer" and trace.state == "ended"
    assert trace.of_kind("refusal")[0].at - trace.of_kind("call")[0].at == 30_000


def test_lost_speech_is_not_heard_but_takes_its_time(any_lab):
    stopped(any_lab, "speech")
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert any_lab.phone(PHONE).calls[0]["heard"] == []
    assert trace.of_kind("hangup")[0].at - trace.of_kind("speech")[0].at == 800


def test_a_hang_up_of_tropo_that_is_lost_leaves_the_phone_in_a_silent_call(any_lab):
    stopped(any_lab, "hangup")
    any_lab.breakpoints.drop()
    assert any_lab.trace().outcome.ok and any_lab.phone(PHONE).calls[0]["state"] == "active"
    assert any_lab.phone(PHONE).hang_up()
    assert any_lab.phone(PHONE).calls[0]["state"] == "ended" and not any_lab.phone(PHONE).hang_up()


def test_a_hang_up_of_the_phone_that_is_lost_lets_tropo_speak_on_to_nobody(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=1)
    words = {"say": {"value": "one two three four"}}
    held_at(any_lab, "hangup", [{"call": {"to": PHONE}}, words, {"say": {"value": "still there?"}}])
    any_lab.breakpoints.set()
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.outcome.ok and kinds(trace)[-3:] == ["hangup", "speech", "hangup"]
    assert [hop.sender for hop in trace.of_kind("hangup")] == ["phone", "tropo"]
    spoken = trace.of_kind("speech")
    assert spoken[1].at - spoken[0].at == 1600
    assert any_lab.phone(PHONE).calls[0]["heard"] == ["one two three four"]


@pytest.mark.parametrize("kind, held_then", [("answer", []), ("speech", ["speech"])])
def test_who_hangs_up_meanwhile_hears_no_more(any_lab, kind, held_then):
    stopped(any_lab, kind)
    any_lab.breakpoints.set()
    phone = any_lab.phone(PHONE)
    assert phone.hang_up() and phone.calls[0]["state"] == "ended" and not phone.hang_up()
    any_lab.breakpoints.go_on()
    trace = any_lab.trace()
    assert kinds(trace)[5:] == ["answer", *held_then, "hangup"] and trace.hops[-1].sender == "phone"
    assert phone.calls[0]["heard"] == []


def test_who_declines_while_another_answer_is_held_is_waited_for_no_more(any_lab):
    for number in (PHONE, OTHER):
        any_lab.phone(number).behave(held=True)
    any_lab.breakpoints.set("answer")
    app, _ = app_with(any_lab, [{"call": {"to": [PHONE, OTHER]}}])
    send(any_lab, app)
    assert any_lab.phone(PHONE).pick_up() and any_lab.phone(OTHER).hang_up()
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.state == "ended" and [hop.summary for hop in trace.of_kind("refusal")] == ["no answer", "declined"]


def inbound(lab, kind, *replies):
    """A text or a call from the phone, held before it reaches Tropo: `(id, catcher)`."""
    lab.breakpoints.set(kind)
    app, catcher = app_with(lab, *replies)
    phone = lab.phone(PHONE)
    return (phone.text(app.number, "hi") if kind == "text" else phone.call(app.number)), catcher


@pytest.mark.parametrize("kind", ["text", "call"])
def test_what_a_phone_sends_is_held_before_it_reaches_tropo(any_lab, kind):
    id, catcher = inbound(any_lab, kind, [{"say": {"value": "yes?"}}])
    assert any_lab.trace(id).hops == () == any_lab.trace().hops and catcher.asked == []
    any_lab.breakpoints.set()
    any_lab.breakpoints.go_on()
    assert any_lab.trace(id).outcome.ok and kinds(any_lab.trace())[0] == kind


@pytest.mark.parametrize("kind", ["text", "call"])
def test_what_a_phone_sends_and_is_lost_starts_nothing(any_lab, kind):
    id, catcher = inbound(any_lab, kind, [])
    any_lab.breakpoints.drop()
    trace = any_lab.trace(id)
    assert str(trace.outcome) == f"handset → platform: {kind} lost" and kinds(trace) == [kind] and catcher.asked == []
    assert [text.direction for text in any_lab.phone(PHONE).texts] == (["out"] if kind == "text" else [])
    assert [call["state"] for call in any_lab.phone(PHONE).calls] == ([] if kind == "text" else ["ended"])


def test_a_text_to_an_app_may_be_edited_in_its_words_alone(any_lab):
    _, catcher = inbound(any_lab, "text", [])
    held = any_lab.breakpoints.held[0]
    with pytest.raises(BadSetup, match="Only the words below the empty line"):
        any_lab.breakpoints.go_on(wire=held.wire.replace(b"0112", b"0113"))
    any_lab.breakpoints.go_on(wire=held.wire + b" there")
    assert catcher.json(0)["session"]["initialText"] == "hi there"


def test_an_answer_of_tropo_that_is_lost_leaves_the_caller_ringing(any_lab):
    any_lab.breakpoints.set("answer")
    app, _ = app_with(any_lab, [{"say": {"value": "hello"}}])
    any_lab.trace(any_lab.phone(PHONE).call(app.number))
    any_lab.breakpoints.set("hangup")
    any_lab.breakpoints.drop()
    (call,) = any_lab.phone(PHONE).calls
    assert (call["state"], call["heard"]) == ("ringing", [])
    any_lab.breakpoints.go_on()
    assert any_lab.trace().outcome.ok and any_lab.phone(PHONE).calls[0]["state"] == "ended"


def test_a_lost_launch_starts_nothing_and_is_kept_among_the_refused(any_lab):
    any_lab.breakpoints.set("launch")
    app, catcher = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    any_lab.breakpoints.drop()
    (trace,) = any_lab.refused()
    assert str(trace.outcome) == "launcher → platform: launch lost" and any_lab.traces() == [] == catcher.asked
    assert trace.hop(1).summary.endswith(" (lost on the way)") and rules(trace) == ["dropped-at-breakpoint"]
    assert any_lab.trace() == trace


def test_a_session_runs_though_the_reply_to_its_launch_is_lost(any_lab):
    any_lab.breakpoints.set("launch-reply")
    app, _ = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.outcome.ok and trace.hop(2).summary.endswith("(lost on the way)") and texts(any_lab) == ["hello"]


# sent twice


@pytest.mark.parametrize("kind", ["session", "result"])
def test_a_request_sent_twice_is_posted_twice_and_the_first_reply_counts(any_lab, kind):
    number = 0 if kind == "session" else 1
    again = {"message": {**MESSAGE["message"], "say": {"value": "again"}}}
    replies = [[{"on": {"event": "continue", "next": "/next"}}], [MESSAGE], [again]][1 - number :]
    held, catcher = held_at(any_lab, kind, *replies)
    any_lab.breakpoints.set()
    any_lab.breakpoints.send_twice()
    trace = any_lab.trace()
    assert kinds(trace)[held.number - 1 :] == [kind, "document", kind, "document", "text"]
    assert catcher.asked[number][:2] == catcher.asked[number + 1][:2] and texts(any_lab) == ["hello"]
    assert trace.hop(held.number + 2).wire == held.wire and trace.outcome.ok
    assert says(trace, f"Hop {held.number} was sent twice")
    assert says(trace, "The reply to the second copy of the request is ignored.")


def test_where_the_first_reply_is_lost_the_second_counts(any_lab):
    any_lab.breakpoints.set("session", "document")
    app, _ = app_with(any_lab, [], [MESSAGE])
    send(any_lab, app)
    any_lab.breakpoints.send_twice()
    any_lab.breakpoints.drop()
    any_lab.breakpoints.go_on()
    assert any_lab.trace().outcome.ok and texts(any_lab) == ["hello"]


def test_a_second_copy_that_fails_is_logged_and_harms_nothing(any_lab):
    any_lab.breakpoints.set("session", "document")
    app, _ = app_with(any_lab, [MESSAGE])
    send(any_lab, app)
    any_lab.breakpoints.send_twice()
    any_lab.breakpoints.set()
    any_lab.stop_host()
    any_lab.breakpoints.go_on()
    trace = any_lab.trace()
    assert trace.outcome.ok and says(trace, "The second copy of the request failed: Could not connect")


@pytest.mark.parametrize("kind", ["document", "call", "answer", "refusal", "hangup", "launch-reply"])
def test_a_second_copy_that_means_nothing_is_recorded_and_ignored(any_lab, kind):
    any_lab.phone(PHONE).behave(answer=HOPS.get(kind, ("", "human"))[1])
    any_lab.breakpoints.set(kind)
    app, catcher = app_with(any_lab, CALL)
    if kind == "launch-reply":
        with pytest.raises(Held):
            send(any_lab, app)
    else:
        send(any_lab, app)
    held = any_lab.breakpoints.held[0]
    any_lab.breakpoints.send_twice()
    trace = any_lab.trace()
    first, second = trace.of_kind(kind)
    assert second == first._replace(number=first.number + 1) and says(trace, "The second copy changes nothing.")
    assert len(catcher.asked) == len(any_lab.phone(PHONE).calls) == 1 and first.wire == held.wire


def test_a_text_sent_twice_arrives_twice(any_lab):
    held, _ = stopped(any_lab, "text")
    any_lab.breakpoints.send_twice(wire=held.wire + b"!")
    assert texts(any_lab) == ["hello!"] * 2 and kinds(any_lab.trace())[-2:] == ["text", "text"]


def test_speech_sent_twice_is_heard_twice(any_lab):
    stopped(any_lab, "speech")
    any_lab.breakpoints.send_twice()
    assert any_lab.phone(PHONE).calls[0]["heard"] == ["hello there"] * 2


def test_a_launch_sent_twice_starts_two_sessions(any_lab):
    any_lab.breakpoints.set("launch")
    app, catcher = app_with(any_lab, [MESSAGE])
    with pytest.raises(Held):
        send(any_lab, app)
    any_lab.breakpoints.send_twice()
    first, second = any_lab.traces()
    assert first.id != second.id and len(catcher.asked) == 2 and texts(any_lab) == ["hello"] * 2
    assert first.hop(1).wire == second.hop(1).wire and says(second, "This launch is a second copy")


@pytest.mark.parametrize("kind", ["text", "call"])
def test_what_a_phone_sends_twice_begins_one_session(any_lab, kind):
    id, catcher = inbound(any_lab, kind, [])
    any_lab.breakpoints.send_twice()
    assert kinds(any_lab.trace(id))[:2] == [kind, kind] and len(catcher.asked) == len(any_lab.traces()) == 1


# a text into an open conversation


def talking(lab):
    """A session that has texted the phone and is held before it ends, and a text of the phone that is held, too."""
    lab.breakpoints.set("result", "text")
    app, catcher = app_with(lab, [{"call": {"to": PHONE, "network": "SMS"}}, {"say": {"value": "yes?"}},
                                  {"on": {"event": "continue", "next": "/r"}}], [])  # fmt: skip
    send(lab, app)
    lab.breakpoints.go_on()
    id = lab.phone(PHONE).text(lab.trace().hops[-1].wire.partition(b"From: ")[2][:12].decode(), "no")
    result, text = lab.breakpoints.held
    assert (result.kind, text.kind, text.session, text.sender) == ("result", "text", id, "phone")
    return id, result, text, catcher


def test_a_text_into_a_conversation_reaches_it_when_let_go(any_lab):
    id, result, text, _ = talking(any_lab)
    any_lab.breakpoints.go_on(text)
    assert kinds(any_lab.trace(id))[-2:] == ["text", "text"]
    any_lab.breakpoints.go_on(result)
    assert any_lab.trace(id).outcome.ok and len(any_lab.traces()) == 1


def test_a_text_that_comes_after_the_conversation_begins_a_new_session(any_lab):
    id, result, text, catcher = talking(any_lab)
    any_lab.breakpoints.go_on(result)
    assert any_lab.trace(id).outcome.ok
    any_lab.breakpoints.go_on(text)
    new = any_lab.traces()[-1]
    assert new.id != id and kinds(new)[0] == "text" and catcher.json(2)["session"]["initialText"] == "no"


def test_a_text_that_is_lost_after_the_conversation_is_kept_with_it(any_lab):
    id, result, text, _ = talking(any_lab)
    any_lab.breakpoints.go_on(result)
    any_lab.breakpoints.drop(text)
    assert any_lab.trace(id).hops[-1].summary.endswith("no (lost on the way)") and len(any_lab.traces()) == 1


# both drivers, and the end


def lose_each(lab):
    for kind, (replies, answer) in HOPS.items():
        lab.phone(PHONE).behave(answer=answer, inputs=["hello"])
        held_at(lab, kind, replies, b"")
        lab.breakpoints.set()
        lab.breakpoints.drop()


def double_each(lab):
    for kind, (replies, answer) in HOPS.items():
        lab.phone(PHONE).behave(answer=answer, inputs=["hello"])
        held_at(lab, kind, replies, b"")
        lab.breakpoints.set()
        lab.breakpoints.send_twice()


def hold_every_one(lab):
    lab.breakpoints.set("every")
    app, _ = app_with(lab, CALL)
    for act in (lab.breakpoints.go_on, lab.breakpoints.drop, lab.breakpoints.send_twice):
        with pytest.raises(Held):
            send(lab, app)
        act()
        while lab.breakpoints.held:
            lab.breakpoints.go_on()


@pytest.mark.parametrize("play", [lose_each, double_each, hold_every_one])
def test_both_drivers_record_the_same(play):
    with_sockets = recorded(play, sockets=True)
    assert len(with_sockets) > 3 and with_sockets == recorded(play, sockets=False)


def test_a_lab_that_closes_holds_nothing_more(any_lab):
    any_lab.engine.cloud.gate.close()
    with pytest.raises(LabClosed):
        any_lab.breakpoints.set("text")
    app, _ = app_with(any_lab, [MESSAGE])
    assert launch(any_lab, app).outcome.ok


@pytest.mark.parametrize("sockets", [True, False])
@pytest.mark.parametrize("kind", ["launch", "launch-reply", *HOPS])
def test_closing_ends_what_is_held_as_interrupted_and_loses_nothing(tmp_path, sockets, kind):
    db = str(tmp_path / "lab.db")
    with Lab(sockets=sockets, db=db) as lab:
        replies, answer = HOPS.get(kind, ([MESSAGE], "human"))
        lab.phone(PHONE).behave(answer=answer, inputs=["hello"])
        lab.breakpoints.set(kind)
        app, _ = app_with(lab, replies, b"")
        if kind.startswith("launch"):
            with pytest.raises(Held):
                send(lab, app)
        else:
            send(lab, app)
        (held,) = lab.breakpoints.held
        before = lab.trace().hops if kind != "launch" else ()
    with Lab(sockets=sockets, db=db) as lab:
        trace = lab.trace()
    assert trace.outcome.name == "interrupted" and says(trace, f"Held before hop {held.number} ({kind}).")
    assert trace.hops[: len(before)] == before and trace.outcome.where


def test_no_kind_of_hop_is_left_out():
    assert set(KINDS) == {*HOPS, *ELSEWHERE}
