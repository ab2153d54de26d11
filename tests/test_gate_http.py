"""Breakpoints as pages, other programs and the lab's HTTP interface meet them; no cell ever waits for a person."""

import base64
import signal
import socket
import threading
import time
from contextlib import nullcontext
from contextvars import copy_context

import pytest
import requests

from catcher_server import create_app
from tests.catchers import MESSAGE, app_with
from tests.holding import API, PHONE, held_at, kinds, recorded, rules, says, send, texts, wait_for_held, wait_until
from tests.serving import serving
from tropo_lab import Lab
from tropo_lab.errors import Held, LabError, NotFound
from tropo_lab.hosting import click_name
from tropo_lab.platform.launching.click import HEADER, HELD_HEADER

FORM = {"to": PHONE, "msg": "hi", "send": "text"}


def page(lab):
    """A page that launches: its address."""
    server = create_app({"HTTP": lab.http})
    url = lab.host(server)
    server.config["MESSAGING_TOKEN"] = lab.app("reminders", messaging=f"{url}/messaging").messaging_token
    return url


def click(lab, kind):
    """Press the page's button while there is a breakpoint at that kind; gives what is said in place of its reply."""
    url = page(lab)
    lab.breakpoints.set(kind)
    with pytest.raises(Held) as held:
        lab.http.post(f"{url}/send", data=FORM, allow_redirects=False)
    assert isinstance(held.value, requests.ConnectionError) and isinstance(held.value, LabError)
    return str(held.value)


def ten_minutes_later(lab):
    """Move the clock of the lab's event loop: every timer that was set for the next ten minutes has gone off."""
    loop, gone = lab.engine._loop, threading.Event()

    def forward():
        loop.call_later(600, gone.set)
        before = loop.time
        loop.time = lambda: before() + 700

    lab.engine.call(forward)
    assert gone.wait(20)


class Client:
    """A program that knows nothing of the lab: it sends a launch, and reads until the connection ends."""

    def __init__(self, lab, app, more=""):
        host, _, port = lab.address.partition(":")
        self.socket = socket.create_connection((host, int(port)), timeout=20)
        target = f"/1.0/sessions?action=create&token={app.messaging_token}"
        heading = f"GET {target} HTTP/1.1\r\nHost: api.tropo.com\r\nConnection: close\r\n{more}\r\n"
        self.socket.sendall(heading.encode())

    def read(self):
        with self.socket, self.socket.makefile("rb") as file:
            return file.read()


def waiting_client(lab, kind="launch"):
    lab.breakpoints.set(kind)
    app, _ = app_with(lab, [MESSAGE])
    client = Client(lab, app)
    wait_for_held(lab)
    return client


# pages


def test_a_click_is_held_before_the_page_gets_it(any_lab):
    sentence = "The click waits at the breakpoint before hop 1; let it go on, and lab.trace() shows what it did."
    assert click(any_lab, "click") == sentence
    held = any_lab.breakpoints.held[0]
    assert (held.kind, held.session, held.app, held.summary) == ("click", "", "", "POST /send")
    any_lab.breakpoints.go_on(wire=held.wire.replace(b"msg=hi", b"msg=hello+you"))
    trace = any_lab.trace()
    assert kinds(trace) == ["click", "launch", "launch-reply", "page", "session", "document", "text"]
    assert texts(any_lab) == ["hello you"] and b"msg=hello+you" in trace.hop(1).wire
    assert says(trace, "Held before hop 1 (click).") and says(trace, "Hop 1 was edited at a breakpoint.")


def test_a_lost_click_does_nothing_and_is_kept_among_the_refused(any_lab):
    click(any_lab, "click")
    any_lab.breakpoints.drop()
    (trace,) = any_lab.refused()
    assert str(trace.outcome) == "browser → launcher: click lost" and rules(trace) == ["dropped-at-breakpoint"]
    assert trace.hop(1).summary == "POST /send (lost on the way)" and any_lab.traces() == []


