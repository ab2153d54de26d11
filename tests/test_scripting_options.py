"""What scripts hand over: every option has its kind, its default, and a sentence for what is not of its kind."""

import re
from pathlib import Path

import pytest

from tests.hosting import PHONE, play
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.scripting import events, functions, verbs
from tropo_lab.platform.scripting.functions import EVENTS, FUNCTIONS, Option
from tropo_lab.platform.scripting.reading import read
from tropo_lab.platform.scripting.values import READERS

CALL = f'call("{PHONE}")\n'
GIVEN = [(op, name) for op, function in FUNCTIONS.items() for name in (*function.arguments, *function.options)]
# values that none of the numbers, flags, keys and maps may be
ODD = [[1], {"a": 1}, "many", float("nan"), float("inf"), -1, "-0.5s", 1e300, 10**400, "\ud800", [[[]]]]
KINDS = {
    "address": ("http://[", "an address, as in http://catcher.example/path"),
    "attempts": (0, "a whole number from 1 to 100"),
    "flag": ("maybe", "true or false"),
    "key": ("##", "one key, 0 to 9, * or #"),
    "map": ("x", "a map of at most 100 names and texts"),
    "milliseconds": (-1, "a number of milliseconds from 0 to 86400000"),
    "names": ([[]], "a name, or a list of at most 100"),
    "number": (True, "a phone number"),
    "numbers": (["1"] * 101, "a phone number, or a list of at most 100"),
    "repeat": (1.5, "a whole number from 0 to 99"),
    "seconds": ("soon", "a number of seconds from 0 to 86400"),
    "share": (101, "a confidence from 0 to 100"),
    "text": ({}, "a text"),
}
# these take anything, or have sentences of their own
OPEN = {"anything", "choices"}


def read_one(op, name, value):
    """That argument or option of a function, read."""
    function = FUNCTIONS[op]
    args = [value if one == name else None for one in function.arguments]
    return read(op, args, {name: value} if name not in function.arguments else {})[name]


@pytest.mark.parametrize("op, name", GIVEN)
def test_every_argument_and_option_has_a_kind_that_refuses_what_it_is_not(op, name):
    options = {**FUNCTIONS[op].arguments, **FUNCTIONS[op].options}
    if options[name].kind in OPEN:
        return
    value, wanted = KINDS[options[name].kind]
    with pytest.raises(SessionFailed) as refused:
        read_one(op, name, value)
    assert str(refused.value).startswith(f"{op}: `{name}` is {wanted}; this is ") and "\n" not in str(refused.value)


@pytest.mark.parametrize("op, name", GIVEN)
def test_odd_values_are_read_or_refused(op, name):
    for value in ODD:
        try:
            read_one(op, name, value)
        except SessionFailed as refused:
            assert refused.name == "bad option" and len(str(refused)) < 200


@pytest.mark.parametrize("op, name", GIVEN)
def test_null_is_the_default(op, name):
    option = {**FUNCTIONS[op].options, **FUNCTIONS[op].arguments}[name]
    if name not in FUNCTIONS[op].options:  # `format` is both, and the option's default counts
        assert read_one(op, name, None) == option.default


def test_every_kind_has_a_reader_and_every_reader_a_use():
    used = {option.kind for one in FUNCTIONS.values() for option in (*one.arguments.values(), *one.options.values())}
    assert used == set(READERS) == {*KINDS, *OPEN}


def test_every_default_is_of_its_kind():
    for op, function in FUNCTIONS.items():
        for name, option in {**function.options, **function.arguments}.items():
            if option.default not in (None, (), "") and option.kind != "share":
                assert READERS[option.kind](option.default) == option.default, (op, name)


def test_every_function_is_carried_out_and_every_callback_fires_somewhere():
    assert set(verbs.CARRIED_OUT) == set(FUNCTIONS) - {"log", "getHeader"}
    fired = {*EVENTS.values(), "onEvent", "onSilenceTimeout"}
    assert {name for one in FUNCTIONS.values() for name in one.callbacks} == fired
    assert set(events.NAMES.values()) | set(events.VALUES) <= set(EVENTS)


READ = [
    ("seconds", "12.5s", 12.5), ("seconds", " 3 ", 3.0), ("seconds", 10.03456789, 10.03456789), ("attempts", "3", 3),
    ("attempts", 2.0, 2), ("repeat", "0", 0), ("flag", "True", True), ("flag", 0, False), ("flag", "", False),
    ("share", 0.3, 30), ("share", "0.45", 45), ("share", 60, 60), ("names", "stop", "stop"), ("names", [], ""),
    ("names", ["a", 1], ["a", "1"]), ("names", {"0": "a"}, ["a"]), ("numbers", 14075550112, ["14075550112"]),
    ("numbers", 14075550112.0, ["14075550112"]), ("numbers", [PHONE, None], [PHONE]),
    ("numbers", {"a": PHONE}, [PHONE]),
    ("map", [], {}), ("map", {"a": 1, "b": None}, {"a": "1"}), ("key", " # ", "#"), ("key", 5, "5"), ("text", 5, "5"),
    ("text", True, "true"), ("text", "caf\ud800", "caf?"), ("address", " http://a.example ", "http://a.example"),
    ("anything", [1], "[1]"), ("anything", {"a": "\ud800"}, "{'a': '\\ud800'}"), ("milliseconds", "1500", 1500.0),
]  # fmt: skip


