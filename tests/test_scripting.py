"""Hosted Python scripts: what they can do, and what happens when they break."""

import os

import pytest

from tests.catchers import launch
from tropo_lab import Lab
from tropo_lab.errors import BadSetup
from tropo_lab.platform.scripting import functions
from tropo_lab.platform.scripting.languages import LANGUAGES

PHONE = "+14075550112"
TEXT = 'call("+" + numbertodial, {"network": "SMS"})\nsay(msg)\n'
GIVEN = {"numbertodial": "14075550112", "msg": "hello"}


def play(lab, script, **parameters):
    return launch(lab, lab.app("script", messaging=lab.script(script)), **{**GIVEN, **parameters})


def logged(trace):
    return [line.text.removeprefix("log: ") for line in trace.log if line.text.startswith("log: ")]


def error(trace):
    return next(line for line in trace.log if line.level == "error")


def test_a_script_calls_says_and_ends_and_the_text_arrives(lab):
    trace = play(lab, TEXT)
    assert trace.outcome.ok and trace.flow == "scripting"
    assert [hop.kind for hop in trace.hops] == ["launch", "launch-reply", "text"]
    assert [text.text for text in lab.phone(PHONE).texts] == ["hello"]


def test_message_alone_is_a_whole_catcher(lab):
    play(lab, 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})')
    assert [text.text for text in lab.phone(PHONE).texts] == ["hello"]


def test_parameters_are_global_texts_and_readable_inside_functions(lab):
    trace = play(
        lab, "def f():\n    return type(n).__name__ + n\nlog(f())\nlog(action)\nlog(str(currentCall))", n="007"
    )
    assert logged(trace) == ["str007", "create", "None"]


def test_functions_win_over_parameters_of_their_name(lab):
    assert play(lab, "log('still a function')", log="a parameter").outcome.ok


def test_a_parameter_that_is_no_identifier_is_still_in_globals_and_the_log_says_so(lab):
    trace = play(lab, "log(globals()['my-var'])", **{"my-var": "x"})
    assert logged(trace) == ["x"] and any(line.rule == "odd-name" for line in trace.log)


def test_call_gives_an_event_and_sets_current_call(lab):
    script = """
event = call("+14075550112")
log(event.name)
log(str(event.value is currentCall))
log(currentCall.state() + " " + currentCall.calledID + " " + currentCall.channel)
say("hello there")
hangup()
log(str(currentCall.isActive()))
"""
    trace = play(lab, script)
    assert logged(trace) == ["answer", "True", "ANSWERED 4075550112 VOICE", "False"]
    assert lab.phone(PHONE).calls[0]["heard"] == ["hello there"]


@pytest.mark.parametrize("answer, name", [("busy", "callFailure"), ("never", "timeout")])
def test_a_call_that_fails_fires_its_callback_and_leaves_current_call_alone(lab, answer, name):
    lab.phone(PHONE).behave(answer=answer)
    callback = {"callFailure": "onCallFailure", "timeout": "onTimeout"}[name]
    trace = play(
        lab,
        f'e = call("{PHONE}", {{"{callback}": lambda event: log("back: " + event.name)}})\n'
        "log(e.name)\nlog(str(currentCall))",
    )
    assert logged(trace) == [f"back: {name}", name, "None"]


def test_a_callback_without_arguments_is_called_bare_and_its_error_does_not_end_the_script(lab):
    trace = play(lab, f'call("{PHONE}", {{\n"onAnswer": lambda: 1 / 0}})\nlog("went on")')
    assert trace.outcome.ok and logged(trace) == ["went on"]
    (warning,) = [line for line in trace.log if line.rule == "callback-failed"]
    assert warning.text == (
        "Line 2: The callback onAnswer failed, and the script goes on: ZeroDivisionError: division by zero"
    )


def test_wait_moves_lab_time_only(lab):
    trace = play(lab, "wait(60000)\nlog('later')")
    later = next(line for line in trace.log if line.text == "log: later")
    assert later.at - trace.hops[1].at >= 60_000


def test_a_loop_over_several_recipients_reaches_each(lab):
    script = """
for number in ["+14075550112", "+14075550113"]:
    call(number, {"network": "SMS"})
    say("hi")
    hangup()
"""
    play(lab, script)
    assert [len(lab.phone(number).texts) for number in ("+14075550112", "+14075550113")] == [1, 1]