def test_a_click_sent_twice_launches_twice(any_lab):
    click(any_lab, "click")
    any_lab.breakpoints.send_twice()
    first, second = any_lab.traces()
    assert texts(any_lab) == ["hi", "hi"] and kinds(first) == kinds(second) and first.hop(1).wire == second.hop(1).wire
    assert says(second, "The click of this launch is a second copy")


@pytest.mark.parametrize("what, is_click", [
    ("style", False), ("image", False), ("script", False), ("document", True), ("iframe", True), ("empty", True),
])  # fmt: skip
def test_what_a_browser_fetches_by_itself_is_no_click(any_lab, what, is_click):
    url = page(any_lab)
    any_lab.breakpoints.set("click")
    with pytest.raises(Held) if is_click else nullcontext():
        any_lab.http.get(f"{url}/static/page.css", headers={"Sec-Fetch-Dest": what})
    assert len(any_lab.breakpoints.held) == is_click


def test_a_pages_reply_is_held_before_the_browser_gets_it(any_lab):
    sentence = "The page's reply waits at the breakpoint before hop 4; let it go on, and lab.trace() shows it."
    assert click(any_lab, "page") == sentence
    trace = any_lab.trace()
    assert any_lab.trace(trace.id).outcome.ok and "page" not in kinds(trace) and texts(any_lab) == ["hi"]
    any_lab.breakpoints.go_on(wire="HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\ndone")
    trace = any_lab.trace(trace.id)
    assert (trace.hop(4).kind, trace.hop(4).summary, trace.hop(4).body) == ("page", "200 OK", b"done")
    assert says(trace, "Hop 4 was edited at a breakpoint.") and trace.outcome.ok


def test_a_session_whose_page_waits_goes_on_and_is_not_at_rest_until_it_ends(lab):
    url, asked, answer = page(lab), threading.Event(), threading.Event()

    def catcher(environ, start_response):
        asked.set()
        answer.wait(20)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    lab.app("reminders", messaging=lab.host(catcher, "slow.example"))
    lab.breakpoints.set("page")
    with pytest.raises(Held):
        lab.http.post(f"{url}/send", data=FORM, allow_redirects=False)
    assert asked.wait(20)
    (held,) = wait_for_held(lab)
    session = lab.engine.cloud.sessions.live(held.session)
    assert not lab.engine.call(lambda: session.at_rest)
    answer.set()
    assert lab.trace(held.session).outcome.name == "empty reply" and session.at_rest and not session.complete


def test_a_pages_reply_that_is_lost_is_recorded_as_lost(any_lab):
    click(any_lab, "page")
    any_lab.breakpoints.drop()
    trace = any_lab.trace()
    assert trace.hop(4).summary.endswith("(lost on the way)") and trace.outcome.ok
    assert rules(trace) == ["dropped-at-breakpoint"] and trace.noticed[0]["message"].startswith("Hop 4 was dropped")


def test_a_pages_reply_that_is_sent_twice_stands_twice_and_the_rest_moves_up(any_lab):
    click(any_lab, "page")
    before = any_lab.trace()
    any_lab.breakpoints.send_twice()
    trace = any_lab.trace()
    assert kinds(trace)[2:6] == ["launch-reply", "page", "page", "session"]
    assert [hop.number for hop in trace.hops] == list(range(1, 9))
    assert [line.hop for line in trace.log if line.text.startswith("Received")] == [7]
    assert [line.hop for line in trace.log if line.text.endswith("starts.")] == [5]
    assert [line.hop for line in before.log if line.text.startswith("Received")] == [5]


@pytest.mark.parametrize("do, count", [("go_on", 1), ("drop", 1), ("send_twice", 2)])
def test_the_reply_of_a_page_whose_launch_is_refused_is_held_too(any_lab, do, count):
    url = any_lab.host(create_app({"HTTP": any_lab.http, "MESSAGING_TOKEN": "nope"}))
    any_lab.breakpoints.set("page")
    with pytest.raises(Held, match="before hop 4"):
        any_lab.http.post(f"{url}/send", data=FORM)
    getattr(any_lab.breakpoints, do)()
    (trace,) = any_lab.refused()
    assert kinds(trace) == ["click", "launch", "launch-reply"] + ["page"] * count
    assert says(trace, "Held before hop 4 (page).")


