"""Hosted PHP scripts: PHP's own ways, what breaks and how it is told, and what PHP 8 needs help with."""

import pytest

from tests.catchers import launch
from tests.fake_platform import GONE, QUIET, FakePlatform, answered, event, required, shown

PHONE = "+14075550112"


@pytest.fixture(scope="module")
def php():
    return FakePlatform("php")


def test_a_call_gives_an_event_and_sets_current_call(php):
    played = php.play(
        """<?php
        $event = call("+14075550112", array("network" => "SMS", "timeout" => "12.5s"));
        _log($event->value === $currentCall ? $event->name : "another");
        say("hello");""",
        call=[answered()],
    )
    (call,) = played["call"]
    assert call["args"] == ["+14075550112"] and call["options"] == {"network": "SMS", "timeout": "12.5s"}
    assert call["leg"] is None and call["null_call"] and call["line"] == 2
    assert played.logged == ["answer"] and played["say"][0]["leg"] == "leg1" and played.last == {"op": "end"}


CALLBACKS = ['"told"', "function () { told(); }", "create_function('$e', 'told($e)')", "'T::told'"]


@pytest.mark.parametrize("callback", CALLBACKS)
def test_callbacks_are_names_closures_and_created_functions(php, callback):
    script = f"""<?php
    function told($event = null) {{ _log($event ? $event->name : "bare"); }}
    class T {{ static function told($event) {{ told($event); }} }}
    call("+14075550112", array("onAnswer" => {callback}, "onTimeout" => null));
    _log("after");"""
    told = {"callback": "onAnswer", "event": event("answer", call=shown()), "currentCall": shown()}
    played = php.play(script, call=[[told, answered()]])
    assert played["call"][0]["options"] == {"onAnswer": True, "onTimeout": None}
    assert played.logged == ["bare" if "()" in callback else "answer", "after"]
    assert played["resume"] == [{"op": "resume"}]


def test_a_callback_may_ask_on_and_one_that_breaks_is_told(php):
    script = """<?php
    ask("Yes?", array("onBadChoice" => "again", "onEvent" => "nowhere", "choices" => "yes, no"));
    function again($event) { say("nested " . $event->value); }"""
    told = [{"callback": name, "event": event("badChoice", "NO_MATCH")} for name in ("onBadChoice", "onEvent")]
    played = php.play(script, ask=[[*told, {"event": event("badChoice", "NO_MATCH")}]])
    assert [one["op"] for one in played.requests] == ["ask", "say", "resume", "resume", "end"]
    assert played["say"][0]["args"] == ["nested NO_MATCH"]
    assert played["resume"][1] == {
        "op": "resume", "error": "Error: Call to undefined function nowhere()", "line": 2,
    }  # fmt: skip


def test_an_error_of_a_callback_that_an_event_got_is_logged(php):
    script = """<?php
    $event = say("x");
    $event->onTimeout("nowhere");
    _log("went on");"""
    played = php.play(script, say=[{"event": event("timeout")}])
    assert played.logged == ["A callback failed in line 3: Error: Call to undefined function nowhere()", "went on"]


