"""`python -m catcher_server` as people run it: in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import requests

COMMAND = [sys.executable, "-m", "catcher_server"]
ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


def run(*options):
    return subprocess.run([*COMMAND, *options], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=60)


@contextmanager
def serving(*options):
    """A running server: its process and its address. It is ended afterwards, whatever happened."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *options],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def http():
    with requests.Session() as http:
        http.trust_env = False
        yield http


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_serves_quietly_and_ends_cleanly(http, number):
    with serving() as (process, url):
        assert http.get(url, timeout=30).status_code == 200
        process.send_signal(number)
        rest = process.communicate(timeout=30)
    assert (process.returncode, rest) == (0, ("", ""))


def test_a_busy_port_is_one_sentence_and_exit_status_2():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Cannot listen on 127.0.0.1:{port} (")
    assert done.stderr.endswith("): choose another port with --port.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536", "http", "²"])
def test_a_port_that_is_none_is_refused_with_a_sentence(port):
    done = run(f"--port={port}")
    assert done.returncode == 2
    assert "a port is a number from 0 to 65535" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "button", "token"),
    [
        (["--token", "fake-both"], "text", "fake-both"),
        (["--token", "fake-both"], "call", "fake-both"),
        (["--token", "fake-both", "--voice-token", "fake-voice"], "text", "fake-both"),
        (["--token", "fake-both", "--voice-token", "fake-voice"], "call", "fake-voice"),
        (["--messaging-token", "fake-messaging"], "text", "fake-messaging"),
    ],
)
def test_each_button_launches_with_its_token_at_the_platform(http, options, button, token):
    with socket.create_server(("127.0.0.1", 0)) as platform:
        platform.settimeout(30)
        address = f"http://127.0.0.1:{platform.getsockname()[1]}"
        with serving("--platform", address, *options) as (_, url):
            form = {"to": "14075550112", "msg": "hi", "send": button}
            launch = Thread(target=lambda: http.post(url + "send", data=form, timeout=30))
            launch.start()
            connection, _ = platform.accept()
            with connection:
                request = connection.recv(65536)
            launch.join()
    query = f"action=create&token={token}&numbertodial=14075550112&msg=hi"
    assert request.startswith(f"GET /1.0/sessions?{query} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize(("options", "verbs"), [([], 1), (["--report"], 3)])
def test_texts_are_reported_on_when_asked_for(http, options, verbs):
    session = {"session": {"id": "a" * 32, "parameters": {"numbertodial": "14075550112", "msg": "hi"}}}
    with serving(*options) as (_, url):
        document = http.post(url + "messaging", json=session, timeout=30).json()
    assert len(document["tropo"]) == verbs
