"""The exported program launches again, and asks the catcher again."""

import ast

import pytest
from flask import Flask, request

from tests import conversations, traces
from tests.launch_capture import CaptureServer
from tests.test_export_curl import NASTY, trace_of
from tropo_lab import LaunchRequest
from tropo_lab.exports import export
from tropo_lab.launcher import FORMS
from tropo_lab.programs import run_program

TEXT = 'Zoë & Ann\'s "5+5" = 10% \\ 😀\nend'


def catcher():
    app = Flask("catcher")

    @app.post("/messaging")
    def messaging():
        asked = request.json["session"]["parameters"]
        return {"tropo": [{"message": {"to": f"+{asked['to']}", "network": "SMS", "say": {"value": asked["msg"]}}}]}

    return app


@pytest.mark.parametrize("form", FORMS)
def test_run_as_it_is_it_launches_again(lab, form, tmp_path):
    app = lab.app("sms", messaging=f"{lab.host(catcher())}/messaging")
    LaunchRequest(app.messaging_token, {"to": "14075550112", "msg": TEXT}).send(lab.http, form)
    program = tmp_path / "again.py"
    program.write_text(export(lab.trace(), "python", unmasked=True), "utf-8")
    result = run_program(program, address=lab.address, token="unused")
    assert result.exit_code == 0, result.output
    assert "success" in result.output
    first, again = lab.traces()
    assert [hop.kind for hop in again.hops] == [hop.kind for hop in first.hops]
    assert [text.text for text in lab.phone("+14075550112").texts] == [TEXT, TEXT]


@pytest.mark.parametrize("name", sorted({*NASTY} - {"a target that is no address", "a path with dots"}))
def test_its_functions_send_the_same_body(name, tmp_path):
    program = tmp_path / "again.py"
    program.write_text(export(trace_of(NASTY[name]), "python", unmasked=True) + "\n\nhop_1()\n", "utf-8")
    with CaptureServer() as server:
        result = run_program(program, address=server.address, token="unused")
        assert result.exit_code == 0, result.output
        assert server.requests.pop().body == NASTY[name].partition(b"\r\n\r\n")[2]


def test_an_answer_is_told_in_comments_alone():
    broken = b"HTTP/1.1 200 OK\r\n\r\n\x0b\xe2\x80\xa8\r\nraise SystemExit\n'''\"\"\""
    trace = traces.trace("", traces.LAUNCH, (1000, "tropo", "launcher", "launch-reply", "", broken))
    body = ast.parse(export(trace, "python")).body
    assert [type(part).__name__ for part in body] == ["Expr", "Import", "Assign", "FunctionDef", "If"]


@pytest.mark.parametrize("make", conversations.EVERY.values(), ids=conversations.EVERY)
def test_every_sample_is_a_program(make):
    compile(export(make(), "python"), "again.py", "exec")