def test_a_text_that_comes_in_gives_the_script_its_call(lab):
    app = lab.app("echo", messaging=lab.script("say('You said ' + currentCall.initialText + currentCall.callerID)"))
    lab.phone(PHONE).text(app.number, "hi")
    assert lab.phone(PHONE).texts[-1].text == "You said hi14075550112"


def test_a_call_that_comes_in_is_answered_by_say(lab):
    app = lab.app("greeter", voice=lab.script("log(currentCall.state())\nsay('welcome')\nlog(currentCall.state())"))
    lab.phone(PHONE).call(app.number)
    trace = lab.trace()
    assert logged(trace) == ["RINGING", "ANSWERED"]
    assert lab.phone(PHONE).calls[0]["heard"] == ["welcome"]


def test_what_a_script_prints_is_in_the_log(lab):
    trace = play(lab, "print('one')\nimport sys\nprint('two', file=sys.stderr)\nimport os\nos.write(1, b'three\\n')")
    assert [line.text for line in trace.log if line.text.startswith("printed")] == [
        "printed: one", "printed: two", "printed: three",
    ]  # fmt: skip


def test_the_scratch_folder_is_its_own_and_gone_afterwards(lab):
    trace = play(lab, "open('note', 'w').write('x')\nimport os\nlog(os.getcwd())\nlog(str(os.listdir('.')))")
    folder, listing = logged(trace)
    assert listing == "['note']" and not os.path.exists(folder)


def test_exit_is_a_normal_end(lab):
    assert play(lab, "import sys\nlog('before')\nsys.exit(3)\nlog('after')").outcome.ok


