"""Hosted JavaScript as people wrote it for Tropo: whole sessions, in text and in voice."""

import pytest

from tests.catchers import launch
from tests.fake_platform import required
from tests.hosting import OTHER, PHONE, heard, logged, received


@pytest.fixture(autouse=True)
def node():
    required("javascript")


def app_of(lab, script):
    script = lab.script(script, "javascript")
    return lab.app("script", voice=script, messaging=script)


def play(lab, script, **parameters):
    return launch(lab, app_of(lab, script), **{"numberToDial": PHONE[1:], "msg": "hello", **parameters})


def ring(lab, script):
    lab.phone(PHONE).call(app_of(lab, script).number)
    return lab.trace()


def text(lab, script, words="hi"):
    lab.phone(PHONE).text(app_of(lab, script).number, words)
    return lab.trace()


OUTBOUND = """
call("+" + numberToDial, {network: "SMS"});
say("The message is: " + msg);
log("sent to " + currentCall.calledID);
"""


def test_the_outbound_text_of_the_documents_arrives(lab):
    trace = play(lab, OUTBOUND)
    assert trace.outcome.ok and received(lab) == ["The message is: hello"] and logged(trace) == ["sent to 14075550112"]


def test_message_alone_is_a_whole_catcher(lab):
    assert play(lab, 'message(msg, {to: "+" + numberToDial, network: "SMS"});').outcome.ok
    assert received(lab) == ["hello"]


def test_the_outbound_call_of_the_documents_is_heard(lab):
    trace = play(
        lab, 'call("+" + numberToDial);\nsay("Hello, " + msg);\nwait(1000);\nhangup();\nlog(currentCall.isActive());'
    )
    assert trace.outcome.ok and heard(lab) == ["Hello, hello"] and logged(trace) == ["false"]


INBOUND = """
if (currentCall) {
  say("You said " + currentCall.initialText + ", " + currentCall.callerID);
} else {
  call("+" + numberToDial, {network: "SMS"});
  say("by token");
}
"""


def test_the_start_of_a_script_is_told_by_current_call(lab):
    text(lab, INBOUND, "hi")
    play(lab, INBOUND)
    assert received(lab) == ["You said hi, 14075550112", "by token"]


MENU = """
var result = ask("Sales or support?", {
  choices: "sales(sales, 1), support(support, help, 2)", attempts: 3, timeout: 5.5,
  onBadChoice: function(event) { say("Not " + event.name + " " + event.attempt); },
  onTimeout: function() { say("Are you there?"); },
  onChoice: function(event) { say("On to " + event.value); },
  onEvent: function(event) { log("event " + event.name); }
});
result.onChoice("support", function(event) { log(event.choice.utterance); });
switch (result.value) { case "support": log("switched"); }
"""


def test_a_menu_asks_until_somebody_chooses(lab):
    lab.phone(PHONE).behave(inputs=["", "9", "help"])
    trace = ring(lab, MENU)
    assert heard(lab) == [
        "Sales or support?", "Are you there?", "Sales or support?", "Not badChoice 2", "Sales or support?",
        "On to support",
    ]  # fmt: skip
    assert logged(trace) == ["event timeout", "event badChoice", "event choice", "help", "switched"]


TWICE = """
ask("", {choices: "[ANY]"});
var number = ask("Which number?", {choices: "[1-2 DIGITS]"});
say("Twice is " + 2 * number.value);
"""


def test_a_conversation_by_text_goes_on_with_the_answers_that_come(lab):
    lab.phone(PHONE).behave(held=True)
    app = app_of(lab, TWICE)
    lab.phone(PHONE).text(app.number, "begin")
    lab.phone(PHONE).say("21")
    assert received(lab) == ["Which number?", "Twice is 42"] and lab.trace().outcome.ok


LOOP = """
do {
  var result = ask("A digit?", {choices: "[1 DIGIT]", timeout: 3});
  if (result.name == "choice") log(result.value);
} while (result.name != "hangup");
log("after " + currentCall.isActive());
try { say("too late"); } catch (e) { log("caught " + e); }
"""


def test_a_loop_ends_by_the_hang_up_and_what_is_said_afterwards_throws(lab):
    lab.phone(PHONE).behave(inputs=["1", "2"], hangup_after=30)
    trace = ring(lab, LOOP)
    assert logged(trace)[:3] == ["1", "2", "after false"] and logged(trace)[3].startswith("caught ")
    assert trace.outcome.ok


