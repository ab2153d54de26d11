"""The desk: from each kind of paste to what is found, a program that shows it, and the same mended."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import tropo_lab
from tests import traces
from tests.desk_pastes import PASTES, SCRIPT, UNUSABLE, URL, document
from tropo_lab import Lab, diagnose
from tropo_lab.errors import BadSetup, LabError
from tropo_lab.support.desk.delivery import delivers
from tropo_lab.support.desk.menders import MENDERS
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.reproduction import Repro


@pytest.mark.parametrize("name", PASTES)
def test_each_kind_of_paste_is_diagnosed_and_mended(name):
    text, rule, mended, wanted = PASTES[name]
    found = diagnose(text, wanted)
    assert (found.findings[0].rule if found else "") == rule, found
    assert found.usable and bool(found) == bool(rule)
    assert found.findings == () or found.trace.hop(found.at)
    assert (found.mended is not None) == bool(mended), found
    if mended:
        assert mended in " ".join(hop.summary for hop in found.mended_trace.hops)
        assert delivers(found.mended_trace) and diagnose_trace(found.mended_trace, wanted) == ()
        assert found.changes and all(one.before != one.after for one in found.changes)
    assert bool(found.answer) == bool(found.findings)
    assert rule or found.next_step


def test_every_mender_is_of_a_rule_that_there_is():
    rules = Path(tropo_lab.__file__).parent / "support" / "rules"
    made_here = rules.parent / "desk" / "unquoted.py"
    source = "".join(path.read_text() for path in (*rules.glob("*.py"), made_here))
    made = {f"{key}-is-a-string" for key in ("say", "choices")} | {"message-names-no-network"}
    assert [
        name for name in MENDERS if name not in made and f'"{name}"' not in source and f" {name}" not in source
    ] == []


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_said_with_what_to_paste_instead(name):
    found = diagnose(UNUSABLE[name])
    assert not found.usable and not found and found.trace is None and found.code is None and found.answer is None
    assert found.taken_for and "aste" in found.next_step
    assert len(found.plain) < 3000


def test_code_of_a_catcher_is_never_run(tmp_path):
    place = tmp_path / "run"
    code = "from flask import Flask\napp = Flask('x')\n@app.route('/')\ndef index():\n    pass\n"
    code += f"open({str(place)!r}, 'w')\n"
    assert "code of a catcher" in diagnose(code).taken_for and not place.exists()


@pytest.mark.parametrize(
    "nasty", ["'''\nimport os\n'''", '"""\nraise SystemExit\n"""', "\\", "{{ 7*7 }}{% raise %}", "\u202e\x00\x1b[31m"]
)
def test_what_was_pasted_stands_in_programs_as_literals_only(nasty):
    for text in (
        f"{URL}&numbertodial=14075550112&msg={nasty}",
        document({"message": {"to": "+14075550112", "network": "SMS", "say": {"value": nasty}}}),
        f"HTTP/1.1 200 OK\nX-Odd: {nasty}\nContent-Type: application/json\n\n{document({'say': nasty})}",
        f'message("hello", {{"to": "+14075550112", "network": "SMS"}})  # {nasty}\n',
    ):
        found = diagnose(text)
        if found.code:
            assert Repro(found.code).run().hops
            assert "49" not in found.code and found.code.isprintable() is False  # it has line ends, and nothing else
            assert all(line.isprintable() for line in found.code.splitlines())


def test_a_document_reaches_the_lab_byte_by_byte():
    body = b'{"tropo": [ {"message":{"to":"+14075550112","network":"SMS",\r\n\t"say":{"value":"caf\xe9"}}} ]}'
    found = diagnose(b"HTTP/1.1 200 OK\nContent-Type: application/json; charset=ISO-8859-1\nX-One: 1\n\n" + body)
    (hop,) = found.trace.of_kind("document")
    assert b"charset=ISO-8859-1" in hop.wire and b"X-One: 1" in hop.wire and b'"tropo"' in hop.body


def test_several_answers_are_given_one_after_the_other():
    asks = document(
        {"call": {"to": "+14075550112"}},
        {"ask": {"name": "x", "say": {"value": "Yes?"}, "choices": {"value": "[4 DIGITS]"}}},
        {"on": {"event": "continue", "next": "/then"}},
    )
    found = diagnose(f"{asks}\n\n{document({'say': {'value': 'Thank you'}})}")
    assert [hop.summary for hop in found.trace.of_kind("input")] == ["keys 1234"]
    assert "say: Thank you" in [hop.summary for hop in found.trace.of_kind("speech")]


def test_the_token_of_a_launch_is_known_to_its_lab():
    found = diagnose(f"{URL}&numbertodial=14075550112&msg=hello")
    assert not found.trace.outcome.where and 'messaging_token="0a1b2c3d4e5f6a7b8c9d"' in found.code


def test_numbers_abroad_can_be_reached():
    found = diagnose(f"{URL}&numbertodial=447700900112&msg=hello")
    assert not found and "international=True" in found.code and delivers(found.trace)


@pytest.mark.parametrize("wanted", ["", "text", "call"])
def test_a_trace_is_diagnosed_as_it_is(wanted):
    with Lab(sockets=False) as lab:
        lab.app("app", messaging="http://catcher.example", messaging_token="T")
        lab.http.get("http://api.tropo.com/1.0/sessions?action=create&token=T")
        trace = lab.trace()
    found = diagnose(trace, wanted)
    assert [*found] == [*diagnose_trace(trace, wanted)] and len(found) == len(found.findings) > 0
    assert found.trace is trace and found.code is None


def test_a_sound_trace_has_no_findings():
    found = diagnose(traces.webapi())
    assert not found and not len(found) and found.usable


def test_what_cannot_be_diagnosed_is_refused_in_a_sentence():
    with pytest.raises(BadSetup, match="text, call, or empty"):
        diagnose("x", "letter")
    with pytest.raises(BadSetup, match="int is neither"):
        diagnose(7)


def test_a_recording_is_run_again():
    lab = Lab(sockets=False)
    with lab:
        url = lab.host(
            lambda environ, start: (start("200 OK", [("Content-Type", "application/json")]), [b'{"tropo":[]}'])[1]
        )
        lab.app("app", messaging=url, messaging_token="T")
        lab.http.get("http://api.tropo.com/1.0/sessions?action=create&token=T")
        from tropo_lab import export

        har = export(lab.trace(), "har")
    found = diagnose(har)
    assert found.findings[0].rule == "no-verbs" and "nothing = " in found.code


def test_a_run_that_fails_is_told_and_stops_nothing(monkeypatch):
    def fails(self):
        raise LabError("The disk is full.")

    monkeypatch.setattr(Repro, "run", fails)
    found = diagnose(f"{URL}&numbertodial=14075550112&msg=hello")
    assert "could not be run in a lab: The disk is full." in found.plain


def test_a_script_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr("tropo_lab.support.desk.program.PATIENCE", 0.3)
    found = diagnose("while True:\n    pass\nsay(msg)\n")
    assert found.findings[0].rule == "script-took-too-long" and found.mended is None


def test_an_answer_to_post_holds_neither_token_nor_number():
    found = diagnose("http://api.tropo.com/1.0/sessions?action=create&token=9f8e7d6c5b4a39281706&to=+16502531234&msg=x")
    assert found.findings and "16502531234" not in found.answer and "9f8e7d6c5b4a39281706" not in found.answer
    assert "https://" not in found.answer.lower() and "```" in found.answer and found.answer.language == "markdown"


def test_everything_can_be_had_as_plain_data():
    found = diagnose(PASTES["an answer with a bare say"].text)
    told = json.loads(json.dumps(found.as_dict()))
    assert told["findings"][0]["rule"] == "say-is-a-string" and told["usable"] and told["mended"] == found.mended.code
    assert told["changes"][0]["after"].count('"value"') == 1


def test_a_walk_stands_where_it_broke():
    found = diagnose(PASTES["an answer with a bare say"].text)
    assert found.walked.at == found.findings[0].hop == 4
    assert diagnose(SCRIPT).walked.at == 1
    assert replace(found, trace=None).walked is None