@pytest.mark.parametrize("kind, value, meaning", READ)
def test_what_samples_write_is_understood(kind, value, meaning):
    assert READERS[kind](value) == meaning


def test_an_argument_that_is_missing_is_named():
    with pytest.raises(SessionFailed, match=r"startCallRecording needs its uri, and was called without\."):
        read("startCallRecording", [], {})


def test_an_argument_wins_over_an_option_of_its_name():
    assert read("startCallRecording", ["x", "audio/au"], {"format": "audio/mp3"})["format"] == "audio/au"
    assert read("startCallRecording", ["x"], {"format": "audio/mp3"})["format"] == "audio/mp3"
    assert isinstance(FUNCTIONS["startCallRecording"].arguments["format"], Option)


def test_arguments_that_are_too_many_are_ignored():
    assert read("transfer", [PHONE, 5, "x"], {})["destination"] == [PHONE]


REFUSED = {
    "say({'voice': 'kate'})": "say needs its text, and was called without.",
    "ask('x', {'choices': 'a(b'})": "The list of 'a' is never closed: put a ) behind it.",
    "ask('x', {'choices': ['a', 'b']})": "The choices are no text: write them like yes(yes, y, 1), no(no, n, 2).",
    "ask('x', {'choices': '1', 'mode': 'telepathy'})": "There is no mode 'telepathy': write dtmf, speech or any.",
    "ask('x', {'choices': ','.join(map(str, range(2000)))})": "The choices hold more than 1,000 words",
    "ask('x', {'choices': '1', 'attempts': 10 ** 400})": "ask: `attempts` is a whole number from 1 to 100; this is 10",
    "wait(float('nan'))": "wait: `milliseconds` is a number of milliseconds from 0 to 86400000; this is nan.",
    "wait(31536000000)": "wait: `milliseconds` is a number of milliseconds from 0 to 86400000; this is 31536000000.",
    "call('x', {'timeout': -1})": "call: `timeout` is a number of seconds from 0 to 86400; this is -1.",
    "transfer('x', {'terminator': 'end'})": "transfer: `terminator` is one key, 0 to 9, * or #; this is 'end'.",
    "record('x', {'recordURI': 'http://['})": "record: `recordURI` is an address, as in http://catcher.example/path;",
    "say(['a'] * 100000)": "say: `text` is a text; this is ['a', 'a', ",
}


@pytest.mark.parametrize("script", REFUSED)
def test_what_cannot_be_meant_is_raised_in_one_sentence_with_its_line(lab, script):
    trace = play(lab, CALL + script)
    assert trace.outcome.name == "script error"
    assert trace.outcome.sentence.startswith(f"Line 2: {REFUSED[script]}"), trace.outcome


def test_keys_that_are_no_text_and_values_of_any_class_do_no_harm(lab):
    script = """
class Odd:
    pass
say("hi", {5: 1, (1, 2): [Odd()], None: {Odd(): {1, 2}}, "voice": Odd(), "allowSignals": ("a", "b")})
log("\\ud800 half")
"""
    trace = play(lab, CALL + script)
    assert trace.outcome.ok, trace.outcome
    assert any(line.text == "log: ? half" for line in trace.log)


def test_every_option_is_carried_out_or_known_to_change_nothing():
    folder = Path(functions.__file__).parent
    carried_out = {
        name for file in ("calling.py", "talking.py", "front_end.py")
        for name in re.findall(r'given\["(\w+)"\]', folder.joinpath(file).read_text())
    }  # fmt: skip
    for op, function in FUNCTIONS.items():
        # headers are looked up on the script's own side
        options = {} if op == "getHeader" else {**function.arguments, **function.options}
        for name, option in options.items():
            assert option.idle or name in carried_out, (op, name)


def test_what_changes_nothing_is_named_once_and_what_is_usual_is_not(lab):
    script = """
for number in (1, 2):
    say("hi", {"voice": "kate"})
ask("hi", {"voice": "allison", "interdigitTimeout": "5", "choices": "1", "recognizer": "de-de"})
startCallRecording("http://catcher.example/x", "audio/wav", "a key")
"""
    named = [line.text for line in play(lab, CALL + script).log if line.rule == "not-carried-out"]
    assert named == [
        "Line 4: say: voice changes nothing in this lab.",
        "Line 5: ask: recognizer changes nothing in this lab.",
        "Line 6: startCallRecording: key changes nothing in this lab.",
    ]