def test_a_script_that_never_looks_for_the_hang_up_ends_by_it(lab):
    lab.phone(PHONE).behave(hangup_after=5)
    trace = ring(lab, 'while (true) {\n  say("on and on");\n}')
    assert trace.outcome.name == "script error" and trace.outcome.sentence.startswith("Line 2: ")


@pytest.mark.parametrize("answer, name", [("busy", "callFailure"), ("never", "timeout")])
def test_a_call_that_nobody_takes_leaves_no_current_call_and_say_is_a_type_error(lab, answer, name):
    lab.phone(PHONE).behave(answer)
    callback = {"callFailure": "onCallFailure", "timeout": "onTimeout"}[name]
    trace = play(
        lab,
        f'var e = call("{PHONE}", {{{callback}: function(e) {{ log("told " + e.name) }}}});\nlog(e.name);\nsay("x");',
    )
    assert logged(trace) == [f"told {name}", name] and trace.outcome.name == "script error"
    assert trace.outcome.sentence.startswith("Line 3: TypeError: ")


ATTENDANT = """
answer();
var done = transfer("+14075550113", {
  playvalue: "One moment", timeout: 20, onSuccess: function(e) { log("talked with " + e.value.calledID); },
  onTimeout: function() { say("Nobody is there"); }
});
log(done.name);
"""


def test_an_attendant_transfers(lab):
    lab.phone(OTHER).behave(hangup_after=10)
    trace = ring(lab, ATTENDANT)
    assert logged(trace) == ["talked with 4075550113", "transfer"]
    lab.phone(OTHER).behave("never")
    assert logged(ring(lab, ATTENDANT)) == ["timeout"] and heard(lab)[-1] == "Nobody is there"


def test_two_calls_at_once_are_spoken_to_by_their_objects(lab):
    script = f"""
call("{PHONE}");
var other = call("{OTHER}").value;
other.say("two");
say("one");
other.hangup();
log(other.state() + currentCall.state());
"""
    assert logged(play(lab, script)) == ["DISCONNECTEDANSWERED"]
    assert (heard(lab), heard(lab, OTHER)) == (["one"], ["two"])


def test_a_recording_has_an_address(lab):
    lab.phone(PHONE).behave(inputs=["some words"])
    script = """
var e = record("Speak.", {beep: true, maxTime: 10, onRecord: function(e) { log(e.name) }});
log(e.value == e.recordURI && e.value.indexOf("http") == 0);
"""
    trace = ring(lab, script)
    assert logged(trace) == ["record", "true"]


def test_a_call_that_rings_can_be_rejected(lab):
    trace = ring(lab, 'if (currentCall.channel == "VOICE") reject();\nlog(currentCall.state());')
    assert logged(trace) == ["REJECTED"]


def test_an_error_is_told_with_its_line_and_the_launch_that_did_not_pass_a_variable(lab):
    trace = play(lab, '// the first line\ncall("+" + numbertodial);')
    assert trace.outcome.name == "script error"
    assert trace.outcome.sentence.startswith("Line 2: ReferenceError: numbertodial is not defined")
    assert "The launch passed numberToDial" in trace.outcome.sentence


def test_what_is_no_javascript_is_told_before_anything_is_played(lab):
    trace = play(lab, "say('x');\nlog('y'")
    assert trace.outcome.name == "script does not compile" and trace.outcome.sentence.startswith("Line 2: SyntaxError")


def test_what_it_prints_stands_in_the_log(lab):
    trace = play(lab, "print('one'); log('two'); print('three')")
    lines = [line.text for line in trace.log]
    assert lines.index("printed: one") < lines.index("log: two") < lines.index("printed: three")


def test_recursive_callbacks_are_bounded(lab):
    lab.phone(PHONE).behave(inputs=["x"] * 200)
    script = "function go() { ask('?', {choices: 'a', onBadChoice: go}) } go();"
    assert ring(lab, script).outcome.name == "callbacks too deep"


def test_a_lab_without_sockets_says_that_it_hosts_no_scripts(sealed):
    trace = play(sealed, "log('x')")
    assert trace.outcome.name == "scripts need a process" and not trace.outcome.ok


def test_without_nodejs_the_session_says_what_to_install(lab, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    trace = play(lab, "log('x')")
    assert trace.outcome.name == "interpreter missing" and "JavaScript run on Node.js" in trace.outcome.sentence
    assert any("nodejs" in line.fix for line in trace.log)
