"""What people report at the desk in one go: a command, an answer and a sigh, two URLs, an error and its JSON."""

import asyncio
import json

import pytest

from tests.desk_pastes import RESULT, SCRIPT, URL, document, session
from tropo_lab import Lab, diagnose
from tropo_lab.pages.desk import Desk
from tropo_lab.support.desk.delivery import delivers
from tropo_lab.support.desk.desk import diagnose_from_elsewhere
from tropo_lab.support.pastes import read_paste
from tropo_lab.support.reproduction import Repro

GOOD = f"{URL}&numbertodial=14075550112&msg=hello"
BAD = f"{URL}&numbertodial=14075550112&msg=hello there"
ONE = {"name": "choice", "value": "1", "utterance": "1", "interpretation": "1", "disposition": "SUCCESS"}
AT_MACHINE = "only at the machine itself, by `python -m tropo_lab diagnose` or in a notebook"


def rules(found):
    return [finding.rule for finding in found]


def texted(**given):
    return {"message": {"to": "+14075550112", "network": "SMS", "say": {"value": "hello"}, **given}}


def called(*verbs):
    return document({"call": {"to": "+14075550112"}}, *verbs)


@pytest.mark.parametrize(("peer", "runs"), [("", True), ("127.0.0.1", True), ("::1", True), ("192.0.2.7", False),
                                            ("2001:db8::7", False), ("unknown", False)])  # fmt: skip
def test_the_page_runs_a_script_for_who_is_at_the_machine_alone(peer, runs):
    told = asyncio.run(Desk().answered({"text": SCRIPT}, peer))["shown"].diagnosis
    assert (told.trace is not None) is runs and (AT_MACHINE in told.plain) is not runs
    assert runs or (told.code is None and "runs as it should" not in told.plain)


def test_a_page_knows_from_where_it_was_asked(monkeypatch):
    import requests

    asked = []
    monkeypatch.setattr("tropo_lab.pages.desk.is_loopback", lambda peer: asked.append(peer))
    with Lab() as lab, requests.Session() as web:
        web.trust_env = False
        page = web.post(f"http://{lab.address}/desk", data={"text": SCRIPT}, timeout=30).text
    assert asked == ["127.0.0.1"] and "A script is run only at the machine itself" in page


def test_from_elsewhere_what_is_no_script_is_diagnosed():
    found = diagnose_from_elsewhere(f"{BAD}\n\n{SCRIPT}")
    assert rules(found) == ["blank-in-request-line"] and AT_MACHINE in found.plain
    assert "lab.script" not in f"{found.code}{found.mended.code}"
    assert rules(diagnose_from_elsewhere(document({"message": "x"}))) == rules(diagnose(document({"message": "x"})))


def test_from_elsewhere_no_answer_sends_a_lab_with_sockets_to_other_servers():
    asks = called({"ask": {"say": {"value": "?"}, "choices": {"value": "1"}}}, {"on": {"event": "continue",
                  "next": "http://127.0.0.1:9/"}})  # fmt: skip
    assert "127.0.0.1" in diagnose(f"{BAD}\n\n{asks}").code
    found = diagnose_from_elsewhere(f"{BAD}\n\n{asks}")
    assert "127.0.0.1" not in found.code and "without what the catcher answers" in found.plain
    assert "sockets=False" in diagnose_from_elsewhere(asks).code


def test_a_number_to_send_from_is_that_of_the_app():
    found = diagnose(document(texted(**{"from": "407-555-0133"})))
    assert not found and 'number="+14075550133"' in found.code and delivers(found.trace)
    assert "number=" not in diagnose(document(texted(**{"from": "anonymous"}))).code


@pytest.mark.parametrize("options", ["", "-s -X GET ", "-v "])
def test_a_url_without_quotes_is_the_finding_and_is_mended_by_quotes(options):
    found = diagnose(f"$ curl {options}{BAD}")
    (finding,) = found
    assert (finding.rule, finding.hop, finding.severity) == ("url-without-quotes", 1, "broken")
    assert "`token`, `numbertodial` and `msg` never" in finding.why and len(found.trace.hops) == 2
    assert found.changes[0].after == f"curl '{URL}&numbertodial=14075550112&msg=hello+there'"
    assert "the whole URL in quotes" in found.answer and "curl 'http" in found.answer
    assert [hop.summary for hop in found.mended_trace.of_kind("text")] == ["SMS to +14075550112: hello there"]


