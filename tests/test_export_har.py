"""HTTP archives: valid, the same again after an import, and told by strangers."""

import json
import shutil
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests import conversations, traces
from tropo_lab.errors import BadSetup
from tropo_lab.exports import export, from_har
from tropo_lab.trace import LogLine

SCHEMA = Path(__file__).parent / "npm" / "node_modules" / "har-schema" / "lib"


def entries(trace):
    return json.loads(export(trace, "har", unmasked=True))["log"]["entries"]


@pytest.fixture(scope="module")
def validator():
    if not SCHEMA.exists():
        tried = "har-schema is not installed here (npm ci --prefix tests/npm)"
        pytest.skip(f"{tried if shutil.which('npm') else 'npm is not installed here'}, so nothing was validated.")
    from jsonschema import Draft6Validator
    from referencing import Registry, Resource

    schemas = [json.loads(path.read_text("utf-8")) for path in SCHEMA.glob("*.json")]
    registry = [Resource.from_contents(schema) for schema in schemas] @ Registry()
    checker = Draft6Validator.FORMAT_CHECKER
    assert {"uri", "date-time"} <= set(checker.checkers)
    return Draft6Validator({"$ref": "har.json"}, registry=registry, format_checker=checker)


@pytest.mark.npm
@pytest.mark.parametrize("make", conversations.EVERY.values(), ids=conversations.EVERY)
def test_every_sample_is_a_valid_har(make, validator):
    validator.validate(json.loads(export(make(), "har")))


@pytest.mark.npm
@given(trace=traces.any_trace())
@settings(max_examples=60)
def test_any_trace_is_a_valid_har(trace, validator):
    validator.validate(json.loads(export(trace, "har")))


@pytest.mark.npm
def test_an_odd_request_is_a_valid_har(validator):
    odd = b"GET /a b\xff#%zz?q=\xff HTTP/1.1\r\nHost: catcher.example\r\nCookie: a=b; c\r\nX: \xff\r\n\r\n\xff\xfe"
    trace = traces.trace("webapi", (0, "tropo", "catcher", "session", "", odd.replace(b"a b", b"ab")))
    validator.validate(json.loads(export(trace, "har")))
    assert entries(trace)[0]["request"]["url"] == "http://catcher.example/ab%FF%23%25zz?q=%FF"


@pytest.mark.npm
def test_the_schema_refuses_what_is_no_har(validator):
    assert not validator.is_valid({"log": {"version": "1.2", "entries": []}})
    assert not validator.is_valid({"log": {"version": "1.2", "creator": {"name": "", "version": ""}, "entries": [{}]}})


@given(traces.any_trace())
def test_an_import_gives_the_same_trace_and_the_next_export_the_same_bytes(trace):
    assert from_har(export(trace, "har", unmasked=True)) == trace
    masked = export(trace, "har")
    assert export(from_har(masked), "har") == masked


def test_log_and_refused_outcome_come_back_too():
    trace = traces.refused()._replace(log=(LogLine(1000, 1, "warning", "x", "a-rule", "mend it"),))
    assert from_har(export(trace, "har", unmasked=True)) == trace


def test_an_archive_is_plain_ascii():
    nasty = traces.trace("", (0, "tropo", "phone", "text", "\u202e\udcff", "é😀\u2028".encode()))
    assert export(nasty, "har").isascii()


def test_each_http_request_has_its_reply_in_its_entry():
    found = [
        (entry["request"]["method"], entry["request"]["url"].partition("?")[0], entry["response"]["status"])
        for entry in entries(traces.webapi())
    ]
    assert found == [
        ("POST", "http://launcher.example/send", 303),
        ("GET", "http://api.tropo.com/1.0/sessions", 200),
        ("POST", "http://catcher.example/messaging", 200),
        ("POST", "http://catcher.example/result", 200),
    ]
    assert [entry["_tropo"]["hops"] for entry in entries(traces.webapi())] == [[1, 4], [2, 3], [5, 6], [8, 9]]


def test_a_request_without_a_reply_is_an_entry_of_status_0():
    [entry] = entries(traces.trace("webapi", traces.ASKED))
    assert (entry["response"]["status"], entry["response"]["comment"]) == (0, "No reply came.")


def test_times_are_lab_time():
    [entry] = entries(traces.trace("", traces.LAUNCH, (1250, *traces.ROUTED[1:])))
    assert (entry["startedDateTime"], entry["time"]) == ("2016-05-23T16:00:01.000Z", 250)


# recordings of others


