"""A catcher of Express and npm `tropo-webapi` holds conversations, and may be restarted between two questions."""

import json
import shutil
import subprocess

import pytest

from tests.dialogues import PHONE
from tests.test_tropo_webapi import FOLDER

pytestmark = [
    pytest.mark.npm,
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed here, so Express was not tried."),
    pytest.mark.skipif(
        not (FOLDER / "node_modules" / "express").exists(),
        reason="Express is not installed here (npm ci --prefix tests/npm), so it was not tried.",
    ),
]


class Catcher:
    """The catcher's process; `restart` ends it and starts another at the same port, which knows nothing of it."""

    def __init__(self):
        self.port, self.learned = "0", []
        self._start()

    def _start(self):
        self.process = subprocess.Popen(
            ["node", "conversation.js", self.port],
            cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.port = self.process.stdout.readline().strip()

    def restart(self):
        self.stop()
        self._start()

    def stop(self):
        self.process.terminate()
        out, err = self.process.communicate()
        self.learned += [json.loads(line) for line in out.splitlines()]
        assert err == ""


@pytest.fixture
def catcher():
    catcher = Catcher()
    yield catcher
    catcher.process.kill()
    catcher.process.communicate()


@pytest.fixture
def app(lab, catcher):
    there = f"http://127.0.0.1:{catcher.port}"
    return lab.app("express", voice=f"{there}/voice", messaging=f"{there}/text")


def start_call(lab, app):
    asked = {"action": "create", "token": app.voice_token, "numbertodial": PHONE.lstrip("+")}
    lab.http.get("http://api.tropo.com/1.0/sessions", params=asked)
    return lab.trace().id


VOICE = [
    "Press 1 for pepper, 2 for salt.",
    "How many grams of pepper?",
    "250 grams of pepper: yes or no?",
    "250 grams of pepper are on their way.",
]


def test_three_questions_are_asked_and_answered_in_one_call(lab, catcher, app):
    lab.phone(PHONE).behave(inputs=["1", "250#", "yes"])
    trace = lab.trace(start_call(lab, app))
    assert trace.outcome.ok and lab.phone(PHONE).calls[0]["heard"] == VOICE
    catcher.stop()
    assert [(one["at"], one.get("value")) for one in catcher.learned] == [
        ("/voice", None), ("/spice", "pepper"), ("/grams", "250"), ("/sure", "yes"),
    ]  # fmt: skip


def test_the_catcher_of_a_call_is_restarted_between_two_questions(lab, catcher, app):
    phone = lab.phone(PHONE)
    phone.behave(held=True, answer="human")
    session = start_call(lab, app)
    for answer in ("1", "250#", "yes"):
        assert lab.trace(session).state == "running" and phone.calls[0]["waiting"]
        catcher.restart()
        phone.say(answer)
    trace = lab.trace(session)
    assert trace.outcome.ok and phone.calls[0]["heard"] == VOICE
    catcher.stop()
    assert {one["session"] for one in catcher.learned} == {session} and len(catcher.learned) == 4


def test_a_conversation_by_text_survives_a_restart_of_its_catcher(lab, catcher, app):
    phone = lab.phone(PHONE)
    phone.behave(held=True)
    session = phone.text(app.number, "I want to travel")
    for answer in ("São Paulo", "many", "7"):
        assert lab.trace(session).state == "running"
        catcher.restart()
        assert phone.text(app.number, answer) == session
    assert lab.trace(session).outcome.ok
    assert [text.text for text in phone.texts if text.direction == "in"] == [
        "Which city?", "How many days in São Paulo?", "How many days in São Paulo?", "7 days in São Paulo are booked.",
    ]  # fmt: skip
    catcher.stop()
    assert [(one["at"], one["value"]) for one in catcher.learned] == [
        ("/text", "I want to travel"), ("/city", "I want to travel"), ("/days", "São Paulo"), ("/trip", "7"),
    ]  # fmt: skip


def test_a_hangup_in_the_middle_is_told_to_the_catcher(lab, catcher, app):
    lab.phone(PHONE).behave(inputs=["2"], hangup_after=20)
    assert lab.trace(start_call(lab, app)).outcome.ok
    catcher.stop()
    assert [(one["at"], one.get("state")) for one in catcher.learned] == [
        ("/voice", None), ("/spice", "ANSWERED"), ("/gone", "DISCONNECTED"),
    ]  # fmt: skip
