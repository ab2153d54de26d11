"""What the details of pieces say: languages, libraries, launches of programs, logs, recordings, vendors."""

import json

import pytest

from tests.test_pastes import DOCUMENT, LAUNCH, LOG, ONE, PYTHON, REPLY, SESSION, TOKEN
from tropo_lab import Lab, export
from tropo_lab.launch_reply import LaunchReply
from tropo_lab.support.pastes import read_paste
from tropo_lab.trace import Trace
from tropo_lab.views import steps

PHONE = "+14075550112"


def first(text):
    return read_paste(text)[0]


@pytest.fixture(scope="module")
def trace():
    with Lab(sockets=False) as lab:
        app = lab.app("reminders", messaging=lab.script(PYTHON))
        launch = {"action": "create", "token": app.messaging_token, "numbertodial": PHONE[1:], "msg": "hi"}
        lab.http.get("http://api.tropo.com/1.0/sessions", params=launch)
        yield lab.trace()


def _lab_json(trace):
    return json.dumps({
        "id": trace.id, "app": trace.app, "flow": trace.flow, "state": trace.state, "outcome": str(trace.outcome),
        "hops": len(trace.hops), "failed_hop": trace.outcome.where, "sentence": trace.outcome.sentence,
        "trace": [hop.as_dict() for hop in trace.hops], "log": [line.as_dict() for line in trace.log],
    })  # fmt: skip


@pytest.mark.parametrize("language", ["Python", "JavaScript", "PHP", "Ruby", "Groovy"])
def test_the_language_of_a_script_is_told(language):
    details = first(ONE[f"a hosted script in {language}"][0]).details
    assert details["language"] == language.lower()
    assert details["certainty"] > 0.4
    assert "call" in details["verbs"]


@pytest.mark.parametrize(
    ("name", "library", "language"),
    [
        ("a catcher in Flask", "Flask", "python"),
        ("a catcher in Express", "tropo-webapi (Node)", "javascript"),
        ("a catcher in PHP", "tropo-webapi-php", "php"),
        ("a catcher in Ruby", "tropo-webapi-ruby", "ruby"),
        ("a catcher in C#", "tropo-webapi-csharp", "csharp"),
    ],
)
def test_the_library_of_a_catcher_is_told(name, library, language):
    details = first(ONE[name][0]).details
    assert (details["library"], details["language"]) == (library, language)


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("TwiML", "Twilio"),
        ("a request to Twilio", "Twilio"),
        ("a webhook of Twilio", "Twilio"),
        ("a program for Twilio", "Twilio"),
        ("an NCCO", "Vonage (Nexmo)"),
        ("XML of Plivo", "Plivo"),
        ("verbs of jambonz", "jambonz"),
        ("SIP", "SIP"),
        ("VoiceXML", "W3C"),
    ],
)
def test_another_vendor_is_named(name, vendor):
    assert first(ONE[name][0]).details["vendor"] == vendor


@pytest.mark.parametrize("name", [name for name, (_, kind) in ONE.items() if kind == "launch"])
def test_every_launch_has_a_url_a_method_and_a_token(name):
    piece = first(ONE[name][0])
    assert piece.details["url"].startswith(("http://", "https://"))
    assert "/sessions" in piece.details["url"]
    assert piece.details["method"] in ("GET", "POST")
    assert "token" in dict(piece.details["parameters"])
    assert piece.data.wire.startswith(piece.details["method"].encode())


def test_a_query_alone_is_the_same_launch_as_the_whole_url():
    assert first(LAUNCH.partition("?")[2]).details["url"] == LAUNCH
    assert first(LAUNCH.removeprefix("http://api.tr")).details["url"] == LAUNCH


def test_values_that_a_program_glues_on_are_told_from_encoded_ones():
    glued = first(ONE["urlopen with values glued on"][0]).details
    assert glued["url"].endswith("token={TOKEN}&msg={msg}")
    assert glued["glued"] == ("msg",)
    encoded = first(ONE["file_get_contents"][0]).details
    assert encoded["holes"] == ("token", "msg")
    assert encoded["glued"] == ()


def test_parameters_that_a_program_hands_over_as_a_map_are_read():
    code = (
        'import requests\nrequests.get("http://api.tropo.com/1.0/sessions", '
        'params={"action": "create", "token": TOKEN, "msg": "hi there"})'
    )
    assert first(code).details["url"].endswith("?action=create&token={TOKEN}&msg=hi+there")


def test_a_reply_is_read():
    reply = first(REPLY).data
    assert isinstance(reply, LaunchReply)
    assert (reply.success, reply.token, reply.id) == (True, TOKEN, "b81ad71bf6e7776c5c30a3084616e4fc")


def test_the_stack_trace_of_a_refusal_is_kept_apart():
    piece = first(ONE["a refusal with a stack trace"][0])
    assert piece.data.reason == "FAILED TO ROUTE TOKEN"
    assert len(piece.details["trace_lines"]) == 3
    assert "at com.example" not in piece.text


def test_a_log_tells_its_events_statuses_and_payload():
    log, session = read_paste(LOG)
    assert [entry.event for entry in log.data] == ["launch", "routed", "start", "sent", "refused", "end"]
    assert log.details["codes"] == (500,)
    assert session.data == json.loads(SESSION)
    assert session.details["from_log"] == 4


def test_a_posted_session_keeps_its_request():
    details = first(ONE["session JSON as posted"][0]).details
    assert (details["method"], details["url"]) == ("POST", "http://catcher.example/app")


def test_warnings_before_a_document_belong_to_it():
    piece = first(f"<br />\n<b>Notice</b>: Undefined index\n{DOCUMENT}")
    assert piece.details["before"].startswith("<br />")
    assert piece.details["lines"] == (1, 3)


def test_a_har_gives_its_trace(trace):
    piece = first(export(trace, "har", unmasked=True))
    assert (piece.kind, piece.data) == ("trace", trace)


def test_a_session_of_the_labs_own_interface_gives_its_trace(trace):
    piece = first(_lab_json(trace))
    assert (piece.kind, piece.data) == ("trace", trace)


def test_a_session_that_was_changed_is_said_to_be():
    piece = first('{"id": "x", "flow": "", "hops": 1, "trace": [{"sender": {}}]}')
    assert (piece.kind, piece.details["what"]) == ("unknown", "lab-session")


def test_what_the_lab_prints_is_a_log(trace):
    assert isinstance(trace, Trace)
    for text in (str(steps(trace)), repr(trace), export(trace, "text"), export(trace, "raw")):
        piece = first(text)
        assert (piece.kind, piece.details["origin"]) == ("log", "lab")


def test_a_har_with_a_damaged_entry_says_which():
    assert "Entry 1" in first('{"log": {"entries": [{}]}}').remarks[0]
