"""Callbacks run inside the function that fires them, in the documented order, and may call functions themselves."""

import pytest

from tests.hosting import OTHER, PHONE, heard, logged, play, ring, rules

CALL = f'call("{PHONE}")\n'
# every callback writes its name, and what it was called with
ALL = """
def told(name):
    return lambda event: log("%s %s %s %d" % (name, event.name, event.value, event.attempt))
names = "Answer BadChoice CallFailure Choice Error Event Hangup Record Signal SilenceTimeout Success Timeout".split()
all = {"on" + name: told(name) for name in names}
"""


def test_each_attempt_that_fails_fires_its_callbacks_and_the_last_only_once(lab):
    lab.phone(PHONE).behave(inputs=["9", "", "1"])
    trace = play(lab, CALL + ALL + "e = ask('Tea?', dict(all, choices='1', attempts=3))\nlog('returned ' + e.name)")
    assert logged(trace) == [
        *("BadChoice badChoice NO_MATCH 1", "Event badChoice NO_MATCH 1"),
        *("Timeout timeout NO_SPEECH 2", "Event timeout NO_SPEECH 2"),
        *("Choice choice 1 3", "Event choice 1 3", "returned choice"),
    ]
    trace = play(lab, CALL + ALL + "e = ask('Tea?', dict(all, choices='2'))\nlog('returned ' + e.name)")
    assert logged(trace) == ["BadChoice badChoice NO_MATCH 1", "Event badChoice NO_MATCH 1", "returned badChoice"]


def test_a_recording_is_told_before_what_was_answered_in_it(lab):
    lab.phone(PHONE).behave(inputs=["", "1", "words"])
    trace = play(lab, CALL + ALL + "record('Speak.', dict(all, choices='1', attempts=2))\nrecord('More.', all)")
    assert [line.split(" http")[0] for line in logged(trace)] == [
        *("Timeout timeout NO_SPEECH 1", "SilenceTimeout timeout NO_SPEECH 1", "Event timeout NO_SPEECH 1"),
        *("Record choice 1 2", "Choice choice 1 2", "Event choice 1 2"),
        *("Record record", "Event record"),
    ]


@pytest.mark.parametrize("answer, lines", [
    ("human", ["Answer answer", "Event answer"]),
    ("busy", ["CallFailure callFailure None", "Event callFailure None"]),
    ("never", ["Timeout timeout None", "Event timeout None"]),
])  # fmt: skip
def test_call_and_transfer_fire_the_callback_of_how_they_ended(lab, answer, lines):
    lab.phone(OTHER).behave(answer, hangup_after=20)
    trace = play(lab, ALL + f"call('{OTHER}', all)")
    assert [line.partition(" Tropo")[0].removesuffix(" 1") for line in logged(trace)] == lines
    trace = play(lab, CALL + ALL + f"transfer('{OTHER}', all)")
    lines = [line.replace("Answer answer", "Success transfer").replace("answer", "transfer") for line in lines]
    assert [line.partition(" Tropo")[0].removesuffix(" 1") for line in logged(trace)] == lines


def test_a_callback_sees_the_call_before_call_returns(lab):
    script = f"""
def answered(event):
    log(str(event.value is currentCall))
    say("from the callback")
call("{PHONE}", {{"onAnswer": answered}})
say("from the script")
"""
    assert logged(play(lab, script)) == ["True"]
    assert heard(lab) == ["from the callback", "from the script"]


def test_a_callback_may_ask_itself_and_its_own_callbacks_run_within(lab):
    lab.phone(PHONE).behave(inputs=["9", "2", "1"])
    script = """
def again(event):
    log("outer " + event.name)
    inner = ask("Really?", {"choices": "2", "onChoice": lambda e: log("inner " + e.value)})
    log("inner returned " + inner.value)
e = ask("Tea?", {"choices": "1", "attempts": 2, "onBadChoice": again})
log("outer returned " + e.value)
"""
    trace = play(lab, CALL + script)
    assert logged(trace) == ["outer badChoice", "inner 2", "inner returned 2", "outer returned 1"]
    assert heard(lab) == ["Tea?", "Really?", "Tea?"]


