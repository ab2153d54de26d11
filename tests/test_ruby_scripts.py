"""Hosted Ruby scripts: Ruby's own ways, what breaks and how it is told, and what Ruby 3 needs help with."""

import pytest

from tests.catchers import launch
from tests.fake_platform import GONE, QUIET, FakePlatform, answered, event, required, shown


@pytest.fixture(scope="module")
def ruby():
    return FakePlatform("ruby")


def test_a_call_gives_an_event_and_sets_current_call(ruby):
    played = ruby.play(
        """
event = call "+14075550112", :network => "SMS", "timeout" => "12.5s", answerOnMedia: true
log event.value.equal?($currentCall) ? event.name : "another"
say "hello" """,
        call=[answered()],
    )
    (call,) = played["call"]
    assert call["args"] == ["+14075550112"]
    assert call["options"] == {"network": "SMS", "timeout": "12.5s", "answerOnMedia": True}
    assert call["leg"] is None and call["null_call"] and call["line"] == 2
    assert played.logged == ["answer"] and played["say"][0]["leg"] == "leg1" and played.last == {"op": "end"}


CALLBACKS = {
    "lambda { |e| told e }": "answer", "lambda { told }": "bare",
    "proc { |e| told e }": "answer", "proc { told }": "bare",
    "method(:told)": "answer", "method(:bare)": "bare", "-> (e) { told e }": "answer", "Teller.new": "answer",
}  # fmt: skip


@pytest.mark.parametrize("callback", CALLBACKS)
def test_callbacks_are_lambdas_procs_and_methods_with_or_without_an_argument(ruby, callback):
    script = f"""
def told(event = nil); log(event ? event.name : "bare"); end
def bare; told; end
class Teller; def call(event); told(event); end; end
call "+14075550112", {{ :onAnswer => {callback}, :onTimeout => nil }}
log "after" """
    told = {"callback": "onAnswer", "event": event("answer", call=shown()), "currentCall": shown()}
    played = ruby.play(script, call=[[told, answered()]])
    assert played["call"][0]["options"] == {"onAnswer": True, "onTimeout": None}
    assert played.logged == [CALLBACKS[callback], "after"] and played["resume"] == [{"op": "resume"}]


def test_a_callback_may_ask_on_and_one_that_breaks_is_told(ruby):
    script = """
again = lambda { |event| say "nested " + event.value }
ask "Yes?", { :onBadChoice => again, :onEvent => lambda { nowhere }, :choices => "yes, no" }"""
    told = [{"callback": name, "event": event("badChoice", "NO_MATCH")} for name in ("onBadChoice", "onEvent")]
    played = ruby.play(script, ask=[[*told, {"event": event("badChoice", "NO_MATCH")}]])
    assert [one["op"] for one in played.requests] == ["ask", "say", "resume", "resume", "end"]
    assert played["say"][0]["args"] == ["nested NO_MATCH"]
    assert played["resume"][1] == {
        "op": "resume", "line": 3,
        "error": "NameError: undefined local variable or method `nowhere' for main:Object",
    }  # fmt: skip


def test_an_error_of_a_callback_that_an_event_got_is_logged(ruby):
    played = ruby.play('say("x").onTimeout(lambda { 1 / 0 })\nlog "went on"', say=[{"event": event("timeout")}])
    assert played.logged == ["A callback failed in line 1: ZeroDivisionError: divided by 0", "went on"]


