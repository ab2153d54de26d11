"""Hosted Groovy scripts: Groovy's own ways, and what breaks and how it is told."""

import pytest

from tests.catchers import launch
from tests.fake_platform import GONE, QUIET, FakePlatform, answered, event, required, shown


@pytest.fixture(scope="module")
def groovy():
    platform = FakePlatform("groovy", ahead=True)
    yield platform
    platform.close()


def test_a_call_gives_an_event_and_sets_current_call(groovy):
    script = """
def event = call("+14075550112", network: "SMS", timeout: "12.5s")
log(event.value.is(currentCall) ? event.name : "another")
say "hello ${event.name}"
call(["+14075550112", "+14075550113"], [timeout: 12.5])
await(1500)"""
    played = groovy.play(script, call=[answered(), answered()])
    first, second = played["call"]
    assert first["args"] == ["+14075550112"] and first["options"] == {"network": "SMS", "timeout": "12.5s"}
    assert first["leg"] is None and first["null_call"] and first["line"] == 2
    assert played.logged == ["answer"] and played["say"][0]["args"] == ["hello answer"]
    assert second["args"] == [["+14075550112", "+14075550113"]] and second["options"] == {"timeout": 12.5}
    assert played["wait"][0]["args"] == [1500] and played["wait"][0]["leg"] == "leg1" and played.last == {"op": "end"}


def test_callbacks_are_closures_with_or_without_an_argument_and_one_that_breaks_is_told(groovy):
    script = """
def told(event) { log(event.name); say("nested ${event.value}") }
ask("Yes?", [
    onChoice: { -> log("bare") }, onBadChoice: { log("it " + it.name) }, onTimeout: { event -> told(event) },
    onHangup: this.&told, onError: { nowhere() },
    onSignal: { call("+14075550112") }, onRecord: null, choices: "yes, no",
])"""
    names = ("onChoice", "onBadChoice", "onTimeout", "onHangup", "onError", "onSignal")
    told = [{"callback": name, "event": event(name, "x"), "currentCall": shown()} for name in names]
    played = groovy.play(script, ask=[[*told, {"event": event("choice", "x")}]])
    assert played["ask"][0]["options"] == {**dict.fromkeys(names, True), "onRecord": None, "choices": "yes, no"}
    assert played.logged == ["bare", "it onBadChoice", "onTimeout", "onHangup"]
    assert [(one["args"], one["line"]) for one in played["say"]] == [(["nested x"], 2)] * 2
    *quiet, nowhere, itself = played["resume"]
    assert quiet == [{"op": "resume"}] * 4 and nowhere["line"] == 5
    assert nowhere["error"].startswith("MissingMethodException: No signature of method: script.nowhere()")
    assert itself["error"].startswith("StackOverflowError. Something calls itself without end; inside a closure, call")


def test_an_error_of_a_callback_that_an_event_got_is_logged(groovy):
    played = groovy.play('say("x").onTimeout({ 1 / 0 })\nlog("went on")', say=[{"event": event("timeout")}])
    assert played.logged == ["A callback failed in line 1: ArithmeticException: Division by zero", "went on"]


def test_an_event_and_a_call_have_their_members(groovy):
    script = """
def event = ask("?", [:])
def choice = event.choice
log("$event.name $event.attempt $event.recordURI $choice.concept $choice.interpretation $choice.utterance")
log("$choice.confidence $choice.xml $choice.tag $event $currentCall")
event.onChoice("a", { one -> log("is " + one.value) }) && event.onChoice("b", { nowhere() })
event.onTimeout({ nowhere() }) && log(event instanceof TropoEvent)
log("$currentCall.callerID $currentCall.initialText $currentCall.network ${currentCall.state()}")
log("${currentCall.isActive()} ${currentCall.isIncoming()} ${currentCall.getHeader('X-COLOUR')} ${getHeader('x')}")
currentCall.log("by the call")
log(new TropoCall(incomingCall).callerID + currentApp.baseDir + ("say" in currentCall.methods))
try { currentCall.callerId } catch (MissingPropertyException error) { log(error.property) }
def second = call("+14075550113")
second.value.say("to you")
second.hangup()
try { currentCall.nothing() } catch (MissingMethodException error) { log(error.method) }"""
    choice = {"concept": "a", "interpretation": "b", "utterance": "c", "confidence": "1.0", "xml": "<x/>", "tag": "t"}
    given = {"event": event("choice", "a", choice=choice, recordURI="http://r", attempt=2)}
    call = shown(incoming=True, initialText="hi")
    played = groovy.play(
        script, current=call, ask=[given], state=[{"value": "RINGING"}, {"value": "REJECTED"}],
        call=[answered(shown("2"), call)],
    )  # fmt: skip
    assert played.logged == [
        "choice 2 http://r a b c", "1.0 <x/> t TropoEvent(choice) TropoCall(leg1)", "is a", "true",
        "4075550199 hi SIP RINGING", "false true red null", "by the call", "4075550199/tropo_app_home/1true",
        "callerId", "nothing",
    ]  # fmt: skip
    assert [one["leg"] for one in (*played["say"], *played["hangup"])] == ["leg2", "leg2"]