def test_callbacks_take_the_event_or_nothing(lab):
    script = """
class Both:
    def __call__(self, *events):
        log("both %d" % len(events))
    def method(self):
        log("method")
call("PHONE", {"onAnswer": lambda: log("bare"), "onEvent": Both()})
say("x", {"onEvent": Both().method})
say("x", {"onEvent": print})
say("x", {"onEvent": lambda event, more=1: log("with a default")})
"""
    trace = play(lab, script.replace("PHONE", PHONE))
    assert logged(trace) == ["bare", "both 1", "method", "with a default"]
    assert "printed: TropoEvent(choice)" in [line.text for line in trace.log]


@pytest.mark.parametrize("callback, error", [
    ("lambda e: 1 / 0", "Line 3: The callback onEvent failed, and the script goes on: ZeroDivisionError"),
    ("lambda e: say()", "Line 3: The callback onEvent failed, and the script goes on: say needs its text"),
    ("lambda a, b: 1", "The callback onEvent failed, and the script goes on: TypeError"),
    ("True", "The callback onEvent failed, and the script goes on: TypeError"),
])  # fmt: skip
def test_an_error_in_a_callback_is_logged_and_the_function_goes_on(lab, callback, error):
    trace = play(lab, CALL + f"e = say('hi', {{\n'onEvent': {callback}}})\nlog(e.name)")
    assert logged(trace) == ["choice"]
    assert any(line.text.startswith(error) for line in trace.log if line.rule == "callback-failed")


def test_a_callback_that_exits_ends_the_script(lab):
    trace = play(lab, CALL + "import sys\nsay('hi', {'onEvent': lambda e: sys.exit()})\nlog('not reached')")
    assert trace.outcome.ok and logged(trace) == []


def test_a_callback_that_asks_again_for_ever_ends_its_session_in_one_sentence(lab):
    script = """
def again(event):
    ask("Tea?", {"choices": "1", "onTimeout": again})
again(None)
"""
    trace = play(lab, CALL + script)
    assert trace.outcome.name == "callbacks too deep"
    assert trace.outcome.sentence == "The script's callbacks called each other 20 deep, so it was stopped."


def test_handlers_on_the_event_itself_run_when_they_fit_and_chain(lab):
    lab.phone(PHONE).behave(inputs=["1", "9"])
    script = """
e = ask("Tea?", {"choices": "1, 2"})
chained = e.onChoice("1", lambda: log("one")) and e.onChoice("2", lambda: log("two")) and e.onTimeout(lambda: log("no"))
log(str(chained))
e.onChoice(lambda event: log("any " + event.value))
e.onChoice("1", lambda: 1 / 0)
ask("Tea?", {"choices": "1"}).onBadChoice(lambda event: say("Sorry."))
for name in "onBadChoice onTimeout onError onHangup onRecord onSignal onSilenceTimeout".split():
    assert getattr(e, name)(None) is True
"""
    trace = play(lab, CALL + script)
    assert trace.outcome.ok, trace.outcome
    assert logged(trace) == ["one", "True", "any 1", "A callback failed: ZeroDivisionError: division by zero"]
    assert heard(lab) == ["Tea?", "Tea?", "Sorry."]


# hang-ups


def test_a_hang_up_is_told_once_to_the_function_in_flight_and_then_raised(lab):
    lab.phone(PHONE).behave(hangup_after=3)
    script = """
e = ask("Tea?", dict(all, choices="1", attempts=3))
log("returned %s %s %s" % (e.name, e.value, currentCall.isActive()))
try:
    ask("Still there?", dict(all, choices="1"))
except Exception as error:
    log("raised %s" % error)
log("goes on")
"""
    assert logged(play(lab, CALL + ALL + script)) == [
        *("Hangup hangup None 1", "Event hangup None 1", "returned hangup None False"),
        *("Error error ask came too late: the call is DISCONNECTED. 1",
          "Event error ask came too late: the call is DISCONNECTED. 1"),
        *("raised ask came too late: the call is DISCONNECTED.", "goes on"),
    ]  # fmt: skip


