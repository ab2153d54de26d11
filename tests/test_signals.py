"""Signals, as they arrive: read in every spelling, kept in the trace, held at breakpoints, answered with 200."""

import json

import pytest

from tests.catchers import MESSAGE, app_with, launch
from tests.holding import API, PHONE, kinds, recorded, rules, says
from tropo_lab import Lab
from tropo_lab.errors import BadSetup, Held
from tropo_lab.platform import session
from tropo_lab.platform.launching import signals
from tropo_lab.platform.messages import Request

FORM, JSON, XML = "application/x-www-form-urlencoded", "application/json", "text/xml"
IN_XML = b"<signal><status>%s</status></signal>"
IN_JSON = b'{"status":"%s"}'
IN_FORM = b"status=%s"
WAITING = [{"call": {"to": PHONE}}]


def ask(lab, method, target, body=b"", content_type=""):
    """What the platform answers to this request, as bytes would reach it; its wire is kept in `sent`."""
    headers = (("Host", "api.tropo.com"), *((("Content-Type", content_type),) if content_type else ()))
    request = Request(method, target, headers, body)
    return lab.engine.exchange("api.tropo.com", request), request.wire


def waiting(lab, *more):
    """The id of a session that waits for a person."""
    lab.phone(PHONE).behave(held=True)
    return launch(lab, app_with(lab, [*WAITING, *more])[0]).id


SPELLINGS = {
    "query": ("GET", "?action=signal&value=exit", b"", "", IN_XML),
    "query without an action": ("GET", "?value=exit", b"", "", IN_XML),
    "query under another name": ("GET", "?action=signal&signal=exit", b"", "", IN_XML),
    "query with a token": ("GET", "?action=signal&value=exit&token=abc", b"", "", IN_XML),
    "form": ("POST", "", b"value=exit", FORM, IN_FORM),
    "form with a token": ("POST", "", b"action=signal&value=exit&token=abc", FORM, IN_FORM),
    "form without a label": ("POST", "", b"value=exit", "", IN_XML),
    "JSON value": ("POST", "", b'{"value":"exit"}', JSON, IN_JSON),
    "JSON signal": ("POST", "", b'{"signal":"exit"}', "application/json; charset=utf-8", IN_JSON),
    "JSON with a token": ("POST", "", b'{"signal":"exit","token":"abc"}', JSON, IN_JSON),
    "post with a query and no body": ("POST", "?action=signal&value=exit&token=abc", b"", "", IN_XML),
    "post with a query and an empty form": ("POST", "?value=exit", b"", FORM, IN_FORM),
    "XML value": ("POST", "", b"<signal><value>exit</value></signal>", XML, IN_XML),
    "XML signal": ("POST", "", b"<session><signal>exit</signal></session>", "application/xml", IN_XML),
    "XML with a variable": ("POST", "", b'<session><var name="value" value="exit"/></session>', XML, IN_XML),
}
PATHS = ["/1.0/sessions/{}/signals", "/1.0/{}/signals", "/v1/sessions/{}/signals", "/v1/{}/signals"]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", SPELLINGS)
def test_a_signal_is_taken_in_every_spelling_and_answered_in_its_format(sealed, name, path, slash):
    method, query, body, content_type, answer = SPELLINGS[name]
    id = waiting(sealed)
    said, wire = ask(sealed, method, path.format(id) + slash + query, body, content_type)
    assert (said.status, said.body) == (200, answer % b"QUEUED")
    trace = sealed.trace()
    (signal,), (reply,) = trace.of_kind("signal"), trace.of_kind("signal-reply")
    assert (signal.sender, signal.receiver, signal.kind) == ("launcher", "tropo", "signal")
    assert (reply.sender, reply.receiver, reply.kind) == ("tropo", "launcher", "signal-reply")
    assert (signal.wire, reply.wire) == (wire, said.wire) and says(trace, "The signal 'exit' was queued.")
    assert signal.summary == f"{method} {path.format(id[:8] + '…')}{slash} (exit)" and reply.summary == "200, QUEUED"


