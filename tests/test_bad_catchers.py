"""Every bad reply ends its own session, with an outcome that names the hop and a sentence; others go on."""

import json
import socket
import threading
from urllib.parse import urlsplit

import pytest

from tests.catchers import MESSAGE, Scripted, app_with, launch
from tropo_lab import Lab

TO, FROM, RESULT = "platform → catcher", "catcher → platform", "result → catcher"


def page(text, status="200 OK", headers=()):
    return (status, list(headers), text)


def document(*verbs):
    return json.dumps({"tropo": list(verbs)})


# name → (reply, where, outcome, words of the sentence)
BAD = {
    "302": (page("", "302 Found", [("Location", "http://catcher.example/new")]), FROM, "redirect 302",
            "does not follow redirects"),
    "404": (page("not here", "404 Not Found"), FROM, "status 404", "answered 404"),
    "500": (page("KeyError: 'from'", "500 Internal Server Error"), FROM, "status 500", "KeyError: 'from'"),
    "empty": (page(""), FROM, "empty reply", "empty body"),
    "HTML": (page("<html><body>hello"), FROM, "not json", "looks like HTML"),
    "a warning before the document": (page("<br /><b>Notice</b>" + document(MESSAGE)), FROM, "not json",
                                      "begins only at byte 19"),
    "truncated JSON": (page(document(MESSAGE)[:-5]), FROM, "not json", "not JSON"),
    "no list": (page('{"tropo": 5}'), FROM, "no tropo", 'write {"tropo": [ … ]}'),
    "no object": (page("[]"), FROM, "no tropo", 'write {"tropo": [ … ]}'),
    "deep nesting": (page("[" * 100_000), FROM, None, "The reply"),
    "not UTF-8": (page(b'{"tropo":[{"say":{"value":"caf\xe9"}}]}'), FROM, "not utf 8", "0xe9"),
    "unknown verb": (page(document({"sing": {"value": "la"}})), FROM, "unknown verb", "there is no verb 'sing'"),
    "two verbs in one": (page(document({"say": {"value": "a"}, "wait": {}})), FROM, "bad document", "one verb"),
    "redirect beside another verb": (page(document({"redirect": {"to": "sip:a@b.example"}}, {"hangup": None})), FROM,
                                     "redirect not alone", "must be alone in its document"),
    "a voice verb in a text": (page(document({"call": {"to": "+14075550112", "network": "SMS"}},
                                             {"conference": {"id": "x"}})), FROM, "voice only", "needs a voice call"),
    "reject without a caller": (page(document({"reject": None})), FROM, "too late to reject", "still rings"),
    "ask without a call": (page(document({"ask": {"say": {"value": "x"}, "choices": {"value": "[ANY]"}}})), FROM,
                           "nobody to speak to", "ask has nobody to speak to"),
    "choices that cannot be read": (page(document({"ask": {"say": {"value": "x"}, "choices": {"value": "yes(1"}}})),
                                    FROM, "bad choices", "tropo[0].ask.choices.value: "),
    "an unknown value": (page(document({"call": {"to": "+14075550112", "channel": "PIGEON"}})), FROM, "unknown value",
                         'tropo[0].call.channel is the text "PIGEON"; it must be the text VOICE or TEXT'),
    "missing to": (page(document({"message": {"say": {"value": "x"}}})), FROM, "missing key",
                   "tropo[0].message.to is missing"),
    "say is a string": (page(document({"message": {"to": "+14075550112", "say": "hi"}})), FROM, "say is a string",
                        'write {"say": {"value": "hi"}}'),
    "to is an object": (page(document({"call": {"to": {"number": 1}}})), FROM, "wrong type", "tropo[0].call.to"),
    "timeout is a word": (page(document({"call": {"to": "+14075550112", "timeout": "soon"}})), FROM, "wrong type",
                          "must be a number"),
    "wait without milliseconds": (page(document({"wait": {}})), FROM, "missing key", "milliseconds is missing"),
    "next that is no address": (page(document({"on": {"event": "continue", "next": "http://[oops/"}})), RESULT,
                                "bad address", "is not an address"),
    "an endless number": (page('{"tropo":[{"wait":{"milliseconds":1' + "0" * 400 + "}}]}"), FROM, "wrong type",
                          "must be a number"),
    "say without a call": (page(document({"say": {"value": "x"}})), FROM, "nobody to speak to", "nobody to speak to"),
    "next to a foreign host": (page(document({"on": {"event": "continue", "next": "http://far.example/x"}})), RESULT,
                               "host not allowed", "far.example is"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_reply_ends_its_session_with_a_named_outcome_and_a_sentence(name, any_lab):
    reply, where, outcome, words = BAD[name]
    app, _ = app_with(any_lab, reply)
    trace = launch(any_lab, app)
    assert trace.outcome.where == where and outcome in (None, trace.outcome.name)
    assert words in trace.outcome.sentence
    errors = [line for line in trace.log if line.level == "error"]
    assert errors and words in errors[-1].text and errors[-1].fix
    # the platform is up, and another session goes through
    good, _ = app_with(any_lab, [MESSAGE], name="good")
    assert launch(any_lab, good).outcome.ok


def test_two_mebibytes_are_refused_on_the_wire_and_in_the_document(lab, sealed):
    for one in (lab, sealed):
        app, _ = app_with(one, page(document({"say": {"value": "x" * (2 << 20)}})))
        trace = launch(one, app)
        assert trace.outcome.where == FROM and "larger than 1048576 bytes" in trace.outcome.sentence


@pytest.fixture
def raw():
    """A server that answers a connection with given bytes, with silence, or with a reset: `(start, url)`."""
    servers = []

    def start(behave):
        server = socket.create_server(("127.0.0.1", 0))
        stop = threading.Event()

        def serve():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    behave(connection, stop)

        thread = threading.Thread(target=serve)
        thread.start()
        servers.append((server, stop, thread))
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield start
    for server, stop, thread in servers:
        stop.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def reset(connection, stop):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def hang(connection, stop):
    stop.wait()


def nonsense(connection, stop):
    connection.sendall(b"220 mail.example ready\r\n\r\n")


def short(connection, stop):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}")


@pytest.mark.parametrize(
    "behave, outcome, where",
    [
        (reset, "connection reset", FROM),
        (hang, "no answer in time", FROM),
        (nonsense, "not HTTP", FROM),
        (short, "reply cut short", FROM),
    ],
)
def test_a_catcher_that_breaks_the_connection_costs_its_own_session_alone(raw, behave, outcome, where):
    with Lab(patience=0.3) as lab:
        app = lab.app("broken", messaging=raw(behave))
        trace = launch(lab, app)
        assert (trace.outcome.name, trace.outcome.where) == (outcome, where), trace.outcome.sentence
        good, _ = app_with(lab, [MESSAGE], name="good")
        assert launch(lab, good).outcome.ok


def test_a_session_that_hangs_does_not_hold_up_another(raw):
    with Lab(patience=30) as lab:
        slow = lab.app("slow", messaging=raw(hang))
        good, _ = app_with(lab, [MESSAGE], name="good")
        for app in (slow, good):
            lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        newest = lab._engine.call(lab._engine.cloud.sessions.page, 1, None)[0][0]
        assert lab.trace(newest.id).outcome.ok


def test_a_refused_connection_is_named(lab):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    app = lab.app("nobody", messaging=f"http://127.0.0.1:{port}/")
    trace = launch(lab, app)
    assert (trace.outcome.name, trace.outcome.where) == ("connection refused", TO)
    assert "nothing listens there" in trace.outcome.sentence


def test_a_name_that_cannot_be_found_is_named(monkeypatch):
    real = socket.getaddrinfo

    def without_a_name_server(host, *more, **named):
        if host == "nobody.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", without_a_name_server)
    with Lab(allowed=("nobody.invalid",)) as lab:
        trace = launch(lab, lab.app("nobody", messaging="http://nobody.invalid/"))
        assert (trace.outcome.name, trace.outcome.where) == ("name not found", TO)


