"""What people paste at the desk that no example foresaw: prose around code, other languages, noise, hostile text."""

import re
import time
from base64 import b64encode
from threading import Thread

import pytest

from tests.desk_pastes import URL, document, session
from tropo_lab import Lab, diagnose
from tropo_lab.support.desk.delivery import delivers
from tropo_lab.support.desk.holes import filled
from tropo_lab.support.desk.literal import literal
from tropo_lab.support.desk.roles import expected
from tropo_lab.support.pastes import read_paste, reading
from tropo_lab.widgets.desk import Desk

SENT = f"{URL}&numbertodial=14075550112&msg=hi"
GLUED = f"{URL}&numbertodial="
ASKS = 'answer()\nresult = ask("Press 1", {"choices": "1"})\nhangup()\n'
PATHS = ("1.0/session", "1.0/sesions", "sessions", "v1/Session/", "l.0/sessions")

# name → the paste, what it is taken for, the rule that is found first (or none), what reaches a phone
CASES = {
    "an access log": (f'9.9.9.9 - - [12/Nov] "GET {SENT[20:]} HTTP/1.1" 200 13 "-" "curl/7"', "URL", "", "SMS to"),
    "an access log of a post": (f'"POST {SENT[20:]} there HTTP/1.1" 400 7', "URL", "blank-in-request-line", "hi there"),
    "a script that speaks to nobody": ('say("hello")\n', "script", "nobody-to-speak-to", "say: hello"),
    "a URL in a sentence": (f"When I open {SENT} I get success true but no text.", "URL", "", "12: hi"),
    "a URL behind a label": (f"Request URL: {SENT} there", "URL", "blank-in-request-line", "12: hi there"),
    "a misspelt path in a sentence": (
        f"I open {SENT.replace('1.0/sessions', '1.0/session')} and nothing.", "URL", "launch-elsewhere", "SMS to"
    ),
    "a name and a password": (SENT.replace("api.", "bob:hunter2@api."), "URL", "", "SMS to"),
    "base64": (b64encode(SENT.encode()).decode(), "URL", "", "SMS to"),
    "JavaScript": (f"fetch(`{GLUED}${{number}}&msg=${{msg}}`).then(show)", "program", "value-not-encoded", "SMS to"),
    "JavaScript that encodes": (
        f"fetch(`{GLUED}${{encodeURIComponent(number)}}&msg=${{encodeURIComponent(msg)}}`)", "program", "", "SMS to"
    ),
    "Java": (f'URL url = new URL("{GLUED}" + number + "&msg=" + msg);\n', "Java", "value-not-encoded", "SMS to"),
    "C#": (f'string s = client.DownloadString("{GLUED}" + to);', "program", "value-not-encoded", "SMS to"),
    "Visual Basic": (f'Dim s As String = c.DownloadString("{GLUED}" & num)', "program", "value-not-encoded", "SMS to"),
    "Go": (f'resp, err := http.Get("{GLUED}" + url.QueryEscape(num))', "program", "", "SMS to"),
    "PowerShell": (f'Invoke-RestMethod "{GLUED}$num"', "program", "value-not-encoded", "SMS to"),
    "PowerShell with a body": (
        '$body = @{ token = $token; numbertodial = "14075550112"; msg = "hi" }\n'
        'Invoke-RestMethod -Method Post -Uri "https://api.tropo.com/1.0/sessions" -Body $body',
        "program", "", "SMS to +14075550112: hi",
    ),
    "Ruby": (f'RestClient.get "{GLUED}#{{phone}}&msg=#{{msg}}"', "Ruby", "value-not-encoded", "SMS to"),
    "a post whose body is not seen": (
        "var token = read();\nvar answer = post('https://api.tropo.com/1.0/sessions', wrap(token));",
        "program", "", "SMS to",
    ),
    "a name that is no number": (
        f"{URL}&customerName=Bob&numberToDial=14075550112&msg=hi", "URL", "", "SMS to +14075550112: hi"
    ),
    "a script that a forum indented": ('    call("+" + numbertodial)\n    say(msg)\n', "script", "", "say: hello"),
    "a script for those who call": (ASKS, "script", "", "say: Press 1"),
    "session JSON that was cut": (session(msg="hi")[:-20].rpartition(",")[0] + ', "act', "session", "", "SMS to"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_nobody_planned_for_is_recognised_run_and_judged(name):
    text, kind, rule, reaches = CASES[name]
    found = diagnose(text)
    assert kind in found.taken_for, found
    assert (found.findings[0].rule if found else "") == rule, found
    assert reaches in " ".join(hop.summary for hop in (found.mended_trace or found.trace).hops), found


def test_what_is_filled_into_a_text_tells_of_its_language_and_of_its_number():
    text = 'message("hello $msg", [to:"+1$number", network:"SMS"])\n'
    (piece,) = read_paste(text)
    assert (piece.kind, piece.details["language"]) == ("script", "groovy")
    assert expected(text, "groovy") == {"msg": "hello from the lab", "number": "4075550112"}


@pytest.mark.parametrize("path", PATHS)
def test_a_launch_to_a_misspelt_path_is_a_launch_and_is_mended(path):
    found = diagnose(SENT.replace("1.0/sessions", path))
    assert found.findings[0].rule == "launch-elsewhere" and found.findings[0].hop == 1
    assert found.trace.hop(2).wire.startswith(b"HTTP/1.1 4") and found.mended_trace.of_kind("text")


def test_what_was_assumed_is_said():
    assert "goes to www.tropo.com; it was sent to api" in str(diagnose(SENT.replace("api.", "www.")))
    assert "the lab took values of its own" in str(diagnose(CASES["Java"][0]))
    assert "besides a token" in str(diagnose(CASES["a post whose body is not seen"][0]))
    assert "in a session that a launch begins" in str(diagnose(document({"say": {"value": "hi"}})))
    launched = f"{SENT}\n\n{document({'say': {'value': 'hi'}})}"
    assert "in a session that a launch begins" not in str(diagnose(launched))


def test_what_stands_behind_a_request_in_a_log_is_none_of_its_words():
    (piece,) = read_paste(CASES["an access log of a post"][0])
    assert piece.details["method"] == "POST" and piece.details["parameters"][-1] == ("msg", "hi there")
    assert "Words follow" not in str(diagnose(CASES["an access log"][0]))


def test_a_name_and_password_are_left_out_everywhere():
    found = diagnose(CASES["a name and a password"][0].replace("=1407", "=+1407"))
    assert "a name and a password" in str(found)
    assert "hunter2" not in f"{found}{found.answer}{found.code}{found.mended.code}"


def test_what_a_program_fills_in_is_filled_once_beside_what_it_writes_itself():
    url = "http://api.tropo.com/1.0/sessions?token={t}&to=1{n}&from=%2B{m}&msg={m}%21&x={x}"
    filled_in = "token=YOUR-TOKEN&to=14075550112&from=%2Btest&msg=hello+from+the+lab%21&x=test"
    assert filled(url, ("t", "n", "m", "x")) == f"http://api.tropo.com/1.0/sessions?{filled_in}"


def test_a_launch_beside_its_reply_is_run_and_mended():
    reply = "<session><success>true</success><token>0a1b2c3d4e5f6a7b8c9d</token><id>7</id></session>"
    found = diagnose(f"I send\n{SENT} there\nand get\n{reply}")
    assert found.findings[0].rule == "blank-in-request-line" and found.mended_trace.of_kind("text")


def test_what_could_not_be_run_is_not_called_sound(monkeypatch):
    monkeypatch.setattr("tropo_lab.support.desk.program.PATIENCE", "never")
    found = diagnose(CASES["a script for those who call"][0])
    assert "could not be run" in str(found) and "runs as it should" not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        '{"tropo":' + "/* " * 60_000,
        "{" + "//\n" * 4900,
        "{" + " " * 190_000,
        "x = 1\n" * 4900,
        "<session>\n" * 2000,
        '{"tropo":' * 5000,
        "{'a':" + "'" * 50_000,
    ],
    ids=["comments", "line comments", "blanks", "code", "XML", "depth", "quotes"],
)
def test_text_made_to_be_slow_is_read_in_seconds(text):
    begun = time.monotonic()
    assert read_paste(text)
    assert time.monotonic() - begun < reading.SECONDS