def test_an_event_and_a_call_have_their_members(php):
    script = """<?php
    $event = ask("?", array());
    $choice = $event->choice;
    _log("$event->name $event->attempt $event->recordURI $choice->concept $choice->interpretation $choice->utterance");
    _log("$choice->confidence $choice->xml $choice->tag $event $currentCall");
    $event->onChoice("a", function ($event) { _log("is " . $event->value); });
    $event->onChoice("b", "nowhere"); $event->onTimeout("nowhere");
    _log("$currentCall->callerID $currentCall->initialText $currentCall->network " . $currentCall->callerId);
    _log($currentCall->state() . " " . ($currentCall->isActive() ? 1 : 0) . ($currentCall->isIncoming() ? 1 : 0));
    _log($currentCall->getHeader("X-COLOUR") . getHeader("x-none") . in_array("say", $currentCall->methods));
    $currentCall->_log("by the call");
    _log($incomingCall === $currentCall ? $currentApp->baseDir : "");"""
    choice = {"concept": "a", "interpretation": "b", "utterance": "c", "confidence": "1.0", "xml": "<x/>", "tag": "t"}
    given = {"event": event("choice", "a", choice=choice, recordURI="http://r", attempt=2)}
    call = shown(incoming=True, initialText="hi")
    played = php.play(script, current=call, ask=[given], state=[{"value": "RINGING"}, {"value": "DISCONNECTED"}])
    assert played.logged == [
        "choice 2 http://r a b c", "1.0 <x/> t TropoEvent(choice) TropoCall(leg1)", "is a", "4075550199 hi SIP ",
        "RINGING 01", "red1", "by the call", "/tropo_app_home/1",
    ]  # fmt: skip


def test_a_method_of_a_call_is_for_that_call(php):
    script = """<?php
    $second = call("+14075550113");
    $second->value->say("to you");
    say("to the first");
    $second->hangup();"""
    played = php.play(script, current=shown("1"), call=[answered(shown("2"), shown("1"))])
    assert [(one["op"], one["leg"]) for one in played.requests[:-1]] == [
        ("call", "leg1"), ("say", "leg2"), ("say", "leg1"), ("hangup", "leg2"),
    ]  # fmt: skip


def test_parameters_are_variables_even_with_names_of_functions_or_none_at_all(php):
    script = """<?php
    function f() { global $say; return $say . $GLOBALS["my-var"]; }
    _log(f() . $größe . gettype($currentCall) . $missing);"""
    given = {"say": "a", "my-var": "b", "größe": "c", "currentCall": "d", "this": "e", "GLOBALS": "f"}
    assert php.play(script, given).logged == ["abcNULL"]


def test_what_json_cannot_say_becomes_text(php):
    script = r"""<?php
    class Odd { function __toString() { return "odd"; } }
    say(new Odd, array("a" => NAN, "b" => "\xff", "c" => array(1, "x" => new stdClass), "onOff" => false));
    _log(array()); _log(null); _log(1.5); _log(true);"""
    played = php.play(script)
    (said,) = played["say"]
    assert said["args"] == ["odd"]
    assert said["options"] == {"a": "NAN", "b": "\ufffd", "c": {"0": 1, "x": "stdClass"}, "onOff": False}
    assert played.logged == ["array", "", "1.5", "1"]


def test_text_outside_the_tags_and_echo_are_printed_before_the_next_request(php):
    played = php.play(" \n<?php say('x'); ?>\n  <b><?= 'é' ?></b>\n<?php echo 1; print 2;")
    assert played.printed == " \n  <b>é</b>\n12" and played.last == {"op": "end"} and played.status == 0


@pytest.mark.parametrize("end", ["exit;", "die('bye');", "exit(3);", "return;", "say('x', array('onHangup' => 'f'));"])
def test_exit_and_die_are_normal_ends_in_callbacks_too(php, end):
    told = [{"callback": "onHangup", "event": event("hangup")}, QUIET]
    played = php.play(f"<?php function f() {{ exit; }} {end} _log('not reached');", say=[told])
    assert played.last == {"op": "end"} and played.logged == [] and played.status == 0


def test_what_a_script_registers_for_its_end_runs_before_the_end(php):
    assert php.play("<?php register_shutdown_function(function () { _log('last'); }); exit;").logged == ["last"]