# what breaks: name → (script, outcome, words of the sentence, words of the fix)
BROKEN = {
    "syntax error": ("log('x')\nif True\n    pass", "script does not compile", "Line 2: SyntaxError", "line 2"),
    "missing global": ("\n\nlog(nothing)", "script error", "Line 3: NameError: name 'nothing' is not defined",
                       "line 3"),
    "another spelling": ("log(numberToDial)", "script error", "passed numbertodial; names are case-sensitive",
                         "line 1"),
    "error in a function": ("def f():\n    return 1 / 0\n\nf()", "script error", "Line 2: ZeroDivisionError", "line 2"),
    "error in a library": ("import json\njson.loads('{')", "script error", "Line 2: JSONDecodeError", "line 2"),
    "say before call": ("say('hi')", "script error", "Line 1: AttributeError: say has nobody to speak to",
                        "Call somebody first"),
    "hard exit": ("import os\nos._exit(7)", "script left", "status 7", "its last line"),
    "fork": ("import os\nwhile True:\n    os.fork()", "script error", "Line 3: PermissionError", "line 3"),
    "subprocess": ("import subprocess\nsubprocess.run(['true'])", "script error", "Line 1", "line 1"),
    "a shell": ("import os\nos.system('true')", "script error", "Line 2: PermissionError", "line 2"),
    "killing its parent": ("import os\nos.kill(os.getppid(), 9)", "script error", "Line 2: PermissionError", "line 2"),
    "reading its keyboard": ("input('name? ')", "script error", "Line 1: EOFError", "no keyboard"),
    "endless recursion": ("def f():\n    f()\nf()", "script error", "Line 2: RecursionError", "line 2"),
    "all memory": ("x = bytearray(1 << 40)", "script error", "Line 1: MemoryError", "line 1"),
    "too much output": ("while True:\n    print('x' * 1000)", "script printed too much", "more than 1048576 bytes",
                        "Print less"),
    "endless calls": ("while True:\n    wait(1)", "too many requests", "10000 calls", "Let it end"),
    "its own channel": ("import os\nfor n in range(3, 64):\n    try:\n        os.write(n, b'nonsense\\n')\n"
                        "    except OSError:\n        pass\nlog('x')",
                        "script broke its channel", "wrote into its own channel", "descriptors alone"),
    "message without to": ("message('hi')", "script error", "Line 1: message has nobody to go to", "Add `to`"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_script_that_breaks_ends_its_session_with_its_own_line(name, lab):
    script, outcome, words, fix = BROKEN[name]
    trace = play(lab, script)
    assert trace.outcome.name == outcome and words in trace.outcome.sentence, trace.outcome
    assert words in error(trace).text and fix in error(trace).fix
    assert launch(lab, lab.app("good", messaging=lab.script(TEXT)), **GIVEN).outcome.ok


def test_an_endless_loop_is_stopped(lab):
    with Lab(script_patience=0.3) as hasty:
        trace = play(hasty, "while True:\n    pass")
        assert trace.outcome.name == "script took too long" and "never ends" in error(trace).fix
        assert play(hasty, TEXT).outcome.ok


def test_scripts_in_other_languages_are_refused_with_a_sentence(lab):
    with pytest.raises(BadSetup, match="'cobol' do not run here yet; these do: python"):
        lab.app("old", messaging=lab.script("DISPLAY 'X'.", "cobol"))


def test_without_sockets_a_script_says_what_it_needs(sealed):
    trace = play(sealed, TEXT)
    assert trace.outcome.name == "scripts need a process" and "Start Lab() with sockets" in error(trace).fix


def test_a_script_sees_nothing_of_the_readers_environment(lab, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_READER", "x")
    assert logged(play(lab, "import os\nlog(str('SECRET_OF_THE_READER' in os.environ))")) == ["False"]


def test_many_scripts_at_once_all_run(lab):
    app = lab.app("many", messaging=lab.script(TEXT))
    for number in range(100):
        lab.http.get("http://api.tropo.com/1.0/sessions", params={
            "action": "create", "token": app.messaging_token, **GIVEN, "msg": str(number)})  # fmt: skip
    assert sorted(int(text.text) for text in lab.phone(PHONE).texts) == list(range(100))


def test_numbers_may_be_given_as_numbers(lab):
    play(lab, 'call(14075550112, {"network": "SMS"})\nsay(5)\nmessage("x", {"to": 14075550113, "network": "SMS"})')
    assert [lab.phone(number).texts[0].text for number in (PHONE, "+14075550113")] == ["5", "x"]


def test_calling_nobody_is_a_failed_call(lab):
    assert logged(play(lab, "log(call(None).name)")) == ["callFailure"]


def test_a_hangup_is_told_once_and_speaking_on_raises(lab):
    lab.phone(PHONE).behave(hangup_after=1)
    script = f"""
call("{PHONE}")
log(say("one two three four five").name)
log(str(currentCall.isActive()))
try:
    say("still there?")
except Exception as error:
    log(str(error))
"""
    assert logged(play(lab, script)) == ["hangup", "False", "say came too late: the call is DISCONNECTED."]


def test_an_endless_loop_of_says_ends_with_the_call(lab):
    lab.phone(PHONE).behave(hangup_after=1)
    trace = play(lab, f"call('{PHONE}')\nwhile True:\n    say('one two three')")
    assert trace.outcome.name == "script error" and "Line 3: say came too late" in trace.outcome.sentence


def test_on_error_is_called_before_the_error_is_raised(lab):
    trace = play(lab, f"call('{PHONE}')\nhangup()\nsay('x', {{'onError': lambda event: log(event.name)}})")
    assert logged(trace) == ["error"] and trace.outcome.name == "script error"


def test_reject_is_for_a_call_that_still_rings(lab):
    app = lab.app("picky", voice=lab.script("reject()\nlog(currentCall.state())"))
    lab.phone(PHONE).call(app.number)
    assert logged(lab.trace()) == ["REJECTED"] and not lab.trace().of_kind("answer")
    trace = play(lab, f"call('{PHONE}')\nreject()")
    assert "Line 2: reject is only for a call that comes in" in trace.outcome.sentence


def test_the_headers_of_a_call_that_comes_in_can_be_read(lab):
    app = lab.app("reader", voice=lab.script("log(currentCall.getHeader('from'))\nlog(str(getHeader('x-none')))"))
    lab.phone(PHONE).call(app.number)
    header, none = logged(lab.trace())
    assert "sip:14075550112@" in header and none == "None"


def test_a_parameter_that_is_a_word_of_the_language_or_a_function_is_named_in_the_log(lab):
    trace = play(lab, "log(globals()['from'])", **{"from": "x", "say": "y"})
    assert {line.rule for line in trace.log} >= {"odd-name", "name-taken"}


def test_a_script_that_says_too_much_is_stopped(lab):
    trace = play(lab, "while True:\n    log('x' * 1000000)")
    assert trace.outcome.name == "script said too much"


def test_closing_a_lab_while_scripts_loop_is_quiet_and_leaves_nothing(capfd):
    lab = Lab()
    app = lab.app("loop", messaging=lab.script("log('up')\nwhile True:\n    pass"))
    for _ in range(20):
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
    lab.close()
    assert capfd.readouterr() == ("", "")


LIMITED = {
    "a big file": ("open('x', 'wb').write(b'x' * (65 << 20))", "OSError"),
    "many files": ("f = [open('/dev/null') for n in range(100)]", "OSError"),
    "much memory": ("x = bytearray(2 << 30)", "MemoryError"),
}


@pytest.mark.parametrize("name", LIMITED)
def test_a_script_has_limits(lab, name):
    script, error_name = LIMITED[name]
    assert error_name in play(lab, script).outcome.sentence


def test_of_a_long_output_the_beginning_is_kept(lab):
    trace = play(lab, "print('x' * 99 + '\\n', end='')\n" * 1000)
    kept = [line for line in trace.log if line.text.startswith("printed: x")]
    assert trace.outcome.ok and 600 < len(kept) < 700


def test_no_more_scripts_run_at_once_than_the_host_bears(monkeypatch):
    monkeypatch.setitem(LANGUAGES, "python", LANGUAGES["python"]._replace(at_once=1))
    with Lab() as lab:
        lab.phone(PHONE).behave(held=True)
        app = lab.app("call", messaging=lab.script(f"call('{PHONE}')"))
        held = launch(lab, app)
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        assert len(lab.phone(PHONE)._phone.live_calls) == 1 and held.state == "running"
        lab.phone(PHONE).hang_up()


def test_an_interrupt_of_the_process_group_is_not_for_scripts(lab):
    script = "import signal\nlog(str(signal.getsignal(signal.SIGINT) == signal.SIG_IGN))"
    assert logged(play(lab, script)) == ["True"]


def test_two_runs_of_a_script_order_a_set_alike(lab):
    script = "log(' '.join({'alpha', 'beta', 'gamma', 'delta'}))"
    with Lab() as other:
        assert logged(play(lab, script)) == logged(play(other, script))


def test_threads_of_a_script_may_all_call(lab):
    script = """
import threading
threads = [threading.Thread(target=lambda: [log("x") for n in range(20)]) for m in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    assert logged(play(lab, script)) == ["x"] * 80


def test_waiting_for_a_place_does_not_hold_up_whoever_looks(monkeypatch):
    monkeypatch.setitem(LANGUAGES, "python", LANGUAGES["python"]._replace(at_once=2))
    with Lab() as lab:
        lab.phone(PHONE).behave(held=True)
        app = lab.app("call", messaging=lab.script(f"call('{PHONE}')\nlog('done')"))
        for _ in range(5):
            launch(lab, app)
        for _ in range(5):
            assert lab.phone(PHONE).pick_up()
        assert [trace.outcome.name for trace in lab.traces()] == ["completed"] * 5


def test_a_script_that_reaches_nobody_is_told_so(lab):
    trace = play(lab, "log('x')")
    assert trace.outcome.ok and [line.rule for line in trace.log if line.rule] == ["no-verbs"]


def test_closing_while_scripts_wait_for_a_place_interrupts_them_all(monkeypatch, tmp_path):
    monkeypatch.setitem(LANGUAGES, "python", LANGUAGES["python"]._replace(at_once=1))
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab:
        lab.phone(PHONE).behave(held=True)
        app = lab.app("call", messaging=lab.script(f"call('{PHONE}')"))
        for _ in range(4):
            launch(lab, app)
    with Lab(db=db) as lab:
        assert [trace.outcome.name for trace in lab.traces()] == ["interrupted"] * 4


def test_both_sides_know_the_same_functions_and_globals(lab):
    trace = play(lab, "log(' '.join(sorted(name for name in globals() if not name.startswith('_'))))", msg="")
    names = set(logged(trace)[0].split()) - {"TropoApp", "TropoCall", "TropoChoice", "TropoEvent"}
    assert names - {*GIVEN, "action", "token"} == {*functions.FUNCTIONS, *functions.GLOBALS}