@pytest.mark.parametrize("kind, number", [("launch", 2), ("launch-reply", 3)])
def test_what_a_page_launches_is_held_and_the_page_waits_but_not_the_cell(lab, kind, number):
    assert f"waits at the breakpoint before hop {number}; let it go on, and lab.trace()" in click(lab, kind)
    assert lab.breakpoints.held[0].number == number
    ten_minutes_later(lab)
    assert lab.breakpoints.held[0].kind == kind
    lab.breakpoints.go_on()
    trace = lab.trace()
    assert kinds(trace)[:4] == ["click", "launch", "launch-reply", "page"] and trace.hop(4).summary == "303 SEE OTHER"
    assert trace.outcome.ok and texts(lab) == ["hi"]


@pytest.mark.parametrize("kind, number", [("launch", 2), ("launch-reply", 3)])
def test_without_sockets_what_a_page_launches_is_not_held_and_the_log_says_so(sealed, kind, number):
    url = page(sealed)
    sealed.breakpoints.set(kind)
    assert sealed.http.post(f"{url}/send", data=FORM, allow_redirects=False).status_code == 303
    assert says(sealed.trace(), f"Not held before hop {number}: without sockets, what a page does while it is asked")


def nested(lab):
    """A page that asks another page, which launches."""
    inner = page(lab)

    def outer(environ, start_response):
        lab.http.post(f"{inner}/send", data=FORM, allow_redirects=False)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    return lab.host(outer, "outer.example")


def test_without_sockets_a_page_within_a_page_is_not_held_either(sealed):
    url = nested(sealed)
    sealed.breakpoints.set("click", "page")
    for number in (1, 2):
        with pytest.raises(Held):
            sealed.http.get(url)
        assert len(sealed.breakpoints.held) == number
    sealed.breakpoints.go_on()
    assert texts(sealed) == ["hi"]
    for number in (1, 4):
        assert says(sealed.trace(), f"Not held before hop {number}: without sockets")


def test_a_page_within_a_page_waits_and_the_cell_does_not(lab):
    url = nested(lab)
    lab.breakpoints.set("launch")
    with pytest.raises(Held, match="The launch waits at the breakpoint before hop 2"):
        lab.http.get(url)
    lab.breakpoints.go_on()
    assert lab.trace().outcome.ok and texts(lab) == ["hi"]


def test_without_sockets_the_reply_to_a_pages_refused_launch_is_not_held(sealed):
    url = sealed.host(create_app({"HTTP": sealed.http, "MESSAGING_TOKEN": "nope"}))
    sealed.breakpoints.set("launch-reply")
    assert sealed.http.post(f"{url}/send", data=FORM).status_code == 502
    assert says(sealed.trace(), "Not held before hop 3")


@pytest.mark.parametrize("kind", ["launch", "launch-reply"])
def test_a_page_whose_launch_is_lost_gets_no_reply_and_says_so_itself(lab, kind):
    heard = []

    def app(environ, start_response):
        try:
            lab.http.get(API, params={"action": "create", "token": token}, timeout=0.001)
        except requests.ConnectionError as error:
            heard.append(str(error))
        start_response("502 Bad Gateway", [("Content-Length", "0")])
        return [b""]

    url, (reminders, _) = lab.host(app, "page.example"), app_with(lab, [MESSAGE])
    token = reminders.messaging_token
    lab.breakpoints.set(kind)
    with pytest.raises(Held):
        lab.http.get(url)
    lab.breakpoints.drop()
    assert heard == ["The lab closed the connection without a reply, as when a message is lost on its way."]
    trace = lab.trace()
    assert kinds(trace)[:2] == ["click", "launch"] and trace.of_kind("page")[0].summary.startswith("502")
    assert bool(lab.refused()) == (kind == "launch") and trace.state == "ended"


