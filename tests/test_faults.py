"""Fault switches: which hops meet them, what is refused, what the log says; what comes of each is the grid's."""

import json
import re

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catchers import MESSAGE, app_with, launch
from tests.holding import API, PHONE, kinds, rules, says, send, texts
from tropo_lab import Lab
from tropo_lab.errors import BadSetup, Held, LabClosed
from tropo_lab.platform.crossing.damage import damaged
from tropo_lab.platform.crossing.edits import edited_own_reply, edited_reply, edited_request
from tropo_lab.platform.crossing.faults import FAULTS, POSSIBLE, REPLIES, REQUESTS, TO_LAB, Fault
from tropo_lab.trace import KINDS

NEXT = {"on": {"event": "continue", "next": "/next"}}


def outcomes(lab):
    return [trace.outcome.name for trace in lab.traces()]


# which hops


def test_a_fault_happens_each_time_until_it_is_switched_off(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("lost", "text")
    send(any_lab, app)
    send(any_lab, app)
    any_lab.faults.clear()
    assert rules(launch(any_lab, app)) == []
    assert texts(any_lab) == ["hello"] and any_lab.faults.on == []


def test_a_fault_may_be_of_one_app_alone(any_lab):
    (app, _), (other, _) = app_with(any_lab, [MESSAGE]), app_with(any_lab, [MESSAGE], name="other")
    for kind, fault in [("launch", "hang"), ("document", "html"), ("text", "lost")]:
        any_lab.faults.add(fault, kind, app="other")
    assert launch(any_lab, app).outcome.ok and rules(any_lab.trace()) == []
    with pytest.raises(requests.ReadTimeout):
        send(any_lab, other)
    any_lab.faults.clear()
    any_lab.faults.add("html", "document", app="other")
    assert launch(any_lab, other).outcome.name == "not json"


def test_a_fault_may_happen_to_one_hop_alone_counted_from_when_it_was_added(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    launch(any_lab, app)
    any_lab.faults.add("wrong-status", "document", nth=2)
    for _ in range(3):
        launch(any_lab, app)
    assert outcomes(any_lab) == ["completed", "completed", "status 500", "completed"]


def test_a_fault_may_happen_to_the_first_few(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("refuse", "session", first=2)
    for _ in range(3):
        launch(any_lab, app)
    assert outcomes(any_lab) == ["connection refused", "connection refused", "completed"]


def test_of_two_faults_the_earlier_happens_and_both_count(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("refuse", "session", nth=1)
    any_lab.faults.add("reset", "session", first=2)
    for _ in range(3):
        launch(any_lab, app)
    assert outcomes(any_lab) == ["connection refused", "connection reset", "completed"]


def test_adding_one_leaves_the_others_counting(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("refuse", "session", nth=2)
    launch(any_lab, app)
    any_lab.faults.add("lost", "text")
    launch(any_lab, app)
    assert outcomes(any_lab) == ["completed", "connection refused"]


def test_what_meets_a_fault_is_not_held_and_what_does_not_is(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.breakpoints.set("text")
    any_lab.faults.add("lost", "text", nth=1)
    assert launch(any_lab, app).outcome.ok and any_lab.breakpoints.held == []
    send(any_lab, app)
    assert len(any_lab.breakpoints.held) == 1 and any_lab.trace().state == "running"


def test_a_fault_that_is_set_while_something_is_held_does_not_happen_to_it(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.breakpoints.set("text")
    send(any_lab, app)
    any_lab.faults.add("lost", "text")
    any_lab.breakpoints.go_on()
    assert any_lab.trace().outcome.ok and texts(any_lab) == ["hello"]


# what is refused


IMPOSSIBLE = [(kind, fault) for kind in KINDS for fault in FAULTS if fault not in POSSIBLE[kind]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_makes_no_sense_is_refused_with_a_sentence_that_says_what_does(sealed, kind):
    for fault in [fault for one, fault in IMPOSSIBLE if one == kind]:
        with pytest.raises(BadSetup) as bad:
            sealed.faults.add(fault, kind)
        sentence = str(bad.value)
        assert sentence.startswith(f"{fault} makes no sense for a hop of the kind {kind}, ")
        can, _, could = sentence.partition("; the kinds that can have")
        assert can.endswith(f"which can have {', '.join(POSSIBLE[kind])}")
        assert could[:-1].endswith(", ".join(one for one in KINDS if fault in POSSIBLE[one]))
    assert sealed.faults.on == []


BAD = {
    "an unknown fault": (Fault("fire", "text"), "There is no fault 'fire'; the faults are refuse, reset,"),
    "an unknown kind": (Fault("lost", "letter"), "There is no hop of the kind 'letter'; the kinds are click,"),
    "every kind": (Fault("lost", "every"), "There is no hop of the kind 'every'"),
    "a click of an app": (Fault("hang", "click", "app"), "leave the app out"),
    "two choices": (Fault("lost", "text", None, 1, 1), "for one hop, or `first`, for as many: not both."),
    "number 0": (Fault("lost", "text", nth=0), "whole numbers from 1 on"),
    "the first -1": (Fault("lost", "text", first=-1), "whole numbers from 1 on"),
    "a number that is none": (Fault("lost", "text", nth="2"), "whole numbers from 1 on"),
    "a truth": (Fault("lost", "text", first=True), "whole numbers from 1 on"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_switch_that_cannot_be_is_one_sentence_and_changes_nothing(sealed, name):
    fault, words = BAD[name]
    sealed.faults.add("lost", "text")
    with pytest.raises(BadSetup, match=re.escape(words)):
        sealed.faults.add(fault.fault, fault.kind, app=fault.app, nth=fault.nth, first=fault.first)
    assert sealed.faults.on == [Fault("lost", "text")]


def test_a_lab_has_room_for_a_thousand(sealed):
    sealed.engine.cloud.gate.set_faults([Fault("lost", "text")] * 1000)
    with pytest.raises(BadSetup, match="has room for 1000 fault switches; these are 1001"):
        sealed.faults.add("lost", "text")


def test_a_lab_says_which_are_on(sealed):
    assert repr(sealed.faults) == "No faults"
    sealed.faults.add("lost", "text", app="app", nth=3)
    sealed.faults.add("refuse", "session", first=2)
    assert repr(sealed.faults) == "Faults: lost at text of app, number 3; refuse at session, the first 2"
    faults = sealed.faults
    sealed.close()
    assert repr(faults) == "Faults (lab closed)"
    with pytest.raises(LabClosed):
        faults.add("lost", "text")


# what comes of them, beyond the grid


def test_each_fault_leaves_a_warning_with_its_rule_beside_its_hop(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("html", "document")
    trace = launch(any_lab, app)
    found = trace.noticed[0]
    assert (
        found["message"] == "Hop 4 was replaced by an HTML page, by a fault switch." and found["rule"] == "fault-html"
    )
    assert (found["hop"], found["severity"]) == (4, "warning") and "lab.faults.clear()" in found["fix"]
    # the bytes are those that arrived
    assert trace.hop(4).body.startswith(b"<!DOCTYPE html>") and b"text/html" in trace.hop(4).wire


def test_the_catcher_gets_the_bytes_that_are_recorded(any_lab):
    app, catcher = app_with(any_lab, b"")
    any_lab.faults.add("garbage", "session")
    trace = launch(any_lab, app)
    assert catcher.asked[0][1] == trace.of_kind("session")[0].body and b"\xff\xfe\x00" in catcher.asked[0][1]
    assert catcher.asked[0][0] == "/start"


@pytest.mark.parametrize("sockets", [True, False])
def test_a_dribble_beyond_the_patience_of_tropo_comes_too_late(sockets, monkeypatch):
    monkeypatch.setattr("tropo_lab.platform.crossing.crossings.SLOW", 15_001)
    with Lab(sockets=sockets) as lab:
        app, catcher = app_with(lab, [MESSAGE])
        lab.faults.add("dribble", "document")
        assert launch(lab, app).outcome.name == "no answer in time" and len(catcher.asked) == 1


def test_patience_is_that_of_the_lab():
    with Lab(patience=3) as lab:
        app, _ = app_with(lab, [MESSAGE])
        lab.faults.add("dribble", "document", nth=1)
        lab.faults.add("hang", "session", nth=2)
        assert launch(lab, app).outcome.name == "no answer in time"
        trace = launch(lab, app)
        assert "within 3 seconds" in trace.outcome.sentence and trace.log[-1].at - trace.hops[2].at == 3000


def test_a_second_copy_answers_where_the_reply_to_the_first_is_lost(any_lab):
    app, catcher = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("duplicate", "session")
    any_lab.faults.add("hang", "document", nth=1)
    trace = launch(any_lab, app)
    assert trace.outcome.ok and texts(any_lab) == ["hello"] and len(catcher.asked) == 2


def test_a_second_copy_whose_reply_is_cut_off_harms_nothing(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("duplicate", "session")
    any_lab.faults.add("reset", "document", nth=2)
    trace = launch(any_lab, app)
    assert trace.outcome.ok and says(trace, "The second copy of the request failed: The catcher's reply ended")


def test_the_reply_to_a_second_copy_of_a_launch_goes_to_nobody(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("duplicate", "launch")
    any_lab.faults.add("reset", "launch-reply", nth=1)
    any_lab.faults.add("hang", "launch-reply", nth=2)
    with pytest.raises(requests.ConnectionError):
        send(any_lab, app)
    assert outcomes(any_lab) == ["completed"] * 2 and texts(any_lab) == ["hello"] * 2


@pytest.mark.parametrize("fault, error", [
    ("reset", requests.ConnectionError), ("hang", requests.ReadTimeout), ("late", requests.ReadTimeout),
])  # fmt: skip
def test_the_reply_to_a_refused_launch_meets_them_too(any_lab, fault, error):
    any_lab.faults.add(fault, "launch-reply")
    with pytest.raises(error, match="by a fault switch"):
        any_lab.http.get(API, params={"action": "create", "token": "nope"})
    (trace,) = any_lab.refused()
    assert kinds(trace) == ["launch", "launch-reply"] and f"fault-{fault}" in rules(trace)


def test_a_request_that_is_told_of_a_fault_keeps_no_mark_of_the_lab(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("hang", "launch")
    with pytest.raises(requests.ReadTimeout) as met:
        send(any_lab, app)
    assert not [name for name in met.value.request.headers if name.startswith("Lab-")]
    (trace,) = any_lab.refused()
    assert b"Lab-" not in trace.hop(1).wire


def test_a_reply_with_its_bytes_changed_is_what_lab_http_gets(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("wrong-status", "launch-reply")
    said = send(any_lab, app)
    assert said.status_code == 500 and b"<success>true</success>" in said.content
    assert any_lab.trace().of_kind("launch-reply")[0].body == said.content


def test_a_signal_meets_them(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    app, _ = app_with(any_lab, [{"call": {"to": PHONE}}])
    id = launch(any_lab, app).id
    any_lab.faults.add("refuse", "signal", first=1)
    with pytest.raises(requests.ConnectionError, match=r"Connection refused, by a fault switch\."):
        any_lab.signal(id, "exit")
    assert any_lab.trace(id).state == "running"
    assert any_lab.signal(id, "exit") == "QUEUED" and any_lab.trace(id).state == "ended"


def test_a_click_that_comes_to_nothing_is_kept(any_lab):
    def page(environ, start_response):
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    url = any_lab.host(page)
    any_lab.faults.add("empty", "click")
    assert any_lab.http.post(url, data={"a": "b"}).status_code == 200
    (trace,) = any_lab.refused()
    assert trace.outcome.name == "nothing launched" and rules(trace) == ["fault-empty"] and trace.hop(1).body == b""


def test_breakpoints_still_stop_what_no_fault_happens_to(any_lab):
    app, _ = app_with(any_lab, [MESSAGE])
    any_lab.faults.add("garbage", "text", nth=2)
    any_lab.breakpoints.set("launch")
    with pytest.raises(Held):
        send(any_lab, app)
    any_lab.breakpoints.go_on()
    assert texts(any_lab) == ["hello"]


# the HTTP interface


def test_faults_are_set_and_shown_over_http(any_lab):
    url = "http://api.tropo.com/lab/faults"
    said = any_lab.http.put(url, json={"faults": [{"fault": "lost", "kind": "text", "nth": 2}]}).json()
    assert said["faults"] == [{"fault": "lost", "kind": "text", "app": None, "nth": 2, "first": None}]
    assert any_lab.http.get(url).json() == said and said["possible"]["call"] == ["lost", "duplicate"]
    assert any_lab.faults.on == [Fault("lost", "text", nth=2)]
    assert any_lab.http.put(url, json={"faults": said["faults"]}).json() == said
    assert any_lab.http.put(url, json={"faults": []}).json()["faults"] == [] == any_lab.faults.on


@pytest.mark.parametrize("body, words", [
    ({}, 'Send {"faults": ['), ({"faults": "lost"}, 'Send {"faults": ['), ({"faults": ["lost"]}, 'Send {"faults": ['),
    ({"faults": [{"fault": "lost"}]}, 'Send {"faults": ['), ({"faults": [{"fault": 1, "kind": "text"}]}, "Send {"),
    ({"faults": [{"fault": "lost", "kind": "text", "more": 1}]}, "Send {"),
    ({"faults": [{"fault": "lost", "kind": "text", "app": 1}]}, "Send {"),
    ({"faults": [{"fault": "lost", "kind": "text", "nth": 1.5}]}, "whole numbers from 1 on"),
    ({"faults": [{"fault": "lost", "kind": "launch"}]}, "lost makes no sense for a hop of the kind launch"),
])  # fmt: skip
def test_what_cannot_be_set_over_http_is_one_sentence(sealed, body, words):
    sealed.faults.add("lost", "text")
    said = sealed.http.put("http://api.tropo.com/lab/faults", json=body)
    assert said.status_code == 400 and words in said.json()["error"] and len(sealed.faults.on) == 1


# damage


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["Host", "host", "Content-Type", "Content-Length", "Transfer-Encoding", "X-A", "Bad Name", "Ü"]
        ),
        st.text(st.characters(max_codepoint=0xFF, exclude_characters="\r\n"), max_size=12),
    ),
    max_size=6,
)
HEADINGS = HEADERS.map(lambda pairs: "".join(f"{name}: {value}\r\n" for name, value in pairs))
TARGETS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF), max_size=12).map("/".__add__)
CHANGES = ["empty", "garbage", "html", "wrong-status", "wrong-type", "redirect"]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([(kind, fault) for kind in (*REQUESTS, *REPLIES) for fault in CHANGES if fault in POSSIBLE[kind]]),
    TARGETS, st.integers(100, 999), HEADINGS, st.binary(max_size=20),
)  # fmt: skip
def test_whatever_is_damaged_can_still_be_read_as_a_message(which, target, status, heading, body):
    kind, fault = which
    start = f"POST {target} HTTP/1.1" if kind in REQUESTS else f"HTTP/1.1 {status} {target[1:]}"
    bent = damaged(fault, kind, f"{start}\r\n{heading}\r\n".encode("latin-1") + body)
    if kind in REQUESTS:
        request = edited_request(bent, absolute=kind in TO_LAB)
        assert request.method == "POST" and request.path.startswith("/") and (fault != "empty" or request.body == b"")
    else:
        reply = edited_own_reply(bent)
        assert edited_reply(bent).status == reply.status and (fault != "wrong-status" or reply.status == 500)


def test_an_empty_garbled_or_mislabelled_request_is_still_the_same_address():
    wire = b"POST /start?a=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\r\n{}"
    for fault in ("empty", "garbage", "wrong-type"):
        assert edited_request(damaged(fault, "session", wire)).target == "/start?a=1"
    assert edited_request(damaged("empty", "launch", wire)).target == "/start"
    assert json.loads(edited_request(damaged("wrong-type", "launch", wire)).body) == {}
