"""A platform of a few lines, to play hosted scripts of any language against: it answers as it was told to."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
from typing import NamedTuple

import pytest

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.scripting.languages import LANGUAGES

ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
QUIET = {"event": None, "value": None}
# an answer that is none: the platform goes away instead
GONE = object()


def shown(number="1", **more):
    """A call as the platform shows it to a script."""
    return {
        "id": f"leg{number}", "sessionId": "5e55" * 8, "callerID": "4075550199", "calledID": "4075550112",
        "e164CallerID": "14075550199", "e164CalledID": "14075550112", "callerName": "unknown", "calledName": "unknown",
        "channel": "VOICE", "network": "SIP", "initialText": None, "headers": {"x-Colour": "red"}, "incoming": False,
        "state": "ANSWERED", **more,
    }  # fmt: skip


def event(name, value=None, **more):
    """An event as the platform tells it to a script."""
    return {"name": name, "value": value, "choice": None, "recordURI": None, "attempt": 1, "call": None, **more}


def answered(call=None, current=None):
    """The reply to a `call` that was answered."""
    call = call or shown()
    return {"event": event("answer", call=call), "value": None, "currentCall": current or call}


class Played(NamedTuple):
    """What a script asked for, what it printed, and how its process ended."""

    requests: list[dict]
    printed: str
    status: int

    @property
    def logged(self):
        return [one["args"][0] for one in self.requests if one["op"] == "log"]

    @property
    def last(self):
        return self.requests[-1]

    def __getitem__(self, op):
        return [one for one in self.requests if one["op"] == op]


def required(language):
    """The language, or a skipped test where this machine has no interpreter for it."""
    try:
        LANGUAGES[language].command()
    except SessionFailed as missing:
        pytest.skip(str(missing))
    return language


class FakePlatform:
    """Plays scripts of one language.

    `replies` says for an op what each of its requests is answered with: one reply, or a list of callbacks and a reply.
    With `ahead`, the next interpreter starts while one plays, where that takes long; then `close` it in the end.
    """

    def __init__(self, language, ahead=False):
        self.command, self.channel = LANGUAGES[required(language)].command(), LANGUAGES[language].channel
        self.name = f"script.{language}"
        self.ahead, self._ready = ahead, []

    def close(self):
        for undo, _, _ in self._ready:
            undo.close()

    def play(self, script, parameters=None, current=None, **replies):
        hello = {"script": script, "name": self.name, "parameters": parameters or {}, "currentCall": current}
        self.replies = {op: list(answers) for op, answers in replies.items()}
        self.requests = []
        undo, ours, process = self._ready.pop() if self._ready else self._begun()
        with undo:
            if self.ahead:
                self._ready.append(self._begun())
            self.stream = undo.enter_context(ours.makefile("rw", encoding="utf-8", newline="\n"))
            self._send({**hello, "baseDir": "/tropo_app_home/1"})
            self._serve()
            self.stream.close()
            ours.close()
            printed = process.stdout.read().decode()
            return Played(self.requests, printed, process.wait(30))

    def _begun(self):
        """An interpreter that waits for its script, and what clears it away."""
        with contextlib.ExitStack() as undo:
            scratch = tempfile.mkdtemp(prefix="tropo-fake-")
            undo.callback(shutil.rmtree, scratch)
            ours, process = self._start(scratch)
            undo.enter_context(ours)
            undo.enter_context(process)
            undo.callback(process.kill)
            return undo.pop_all(), ours, process

    def _start(self, scratch):
        ours, theirs = socket.socketpair()
        with theirs:
            ours.settimeout(60)
            moves = f"{self.channel}<&{theirs.fileno()}" + ("" if self.channel == 0 else " 0</dev/null")
            return ours, subprocess.Popen(
                ["bash", "-c", f'exec "$@" {moves} {theirs.fileno()}>&-', "bash", *self.command],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], cwd=scratch, env={**ENVIRONMENT, "HOME": scratch, "TMPDIR": scratch},
            )  # fmt: skip

    def _send(self, message):
        self.stream.write(json.dumps(message) + "\n")
        self.stream.flush()

    def _heard(self):
        try:
            return self.stream.readline()
        except ConnectionError:
            return ""  # it went without reading what it was told

    def _serve(self):
        """Answer requests until the script goes on after a callback; True when it goes on no more."""
        while line := self._heard():
            request = json.loads(line)
            self.requests.append(request)
            if request["op"] == "resume":
                return False
            if request["op"] in ("end", "failed"):
                return True
            answers = self.replies.get(request["op"])
            answer = answers.pop(0) if answers else QUIET
            if answer is GONE:
                return True
            for message in answer if isinstance(answer, list) else [answer]:
                self._send(message)
                if "callback" in message and self._serve():
                    return True
        return True