def recorded(method, url, at, body="", status=200, said="", took=10, **more):
    post = {"postData": {"mimeType": "x", "text": body}} if body else {}
    asked = {
        "method": method,
        "url": url,
        "httpVersion": "h2",
        "headers": [{"name": ":authority", "value": "a.example"}],
    }
    reply = {"status": status, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": more.get("headers", [])}
    return {
        "startedDateTime": f"2016-05-23T18:00:{at:02d}.5000000+02:00",
        "time": took,
        "request": asked | post,
        "response": reply | {"content": {"text": said} | more.get("content", {})},
    }


def imported(*found):
    return from_har(json.dumps({"log": {"version": "1.2", "entries": list(found)}}))


def test_a_foreign_recording_is_told_by_what_was_said():
    session = json.dumps({"session": {"id": "abc", "parameters": {}}})
    trace = imported(
        recorded("POST", "https://a.example/send", 1, "to=1", took=9000),
        recorded("GET", "http://api.tropo.com/1.0/sessions?action=create&token=x", 2),
        recorded("POST", "http://c.example/catch", 3, session, said='{"tropo":[]}'),
        recorded("POST", "http://c.example/done", 4, json.dumps({"result": {"sessionId": "abc"}})),
    )
    assert [hop.kind for hop in trace.hops] == [
        *("click", "launch", "launch-reply", "session", "document", "result", "document", "page")
    ]
    assert (trace.id, trace.flow, trace.outcome.name, trace.outcome.ok) == ("abc", "webapi", "recorded", True)
    assert trace.hop(1).at == 1500
    assert trace.hop(2).summary == "GET /1.0/sessions?action=create&token=x"
    assert trace.hop(4).wire == b"POST /catch HTTP/2\r\nHost: a.example\r\n\r\n" + session.encode()
    assert from_har(export(trace, "har", unmasked=True)) == trace


def test_what_was_asked_within_a_request_is_answered_first():
    trace = imported(
        recorded("GET", "http://a/", 1, took=1000), recorded("GET", "http://api.tropo.com/v1/sessions", 2, took=0)
    )
    assert [hop.kind for hop in trace.hops] == ["click", "page", "launch", "launch-reply"]
    trace = imported(
        recorded("GET", "http://a/", 1, took=1500), recorded("GET", "http://api.tropo.com/v1/sessions", 2, took=500)
    )
    assert [hop.kind for hop in trace.hops] == ["click", "launch", "launch-reply", "page"]


def test_an_unpacked_body_is_given_its_own_length_and_no_packing():
    headers = [{"name": "content-encoding", "value": "gzip"}, {"name": "Content-Length", "value": "7"}]
    content = {"text": "aGVsbG8gd29ybGQ=", "encoding": "base64"}
    trace = imported(recorded("GET", "http://a.example/x", 1, headers=headers, content=content))
    assert trace.hop(2).wire == b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"


def test_a_request_without_a_reply_is_told_in_the_log():
    trace = imported(recorded("GET", "http://a.example/x", 1, status=0))
    assert len(trace.hops) == 1
    assert [line.text for line in trace.log] == ["Entry 1 got no reply."]


def test_a_signal_names_the_session_that_it_is_for():
    trace = imported(
        recorded("POST", "http://api.tropo.com/1.0/sessions/abc/signals", 1, "value=exit", said='{"status":"QUEUED"}')
    )
    assert [(hop.sender, hop.receiver, hop.kind) for hop in trace.hops] == [
        ("launcher", "tropo", "signal"),
        ("tropo", "launcher", "signal-reply"),
    ]
    assert trace.id == "abc"


def test_a_recording_that_is_uploaded_stands_in_its_entry_as_base64():
    upload = entries(conversations.recorded())[1]["request"]["postData"]
    assert upload["encoding"] == "base64" and conversations.tone() in b64decode(upload["text"])
    assert upload["mimeType"].startswith("multipart/form-data; boundary=")


def test_signals_uploads_and_fetched_scripts_are_exchanges():
    made = (conversations.signalled(), conversations.recorded(), conversations.fetched())
    found = [[(one["request"]["method"], one["_tropo"]["hops"]) for one in entries(trace)] for trace in made]
    assert found[0][2] == ("POST", [7, 8])
    assert found[1][1:3] == [("POST", [7, 8]), ("POST", [9, 10])]
    assert found[2][1] == ("GET", [3, 4])


def test_line_ends_in_headers_cannot_forge_others():
    headers = [{"name": "X\r\nY", "value": "a\r\n\r\nb"}]
    trace = imported(recorded("GET\r\nX: y", "http://a.example/x\r\ny", 1, headers=headers))
    assert b"".join(hop.wire for hop in trace.hops).count(b"\r\n\r\n") == 2


NO_HAR = "This is no HAR: save one in the network panel of a browser, or export a trace as har."
ENTRY = "Entry 1 of this HAR has no request and response that can be read: delete it, or record again."
OWN = "The part _tropo of this HAR was changed and cannot be read ("


@pytest.mark.parametrize(
    "text", ["", "<har>", "[]", "{}", '{"log": {}}', '{"log": {"entries": 1}}', "[" * 99999, b"\xff"]
)
def test_what_is_no_har_is_refused_in_a_sentence(text):
    with pytest.raises(BadSetup) as refusal:
        from_har(text)
    assert str(refusal.value) == NO_HAR


@pytest.mark.parametrize(
    "change",
    [
        {"request": None},
        {"response": {}},
        {"request": {"method": 1, "url": "x"}},
        {"request": {"method": "GET", "url": "http://[x"}},
        {"response": {"status": "many"}},
        {"startedDateTime": "2016-99-99T00:00:00Z"},
    ],
)
def test_a_broken_entry_is_refused_by_its_number(change):
    with pytest.raises(BadSetup) as refusal:
        imported({**recorded("GET", "http://a.example/", 1), **change})
    assert str(refusal.value) == ENTRY


@pytest.mark.parametrize(
    ("where", "value"),
    [("number", 2), ("at", 1.5), ("at", 10**30), ("sender", "me"), ("kind", []), ("summary", None), ("wire", "\ud800")],
)
def test_a_changed_own_part_is_refused(where, value):
    har = json.loads(export(traces.scripting(), "har"))
    har["log"]["_tropo"]["hops"][0][where] = value
    with pytest.raises(BadSetup) as refusal:
        from_har(json.dumps(har))
    assert str(refusal.value).startswith(OWN)


def test_a_har_that_is_too_large_is_refused():
    with pytest.raises(BadSetup, match="larger than 10 MB"):
        from_har(" " * (10 << 20) + "{}")