def test_a_hang_up_while_nothing_needs_the_call_is_told_to_the_next_function_that_does(lab):
    lab.phone(PHONE).behave(hangup_after=3)
    script = "log(str(wait(60000)))\nlog(currentCall.state())\nlog(say('hello?').name)\nwait(1000)\nlog('still here')"
    assert logged(play(lab, CALL + script)) == ["None", "DISCONNECTED", "hangup", "still here"]


def test_after_a_hang_up_a_script_can_still_message_and_call(lab):
    lab.phone(PHONE).behave(hangup_after=0)
    script = f"""
say("hello")
message("They hung up.", {{"to": "{OTHER}", "network": "SMS"}})
call("{OTHER}")
say("They hung up.")
log(currentCall.calledID)
"""
    assert logged(play(lab, CALL + script)) == ["4075550113"]
    assert lab.phone(OTHER).calls[0]["heard"] == ["They hung up."]


def test_a_hang_up_in_a_callback_ends_the_question_without_an_error(lab):
    script = "e = ask('Tea?', {'choices': '1', 'attempts': 3, 'onTimeout': lambda: hangup()})\nlog(e.name)\nsay('x')"
    trace = play(lab, CALL + script)
    assert logged(trace) == ["hangup"] and heard(lab) == ["Tea?"]
    assert "Line 4: say came too late" in trace.outcome.sentence


@pytest.mark.parametrize("during", ["record('Speak.')", "conference('room')", f"transfer('{OTHER}')", "say('one two')"])
def test_every_function_in_flight_is_told_of_a_hang_up(lab, during):
    lab.phone(PHONE).behave(hangup_after=0.5)
    assert logged(play(lab, CALL + f"log({during}.name)")) == ["hangup"]


def test_a_loop_that_heeds_no_error_is_ended_after_a_thousand_of_them(lab):
    lab.phone(PHONE).behave(hangup_after=0)
    trace = play(lab, CALL + "while True:\n    try:\n        say('hello?')\n    except Exception:\n        pass")
    assert trace.outcome.name == "script ignores errors" and "1000 calls" in trace.outcome.sentence


def test_a_refused_function_fires_on_error_and_raises(lab):
    trace = ring(
        lab, ALL + "answer()\ntry:\n    record('x', dict(all, timeout=-1))\nexcept Exception as e: log(str(e))"
    )
    sentence = "record: `timeout` is a number of seconds from 0 to 86400; this is -1."
    assert logged(trace) == [f"Error error {sentence} 1", f"Event error {sentence} 1", sentence]


@pytest.mark.parametrize("function", [
    "say('x')", "ask('x', {'choices': '1'})", "record('x')", "prompt('x')", "transfer('x')", "conference('x')",
    "hangup()", "reject()", "redirect('x')", "getHeader('x')",
])  # fmt: skip
def test_without_a_call_a_function_raises_what_none_would(lab, function):
    trace = play(
        lab, f"try:\n    {function}\nexcept AttributeError as error:\n    log(type(error).__name__)\n{function}"
    )
    assert len(logged(trace)) == 1 and trace.outcome.name == "script error"
    assert trace.outcome.sentence.startswith("Line 5: AttributeError: ")


def test_what_works_without_a_call_does(lab):
    assert play(lab, "answer()\nwait(10)\nlog('x')\nstartCallRecording('http://catcher.example/')").outcome.ok


def test_a_script_may_put_a_call_of_its_own_into_current_call(lab):
    script = f"""
first = call("{PHONE}").value
currentCall = call("{OTHER}").value
say("to the second")
first.say("to the first")
currentCall = None
say("to nobody")
"""
    trace = play(lab, script)
    assert heard(lab) == ["to the first"] and heard(lab, OTHER) == ["to the second"]
    assert "AttributeError: say has nobody to speak to" in trace.outcome.sentence
    assert rules(trace) == ["script-error"]
