"""The rules about hosted scripts: found by their lines and by what the launch passed, and silent on sound ones."""

import pytest

from tests.diagnosing import API, OTHER, PHONE
from tropo_lab import Lab
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER, TO_PHONE, LogLine

CALL = 'call("+" + numbertodial, {"network": "SMS"})\n'


@pytest.fixture(scope="module")
def lab():
    with Lab() as lab:
        yield lab


def found(lab, script, wanted="", language="python", side="messaging", **parameters):
    script = lab.script(script, language) if isinstance(script, str) else script
    app = lab.app("script", voice=script, messaging=script)
    token = app.messaging_token if side == "messaging" else app.voice_token
    given = {"numbertodial": PHONE[1:], "msg": "hi there", **parameters}
    lab.http.get(API, params={"action": "create", "token": token, **given})
    return diagnose_trace(lab.trace(), wanted)


BROKEN = [
    ("say(msg)", "nobody-to-speak-to", FROM_CATCHER, ["Line 1", "say", "Call numbertodial above it"]),
    (CALL.replace("numbertodial", "numberToDial"), "name-in-other-case", TO_CATCHER, ["Line 1", "`numbertodial`"]),
    (f"{CALL}say(mesg)", "name-misspelt", TO_CATCHER, ["Line 2", "'mesg'", "`msg`"]),
    (f"{CALL}say(elsewhere)", "script-error", FROM_CATCHER, ["Line 2", "elsewhere", "numbertodial, msg"]),
    (f"{CALL}say(msg", "script-does-not-compile", TO_CATCHER, ["line 2", "not closed"]),
    (f"{CALL}  say(msg)", "script-does-not-compile", TO_CATCHER, ["line 2", "indentation"]),
    ("say(currentCall.callerID)", "no-caller-in-a-launched-session", TO_CATCHER, ["Line 1", "currentCall"]),
    ("x = 1", "no-verbs", FROM_CATCHER, ["nobody"]),
    ('call("+None", {"network": "SMS"})\nsay(msg)', "number-not-filled-in", TO_PHONE, ["'+None'"]),
    (f'message(msg, {{"to": "{PHONE},{OTHER}", "network": "SMS"}})', "numbers-in-one-text", TO_PHONE, [OTHER]),
    (f'message(msg, {{"to": ["{PHONE}", "{OTHER}"], "network": "SMS"}})', "several-recipients", TO_PHONE, [OTHER]),
    (f'message(msg, {{"to": "{PHONE}", "netwrk": "SMS"}})', "unknown-option", FROM_CATCHER, ["'netwrk'", "`network`"]),
    (f'message(msg, {{"to": "{PHONE}", "network": "FAX"}})', "unknown-network", FROM_CATCHER, ["FAX", "SMS"]),
    ("message(msg)", "script-error", FROM_CATCHER, ["message has nobody to go to"]),
]  # fmt: skip


@pytest.mark.parametrize("script, rule, where, words", BROKEN, ids=[row[0][:30] for row in BROKEN])
def test_what_broke_a_script_is_the_one_thing_found(lab, script, rule, where, words):
    told = [one for one in found(lab, script) if one.severity == "broken"]
    assert [(one.rule, one.where) for one in told] == [(rule, where)]
    assert [word for word in words if word not in f"{told[0].message} {told[0].fix}"] == []


@pytest.mark.parametrize("script", [
    f"{CALL}say(msg)",
    'message(msg, {"to": "+" + numbertodial, "network": "SMS"})',
    f"{CALL}say('None of this is null')",
    f"log('x')\n{CALL}say(msg)",
    f"{CALL}event = ask('Yes?', {{'choices': 'yes, no'}})",
])  # fmt: skip
def test_a_sound_script_gives_no_finding(lab, script):
    assert found(lab, script) == ()


def test_a_voice_call_of_a_script_counts_only_where_a_text_was_wanted(lab):
    script = CALL.replace(', {"network": "SMS"}', "") + "say(msg)"
    assert found(lab, script, side="voice") == found(lab, script, "call", side="voice") == ()
    assert [one.rule for one in found(lab, script, "text")] == ["call-names-no-network"]


def test_a_warning_about_an_old_script_is_suspicious_only(lab):
    (one,) = found(lab, f'print "hi"\n{CALL}say(msg)')
    assert (one.rule, one.severity) == ("python-2", "suspicious")


def test_a_document_in_place_of_a_script_is_blamed_on_the_type_of_the_app(lab):
    url = lab.host(
        lambda environ, start: (start("200 OK", [("Content-Type", "application/json")]), [b'{"tropo": []}'])[1]
    )
    (one,) = found(lab, lab.script(language="python", url=f"{url}/hello.py"))
    assert (one.rule, one.hop, one.where) == ("script-is-json", 4, TO_CATCHER)
    assert "WebAPI" in one.fix


# the errors of other languages, as the log writes them: their interpreters are not on every machine


@pytest.mark.parametrize("error, rule", [
    ("Line 1: ReferenceError: numberToDial is not defined. The launch passed numbertodial", "name-in-other-case"),
    ("Line 3: NameError: undefined local variable or method `Msg' for main:Object", "name-in-other-case"),
    ("Line 2: groovy.lang.MissingPropertyException: No such property: numberToDial for class: A", "name-in-other-case"),
    ("Line 2: Error: say has nobody to speak to: this session was launched by token.", "nobody-to-speak-to"),
    ("Line 2: TypeError: Cannot read properties of null (reading 'callerID')", "no-caller-in-a-launched-session"),
    ("Line 2: Call to undefined function texts()", "script-error"),
])  # fmt: skip
def test_the_errors_of_other_languages_are_read_too(lab, error, rule):
    found(lab, "x = 1")
    trace = lab.trace()
    line = LogLine(0, 2, "error", error, "script-error", "Mend script.js, line 2.")
    (one,) = diagnose_trace(trace._replace(log=(*trace.log[:2], line)))
    assert one.rule == rule and one.hop == 2
    assert f"ine {error[5]}" in one.message