def test_an_event_and_a_call_have_their_members(ruby):
    script = """
event = ask "?", {}
choice = event.choice
log [event.name, event.attempt, event.recordURI, choice.concept, choice.interpretation, choice.utterance].join(" ")
log "#{choice.confidence} #{choice.xml} #{choice.tag} #{event} #{$currentCall}"
event.onChoice("a", lambda { |one| log "is " + one.value }) and event.onChoice("b", lambda { nowhere })
event.onChoice("a") { log "in a block" }
event.onTimeout(lambda { nowhere }) and log(event.is_a?(Tropo::TropoEvent))
log "#{$currentCall.callerID} #{$currentCall.initialText} #{$currentCall.network} #{$currentCall.state}"
log $currentCall.isActive.to_s + $currentCall.isIncoming.to_s + $currentCall.getHeader("X-COLOUR") + getHeader("x").to_s
$currentCall.log "by the call"
log Tropo::TropoCall.new($incomingCall).callerID + $currentApp.baseDir if $currentCall.methods.include?(:say)"""
    choice = {"concept": "a", "interpretation": "b", "utterance": "c", "confidence": "1.0", "xml": "<x/>", "tag": "t"}
    given = {"event": event("choice", "a", choice=choice, recordURI="http://r", attempt=2)}
    call = shown(incoming=True, initialText="hi")
    played = ruby.play(script, current=call, ask=[given], state=[{"value": "RINGING"}, {"value": "FAILED"}])
    assert played.logged == [
        "choice 2 http://r a b c", "1.0 <x/> t TropoEvent(choice) TropoCall(leg1)", "is a", "in a block", "true",
        "4075550199 hi SIP RINGING", "falsetruered", "by the call", "4075550199/tropo_app_home/1",
    ]  # fmt: skip


def test_a_method_of_a_call_is_for_that_call(ruby):
    script = """
second = call "+14075550113"
second.value.say "to you"
say "to the first"
second.hangup"""
    played = ruby.play(script, current=shown("1"), call=[answered(shown("2"), shown("1"))])
    assert [(one["op"], one["leg"]) for one in played.requests[:-1]] == [
        ("call", "leg1"), ("say", "leg2"), ("say", "leg1"), ("hangup", "leg2"),
    ]  # fmt: skip


def test_functions_can_be_called_inside_classes_and_replaced_by_the_script(ruby):
    script = """
class Greeter; def greet; say "from a class"; end; end
Greeter.new.greet
def say(text); log "mine: " + text; end
say "x" """
    played = ruby.play(script)
    assert [one["args"] for one in played["say"]] == [["from a class"]] and played.logged == ["mine: x"]


def test_parameters_are_global_variables_and_what_was_not_passed_is_nil(ruby):
    script = """
def f; $say + $größe; end
log f + $currentCall.inspect + $missing.inspect + $action
$stdout.puts "still there" """
    given = {"say": "a", "größe": "b", "my-var": "c", "currentCall": "d", "stdout": "e", "1": "f", "action": "g"}
    played = ruby.play(script, given)
    assert played.logged == ["abnilnilg"] and played.printed == "still there\n"


def test_what_json_cannot_say_becomes_text(ruby):
    script = r"""
class Odd; def to_s; "odd"; end; end
say Odd.new, { :a => 0.0 / 0, "b" => "\xff".b, :c => [1, { :x => :y }], :onOff => false }
log nil
log [1, :a]"""
    played = ruby.play(script)
    (said,) = played["say"]
    assert said["args"] == ["odd"]
    assert said["options"] == {"a": "NaN", "b": "\ufffd", "c": [1, {"x": "y"}], "onOff": False}
    assert played.logged == ["", "[1, :a]"]


def test_a_script_may_have_threads(ruby):
    played = ruby.play('4.times.map { |n| Thread.new { log "thread #{n}" } }.each(&:join)')
    assert sorted(played.logged) == [f"thread {n}" for n in range(4)]


@pytest.mark.parametrize("end", ["exit", "abort 'bye'", "exit 3", "say 'x', :onHangup => lambda { exit }"])
def test_exit_and_abort_are_normal_ends_in_callbacks_too(ruby, end):
    told = [{"callback": "onHangup", "event": event("hangup")}, QUIET]
    played = ruby.play(f"{end}\nlog 'not reached'", say=[told])
    assert played.last == {"op": "end"} and played.logged == []


def test_what_a_script_leaves_for_its_end_runs_before_the_end(ruby):
    played = ruby.play("at_exit { log 'last' }\nputs __FILE__ == $0\nexit")
    assert played.logged == ["last"] and played.printed == "true\n"


