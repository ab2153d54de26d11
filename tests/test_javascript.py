"""The JavaScript side of a hosted script: what it asks of the platform, what it gives the script, and how it breaks."""

import pytest

from tests.fake_platform import QUIET, FakePlatform, answered, event, shown
from tropo_lab.platform.scripting import functions


def play(script, parameters=None, current=None, **replies):
    return FakePlatform("javascript").play(script, parameters, current, **replies)


def callback(name, said):
    return {"callback": name, "event": said, "currentCall": None}


def logged(script, **more):
    played = play(script, **more)
    assert played.last == {"op": "end"} and played.status == 0, played
    return played.logged


@pytest.mark.parametrize("name", sorted(set(functions.FUNCTIONS) - {"getHeader", "log"}))
def test_every_function_asks_the_platform_with_its_arguments_its_options_and_its_line(name):
    request = play(f"\n{name}('14075550112', {{timeout: 12.5, onEvent: function(e) {{}}}});", current=shown())[name][0]
    assert request == {
        "op": name, "args": ["14075550112"], "options": {"timeout": 12.5, "onEvent": True}, "leg": "leg1", "line": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(functions.FUNCTIONS) - {"getHeader", "call", "message"}))
def test_every_function_of_a_call_is_a_method_for_its_own_leg(name):
    script = f"var other = call('14075550113').value; other.{name}('x', {{voice: 'kate'}});"
    request = play(script, current=shown(), call=[answered(shown(2), shown())])[name][0]
    assert (request["leg"], request["args"], request["options"]) == ("leg2", ["x"], {"voice": "kate"})


def test_without_a_call_the_global_functions_say_so():
    request = play("log('x')")["log"][0]
    assert request["leg"] is None and request["null_call"] is True


def test_the_parameters_are_global_texts_and_functions_win_over_them():
    given = {"numberToDial": "007", "say": "no function", "my-var": "odd"}
    script = "function f() { return typeof numberToDial + numberToDial } log(f()); log(typeof say); log(this['my-var'])"
    assert logged(script, parameters=given) == ["string007", "function", "odd"]


def test_a_script_may_name_its_own_variables_as_functions_and_parameters_are_called():
    script = (
        "var record = 'mine'; let message = 'too'; function reject() { return 'x' } log(record + message + reject())"
    )
    assert logged(script, parameters={"message": "given"}) == ["minetoox"]


def test_names_without_a_declaration_are_global():
    script = "result = 1; function f() { inner = 2 } f(); log(result + inner); log(this === globalThis)"
    assert logged(script) == ["3", "true"]


def test_what_only_nodejs_has_is_not_there_and_what_the_language_has_is():
    script = "log([typeof require, typeof process, typeof Buffer, typeof setTimeout, typeof fetch, typeof java].join())"
    assert logged(script) == [",".join(["undefined"] * 6)]
    script = "log(JSON.stringify({a: [1]})); log('abc'.startsWith('a')); log(new Date(0).getUTCFullYear())"
    assert logged(script) == ['{"a":[1]}', "true", "1970"]


def test_the_variables_of_tropo_are_there():
    script = """
log(currentCall); log(incomingCall); log(currentApp.baseDir); log(typeof callFactory + typeof appInstance);
"""
    assert logged(script) == ["null", "nullCall", "/tropo_app_home/1", "objectobject"]
    assert logged("log(incomingCall === currentCall)", current=shown()) == ["true"]


def test_a_call_that_came_in_has_its_properties_and_methods():
    script = """
log([currentCall.callerID, currentCall.calledID, currentCall.e164CallerID, currentCall.e164CalledID].join());
log([currentCall.callerName, currentCall.calledName, currentCall.channel, currentCall.network].join());
log(currentCall.initialText === null); log(currentCall.sessionId.length); log(currentCall.callerId === undefined);
log(currentCall.getHeader('X-COLOUR') + currentCall.getHeader('none') + getHeader('x-colour'));
log(currentCall.isIncoming()); log(currentCall.state()); log(currentCall.isActive()); log(currentCall.isActive());
log(currentCall.methods.indexOf('transfer') >= 0);
"""
    states = [
        {"event": None, "value": name, "currentCall": shown()} for name in ("RINGING", "ANSWERED", "DISCONNECTED")
    ]
    assert logged(script, current=shown(incoming=True), state=states) == [
        "4075550199,4075550112,14075550199,14075550112", "unknown,unknown,VOICE,SIP", "true", "32", "true",
        "rednullred", "true", "RINGING", "true", "false", "true",
    ]  # fmt: skip


def test_an_answered_call_is_the_current_one_and_the_value_of_its_event_is_the_same_object():
    script = "var e = call('14075550112'); log(e.name); log(e.value === currentCall); log(e.value); e.hangup()"
    played = play(script, call=[answered()])
    assert played.logged == ["answer", "true", "TropoCall(leg1)"] and played["hangup"][0]["leg"] == "leg1"


def test_a_call_that_the_script_made_its_current_one_stays_so_until_the_platform_names_another():
    script = "currentCall = call('14075550113').value; say('a'); say('b')"
    played = play(script, current=shown(), call=[answered(shown(2), shown())], say=[{**QUIET, "currentCall": shown()}])
    assert [one["leg"] for one in played["say"]] == ["leg2", "leg2"]