def test_a_url_in_quotes_and_another_command_behind_it_are_none():
    assert not diagnose(f"curl '{GOOD}' && echo done") and not diagnose(f'curl "{GOOD}" &')


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_an_answer_ends_where_talk_begins_behind_an_empty_line(missing):
    text = document(texted())[:-missing]
    found = diagnose(f"It answers\n\n{text}\n\nPhone gets nothing. Thanks!!")
    assert rules(found) == ["reply-cut-short"] and "never closed" in found.findings[0].why
    assert found.trace.of_kind("document")[0].body == text.encode()
    assert found.changes[0].after == text + document(texted())[-missing:]


@pytest.mark.parametrize(
    "text",
    [
        '{"tropo": [\n\n{"say": {"value": "hello"}},\n\n]}',
        "{\n\ntropo: [{say: {value: 'Hello'}}]}",
        '{"tropo": [{"say": {"value": "Dear\n\nHello there, you"}}]}',
    ],
)
def test_an_empty_line_within_an_answer_ends_nothing(text):
    (piece,) = read_paste(text)
    assert piece.kind == "document" and piece.text == text


@pytest.mark.parametrize(
    "text",
    [
        f"this works: {GOOD}, this doesn't: {BAD}",
        f"this doesn't: {BAD}\nthis works: {GOOD}",
        f"works {GOOD} but not: {BAD}",
        f"1) works:\n{GOOD}\n2) does not work:\n{BAD}",
    ],
)
def test_of_two_launches_the_one_that_is_wrong_is_found(text):
    found = diagnose(text)
    assert rules(found) == ["blank-in-request-line"] and "Of 2 launches number " in found.plain
    assert [hop.summary for hop in found.mended_trace.of_kind("text")] == ["SMS to +14075550112: hello there"]


def test_of_two_launches_that_are_sound_that_is_said():
    assert "both were run, and nothing is wrong" in diagnose(f"{GOOD}\n{GOOD}2").plain
    assert "launches" not in diagnose(f"{GOOD}\n\n{GOOD}").plain


def test_what_is_told_and_what_is_mended_lead_to_the_same_place():
    found = diagnose(called({"ask": {"name": "x", "say": {"value": "?"}, "choices": {"value": "yes,no"}}}))
    assert '"next": "/answered"' in found.findings[0].fix and '"next": "/answered"' in found.changes[0].after


@pytest.mark.parametrize("verb", ["answer", "reject", "redirect"])
def test_an_answer_for_those_who_call_is_given_to_a_call(verb):
    given = {"to": "+14075550133"} if verb == "redirect" else None
    found = diagnose(document({verb: given}))
    assert not found and "in a session that a call begins" in found.plain and "runs as it should" in found.plain
    assert not found.trace.of_kind("launch") and found.trace.outcome.ok
    assert "that a call begins" not in diagnose(document(texted())).plain


@pytest.mark.parametrize("url", ["http://rec.somebody.example/up.php", "https://rec.somebody.example:8443/up"])
def test_a_recording_for_a_server_of_somebodys_is_taken(url):
    found = diagnose(called({"startRecording": {"url": url}}, {"say": {"value": "hi"}}, {"stopRecording": None}))
    assert not found and 'lab.host(recordings, "rec.somebody.example")' in found.code
    assert Repro(found.code).run().outcome.ok


def error(line, last):
    return f'Traceback (most recent call last):\n  File "app.py", line 9, in index\n    {line}\n{last}'


def test_an_error_with_the_result_it_came_of_is_the_catchers_page():
    result = json.dumps({"result": {**RESULT, "actions": ONE}})
    trouble = error('value = body["result"]["actions"][0]["value"]', "KeyError: 0")
    for text in (f"{trouble}\n\n{result}", f"{result}\n{trouble}\n"):
        found = diagnose(text)
        assert rules(found) == ["actions-is-an-object"], found
        assert "the error of a program" in found.taken_for and "page with status 500" in found.plain


def test_an_error_with_the_session_it_came_of_is_the_catchers_page():
    trouble = error('to = body["session"]["numbertodial"]', "KeyError: 'numbertodial'")
    text = session(numbertodial="14075550112", msg="hello")
    assert rules(diagnose(f"{text}\n\n{trouble}")) == ["value-read-at-wrong-level"]
    assert rules(diagnose(f"{text}\n\nKeyError: 'numbertodial'")) == ["value-read-at-wrong-level"]
    alone = diagnose(trouble)
    assert not alone.usable and not alone and "error of a program" in alone.taken_for


def test_words_that_begin_with_error_hide_no_launch():
    assert rules(diagnose(f"Error: nothing comes of {GOOD.replace('=1407', '=+1407')}")) == ["plus-became-blank"]


def test_one_line_was_taken_for_words():
    assert "One line around it, beginning with “Hello”, was taken" in diagnose(f"Hello\n{GOOD}").plain
    code = 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef index():\n    return "x"\n'
    assert "lesson" not in diagnose(code).plain and "with curl" in diagnose(code).plain
