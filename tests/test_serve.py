"""What outside programs rely on: the command `serve` and the lab's own HTTP interface."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.serving import ROOT, serving
from tropo_lab.platform.messages import Request

TEXT = {"language": "python", "script": 'call("+" + numbertodial, {"network": "SMS"})\nsay(msg)'}
CALL = {"language": "python", "script": 'e = call("+14075550112")\nlog(e.name)\nif currentCall: say("hello")'}
PHONE = "14075550112"
GIVEN = {"numbertodial": PHONE, "msg": "test Tropo message"}


@pytest.fixture(scope="module")
def served():
    with serving("--seed", "7") as served:
        yield served


def test_the_first_line_is_one_json_object_with_url_and_pid(served):
    assert served.first_line["url"].startswith("http://127.0.0.1:")
    assert served.first_line["pid"] == served.process.pid


def test_health_says_ok(served):
    assert (served.get("/lab/health").status_code, served.get("/lab/health").json()["status"]) == (200, "ok")


def test_an_app_is_made_with_tokens_and_a_number(served):
    reply = served.post("/lab/apps", {"name": "made", "voice": None, "messaging": TEXT})
    app = reply.json()
    assert reply.status_code == 201 and app["name"] == "made"
    assert len(app["voice_token"]) == len(app["messaging_token"]) == 88
    assert app["number"].startswith("+1") and "55501" in app["number"]
    mine = served.app("mine", messaging=TEXT, voice_token="V", messaging_token="M", number="+13525550177")
    assert (mine["voice_token"], mine["messaging_token"], mine["number"]) == ("V", "M", "+13525550177")


def test_a_launch_is_followed_to_its_end(served):
    session = served.launch(served.app("follow", messaging=TEXT), **GIVEN)
    assert (session["state"], session["outcome"], session["findings"]) == ("ended", "completed", [])
    assert [hop["number"] for hop in session["trace"]] == [1, 2, 3]
    assert set(session["trace"][0]) == {"number", "at", "sender", "receiver", "kind", "summary", "wire"}
    assert session["trace"][0]["wire"].startswith("POST /1.0/sessions HTTP/1.1\r\n")
    assert {"at", "hop", "level", "text"} <= set(session["log"][0])


def test_what_went_wrong_is_in_the_findings(served):
    session = served.launch(served.app("wrong", messaging={"language": "python", "script": "say('x')"}))
    assert session["outcome"] == "catcher → platform: script error"
    (finding,) = session["findings"]
    assert set(finding) == {"rule", "hop", "severity", "message", "fix"} and "Line 1" in finding["message"]


def test_the_phone_has_the_text_under_both_spellings_of_its_number(served):
    served.launch(served.app("phone", messaging=TEXT), **GIVEN)
    with_plus, without = served.get(f"/lab/phones/+{PHONE}").json(), served.get(f"/lab/phones/{PHONE}").json()
    assert with_plus == without and with_plus["number"] == f"+{PHONE}"
    text = with_plus["texts"][-1]
    assert {"from", "to", "text", "at", "direction"} <= set(text)
    assert (text["text"], text["to"], text["direction"]) == ("test Tropo message", f"+{PHONE}", "in")
    assert with_plus["number"] in [phone["number"] for phone in served.get("/lab/phones").json()["phones"]]


def test_a_phone_that_nothing_reached_is_empty_and_not_listed(served):
    assert served.get("/lab/phones/14075550166").json() == {"number": "+14075550166", "texts": [], "calls": []}
    assert "+14075550166" not in str(served.get("/lab/phones").json())


def test_sessions_are_listed_newest_first_and_paged():
    with serving() as served:
        app = served.app(messaging=TEXT)
        ids = [served.launch(app, **GIVEN)["id"] for _ in range(5)][::-1]
        first = served.get("/lab/sessions", limit=2).json()
        assert [one["id"] for one in first["sessions"]] == ids[:2]
        assert all({"id", "app", "state"} <= set(one) for one in first["sessions"])
        second = served.http.get(served.url + first["next"]).json()
        third = served.http.get(served.url + second["next"]).json()
        assert [one["id"] for one in second["sessions"] + third["sessions"]] == ids[2:]
        assert "next" not in third


@pytest.mark.parametrize("answer, heard", [("human", ["hello"]), ("machine", ["hello"]), ("busy", []), ("never", [])])
def test_a_phone_behaves_as_it_was_told(answer, heard):
    with serving() as served:
        said = served.put(f"/lab/phones/{PHONE}/behaviour", {"answer": answer, "inputs": ["1"], "hangup_after": 90})
        assert said.status_code == 200 and said.json()["answer"] == answer
        served.launch(served.app(messaging=CALL))
        (call,) = served.get(f"/lab/phones/{PHONE}").json()["calls"]
        assert (call["state"], call["heard"], call["waiting"]) == ("ended", heard, False)
        assert {"id", "session", "from", "to"} <= set(call)


def test_the_default_behaviour_is_for_phones_that_were_not_set_up():
    with serving() as served:
        served.put("/lab/phones/default/behaviour", {"answer": "busy"})
        app = served.app(messaging=CALL)
        assert any(line["text"] == "log: callFailure" for line in served.launch(app)["log"])
        served.put(f"/lab/phones/{PHONE}/behaviour", {"answer": "human"})
        assert any(line["text"] == "log: answer" for line in served.launch(app)["log"])


def held_session(served, **behaviour):
    """A session whose call rings at a held phone."""
    served.put(f"/lab/phones/{PHONE}/behaviour", {"held": True, **behaviour})
    app = served.app(messaging=CALL)
    reply = served.http.get(served.url + "/1.0/sessions", params={"action": "create", "token": app["messaging_token"]})
    id = reply.text.partition("<id>")[2].partition("</id>")[0]
    deadline = time.monotonic() + 20
    while not any(call["waiting"] for call in served.get(f"/lab/phones/{PHONE}").json()["calls"]):
        assert time.monotonic() < deadline, "the phone never rang"
    return id


def test_a_held_phone_rings_until_its_person_says_something():
    with serving() as served:
        id = held_session(served)
        assert served.get(f"/lab/sessions/{id}").json()["state"] == "running"
        assert served.post(f"/lab/phones/{PHONE}/inputs", {"input": "hello?"}).status_code == 202
        assert served.get(f"/lab/sessions/{id}", wait=20).json()["outcome"] == "completed"
        assert served.get(f"/lab/phones/{PHONE}").json()["calls"][0]["heard"] == ["hello"]


def test_a_held_phone_can_decline_and_pick_up():
    with serving() as served:
        id = held_session(served)
        assert served.post(f"/lab/phones/{PHONE}/hangup").status_code == 202
        log = served.get(f"/lab/sessions/{id}", wait=20).json()["log"]
        assert any(line["text"] == "log: callFailure" for line in log)
        id = held_session(served)
        assert served.post(f"/lab/phones/{PHONE}/answer").status_code == 202
        assert served.get(f"/lab/sessions/{id}", wait=20).json()["outcome"] == "completed"


def test_a_held_phone_that_was_told_to_answer_picks_up_by_itself():
    with serving() as served:
        served.put(f"/lab/phones/{PHONE}/behaviour", {"held": True, "answer": "human"})
        assert served.launch(served.app(messaging=CALL))["outcome"] == "completed"


def test_waiting_for_a_session_that_a_person_holds_up_ends_when_the_time_is_up():
    with serving() as served:
        id = held_session(served)
        assert served.get(f"/lab/sessions/{id}", wait=0.05).json()["state"] == "running"


def test_a_phone_texts_and_calls_an_app(served):
    echo = {"language": "python", "script": "say('you said ' + (currentCall.initialText or 'nothing'))"}
    app = served.app("echo", voice=echo, messaging=echo)
    texted = served.post("/lab/phones/14075550188/texts", {"to": app["number"], "text": "hi"})
    called = served.post("/lab/phones/14075550188/calls", {"to": app["number"]})
    assert texted.status_code == called.status_code == 202
    for reply in (texted, called):
        assert served.get(f"/lab/sessions/{reply.json()['session']}", wait=20).json()["outcome"] == "completed"
    phone = served.get("/lab/phones/14075550188").json()
    assert [(text["direction"], text["text"]) for text in phone["texts"]] == [("out", "hi"), ("in", "you said hi")]
    assert phone["calls"][0]["heard"] == ["you said nothing"]


BAD = [
    ("POST", "/lab/apps", {"voice": "http://127.0.0.1:1/"}, 400, "needs a name"),
    ("POST", "/lab/apps", {"name": "x", "colour": "red"}, 400, "has no 'colour'"),
    ("POST", "/lab/apps", {"name": "x", "voice": "nonsense"}, 400, "must be an http:// URL"),
    ("POST", "/lab/apps", {"name": "x", "voice": {"language": "cobol", "script": ""}}, 400, "do not run here yet"),
    ("GET", "/lab/sessions/nobody", None, 404, "There is no session"),
    ("GET", "/lab/sessions?limit=many", None, 400, "whole numbers"),
    ("GET", "/lab/nothing", None, 404, "nothing at /lab/nothing"),
    ("DELETE", "/lab/apps", None, 405, "use GET, POST"),
    ("GET", "/lab/phones/abc", None, 400, "is not a phone number"),
    ("PUT", f"/lab/phones/{PHONE}/behaviour", {"answer": "maybe"}, 400, "one of human, machine, busy, never"),
    ("PUT", f"/lab/phones/{PHONE}/behaviour", {"inputs": "1"}, 400, "list of texts"),
    ("PUT", f"/lab/phones/{PHONE}/behaviour", {"hangup_after": "soon"}, 400, "number of seconds"),
    ("PUT", f"/lab/phones/{PHONE}/behaviour", {"held": 1}, 400, "true or false"),
    ("PUT", f"/lab/phones/{PHONE}/behaviour", {"mood": "good"}, 400, "has no 'mood'"),
    ("POST", "/lab/phones/14075550190/inputs", {"input": "1"}, 409, "is in no call"),
    ("POST", "/lab/phones/14075550190/inputs", {}, 400, 'Send {"input"'),
    ("POST", "/lab/phones/14075550190/hangup", None, 409, "is in no call"),
    ("POST", "/lab/phones/14075550190/texts", {"to": "+14075550111", "text": "x"}, 404, "No app has the number"),
    ("POST", "/lab/phones/14075550190/texts", {"to": 5}, 400, 'Send {"to"'),
    ("POST", "/lab/phones/14075550190/calls", {}, 400, 'Send {"to"'),
]


@pytest.mark.parametrize("method, path, body, status, words", BAD)
def test_bad_input_gets_a_fitting_status_and_one_sentence(served, method, path, body, status, words):
    reply = served.http.request(method, served.url + path, json=body)
    assert reply.status_code == status and words in reply.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_one_sentence(served, body):
    reply = served.http.post(served.url + "/lab/apps", data=body)
    assert reply.status_code == 400 and "JSON object" in reply.json()["error"]


# the door


def raw(served, data):
    """What comes back for bytes written to the socket by hand."""
    host, _, port = served.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@pytest.mark.parametrize(
    "request_line, host, words",
    [
        ("GET /lab/health", "evil.example", "not a name of the lab"),
        ("GET /1.0/sessions", "api.tropo.com.evil.example", "not a name of the lab"),
        ("GET http://elsewhere.example/", "elsewhere.example", "not a name of the lab"),
        ("GET http://127.0.0.1:1/", "127.0.0.1:1", "not a name of the lab"),
        ("CONNECT api.tropo.com:443", "api.tropo.com:443", "opens no tunnels"),
    ],
)
def test_a_host_that_is_not_the_labs_gets_403_and_one_sentence(served, request_line, host, words):
    reply = raw(served, f"{request_line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert reply.startswith("HTTP/1.1 403 Forbidden\r\n")
    sentence = reply.partition("\r\n\r\n")[2]
    assert words in sentence and sentence.count(". ") == 0


def test_a_raw_space_in_the_request_line_is_refused_with_what_to_do(served):
    reply = raw(served, b"GET /1.0/sessions?msg=hello world HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n")
    assert " 400 Bad Request\r\n" in reply and "Encode spaces" in reply and "Traceback" not in reply


def test_bytes_that_are_no_http_get_an_answer_and_the_platform_stays_up(served):
    assert raw(served, b"\x16\x03\x01\x00\xff\r\n\r\n").startswith("HTTP/1.0 400 ")
    assert served.get("/lab/health").json()["status"] == "ok"


def test_an_unknown_path_says_where_to_launch(served):
    reply = served.get("/1.0/session")
    assert reply.status_code == 404 and "launch at /1.0/sessions" in reply.text


def test_a_body_over_a_mebibyte_is_refused_on_the_wire(served):
    reply = served.http.post(served.url + "/1.0/sessions", data=b"x" * ((1 << 20) + 1))
    assert reply.status_code == 413 and "send less" in reply.text


# the end


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_nothing_lost(number, tmp_path):
    db = str(tmp_path / "lab.db")
    with serving("--db", db) as served:
        app = served.app("kept", messaging=TEXT)
        ids = [served.launch(app, **{**GIVEN, "msg": str(n)})["id"] for n in range(3)]
        served.http.get(served.url + "/1.0/sessions?token=nope")
        waiting = held_session(served)
        shown = [served.get(f"/lab/sessions/{id}").json() for id in ids]
        texts = served.get(f"/lab/phones/{PHONE}").json()["texts"]
        assert served.stop(number) == (0, "", "")
    with serving("--db", db) as served:
        assert [served.get(f"/lab/sessions/{id}").json() for id in ids] == shown
        assert served.get(f"/lab/sessions/{waiting}").json()["outcome"].endswith("interrupted")
        assert served.get(f"/lab/phones/{PHONE}").json()["texts"] == texts
        assert served.get("/lab/refused").json()["refused"][0]["trace"]
        assert served.app("kept", messaging=TEXT) == app
        assert served.launch(app, **GIVEN)["id"] not in [*ids, waiting]


def test_launches_that_were_accepted_just_before_the_end_are_kept(tmp_path):
    db = str(tmp_path / "lab.db")
    with serving("--db", db) as served:
        app = served.app(messaging=TEXT)
        query = {"action": "create", "token": app["messaging_token"], **GIVEN}
        replies = [served.http.post(served.url + "/1.0/sessions", json=query).json() for _ in range(20)]
        assert served.stop() == (0, "", "")
    with serving("--db", db) as served:
        outcomes = [served.get(f"/lab/sessions/{reply['id']}").json()["outcome"] for reply in replies]
        assert outcomes == ["completed"] * 20
        assert len(served.get(f"/lab/phones/{PHONE}").json()["texts"]) == 20


def test_the_same_seed_gives_the_same_tokens():
    tokens = []
    for _ in range(2):
        with serving("--seed", "spring") as served:
            tokens.append(served.app("one")["voice_token"])
    assert tokens[0] == tokens[1]


def failing(*options):
    return subprocess.run(
        [sys.executable, "-m", "tropo_lab", *options], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_a_taken_port_is_one_sentence_and_exit_2(served):
    done = failing("serve", "--port", served.url.rpartition(":")[2])
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "choose another, or 0" in done.stderr


def test_a_journal_that_cannot_be_written_is_one_sentence_and_exit_2(tmp_path):
    done = failing("serve", "--db", str(tmp_path / "no" / "x.db"))
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "cannot be opened" in done.stderr


def test_a_port_that_is_none_is_named(served):
    done = failing("serve", "--port", "many")
    assert done.returncode == 2 and "use a number from 0 to 65535" in done.stderr


def test_the_tour_ends_in_two_delivered_texts():
    done = failing("tour")
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.count("from +1") == 2 and "has 2 texts" in done.stdout


def test_a_page_elsewhere_may_neither_launch_nor_change_anything(served):
    app = served.app("guarded", messaging=TEXT)
    query = {"action": "create", "token": app["messaging_token"]}
    foreign = [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
    for headers in foreign:
        launch = served.http.get(served.url + "/1.0/sessions", params=query, headers=headers)
        change = served.http.post(served.url + "/lab/apps", json={"name": "evil"}, headers=headers)
        assert (launch.status_code, change.status_code) == (403, 403)
        assert "page elsewhere" in change.json()["error"]
    own = {"Origin": "http://localhost:8888", "Sec-Fetch-Site": "cross-site"}
    assert served.http.post(served.url + "/lab/apps", json={"name": "own"}, headers=own).status_code == 201
    typed = {"Sec-Fetch-Site": "none"}
    assert served.http.get(served.url + "/1.0/sessions", params=query, headers=typed).status_code == 200


def test_a_client_that_waits_for_continue_gets_it(served):
    host, _, port = served.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        head = f"POST /1.0/sessions HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"token=x")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_errors_of_the_labs_interface_are_json_whatever_happens(served):
    foreign = served.http.get(served.url + "/lab/health", headers={"Host": "evil.example"})
    large = served.http.post(served.url + "/lab/apps", data=b"x" * ((1 << 20) + 1))
    packed = served.http.post(served.url + "/lab/apps", data=b"no gzip", headers={"Content-Encoding": "gzip"})
    far = served.get("/lab/sessions", before="9" * 30)
    assert [(reply.status_code, list(reply.json())) for reply in (foreign, large, packed)] == [
        (403, ["error"]), (413, ["error"]), (400, ["error"]),
    ]  # fmt: skip
    assert far.status_code == 200


@pytest.mark.parametrize("body", [b'{"name": "\\ud800"}', b'{"name": "x", "voice": "http://[x"}'])
def test_odd_apps_are_refused_in_a_sentence(served, body):
    reply = served.http.post(served.url + "/lab/apps", data=body)
    assert reply.status_code == 400 and reply.json()["error"]


def test_an_endless_number_of_seconds_is_refused(served):
    reply = served.http.put(served.url + f"/lab/phones/{PHONE}/behaviour", data=b'{"hangup_after": 1e999}')
    assert reply.status_code == 400 and "up to a day" in reply.json()["error"]


def test_digits_with_and_without_plus_are_one_phone_abroad_too(served):
    served.put("/lab/phones/+4930555010/behaviour", {"answer": "busy"})
    assert served.get("/lab/phones/4930555010").json()["number"] == "+4930555010"


def test_called_and_set_up_phones_are_there_again(tmp_path):
    db = str(tmp_path / "lab.db")
    with serving("--db", db) as served:
        served.launch(served.app(messaging=CALL))
        served.put("/lab/phones/+14075550177/behaviour", {"answer": "busy", "inputs": ["1"]})
        shown = served.get("/lab/phones").json()
        assert served.stop() == (0, "", "")
    with serving("--db", db) as served:
        assert served.get("/lab/phones").json() == shown


def test_a_full_disk_is_one_sentence_and_loses_nothing_that_was_kept(tmp_path):
    """Run under a limit on file sizes, which stands for a full disk."""
    import resource

    db = str(tmp_path / "lab.db")
    with serving("--db", db) as served:
        app = served.app(messaging=TEXT)
        kept = served.launch(app, **GIVEN)["id"]
        held_session(served)
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (200_000, 200_000))
        for number in range(150):
            query = {"action": "create", "token": app["messaging_token"], "msg": "x" * 1000, "n": str(number)}
            served.http.post(served.url + "/1.0/sessions", json=query)
        assert served.get("/lab/sessions").status_code == 200
        code, _, err = served.stop()
        assert code == 2 and err.count("\n") == 1 and "cannot be written" in err and "were not kept" in err
    with serving("--db", db) as served:
        assert served.get(f"/lab/sessions/{kept}").json()["outcome"] == "completed"


def test_asked_to_listen_everywhere_it_answers_by_its_address_and_not_by_another_name(lab):
    def served(host, here):
        return lab._engine._server._meant_host(Request("GET", "/lab/health", (("Host", f"{host}:8000"),)), here)

    # `here` is the address that a connection came in on; a loopback lab passes none
    assert served("192.0.2.10", "192.0.2.10") == "192.0.2.10"
    assert served("evil.example", "192.0.2.10") is None
    assert served("192.0.2.10", "") is None


def test_the_tour_ends_quietly_when_nobody_reads_on():
    done = subprocess.run(
        f"{sys.executable} -m tropo_lab tour | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout, done.stderr) == ("Scripting: 3 steps\n", "")