def test_an_event_has_all_its_members():
    choice = {"concept": "a", "interpretation": "b", "utterance": "c", "confidence": "1.0", "xml": "<r/>", "tag": "t"}
    said = {"event": event("choice", "a", choice=choice, recordURI="http://x.example/1", attempt=2), "value": None}
    script = """
var e = ask('?', {choices: 'a'});
log([e.name, e.value, e.attempt, e.recordURI, e].join());
var c = e.choice;
log([c.concept, c.interpretation, c.utterance, c.confidence, c.xml, c.tag].join());
switch (e.value) { case 'a': log('a text'); }
"""
    assert logged(script, ask=[said]) == [
        "choice,a,2,http://x.example/1,TropoEvent(choice)",
        "a,b,c,1.0,<r/>,t",
        "a text",
    ]


@pytest.mark.parametrize(
    "method", ["onBadChoice", "onTimeout", "onError", "onHangup", "onRecord", "onSilenceTimeout", "onSignal"]
)
def test_an_event_runs_a_callback_for_its_own_kind_only(method):
    name = method[2].lower() + method[3:]
    script = f"var e = say('x'); log(e.{method}(function(e) {{ log('ran ' + e.name) }}))"
    assert logged(script, say=[{"event": event(name)}]) == [f"ran {name}", "true"]
    assert logged(script, say=[{"event": event("other")}]) == ["true"]


def test_an_event_runs_a_callback_for_the_choice_that_is_expected_only():
    script = "var e = ask('?'); e.onChoice('no', function() { log(0) }); e.onChoice('yes', function() { log(1) })"
    assert logged(script, ask=[{"event": event("choice", "yes")}]) == ["1"]


def test_a_callback_of_an_event_that_breaks_is_logged_and_the_script_goes_on():
    script = "var e = say('x');\ne.onHangup(function() {\n  null.x });\nlog('on')"
    said, on = logged(script, say=[{"event": event("hangup")}])
    assert said.startswith("A callback failed in line 3: TypeError: ") and on == "on"


def test_callbacks_run_when_the_platform_says_so_and_may_call_functions_of_their_own():
    script = """
ask('?', {
  attempts: 2, onBadChoice: function(e) { log(e.attempt); say('again') }, onChoice: function(e) { log(e.value) }
});
log('after');
"""
    answers = [
        callback("onBadChoice", event("badChoice", "NO_MATCH")),
        callback("onChoice", event("choice", "a", attempt=2)),
        {"event": event("choice", "a", attempt=2), "value": None},
    ]
    played = play(script, ask=[answers])
    assert [one["op"] for one in played.requests] == ["ask", "log", "say", "resume", "log", "resume", "log", "end"]
    assert played.logged == ["1", "a", "after"]


def test_callbacks_nest_as_deep_as_the_script_wants():
    script = "function go(n) { ask('?', {onTimeout: function() { log(n); if (n < 5) go(n + 1) }}) } go(1); log('up')"
    once = [callback("onTimeout", event("timeout")), {"event": event("timeout")}]
    assert logged(script, ask=[once] * 5) == ["1", "2", "3", "4", "5", "up"]


def test_a_callback_that_breaks_is_told_with_its_line_and_the_script_goes_on():
    script = "say('x', {onHangup: function() {\n  return missing;\n}});\nlog('on')"
    played = play(script, say=[[callback("onHangup", event("hangup")), {"event": event("hangup")}]])
    resumed = next(one for one in played.requests if one["op"] == "resume")
    assert resumed == {"op": "resume", "error": "ReferenceError: missing is not defined", "line": 2}
    assert played.logged == ["on"]


def test_what_it_prints_comes_before_the_request_that_follows():
    played = play("print('one', 2); println({}); log('x'); print('three')")
    assert played.printed == "one 2\n[object Object]\nthree\n"


def test_odd_values_become_what_json_can_say():
    script = """
var round = {}; round.round = round;
say(5, {a: [1, 'b', null, undefined], b: new String('s'), c: 0 / 0, d: new Date(0), e: function() {}, f: round,
        g: {toString: function() { throw 1 }}, h: 10n, onSignal: function() {}});
say(['a', 'b']); say(null); call(['14075550112', 14075550113]); say(Object.create(null));
"""
    played = play(script)
    options = played["say"][0]["options"]
    assert played["say"][0]["args"] == ["5"] and options["a"] == [1, "b", None, None] and options["b"] == "s"
    assert options["c"] == "NaN" and "1970" in options["d"] and "e" not in options and options["onSignal"] is True
    assert options["g"] == {} and options["h"] == "10" and options["f"]["round"]["round"]
    assert [one["args"] for one in played["say"][1:]] == [["a,b"], [None], ["(its text cannot be made)"]]
    assert played["call"][0]["args"] == [["14075550112", 14075550113]]


def test_a_number_in_the_place_of_the_options_is_an_argument():
    assert play("transfer('14075550112', 5)")["transfer"][0]["args"] == ["14075550112", 5]


def test_any_text_goes_through_unharmed():
    text = 'é ü 漢字 😀 \\ " \u2028 \0 end'
    assert logged("log(t); log(t.length)", parameters={"t": text}) == [text, str(len(text) + 1)]