BROKEN = [
    ("say('x'\n\n", "compile", 4, "ParseError: Unclosed '(' on line 2", None),
    ("class A { function f(); }", "compile", 2, "Fatal error: Non-abstract method A::f() must contain body", None),
    ("function say() {}", "compile", 2, "Fatal error: Cannot redeclare say()", "Give the function a name of its own."),
    ("\n$x->f();", "run", 3, "Error: Call to a member function f() on null", None),
    ("throw new Exception('mine');", "run", 2, "Exception: mine", None),
    ("function f() { log('text'); }\nf();", "run", 2, "TypeError: log(): Argument #1 ($num) must be of type float, "
     "string given", 'In PHP, log is the logarithm: write _log("…").'),
    ("say(hello);", "run", 2, 'Error: Undefined constant "hello"', "PHP 8 takes no text without quotes: put it between "
     "quotes."),
    ("mysql_connect();", "run", 2, "Error: Call to undefined function mysql_connect()", "PHP 8 has this function no "
     "more: write it anew."),
    ("exec('ls');", "run", 2, "Error: Call to undefined function exec()", "A hosted script may not do this: it has one "
     "process and no listening socket."),
    ("trigger_error('mine', E_USER_ERROR);", "run", 2, "Fatal error: mine", None),
    ("function f($a) {}\n\nf();", "run", 2, "ArgumentCountError: Too few arguments to function f(), 0 passed in "
     "script.php on line 4 and exactly 1 expected", None),
]  # fmt: skip


@pytest.mark.parametrize("script, stage, line, error, fix", BROKEN)
def test_an_error_is_told_with_the_scripts_own_line(php, script, stage, line, error, fix):
    played = php.play("<?php\n" + script)
    assert played.last == {
        "op": "failed", "stage": stage, "line": line, "error": error, "missing": None, "fix": fix,
    }  # fmt: skip
    assert played.printed == "" and played.status == 0


def test_memory_is_bounded_and_its_end_is_told(php):
    last = php.play("<?php\nwhile (true) $all[] = str_repeat('x', 1000000);").last
    assert last["line"] == 2 and "Allowed memory size" in last["error"]


def test_warnings_and_deprecations_of_old_scripts_stop_nothing(php):
    script = """<?php
    class Old { function Old() { $this->new = 1; } }
    $old = new Old; $old->other = $undefined["key"]; echo strlen(null); $text = "abc"; echo $text[9];
    _log("reached");"""
    played = php.play(script)
    assert played.logged == ["reached"] and played.printed == "0"


def test_a_refused_call_raises_what_php_raises_and_may_be_caught(php):
    script = """<?php
    try { say("x"); } catch (Error $error) { _log(get_class($error) . ": " . $error->getMessage()); }
    try { say("x"); } catch (TropoError $error) { _log($error->getMessage()); }
    say("x");"""
    over = {"error": "The call is over.", "kind": "call-over"}
    played = php.play(script, say=[{"error": "Nobody is there.", "kind": "no-call"}, over, over])
    assert played.logged == ["Error: Nobody is there.", "The call is over."]
    assert played.last["error"] == "The call is over." and played.last["line"] == 4


def test_get_header_without_a_call_is_a_null_dereference(php):
    assert php.play("<?php getHeader('x');").last["error"] == "Error: Call to a member function getHeader() on null"


def test_the_platform_going_away_ends_the_process_quietly(php):
    played = php.play("<?php while (true) say('x');", say=[QUIET, GONE])
    assert [one["op"] for one in played.requests] == ["say", "say"]
    assert played.printed == "" and played.status == 0


def test_in_a_lab_say_without_a_call_dies_with_the_platforms_sentence(lab):
    required("php")
    script = lab.script("<?php\n\nsay('hello');", "php")
    trace = launch(lab, lab.app("php", messaging=script))
    (error,) = [line for line in trace.log if line.level == "error"]
    assert error.text.startswith("Line 3: Error: say has nobody to speak to") and "message" in error.fix


def test_in_a_lab_a_missing_parameter_is_an_empty_text_and_the_script_goes_on(lab):
    required("php")
    script = lab.script('<?php\n$event = call("+" . $numberToDial);\n_log($event->name);', "php")
    trace = launch(lab, lab.app("php", messaging=script), numbertodial="14075550112")
    assert trace.outcome.ok and "log: callFailure" in [line.text for line in trace.log]