def test_a_page_that_gives_up_before_its_launch_is_answered_leaves_no_gap(lab):
    def app(environ, start_response):
        # a page that has patience of its own: it sends, waits until the reply is held, and goes
        client = Client(lab, reminders, f"{HEADER}: {click_name.get()}\r\n")
        wait_for_held(lab)
        client.socket.close()
        start_response("504 Gateway Timeout", [("Content-Length", "0")])
        return [b""]

    url, (reminders, _) = lab.host(app, "page.example"), app_with(lab, [MESSAGE])
    lab.breakpoints.set("launch-reply")
    with pytest.raises(Held):
        lab.http.get(url)
    (held,) = lab.breakpoints.held
    wait_until(lab, lambda: "page" in kinds(lab.engine.cloud.sessions.trace(held.session)))
    lab.breakpoints.go_on(held)
    assert kinds(lab.trace(held.session))[:4] == ["click", "launch", "page", "launch-reply"]
    assert lab.trace(held.session).outcome.ok


def test_of_two_launches_of_a_page_the_first_to_go_on_gets_the_click(lab):
    def app(environ, start_response):
        threads = [threading.Thread(target=copy_context().run, args=[send, lab, reminders]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
            ended.append(not thread.is_alive())
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    ended = []
    url, (reminders, _) = lab.host(app, "page.example"), app_with(lab, [MESSAGE])
    lab.breakpoints.set("launch")
    with pytest.raises(Held):
        lab.http.get(url)
    first, second = wait_for_held(lab, 2)
    lab.breakpoints.go_on(second)
    assert lab.breakpoints.held == [first]
    lab.breakpoints.go_on(first)
    assert [kinds(trace)[0] for trace in lab.traces()] == ["click", "launch"]
    assert [trace.outcome.ok for trace in lab.traces()] == [True, True] and lab.engine.cloud.sessions.running == {}
    assert ended == [True, True]


def test_of_a_pages_launch_that_is_sent_twice_the_first_copy_has_the_click(lab):
    click(lab, "launch")
    lab.breakpoints.send_twice()
    first, second = lab.traces()
    assert kinds(first)[:4] == ["click", "launch", "launch-reply", "page"] and kinds(second)[0] == "launch"
    assert first.outcome.ok and second.outcome.ok and lab.engine.cloud.sessions.running == {}


def test_a_page_that_hangs_is_given_up_after_the_patience(lab):
    asked, answer, said = threading.Event(), threading.Event(), []

    def app(environ, start_response):
        asked.set()
        answer.wait(60)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    url = lab.host(app, "page.example")
    browser = threading.Thread(target=lambda: said.append(lab.http.get(url)))
    browser.start()
    assert asked.wait(20)
    ten_minutes_later(lab)
    browser.join(20)
    answer.set()
    assert said[0].status_code == 502 and "did not answer within 15 seconds" in said[0].text


def test_a_page_that_was_held_has_all_its_time_afterwards(lab):
    asked, answer = threading.Event(), threading.Event()

    def app(environ, start_response):
        send(lab, reminders)
        asked.set()
        answer.wait(20)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    url, (reminders, _) = lab.host(app, "page.example"), app_with(lab, [MESSAGE])
    lab.breakpoints.set("launch")
    with pytest.raises(Held):
        lab.http.get(url)
    lab.engine.call(lab.engine.cloud.gate.release, "1", "go")
    assert asked.wait(20)
    ten_minutes_later(lab)
    answer.set()
    assert lab.trace().of_kind("page")[0].summary == "200 OK"


def press_and_release(lab):
    url = page(lab)
    lab.breakpoints.set("click", "page")
    for acts in (("go_on", "drop"), ("send_twice", "send_twice", "go_on"), ("drop",)):
        with pytest.raises(Held):
            lab.http.post(f"{url}/send", data=FORM, allow_redirects=False)
        for act in acts:
            getattr(lab.breakpoints, act)()


def test_both_drivers_record_the_same_of_pages():
    with_sockets = recorded(press_and_release, sockets=True)
    assert len(with_sockets) == 3 + 1 + 2 and with_sockets == recorded(press_and_release, sockets=False)


# any thread, any program


def test_lab_http_waits_for_nobody_in_any_thread(lab):
    lab.breakpoints.set("launch")
    app, _ = app_with(lab, [MESSAGE])
    raised = []

    def cell():
        with pytest.raises(Held) as held:
            send(lab, app)
        raised.append(held.value)

    thread = threading.Thread(target=cell)
    thread.start()
    thread.join(20)
    assert len(raised) == 1


def test_what_lab_http_adds_for_the_lab_is_in_no_record(lab):
    app, _ = app_with(lab, [MESSAGE])
    reply = send(lab, app)
    assert HELD_HEADER not in reply.request.headers and HELD_HEADER not in reply.headers
    assert HELD_HEADER.encode() not in lab.trace().hop(1).wire


def test_a_plain_client_waits_for_ten_minutes_and_then_gets_what_was_edited(lab):
    client = waiting_client(lab, "launch-reply")
    ten_minutes_later(lab)
    (held,) = lab.breakpoints.held
    lab.breakpoints.go_on(wire=held.wire.replace(b"<success>true", b"<success>maybe"))
    got = client.read()
    assert b"<success>maybe" in got and got.partition(b"\r\n\r\n")[2] == lab.trace().hop(2).body
    assert lab.trace().outcome.ok


def test_a_launch_goes_on_though_its_client_has_gone(lab):
    client = waiting_client(lab)
    client.socket.close()
    lab.breakpoints.go_on()
    assert lab.trace().outcome.ok and texts(lab) == ["hello"]


@pytest.mark.parametrize("kind", ["launch", "launch-reply"])
def test_a_lost_launch_or_reply_closes_the_clients_connection(lab, kind):
    client = waiting_client(lab, kind)
    lab.breakpoints.drop()
    assert client.read() == b""


@pytest.mark.parametrize("kind", ["session", "document", "text"])
def test_a_session_that_is_held_survives_ten_minutes(lab, kind):
    held_at(lab, kind, [MESSAGE])
    ten_minutes_later(lab)
    assert lab.trace().state == "running" and lab.breakpoints.held[0].kind == kind
    lab.breakpoints.go_on()
    assert lab.trace().outcome.ok and texts(lab) == ["hello"]


@pytest.mark.parametrize("edit", [
    b"PUT /a%20b?c HTTP/1.1\r\nHost: x\r\nX: \t1 \r\nx: 2\r\nContent-Length: 99\r\n\r\n\xff\x00body",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n",
    b"DELETE /z HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
])  # fmt: skip
def test_the_bytes_that_are_recorded_are_those_that_cross(lab, edit):
    with socket.create_server(("127.0.0.1", 0)) as server:
        app = lab.app("raw", messaging=f"http://127.0.0.1:{server.getsockname()[1]}/")
        lab.breakpoints.set("session")
        send(lab, app)
        held = lab.breakpoints.held[0]
        lab.engine.call(lab.engine.cloud.gate.release, held.id, "go", edit)
        line, _ = server.accept()
        with line, line.makefile("rb") as file:
            got = b"".join(iter(file.readline, b"\r\n")) + b"\r\n"
            got += file.read(int(got.lower().partition(b"content-length: ")[2].partition(b"\r")[0] or 0))
            line.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"tropo":[]}')
        wire = lab.trace().of_kind("session")[0].wire
    assert got == wire and wire.endswith(edit.partition(b"\r\n\r\n")[2]) and wire.startswith(edit[:24])


def test_a_fault_within_the_platform_is_logged_when_nobody_waits_any_more(lab, monkeypatch, caplog):
    lab.breakpoints.set("launch")
    app, _ = app_with(lab, [MESSAGE])
    with pytest.raises(Held):
        send(lab, app)
    monkeypatch.setattr(lab.engine.cloud.api.launches, "_carry_out", None)
    lab.breakpoints.go_on()
    assert "A request failed within the platform." in caplog.text


# the lab's HTTP interface


@pytest.fixture
def url(lab):
    return f"http://{lab.address}/lab"


def test_breakpoints_are_set_and_shown_by_http(lab, url):
    wanted = {"breakpoints": [{"kind": "text", "app": None}, {"kind": "every", "app": "a"}]}
    assert lab.http.get(f"{url}/breakpoints").json() == {"breakpoints": []}
    sent = {"breakpoints": [{"kind": "text"}, {"kind": "every", "app": "a"}, {"kind": "text"}]}
    reply = lab.http.put(f"{url}/breakpoints", json=sent)
    assert (reply.status_code, reply.json()) == (200, wanted) == (200, lab.http.get(f"{url}/breakpoints").json())


def test_a_held_message_is_shown_edited_and_let_go_by_http(lab, url):
    held_at(lab, "text", [MESSAGE])
    (held,) = lab.http.get(f"{url}/held").json()["held"]
    assert held == lab.breakpoints.held[0].as_dict()
    reply = lab.http.post(f"{url}/held/{held['id']}", json={"do": "twice", "wire": held["wire"] + " ü"})
    assert (reply.status_code, reply.json()) == (202, {"id": held["id"]})
    assert texts(lab) == ["hello ü"] * 2 and lab.http.get(f"{url}/held").json() == {"held": []}


def test_bytes_that_are_no_text_come_and_go_as_base64(lab, url):
    held_at(lab, "document", b"\xff")
    (held,) = lab.http.get(f"{url}/held").json()["held"]
    wire = base64.b64decode(held["wire_base64"])
    assert wire.endswith(b"\xff") and held["wire"].endswith("\ufffd")
    edited = base64.b64encode(wire + b"\xfe").decode()
    lab.http.post(f"{url}/held/{held['id']}", json={"do": "go", "wire_base64": edited})
    assert lab.trace().of_kind("document")[0].body == b"\xff\xfe"


BAD = [
    ("PUT", "breakpoints", {}, 400, 'Send {"breakpoints": [{"kind"'),
    ("PUT", "breakpoints", {"breakpoints": ["text"]}, 400, "Send {"),
    ("PUT", "breakpoints", {"breakpoints": [{"kind": "text", "colour": 1}]}, 400, "Send {"),
    ("PUT", "breakpoints", {"breakpoints": [{"kind": 1}]}, 400, "Send {"),
    ("PUT", "breakpoints", {"breakpoints": [{"kind": "text", "app": 1}]}, 400, "Send {"),
    ("PUT", "breakpoints", {"breakpoints": [{"kind": "sms"}]}, 400, "There is no hop of the kind 'sms'"),
    ("POST", "held/7", {"do": "go"}, 404, "No message '7' is held"),
    ("POST", "held/1", {}, 400, 'Send {"do": "go"}'),
    ("POST", "held/1", {"do": "stop"}, 400, "can go, drop or twice, not 'stop'"),
    ("POST", "held/1", {"do": "go", "wire": 1}, 400, "Send {"),
    ("POST", "held/1", {"do": "go", "wire": "x"}, 400, "Put an empty line"),
    ("POST", "held/1", {"do": "go", "wire": "\ud800"}, 400, "half a character"),
    ("POST", "held/1", {"do": "go", "wire_base64": "é"}, 400, "is not base64"),
    ("POST", "held/1", {"do": "go", "wire_base64": "abc"}, 400, "is not base64"),
    ("DELETE", "held/1", None, 405, "use POST"),
]


@pytest.mark.parametrize("method, path, body, status, words", BAD)
def test_bad_input_gets_a_fitting_status_and_one_sentence(lab, url, method, path, body, status, words):
    held, _ = held_at(lab, "text", [MESSAGE])
    reply = lab.http.request(method, f"{url}/{path}", json=body)
    assert reply.status_code == status and words in reply.json()["error"]
    assert lab.breakpoints.held == [held]


def test_a_page_elsewhere_may_not_touch_what_is_held(lab, url):
    held, _ = held_at(lab, "text", [MESSAGE])
    reply = lab.http.post(f"{url}/held/{held.id}", json={"do": "drop"}, headers={"Origin": "http://far.example"})
    assert reply.status_code == 403 and lab.breakpoints.held == [held]


# the end


def test_closing_tells_a_client_that_waits_and_keeps_its_launch(tmp_path):
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab:
        client = waiting_client(lab)
    assert client.read() == b""
    with Lab(db=db) as lab:
        (trace,) = lab.refused()
    assert str(trace.outcome) == "launcher → platform: interrupted" and kinds(trace) == ["launch"]


@pytest.mark.parametrize("kind, left", [
    ("click", ["click"]), ("launch", ["click", "launch"]), ("launch-reply", ["click", "launch"]),
    ("page", ["click", "launch", "launch-reply", "session", "document", "text"]),
])  # fmt: skip
def test_closing_ends_a_held_page_and_keeps_what_it_did(tmp_path, kind, left):
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab:
        click(lab, kind)
    with Lab(db=db) as lab:
        trace = lab.trace()
    assert kinds(trace) == left and says(trace, f"({kind}).") and trace.outcome is not None
    assert trace.outcome.name == ("completed" if kind == "page" else "interrupted")


def test_closing_while_the_reply_to_a_refused_launch_is_held_keeps_the_refusal(tmp_path):
    db = str(tmp_path / "lab.db")
    for sockets in (True, False):
        with Lab(db=db, sockets=sockets) as lab:
            lab.breakpoints.set("launch-reply")
            with pytest.raises(Held):
                lab.http.get(f"{API}?action=create&token=nope")
    with Lab(db=db) as lab:
        assert [(trace.outcome.name, kinds(trace)) for trace in lab.refused()] == [("Invalid token", ["launch"])] * 2


def test_what_ends_with_the_lab_can_be_let_go_no_more(lab):
    client = waiting_client(lab)
    cloud, driver = lab.engine.cloud, lab.engine._server.driver

    def close_and_release():
        driver.give_up_held()
        cloud.gate.release(cloud.gate.held[0].id, "go")

    with pytest.raises(NotFound, match="No message '1' is held"):
        lab.engine.call(close_and_release)
    assert client.read() == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_ends_serve_cleanly_with_sessions_and_launches_held(tmp_path, number):
    db = str(tmp_path / "lab.db")
    script = {"language": "python", "script": "message('x', {'to': '+14075550112', 'network': 'SMS'})"}
    with serving("--db", db) as served:
        app = served.app(messaging=script)
        query = {"action": "create", "token": app["messaging_token"]}
        ends = []

        def launch():
            try:
                served.http.get(served.url + "/1.0/sessions", params=query)
            except requests.ConnectionError as error:
                ends.append(error)

        for kind, count in (("text", 1), ("launch", 2)):
            served.put("/lab/breakpoints", {"breakpoints": [{"kind": kind}]})
            thread = threading.Thread(target=launch)
            thread.start()
            held_by(served, count)
        assert served.stop(number) == (0, "", "")
        thread.join(20)
        assert len(ends) == 1
    with Lab(db=db) as lab:
        assert [trace.outcome.name for trace in (*lab.traces(), *lab.refused())] == ["interrupted"] * 2


def held_by(served, count):
    """Wait until that many messages are held."""
    deadline = time.monotonic() + 20
    with requests.Session() as http:
        http.trust_env = False
        while len(http.get(f"{served.url}/lab/held").json()["held"]) < count:
            assert time.monotonic() < deadline, "nothing was held"