def test_a_foreign_host_is_not_asked(any_lab):
    trace = launch(any_lab, any_lab.app("far", messaging="http://elsewhere.example/"))
    assert (trace.outcome.name, trace.outcome.where) == ("host not allowed", TO)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "deep.localhost", "[::1]", "127.1.2.3"])
def test_the_lab_itself_is_asked_nothing_by_way_of_a_session(lab, host):
    own = f"http://{host}:{lab.address.rpartition(':')[2]}"
    to = [{"wait": {"milliseconds": 1}}, {"on": {"event": "continue", "next": f"{own}/lab/phones/14075550112/hangup"}}]
    for address in (f"{own}/1.0/sessions", lab.script("", "python", url=f"{own}/lab/apps"), lab.host(Scripted(to))):
        trace = launch(lab, lab.app("own", messaging=address))
        assert trace.outcome.name == "host not allowed" and "this lab itself" in trace.outcome.sentence


def test_a_name_below_localhost_is_this_machine_whatever_a_name_server_says(lab):
    port = lab.engine._server.hosts[urlsplit(lab.host(Scripted([MESSAGE]))).hostname]
    assert launch(lab, lab.app("deep", messaging=f"http://deep.localhost:{port}/")).outcome.name == "completed"


def test_a_half_character_in_an_address_is_none_on_the_wire(any_lab):
    url = any_lab.host(Scripted([MESSAGE]))
    trace = launch(any_lab, any_lab.app("half", messaging=f"{url}/a\ud800b"))
    assert trace.outcome.name == "completed" and trace.of_kind("session")[0].wire.startswith(b"POST /a?b HTTP")


def test_a_token_without_an_address_is_routed_and_then_ends_with_a_log_line(any_lab):
    app = any_lab.app("half", voice="http://catcher.example/voice")
    trace = launch(any_lab, app)
    assert b"<success>true" in trace.hops[1].wire
    assert trace.outcome.name == "no messaging address" and "other token" in trace.log[-2].fix


def test_a_launcher_may_begin_to_listen_just_after_its_launch_was_answered(lab):
    with socket.socket() as late:
        late.bind(("127.0.0.1", 0))
        app = lab.app("late", messaging=f"http://127.0.0.1:{late.getsockname()[1]}/")
        reply = lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        assert "true" in reply.text
        late.listen()
        connection, _ = late.accept()
        with connection:
            connection.recv(65536)
            body = document(MESSAGE).encode()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            assert lab.trace().outcome.ok
