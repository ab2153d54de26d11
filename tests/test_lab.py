"""Starting, closing and replacing labs: quick, and nothing left behind."""

import gc
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from tests.catchers import MESSAGE, app_with, launch
from tropo_lab import Lab
from tropo_lab.errors import BadSetup, LabClosed, LabError
from tropo_lab.platform.network.phones import Phone

ROOT = Path(__file__).parent.parent


def possessions():
    """What this process has: threads, open descriptors, children."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return threading.active_count(), len(os.listdir("/proc/self/fd")), children


def use(lab):
    app, _ = app_with(lab, [MESSAGE])
    assert launch(lab, app).outcome.ok


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counting descriptors needs /proc")
def test_two_hundred_labs_leave_no_thread_no_descriptor_and_no_child():
    def one(number):
        with Lab() as lab:
            use(lab)
            if number % 20 == 0:
                script = lab.app(
                    "script", messaging=lab.script("message(msg, {'to': '+14075550112', 'network': 'SMS'})")
                )
                assert launch(lab, script, msg="x").outcome.ok

    one(0)
    gc.collect()
    before = possessions()
    for number in range(200):
        one(number)
    gc.collect()
    assert possessions() == before


def test_a_lab_that_nobody_names_any_more_stops_by_itself():
    before = threading.active_count()
    lab = Lab()
    assert threading.active_count() > before
    del lab
    gc.collect()
    assert threading.active_count() == before


def test_closing_twice_does_nothing_and_a_closed_lab_says_so():
    lab = Lab()
    lab.close()
    lab.close()
    assert repr(lab) == "Lab (closed)"
    with pytest.raises(LabError, match="run the cell that starts it again"):
        lab.trace()


def test_running_a_cell_again_closes_the_lab_it_started_before():
    cell = compile("one, two = Lab(), Lab()\nlabs += [one, two]", "<ipython-input-1>", "exec")
    shell, labs = SimpleNamespace(execution_count=1), []
    notebook = {"Lab": Lab, "labs": labs, "get_ipython": lambda: shell}
    exec(cell, notebook)
    assert [repr(lab) for lab in labs] == ["Lab (no apps yet)"] * 2
    shell.execution_count = 2
    exec(cell, notebook)
    assert repr(labs[1]) == "Lab (closed)" and repr(labs[3]) == "Lab (no apps yet)"
    for lab in labs:
        lab.close()


def test_two_labs_side_by_side_do_not_meet():
    with Lab() as one, Lab() as two:
        use(one)
        assert one.address != two.address and two.traces() == []


def test_a_taken_port_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        before = threading.active_count()
        with pytest.raises(BadSetup, match=rf"Port {port} on 127\.0\.0\.1 cannot be used .*choose another, or 0"):
            Lab(port=port)
        assert threading.active_count() == before


def test_a_journal_that_cannot_be_opened_is_one_sentence(tmp_path):
    with pytest.raises(BadSetup, match=r"cannot be opened .*: name a file that can be written"):
        Lab(db=str(tmp_path / "missing" / "x.db"))


def test_a_lab_goes_on_where_the_journal_stopped(tmp_path):
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab:
        use(lab)
        lab.http.get("http://api.tropo.com/1.0/sessions?token=nope")
        first, refused, texts, app = lab.traces(), lab.refused(), lab.phone("+14075550112").texts, repr(lab)
    with Lab(db=db) as lab:
        assert (lab.traces(), lab.refused(), lab.phone("+14075550112").texts, repr(lab)) == (first, refused, texts, app)
        use(lab)
        assert len({trace.id for trace in lab.traces()}) == 2


def test_lab_http_goes_nowhere_but_into_the_lab(any_lab):
    with pytest.raises(requests.ConnectionError, match="http goes nowhere else"):
        any_lab.http.get("http://api.tropo.example/1.0/sessions")


def test_lab_http_takes_https_for_the_labs_names(any_lab):
    assert "Invalid token" in any_lab.http.get("https://api.tropo.com/1.0/sessions?action=create").text


def test_hosting_again_under_a_name_takes_the_first_ones_place(any_lab):
    app, _ = app_with(any_lab, ("500 Oops", [], b"broken"))
    assert not launch(any_lab, app).outcome.ok
    app_with(any_lab, [MESSAGE])
    assert launch(any_lab, app).outcome.ok


@pytest.mark.parametrize("name", ["api.tropo.com", "nodot", "Catcher.example"])
def test_a_host_needs_a_name_of_its_own(sealed, name):
    with pytest.raises(BadSetup, match="use a small-letter name with a dot"):
        sealed.host(lambda environ, start_response: [], name)


BAD_APPS = [
    ({"name": ""}, "needs a name"),
    ({"name": "a", "voice": "ftp://x.example/"}, "must be an http:// URL"),
    ({"name": "a", "voice": 5}, "must be an http:// URL"),
    ({"name": "a", "messaging": {"script": "x"}}, "needs `language` and `script`"),
    ({"name": "a", "number": "abc"}, "is not a phone number"),
    ({"name": "a", "voice_token": "x" * 257}, "at most 256"),
]


@pytest.mark.parametrize("given, words", BAD_APPS)
def test_an_app_that_cannot_be_is_one_sentence(sealed, given, words):
    with pytest.raises(BadSetup, match=words):
        sealed.app(**given)


def test_two_apps_cannot_share_a_token_or_a_number(sealed):
    first = sealed.app("one", voice_token="abc")
    with pytest.raises(BadSetup, match="token belongs to the app 'one' already"):
        sealed.app("two", messaging_token="abc")
    with pytest.raises(BadSetup, match="belongs to the app 'one' already"):
        sealed.app("two", number=first.number)


def test_an_app_that_is_changed_keeps_its_tokens_and_number(sealed):
    first = sealed.app("one", voice="http://catcher.example/a")
    second = sealed.app("one", messaging="http://catcher.example/b")
    assert (second.voice_token, second.messaging_token, second.number, second.voice) == (
        first.voice_token, first.messaging_token, first.number, None,
    )  # fmt: skip


def test_a_server_that_was_stopped_refuses_connections_and_can_be_hosted_again(any_lab):
    app, catcher = app_with(any_lab, [MESSAGE])
    any_lab.stop_host()
    any_lab.stop_host()
    trace = launch(any_lab, app)
    assert (trace.outcome.name, trace.outcome.where) == ("connection refused", "platform → catcher")
    any_lab.host(catcher)
    assert launch(any_lab, app).outcome.ok


def test_what_a_server_of_yours_logs_stays_out_of_the_cells(any_lab, capfd, monkeypatch):
    from flask import Flask

    # as in a kernel: pytest's own handlers would keep Flask from adding its own
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    server = Flask("server")

    @server.post("/start")
    def start():
        raise KeyError("from")

    app = any_lab.app("broken", messaging=any_lab.host(server) + "/start")
    assert launch(any_lab, app).outcome.name == "status 500"
    assert "KeyError: 'from'" in any_lab.server_log()
    assert capfd.readouterr() == ("", "")


def test_an_app_shows_itself_without_its_whole_tokens(sealed):
    app = sealed.app("one", voice="http://catcher.example/a", messaging=sealed.script("log('x')"))
    assert app.voice_token not in repr(app) and app.voice_token[-6:] in repr(app) and "hosted script" in repr(app)


def readme_example():
    """The Python block of the README."""
    return (ROOT / "README.md").read_text().partition("```python\n")[2].partition("```")[0]


def test_the_readmes_example_runs_as_a_file_and_ends_quietly(tmp_path):
    file = tmp_path / "example.py"
    file.write_text(readme_example())
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", str(file)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "test Tropo message" in done.stdout and "SMS to +14075550112" in done.stdout


def test_a_session_kept_from_a_closed_lab_says_so(any_lab):
    http = any_lab.http
    any_lab.close()
    with pytest.raises(LabError, match="This lab is closed"):
        http.get("http://api.tropo.com/1.0/sessions")


def test_a_forgotten_lab_that_is_found_in_its_own_thread_stops_all_the_same():
    before = threading.active_count()
    lab = Lab()
    engine = lab._engine
    engine._loop.call_soon_threadsafe(lab._finalizer)
    engine._thread.join(20)
    assert not engine._thread.is_alive()
    for thread in threading.enumerate():
        if thread.name == "tropo lab closing":
            thread.join(20)
    assert threading.active_count() == before


@pytest.mark.parametrize("app", [5, lambda: None, lambda config=None: None])
def test_what_is_no_wsgi_app_is_not_hosted(sealed, app):
    with pytest.raises(BadSetup, match="such as the Flask app that create_app"):
        sealed.host(app)


def test_a_script_is_text(sealed):
    with pytest.raises(BadSetup, match="both text"):
        sealed.app("a", voice=sealed.script(None))


def test_a_refused_launch_from_a_page_keeps_its_click(any_lab):
    from catcher_server import create_app

    url = any_lab.host(create_app({"HTTP": any_lab.http, "MESSAGING_TOKEN": "nope"}))
    any_lab.http.post(f"{url}/send", data={"to": "+14075550112", "msg": "x", "send": "text"})
    assert [hop.kind for hop in any_lab.trace().hops] == ["click", "launch", "launch-reply", "page"]


@pytest.mark.parametrize("port", [70000, -1])
def test_a_port_that_cannot_be_is_one_sentence(port):
    with pytest.raises(BadSetup, match="choose another, or 0"):
        Lab(port=port)


def test_one_allowed_host_is_still_a_list():
    with pytest.raises(BadSetup, match="is a list of hosts"):
        Lab(allowed="far.example")


def test_a_name_that_is_an_address_cannot_be_hosted(sealed):
    with pytest.raises(BadSetup, match="small-letter name"):
        sealed.host(lambda environ, start_response: [], "127.0.0.1")


def test_closing_takes_no_second_though_a_client_keeps_its_connection():
    lab = Lab()
    host, _, port = lab.address.partition(":")
    with socket.create_connection((host, int(port))) as kept:
        kept.sendall(b"GET /lab/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        kept.recv(65536)
        lab.close()
        # the idle connection was closed by the lab, not left to a time-out
        assert kept.recv(1) == b""


def test_a_page_that_hangs_leaves_no_gap_in_the_trace(lab):
    going, answer = threading.Event(), threading.Event()
    reply = {}

    def page(environ, start_response):
        if environ["PATH_INFO"] == "/send":
            reply["launch"] = lab.http.get("http://api.tropo.com/1.0/sessions", params=reply["query"])
            going.set()
            answer.wait()
        start_response("200 OK", [("Content-Length", "0"), ("Content-Type", "application/json")])
        return [b""]

    url = lab.host(page, "page.example")
    app, _ = app_with(lab, [MESSAGE])
    reply["query"] = {"action": "create", "token": app.messaging_token}
    browser = threading.Thread(target=lab.http.get, args=[f"{url}/send"])
    browser.start()
    going.wait()
    id = reply["launch"].text.partition("<id>")[2][:32]
    lab._engine.call(lambda: None)
    numbers = [hop.number for hop in lab._engine.call(lab._engine.cloud.sessions.trace, id).hops]
    assert numbers == list(range(1, len(numbers) + 1))
    answer.set()
    browser.join()
    assert [hop.kind for hop in lab.trace(id).hops][:4] == ["click", "launch", "launch-reply", "page"]


def test_strangers_text_is_shown_harmlessly_by_repr(sealed):
    app, _ = app_with(sealed, [{"message": {**MESSAGE["message"], "say": {"value": "a\x1b[31m\ud800\u202eb"}}}])
    trace = launch(sealed, app)
    for shown in (repr(trace), repr(sealed.phone("+14075550112"))):
        assert "\x1b" not in shown and "\u202e" not in shown and shown.encode()


def test_hosting_again_ends_the_first_server(lab):
    app_with(lab, [MESSAGE])
    before = threading.active_count()
    app_with(lab, [MESSAGE])
    assert threading.active_count() == before


def test_lab_http_heeds_no_proxy_of_the_machine(lab, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert lab.http.get("http://api.tropo.com/1.0/sessions?action=create").status_code == 200
    assert lab.http.get(f"http://{lab.address}/lab/health").json()["status"] == "ok"


def test_more_sessions_than_can_run_at_once_are_refused(sealed, monkeypatch):
    monkeypatch.setattr("tropo_lab.platform.sessions.MAX_RUNNING", 1)
    sealed.phone("+14075550112").behave(held=True)
    app, _ = app_with(sealed, [{"call": {"to": "+14075550112"}}])
    launch(sealed, app)
    reply = sealed.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
    assert reply.status_code == 503 and "let some end first" in reply.text


def test_a_live_call_is_never_forgotten(sealed, monkeypatch):
    monkeypatch.setattr(Phone, "KEPT", 10)
    phone = sealed.phone("+14075550112")
    phone.behave(held=True)
    app, _ = app_with(sealed, [{"call": {"to": "+14075550112"}}])
    launch(sealed, app)
    phone.behave(answer="human")
    for _ in range(2 * Phone.KEPT + 1):
        sealed.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
    assert phone.pick_up()


def test_closing_tells_those_who_wait_in_other_threads():
    lab = Lab(patience=60)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = lab.app("silent", messaging=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        ends = []

        def wait():
            try:
                lab.traces()
            except LabError as error:
                ends.append(str(error))

        waiting = threading.Thread(target=wait)
        waiting.start()
        with silent.accept()[0]:
            lab.close()
            waiting.join(20)
        assert not waiting.is_alive() and ends in ([], [str(LabClosed())])


def test_closing_with_parked_sessions_is_quick_and_complete(tmp_path):
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab:
        lab.phone("+14075550112").behave(held=True)
        app, _ = app_with(lab, [{"call": {"to": "+14075550112"}}])
        for _ in range(5):
            launch(lab, app)
    with Lab(db=db) as lab:
        assert [trace.outcome.name for trace in lab.traces()] == ["interrupted"] * 5


def test_a_forked_child_leaves_the_lab_to_its_parent(lab):
    pid = os.fork()
    if pid == 0:
        lab.close()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    use(lab)


def test_an_app_that_cannot_be_kept_is_one_sentence(tmp_path):
    db = str(tmp_path / "lab.db")
    with Lab(db=db) as lab, closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(BadSetup, match=r"cannot be written .*: make room, or free the file"):
            lab.app("kept")
        other.execute("rollback")
        lab.app("kept")


def test_nothing_answers_at_another_address_alike_with_and_without_sockets():
    replies = []
    for sockets in (True, False):
        with Lab(sockets=sockets) as lab:
            reply = lab.http.get("http://api.tropo.com/2.0/sessions")
            replies.append((reply.status_code, reply.text, reply.headers["Content-Type"]))
    assert replies[0] == replies[1] and "launch at /1.0/sessions" in replies[0][1]