def test_parameters_are_variables_and_functions_win_over_their_names(groovy):
    script = """
def f() { größe + binding.variables["my-var"] }
log(f() + currentCall)
println "é"; print "no end of line"
log(null); log([1, "a"])"""
    given = {"say": "a", "log": "b", "größe": "c", "my-var": "d", "currentCall": "e", "out": "f", "args": "g"}
    played = groovy.play(script, given)
    assert played.logged == ["cdnull", "null", "[1, a]"] and played.printed == "é\nno end of line"


def test_what_json_cannot_say_becomes_text(groovy):
    script = """
class Odd { String toString() { "odd" } }
say(new Odd(), ["${'a'}": 0.0d / 0, b: [1, ["${'x'}": 'y' as char]] as Set, onOff: false, c: null])
Thread.start { log("in a thread") }.join()"""
    played = groovy.play(script)
    (said,) = played["say"]
    assert said["args"] == ["odd"]
    assert said["options"] == {"a": "NaN", "b": [1, {"x": "y"}], "onOff": False, "c": None}
    assert played.logged == ["in a thread"]


@pytest.mark.parametrize("end", ["System.exit(3)", "return", "say('x', [onHangup: { System.exit(0) }])"])
def test_system_exit_is_a_normal_end_in_callbacks_too(groovy, end):
    told = [{"callback": "onHangup", "event": event("hangup")}, QUIET]
    played = groovy.play(f"{end}\nlog('not reached')", say=[told])
    assert played.last == {"op": "end"} and played.logged == []


BROKEN = [
    ("\nsay('x'\n", "compile", 2, "SyntaxException: unexpected token: x", None, None),
    ("import no.such.Thing", "compile", 1, "SyntaxException: unable to resolve class no.such.Thing", None, None),
    ("\nlog('+' + number)", "run", 2, "MissingPropertyException: No such property: number for class: script", "number",
     None),
    ("currentCall.say('x')", "run", 1, "NullPointerException: Cannot invoke method say() on null object", None, None),
    ("getHeader('x')", "run", 1, "NullPointerException: Cannot invoke method getHeader() on null object", None, None),
    ("class A { def f() {\n1 / 0 } }\nnew A().f()", "run", 2, "ArithmeticException: Division by zero", None, None),
    ("wait(100)", "run", 1, "IllegalMonitorStateException: current thread is not owner", None,
     "In Groovy wait belongs to every object: write await(milliseconds)."),
    ("\nevaluate('1 +')", "run", 2, "SyntaxException: expecting EOF, found '+'", None, None),
]  # fmt: skip


@pytest.mark.parametrize("script, stage, line, error, missing, fix", BROKEN)
def test_an_error_is_told_with_the_scripts_own_line(groovy, script, stage, line, error, missing, fix):
    played = groovy.play(script)
    assert played.last == {
        "op": "failed", "stage": stage, "line": line, "error": error, "missing": missing, "fix": fix,
    }  # fmt: skip
    assert played.printed == ""


def test_a_refused_call_raises_what_groovy_raises_and_may_be_caught(groovy):
    script = """
try { say("x") } catch (NullPointerException error) { log(error.message) }
try { say("x") } catch (TropoError error) { log(error.message) }
say("x")"""
    over = {"error": "The call is over.", "kind": "call-over"}
    played = groovy.play(script, say=[{"error": "Nobody is there.", "kind": "no-call"}, over, over])
    assert played.logged == ["Nobody is there.", "The call is over."]
    assert played.last["error"] == "The call is over." and played.last["line"] == 4


def test_the_platform_going_away_ends_the_process_quietly(groovy):
    played = groovy.play("while (true) say('x')", say=[QUIET, GONE])
    assert [one["op"] for one in played.requests] == ["say", "say"]
    assert played.printed == "" and played.status == 0


def test_in_a_lab_say_without_a_call_dies_with_the_platforms_sentence(lab):
    required("groovy")
    trace = launch(lab, lab.app("groovy", messaging=lab.script("\n\nsay('hello')", "groovy")))
    (error,) = [line for line in trace.log if line.level == "error"]
    assert error.text.startswith("Line 3: NullPointerException: say has nobody to speak to") and "message" in error.fix


def test_in_a_lab_a_missing_parameter_is_named_beside_the_one_that_was_passed(lab):
    required("groovy")
    script = lab.script('call("+" + numberToDial)', "groovy")
    trace = launch(lab, lab.app("groovy", messaging=script), numbertodial="14075550112")
    (error,) = [line for line in trace.log if line.level == "error"]
    assert "No such property: numberToDial" in error.text and "The launch passed numbertodial" in error.text