BAD = {
    "no name": (b"value=", FORM, "signal-without-name", "has no name"),
    "nothing at all": (b"", FORM, "signal-without-name", "has no name"),
    "a name that is too long": (b"value=" + b"x" * 257, FORM, "signal-too-long", "has 257 characters; 256 is the most"),
    "malformed JSON": (b"{", JSON, "signal-bad-json", "cannot be read as JSON"),
    "JSON that is a list": (b'["exit"]', JSON, "signal-bad-json", "one flat object"),
    "malformed XML": (b"<signal>", XML, "signal-bad-xml", "cannot be read as XML"),
    "another type": (b"exit", "text/csv", "signal-unsupported-type", "cannot be text/csv"),
    "too much of it": (b"&".join(b"p%d=1" % n for n in range(1001)), FORM, "signal-too-many-parameters", "1000 is the"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_signal_that_cannot_be_queued_has_failed_with_the_status_200_and_the_log_says_why(sealed, name):
    body, content_type, rule, words = BAD[name]
    id = waiting(sealed)
    said, wire = ask(sealed, "POST", f"/1.0/sessions/{id}/signals", body, content_type)
    trace = sealed.trace()
    assert said.status == 200 and b"FAILED" in said.body and rules(trace) == [rule]
    assert words in trace.log[-1].text and trace.hops[-2].wire == wire and trace.hops[-1].summary == "200, FAILED"
    assert trace.state == "running" and not says(trace, "queued")


def test_a_queue_that_is_full_takes_no_more(sealed):
    id = waiting(sealed)
    sealed.breakpoints.set("refusal")
    sealed.phone(PHONE).hang_up()
    assert {sealed.signal(id, f"s{n}") for n in range(signals.MAX_SIGNALS)} == {"QUEUED"}
    assert sealed.signal(id, "one more") == "FAILED" and "too-many-signals" in rules(sealed.trace())


def test_a_session_that_has_carried_as_much_as_it_may_keeps_no_further_signals(sealed, monkeypatch):
    id = waiting(sealed)
    monkeypatch.setattr(session, "MAX_CARRIED", sealed.engine.cloud.sessions.live(id).carried)
    before = sealed.trace(id)
    assert sealed.signal(id, "exit") == "FAILED" and sealed.trace(id) == before


def test_a_signal_that_is_not_utf8_is_queued_as_far_as_it_can_be_read(sealed):
    id = waiting(sealed)
    said, _ = ask(sealed, "GET", f"/1.0/sessions/{id}/signals?value=caf%E9")
    assert b"QUEUED" in said.body and rules(sealed.trace()) == ["signal-encoding"]
    assert says(sealed.trace(), "The signal 'caf\ufffd' was queued.")


def test_other_methods_are_told_which_ones_are_served(sealed):
    id = waiting(sealed)
    said, _ = ask(sealed, "DELETE", f"/1.0/sessions/{id}/signals")
    assert (said.status, said.header("Allow")) == (405, "GET, POST") and "signal" not in kinds(sealed.trace())


@pytest.mark.parametrize("spelling", ["query", "form", "JSON signal"])
def test_a_signal_to_a_session_that_never_was_is_not_found(sealed, spelling):
    method, query, body, content_type, answer = SPELLINGS[spelling]
    said, _ = ask(sealed, method, f"/1.0/sessions/{'0' * 32}/signals{query}", body, content_type)
    assert (said.status, said.body) == (200, answer % b"NOTFOUND")


def test_a_signal_to_a_session_that_has_ended_is_not_found_and_changes_no_trace(any_lab):
    trace = launch(any_lab, app_with(any_lab, [MESSAGE])[0])
    assert any_lab.signal(trace.id, "exit") == "NOTFOUND" and any_lab.trace() == trace


def test_a_signal_happens_at_the_present_time_of_its_session(any_lab):
    id = waiting(any_lab, {"wait": {"milliseconds": 60_000, "allowSignals": ""}}, {"ask": {
        "name": "q", "say": {"value": "well"}, "choices": {"value": "[ANY]"}, "timeout": 30,
    }})  # fmt: skip
    any_lab.phone(PHONE).pick_up()
    any_lab.trace(id)
    assert any_lab.signal(id, "exit") == "QUEUED"
    trace = any_lab.trace(id)
    call, signal = trace.of_kind("call")[0], trace.of_kind("signal")[0]
    assert signal.at - call.at > 60_000 and trace.outcome.ok


# breakpoints


def held_signal(lab, kind="signal"):
    """A signal, or its reply, that is held: `(held, id)`."""
    id = waiting(lab)
    lab.breakpoints.set(kind)
    with pytest.raises(Held):
        lab.signal(id, "exit")
    return lab.breakpoints.held[0], id


@pytest.mark.parametrize("kind", ["signal", "signal-reply"])
def test_a_signal_is_held_while_its_session_waits_for_it(any_lab, kind):
    held, id = held_signal(any_lab, kind)
    assert (held.kind, held.session, held.app, held.editable) == (kind, id, "app", True)
    assert any_lab.trace(id).state == ("running" if kind == "signal" else "ended")
    any_lab.breakpoints.go_on()
    trace = any_lab.trace(id)
    assert trace.state == "ended" and [kind for kind in kinds(trace) if "signal" in kind] == ["signal", "signal-reply"]
    assert trace.of_kind(kind)[0].wire == held.wire


def test_a_held_signal_may_be_edited(any_lab):
    held, id = held_signal(any_lab)
    any_lab.breakpoints.go_on(wire=held.wire.replace(b'"exit"', b'"leave"'))
    trace = any_lab.trace(id)
    assert says(trace, "The signal 'leave' was queued.") and b"leave" in trace.of_kind("signal")[0].wire


ASTRAY = {
    "nobody": (b"/sessions/", b"/sessions/0", b"NOTFOUND", "signal-to-no-session"),
    "elsewhere": (b"/signals", b"/signal", b"There is nothing at", ""),
    "another method": (b"POST", b"PUT", b"use GET or POST", ""),
}


@pytest.mark.parametrize("name", ASTRAY)
def test_a_signal_that_is_edited_astray_is_answered_so_and_signals_nobody(any_lab, name):
    old, new, answer, rule = ASTRAY[name]
    held, id = held_signal(any_lab)
    any_lab.breakpoints.go_on(wire=held.wire.replace(old, new))
    trace = any_lab.trace(id)
    assert answer in trace.of_kind("signal-reply")[0].wire and trace.state == "running"
    assert rules(trace) == [rule] * bool(rule)


def test_a_signal_may_be_edited_to_reach_another_session(any_lab):
    other = waiting(any_lab)
    held, id = held_signal(any_lab)
    any_lab.breakpoints.go_on(wire=held.wire.replace(id.encode(), other.encode()))
    assert any_lab.trace(other).state == "ended" and any_lab.trace(id).state == "running"
    assert says(any_lab.trace(other), "was queued") and kinds(any_lab.trace(id))[-1] == "signal-reply"


def test_an_edit_that_cannot_be_read_is_one_sentence(any_lab):
    held_signal(any_lab)
    with pytest.raises(BadSetup, match="is no request line"):
        any_lab.breakpoints.go_on(wire="hello\r\n\r\n")
    assert len(any_lab.breakpoints.held) == 1


def test_a_lost_signal_reaches_nobody(any_lab):
    _, id = held_signal(any_lab)
    any_lab.breakpoints.drop()
    trace = any_lab.trace(id)
    assert trace.hops[-1].summary.endswith("(lost on the way)") and rules(trace) == ["dropped-at-breakpoint"]
    assert trace.state == "running"


def test_a_lost_reply_leaves_the_signal_where_it_is(any_lab):
    _, id = held_signal(any_lab, "signal-reply")
    any_lab.breakpoints.drop()
    trace = any_lab.trace(id)
    assert trace.of_kind("signal-reply")[0].summary == "200, QUEUED (lost on the way)" and trace.state == "ended"


def test_a_signal_sent_twice_is_queued_twice(any_lab):
    _, id = held_signal(any_lab)
    any_lab.breakpoints.send_twice()
    trace = any_lab.trace(id)
    assert kinds(trace).count("signal") == 2 and kinds(trace).count("signal-reply") == 1
    assert [line.text for line in trace.log].count("The signal 'exit' was queued.") == 2


def test_a_signal_that_was_held_until_its_session_had_ended_is_kept_with_it_and_not_found(any_lab):
    _, id = held_signal(any_lab)
    any_lab.phone(PHONE).hang_up()
    assert any_lab.trace(id).state == "ended"
    any_lab.breakpoints.go_on()
    trace = any_lab.trace(id)
    assert trace.hops[-1].summary == "200, NOTFOUND" and rules(trace) == ["signal-to-no-session"]


def test_a_lab_that_closes_ends_signals_that_are_held(tmp_path):
    for sockets in (True, False):
        with Lab(sockets=sockets, db=str(tmp_path / f"{sockets}.db")) as lab:
            _, id = held_signal(lab)
        with Lab(sockets=sockets, db=str(tmp_path / f"{sockets}.db")) as lab:
            assert lab.trace(id).outcome.name == "interrupted" and says(lab.trace(id), "Held before hop")


def hold_and_release(lab):
    for act in (lab.breakpoints.go_on, lab.breakpoints.drop, lab.breakpoints.send_twice):
        for kind in ("signal", "signal-reply"):
            held_signal(lab, kind)
            act()
            lab.breakpoints.set()
            lab.phone(PHONE).hang_up()


def signal_from_a_catcher(lab):
    def catcher(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        given = json.loads(body)
        id = (given.get("session") or {}).get("id") or given["result"]["sessionId"]
        assert lab.http.get(f"{API}/{id}/signals", params={"value": "early"}).text.count("QUEUED") == 1
        verbs = [*WAITING, {"say": {"value": "unheard"}}, {"on": {"event": "early", "next": "/early"}}]
        document = json.dumps({"tropo": verbs if "session" in given else []}).encode()
        start_response("200 OK", [("Content-Type", JSON), ("Content-Length", str(len(document)))])
        return [document]

    app = lab.app("app", messaging=lab.host(catcher))
    lab.http.get(API, params={"action": "create", "token": app.messaging_token})


@pytest.mark.parametrize("play", [hold_and_release, signal_from_a_catcher])
def test_both_drivers_record_the_same(play):
    with_sockets = recorded(play, sockets=True)
    assert with_sockets == recorded(play, sockets=False)
    assert any("signal" in kinds(trace) for trace in with_sockets[:-2])


def test_a_signal_that_comes_before_the_first_verb_waits_for_it(any_lab):
    signal_from_a_catcher(any_lab)
    trace = any_lab.trace()
    assert kinds(trace)[2:7] == ["session", "signal", "signal-reply", "document", "result"]
    assert trace.outcome.ok and "POST /early" in trace.of_kind("result")[0].summary