NIL = "A variable is nil: was its parameter passed?"
BROKEN = [
    ("\nsay('x'\n", "compile", 2, "SyntaxError: syntax error, unexpected end-of-input, expecting ')'", None),
    ("case 1\nwhen 1: 2\nend", "compile", 2, "SyntaxError: syntax error, unexpected ':', expecting `then' or ',' or "
     "';' or '\\n'", "Ruby 3 takes no colon after when and if: write then."),
    ("\nlog '+' + $number", "run", 2, "TypeError: no implicit conversion of nil into String", NIL),
    ("nil.say 'x'", "run", 1, "NoMethodError: undefined method `say' for nil:NilClass", None),
    ("$currentCall.say 'x'", "run", 1, "NoMethodError: undefined method `say' for nil:NilClass", None),
    ("getHeader 'x'", "run", 1, "NoMethodError: undefined method `getHeader' for nil:NilClass", None),
    ("def f\n  raise 'mine'\nend\nf", "run", 2, "RuntimeError: mine", None),
    ("def f; f; end\nf", "run", 1, "SystemStackError: stack level too deep", None),
    ("require 'nothing'", "run", 1, "LoadError: cannot load such file -- nothing", "Only the libraries that come with "
     "Ruby are here."),
    ("eval '1 +'", "run", 1, "SyntaxError: (eval):1: syntax error, unexpected end-of-input", None),
]  # fmt: skip


@pytest.mark.parametrize("script, stage, line, error, fix", BROKEN)
def test_an_error_is_told_with_the_scripts_own_line(ruby, script, stage, line, error, fix):
    played = ruby.play(script)
    assert played.last == {
        "op": "failed", "stage": stage, "line": line, "error": error, "missing": None, "fix": fix,
    }  # fmt: skip
    assert played.printed == ""


def test_a_parameter_without_its_dollar_is_named_with_the_remedy(ruby):
    last = ruby.play("log numberToDial", {"numberToDial": "1"}).last
    assert last["missing"] == "numberToDial"
    assert last["fix"] == "A parameter is a global variable in Ruby: write $numberToDial."
    assert ruby.play("log other", {"numberToDial": "1"}).last["missing"] == "other"


@pytest.mark.parametrize("script", ["system 'ls'", "`ls`", "fork", "IO.popen 'ls'", "spawn 'ls'", "TCPServer.new 0"])
def test_a_script_starts_no_process_and_listens_nowhere(ruby, script):
    assert "it has one process and no listening socket" in ruby.play(script).last["error"]


def test_what_ruby_3_left_out_still_works(ruby):
    script = """
require "rubygems"
require "open-uri"
log URI.encode("a b/é?x=1") + " " + URI.escape("a+b", /[+]/) + " " + URI.decode("a%20b%C3%A9")
log open("file", "w") { |file| file.path }
open "http://127.0.0.1:1/" """
    played = ruby.play(script)
    assert played.logged == ["a%20b/%C3%A9?x=1 a%2Bb a bé", "file"]
    assert "Errno::ECONNREFUSED" in played.last["error"] and played.last["line"] == 6


def test_a_refused_call_raises_what_ruby_raises_and_may_be_caught(ruby):
    script = """
begin; say "x"; rescue NoMethodError => error; log error; end
begin; say "x"; rescue => error; log "#{error.class}: #{error}"; end
say "x" """
    over = {"error": "The call is over.", "kind": "call-over"}
    played = ruby.play(script, say=[{"error": "Nobody is there.", "kind": "no-call"}, over, over])
    assert played.logged == ["Nobody is there.", "Tropo::TropoError: The call is over."]
    assert played.last["error"] == "The call is over." and played.last["line"] == 4


def test_the_platform_going_away_ends_the_process_quietly(ruby):
    played = ruby.play("loop { say 'x' }", say=[QUIET, GONE])
    assert [one["op"] for one in played.requests] == ["say", "say"]
    assert played.printed == "" and played.status == 0


def test_in_a_lab_say_without_a_call_dies_with_the_platforms_sentence(lab):
    required("ruby")
    trace = launch(lab, lab.app("ruby", messaging=lab.script("\n\nsay 'hello'", "ruby")))
    (error,) = [line for line in trace.log if line.level == "error"]
    assert error.text.startswith("Line 3: NoMethodError: say has nobody to speak to") and "message" in error.fix


def test_in_a_lab_a_missing_parameter_stops_the_script_before_it_calls(lab):
    required("ruby")
    script = lab.script('call "+" + $numberToDial', "ruby")
    trace = launch(lab, lab.app("ruby", messaging=script), numbertodial="14075550112")
    (error,) = [line for line in trace.log if line.level == "error"]
    assert error.text == "Line 1: TypeError: no implicit conversion of nil into String" and error.fix == NIL