def test_reading_that_takes_too_long_stops_and_says_where(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", -1.0)
    (piece,) = read_paste(SENT)
    assert piece.kind == "unknown" and "what begins at line 1 was not read" in " ".join(piece.remarks)


@pytest.mark.parametrize("text", ["a\n\u202eb\n", "a\n\x1b[2Jb", "a\r\nb", 'a"""\nb\\', "a \nb", "a\x85\nb"])
def test_several_lines_with_what_cannot_be_seen_are_written_to_be_seen(text):
    assert eval(literal(text)) == text and all(line.isprintable() for line in literal(text).split("\n"))


def test_a_session_that_breaks_after_a_text_does_not_count_as_delivered():
    sent = {"message": {"to": "+14075550112", "network": "SMS", "say": {"value": "hello"}}}
    trace = diagnose(document(sent, {"say": {"value": "and to whom?"}})).trace
    assert trace.of_kind("text") and not delivers(trace) and delivers(diagnose(document(sent)).trace)


def test_a_long_session_is_told_in_part():
    script = 'call("+14075550112")\nfor i in range(400):\n    say("again")\ntransfer()\n'
    found = diagnose(script)
    text, hops = str(found), len(found.trace.hops)
    assert len(text.splitlines()) < 150 and "  …" in text and "✕" in text
    assert hops > found.walked.at == len(found.walked.trace.hops) == 300
    assert f"(the first 300 of {hops} hops)" in found.inner
    assert Desk().paste(script).at == 300


def test_pastes_are_diagnosed_in_threads_beside_an_open_lab():
    found = {}
    with Lab(sockets=False) as lab:
        threads = [
            Thread(target=lambda n=name: found.update({n: diagnose(CASES[n][0])})) for name in ("Java", "base64")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert lab.traces() == []
    assert [found[name].findings == () for name in ("Java", "base64")] == [False, True]


def test_no_number_or_token_is_left_in_an_answer_however_it_is_hidden():
    token, number = "7f3a9c1e5b2d8f6047a1c3e59b7d2f80416c8e0a", "2128675309"
    hidden = b64encode(f"token={token}&number=+1{number}".encode()).decode()
    for text in (
        f"http://api.tropo.com/1.0/sessions?action=create&token={token}&numbertodial=+1{number}&msg=hi&x={hidden}",
        document({"say": f"call +1 (212) 867-5309, http://a.example/?token={token}"}, {"on": {"next": f"/{hidden}"}}),
        f'say(mgs)\nmessage("x", {{"to": "{number}", "network": "SMS"}})\nurl = "/1.0/x?token={token}"\n',
    ):
        answer = diagnose(text).answer
        assert answer and not re.search(rf"{token[:12]}|867\W?5309|{hidden[:20]}", answer)


def test_words_around_a_paste_are_escaped_where_they_are_told():
    found = diagnose(f"I see <img src=x onerror=alert(1)> on my page.\n{SENT}\n")
    assert "<img src" in " ".join(found.remarks) and "&lt;img src" in found.inner and "<img src" not in found.inner
