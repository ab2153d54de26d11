"""One script in five languages: the same calls, the same words, the same log."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.fake_platform import required
from tropo_lab import Lab
from tropo_lab.platform.scripting.functions import FUNCTIONS

SCRIPTS = Path(__file__).parent / "five_languages"
ENDINGS = {"python": "py", "javascript": "js", "php": "php", "ruby": "rb", "groovy": "groovy"}
DESK, FRIEND, BUSY, NEVER, HASTY, CALLER = (f"+1407555011{number}" for number in range(2, 8))
API = "http://api.tropo.com/1.0/sessions"
# on the phone at the desk: silence, no choice, the question within, a choice, then a recording, and so on
INPUTS = ["", "9", "1", "help", "", "please call me back #", "1", "green", "*"]


def source(channel, language):
    return SCRIPTS.joinpath(channel, f"script.{ENDINGS[language]}").read_text()


def seen(lab):
    """All that can be seen of what was played: hops, logs without line numbers, and what was at the phones."""
    traces = [
        (
            trace.outcome,
            [(hop.at, hop.sender, hop.receiver, hop.kind, hop.summary) for hop in trace.hops],
            [(line.at, line.level, re.sub(r"^Line \d+: ", "", line.text)) for line in trace.log],
        )
        for trace in lab.traces()
    ]
    phones = [lab.phone(number) for number in (DESK, FRIEND, BUSY, NEVER, HASTY, CALLER)]
    return traces, [(phone.texts, phone.calls) for phone in phones]


def voice(lab, script):
    """A launch, and four calls that come in: one is rejected, one sent elsewhere, one answered and signalled."""
    recordings = Flask("recordings")
    recordings.add_url_rule("/<kind>", "take", lambda kind: "taken", methods=["POST", "PUT"])
    lab.host(recordings, "recordings.example")
    app = lab.app("five", voice=lab.script(*script), messaging=lab.script(*script))
    for number, answer in ((BUSY, "busy"), (NEVER, "never")):
        lab.phone(number).behave(answer)
    lab.phone(DESK).behave(inputs=INPUTS)
    lab.phone(FRIEND).behave(hangup_after=20)
    lab.phone(HASTY).behave(hangup_after=3)
    lab.http.get(API, params={"action": "create", "token": app.voice_token, "name": "Zoë & Co."})
    lab.trace()
    for number in (BUSY, NEVER):
        lab.phone(number).call(app.number)
        lab.trace()
    lab.phone(CALLER).behave("human", held=True)
    session = lab.phone(CALLER).call(app.number)
    assert lab.phone(CALLER).calls[-1]["waiting"]
    lab.signal(session, "nothing for you")
    lab.signal(session, "leave")
    lab.trace()


def text(lab, script):
    """A launch, a text that comes in and is answered, and one that is rejected."""
    app = lab.app("five", messaging=lab.script(*script))
    lab.phone(DESK).behave(inputs=["Paris", "yes", "ROMA.", "4711"])
    lab.phone(CALLER).behave(inputs=["Oslo", "90210", "Ünsinn"])
    parameters = {"to": DESK[1:], "msg": "Größe & 5 % + ☎"}
    lab.http.get(API, params={"action": "create", "token": app.messaging_token, **parameters})
    lab.trace()
    for number in (CALLER, BUSY):
        lab.phone(number).text(app.number, "hello there")
        lab.trace()


PLAYS = {"voice": voice, "text": text}


@pytest.fixture(scope="module")
def by_python():
    """What Python scripts do, by channel: the measure of the others."""
    return {channel: played(channel, "python") for channel in PLAYS}


def played(channel, language):
    with Lab() as lab:
        PLAYS[channel](lab, (source(channel, language), language))
        return seen(lab)


@pytest.fixture(params=[language for language in ENDINGS if language != "python"])
def other(request):
    """A language other than Python that this machine has."""
    return required(request.param)


@pytest.mark.parametrize("channel", PLAYS)
def test_every_language_does_what_python_does(channel, other, by_python):
    assert played(channel, other) == by_python[channel]


@pytest.mark.parametrize("channel", PLAYS)
def test_every_session_ends_well_and_is_warned_only_of_the_beep_that_no_lab_has(channel, by_python):
    for outcome, _, log in by_python[channel][0]:
        warned = {text for _, level, text in log if level != "info"}
        assert outcome.ok and warned <= {"record: beep changes nothing in this lab."}


def test_the_call_holds_every_kind_of_message(by_python):
    kinds = {kind for _, hops, _ in by_python["voice"][0] for _, _, _, kind, _ in hops}
    assert kinds == {
        "launch", "launch-reply", "call", "answer", "refusal", "speech", "input", "text", "hangup", "upload",
        "upload-reply", "signal", "signal-reply",
    }  # fmt: skip


def test_the_phone_at_the_desk_heard_each_question_as_often_as_it_was_asked(by_python):
    (call,) = by_python["voice"][1][0][1]
    assert call["heard"] == [
        "Welcome, Zoë & Co..", "Sales or support?", "Are you there?", "Sales or support?",
        "Not NO_MATCH. Shall I go on?", "Sales or support?", "Leave a message.", "Leave a message.", "One more word?",
        "Which colour?", *["http://example.com/ring.mp3"] * 2, "Goodbye.",
    ]  # fmt: skip


def test_the_conversation_holds_both_sides_texts(by_python):
    texts, _ = by_python["text"][1][0]
    assert [text.text for text in texts] == [
        "Größe & 5 % + ☎", "Which city?", "Paris", "Is it a city at all?", "yes", "Which city?", "ROMA.",
        "Your postcode?", "4711", "choice code with http://example.com/über", "Anything else?",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ENDINGS)
def test_the_script_for_voice_uses_every_function_and_callback(language):
    words = set(re.findall(r"\w+", source("voice", language)))
    callbacks = {name for function in FUNCTIONS.values() for name in function.callbacks}
    names = {"groovy": {"wait": "await"}, "php": {"log": "_log"}}.get(language, {})
    assert {names.get(name, name) for name in FUNCTIONS} | callbacks <= words
