"""Faults as programs meet them that know nothing of the lab: real connections, which never hold up the platform."""

import contextlib
import http.client
import socket
import time

import pytest

from tests.catchers import MESSAGE, app_with, launch
from tests.holding import PHONE, rules, texts, wait_until
from tropo_lab import Lab
from tropo_lab.trace import LAUNCHER


class Outside:
    """A program with a connection of its own to the lab's port."""

    def __init__(self, lab, app, path="/1.0/sessions", host="api.tropo.com"):
        name, _, port = lab.address.partition(":")
        self.socket = socket.create_connection((name, int(port)), timeout=20)
        target = f"{path}?action=create&token={app.messaging_token}"
        self.socket.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.socket.close()

    def reply(self):
        """Status, headers and body of the reply."""
        said = http.client.HTTPResponse(self.socket)
        said.begin()
        with said:
            return said.status, dict(said.getheaders()), said.read()

    @property
    def silent(self):
        """True when nothing has come so far, and the connection is open."""
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1) == b"never"
        except BlockingIOError:
            return True
        finally:
            self.socket.settimeout(20)


@pytest.fixture
def app(lab):
    return app_with(lab, [MESSAGE])[0]


def started(lab, number=1):
    """Wait until so many sessions are over."""
    cloud = lab.engine.cloud
    wait_until(lab, lambda: cloud.sessions.started >= number and not cloud.sessions.running)


@pytest.mark.parametrize("kind, fault, sessions", [
    ("launch", "refuse", 0), ("launch", "reset", 0), ("launch-reply", "reset", 1),
])  # fmt: skip
def test_a_program_meets_a_connection_that_is_reset(lab, app, kind, fault, sessions):
    lab.faults.add(fault, kind)
    with Outside(lab, app) as program, pytest.raises(ConnectionResetError):
        program.reply()
    lab.faults.clear()
    assert len(lab.traces()) == sessions and rules(lab.trace()) == [f"fault-{fault}"]


@pytest.mark.parametrize("kind, fault, sessions", [
    ("launch", "hang", 0), ("launch", "late", 1), ("launch-reply", "hang", 1), ("launch-reply", "late", 1),
])  # fmt: skip
def test_a_program_waits_in_vain_and_nobody_else_does(lab, app, kind, fault, sessions):
    lab.faults.add(fault, kind, first=1)
    deliveries = lab.engine._server.deliveries
    with Outside(lab, app) as program:
        wait_until(lab, lambda: len(deliveries._open) == 1)
        # others are served
        assert launch(lab, app).outcome.ok and len(lab.traces()) == sessions + 1
        assert program.silent
    # the program gave up, and nothing of it is left
    deadline = time.monotonic() + 20
    while deliveries._open:
        assert time.monotonic() < deadline
    assert lab.traces()[-1].outcome.ok


def test_a_lab_closes_at_once_while_a_program_waits_in_vain():
    with Lab() as lab:
        app, _ = app_with(lab, [MESSAGE])
        lab.faults.add("hang", "launch")
        program = Outside(lab, app)
        wait_until(lab, lambda: lab.engine._server.deliveries._open)
        began = time.monotonic()
    with program, contextlib.suppress(ConnectionResetError):
        assert program.socket.recv(1) == b""
    assert time.monotonic() - began < 1


def test_a_reply_that_dribbles_comes_whole_in_pieces(lab, app):
    lab.faults.add("dribble", "launch-reply")
    with Outside(lab, app) as program:
        began = time.monotonic()
        status, headers, body = program.reply()
        assert time.monotonic() - began > 0.2
    started(lab)
    hop = lab.trace().of_kind("launch-reply")[0]
    assert (status, body) == (200, hop.body) and headers["Content-Length"] == str(len(body))
    assert texts(lab) == ["hello"] and headers["Server"] == "Tropo-Lab"


CHANGED = {
    "empty": (200, "text/xml; charset=UTF-8", b""),
    "garbage": (200, "text/xml; charset=UTF-8", b"\xff\xfe\x00"),
    "html": (200, "text/html; charset=utf-8", b"<!DOCTYPE html>"),
    "wrong-status": (500, "text/xml; charset=UTF-8", b"<session><success>true"),
    "wrong-type": (200, "text/x-unknown", b"<session><success>true"),
    "redirect": (302, "application/octet-stream", b""),
    "duplicate": (200, "text/xml; charset=UTF-8", b"<session><success>true"),
}


@pytest.mark.parametrize("fault", CHANGED)
def test_a_program_gets_the_bytes_that_are_recorded(lab, app, fault):
    lab.faults.add(fault, "launch-reply")
    with Outside(lab, app) as program:
        status, headers, body = program.reply()
    started(lab)
    hop = lab.trace().of_kind("launch-reply")[0]
    assert body == hop.body and hop.wire.startswith(f"HTTP/1.1 {status} ".encode()) and hop.receiver == LAUNCHER
    assert all(f"{name}: {value}\r\n".encode() in hop.wire for name, value in headers.items())
    assert (status, headers["Content-Type"], body[: len(CHANGED[fault][2])]) == CHANGED[fault]
    assert texts(lab) == ["hello"]


@pytest.mark.parametrize("kind", ["click", "page"])
def test_a_browser_meets_them_at_a_page(lab, app, kind):
    def page(environ, start_response):
        lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.messaging_token})
        start_response("200 OK", [("Content-Length", "4")])
        return [b"sent"]

    lab.host(page, "launcher.example")
    lab.faults.add("reset", kind, nth=1)
    with Outside(lab, app, "/", "launcher.example") as browser, pytest.raises(ConnectionResetError):
        browser.reply()
    with Outside(lab, app, "/", "launcher.example") as browser:
        assert browser.reply()[2] == b"sent"
    lab.trace()
    assert len(texts(lab, PHONE)) == (1 if kind == "click" else 2)


def test_a_connection_that_is_kept_alive_is_good_for_more_until_it_is_broken(lab, app):
    name, _, port = lab.address.partition(":")
    connection = http.client.HTTPConnection(name, int(port), timeout=20)
    target = f"/1.0/sessions?action=create&token={app.messaging_token}"
    with contextlib.closing(connection):
        lab.faults.add("html", "launch-reply", first=1)
        lab.faults.add("reset", "launch-reply", nth=3)
        for start in (b"<!DOCTYPE", b"<session>"):
            connection.request("GET", target, headers={"Host": "api.tropo.com"})
            assert connection.getresponse().read().startswith(start)
        connection.request("GET", target, headers={"Host": "api.tropo.com"})
        with pytest.raises(ConnectionResetError):
            connection.getresponse()
    started(lab, 3)
