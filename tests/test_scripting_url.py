"""A hosted script that is given by its address: fetched for every run, read by its extension, and what can fail."""

import pytest

from tests.catchers import Scripted, launch
from tests.hosting import PHONE, error, logged, received
from tropo_lab.errors import BadSetup
from tropo_lab.platform.hosted import Script, language_of

SCRIPT = f"message(msg, {{'to': '{PHONE}', 'network': 'SMS'}})\n"
URL = "http://scripts.example/apps/hello.py"


def plain(body, status="200 OK", type="text/plain"):
    return (status, [("Content-Type", type)], body)


def hosted(lab, *replies, url=URL, **more):
    """An app whose script is fetched from a server that gives these replies: `(app, server)`."""
    server = Scripted(*replies)
    lab.host(server, "scripts.example")
    return lab.app("fetched", messaging=lab.script(url=url, **more)), server


def run(lab, *replies, **more):
    return launch(lab, hosted(lab, *replies, **more)[0], msg="hello")


def test_a_script_is_fetched_and_run(lab):
    trace = run(lab, plain(SCRIPT))
    assert trace.outcome.ok and received(lab) == ["hello"]
    assert [hop.kind for hop in trace.hops] == ["launch", "launch-reply", "fetch", "fetch-reply", "text"]
    fetch, reply = trace.hops[2:4]
    assert fetch.wire.startswith(b"GET /apps/hello.py HTTP/1.1\r\nHost: scripts.example\r\n")
    assert (fetch.sender, fetch.receiver, reply.sender, reply.receiver) == ("tropo", "catcher", "catcher", "tropo")
    assert reply.body == SCRIPT.encode() and reply.summary == f"200, {len(SCRIPT)} bytes"


def test_it_is_fetched_anew_for_every_run(lab):
    app, _ = hosted(lab, plain("log('first')"), plain("log('second')"))
    assert [logged(launch(lab, app)) for _ in range(2)] == [["first"], ["second"]]


def test_the_query_is_sent_and_error_lines_name_the_file(lab):
    trace = run(lab, plain("\nnothing"), url=f"{URL}?version=2")
    assert b"GET /apps/hello.py?version=2 HTTP/1.1" in trace.hops[2].wire
    assert "Line 2: NameError" in trace.outcome.sentence and "hello.py, line 2" in error(trace).fix


def test_the_session_of_a_phone_fetches_its_script_too(lab):
    app, _ = hosted(lab, plain("say('You said ' + currentCall.initialText)"))
    lab.phone(PHONE).text(app.number, "hi")
    assert received(lab) == ["You said hi"]


@pytest.mark.parametrize("url, language", [
    ("http://a.example/x.py", "python"), ("http://a.example/x.jy", "python"),
    ("http://a.example/x.JS?v=1.php", "javascript"),
    ("http://a.example/x.rb", "ruby"), ("http://a.example/x.php", "php"), ("http://a.example/x.tphp", "php"),
    ("http://a.example/x.groovy", "groovy"), ("http://a.example/x?tropo-engine=php", "php"),
    ("http://a.example/x.html?tropo-engine=js", "javascript"),
])  # fmt: skip
def test_the_language_goes_by_the_extension_or_the_query(url, language):
    assert language_of(url) == language


def test_an_address_without_a_known_extension_needs_its_language(lab):
    with pytest.raises(BadSetup, match=r"The language of the script at 'http://a.example/x' cannot be told"):
        lab.app("fetched", messaging=lab.script(url="http://a.example/x"))
    assert (
        lab.app("fetched", messaging=lab.script(url="http://a.example/x", language="Python")).messaging.language
        == "python"
    )


@pytest.mark.parametrize("bad", [
    {"url": "ftp://a.example/x.py"}, {"url": 5}, {"language": "python"}, {"language": "python", "script": 5}, {},
    {"language": "python", "script": "log(1)", "url": "http://a.example/x.py"}, {"url": "http://a.example:x/x.py"},
])  # fmt: skip
def test_what_is_neither_a_text_nor_an_address_is_refused(lab, bad):
    with pytest.raises(BadSetup, match="script"):
        lab.app("fetched", messaging=bad)


def test_by_http_an_app_is_given_language_and_url(lab):
    server = Scripted(plain(SCRIPT))
    lab.host(server, "scripts.example")
    sides = {"voice": {"url": URL}, "messaging": {"language": "python", "url": URL}}
    shown = lab.http.post("http://api.tropo.com/lab/apps", json={"name": "fetched", **sides}).json()
    assert shown["voice"] == shown["messaging"] == {"language": "python", "url": URL}
    assert launch(lab, lab.app("fetched", messaging=Script(url=URL)), msg="x").outcome.ok


# name → (reply, outcome, words of the sentence)
FAILURES = {
    "missing": (
        plain("no", "404 Not Found"),
        "script not found",
        "There is no script at http://scripts.example/apps/hel",
    ),
    "gone": (plain("no", "410 Gone"), "script not found", "answered 410"),
    "server error": (plain("no", "500 Oops"), "script not fetched", "The server answered 500 in place of the script"),
    "moved": (("302 Found", [("Location", "/y.py")], ""), "script not fetched", "The server answered 302"),
    "a page": (plain("\n<!DOCTYPE html><p>Sign in"), "script is html", "a page of HTML in place of the script"),
    "run by its server": (plain("<html>hello</html>"), "script is html", "a page of HTML"),
    "not UTF-8": (plain(b"log('caf\xe9')"), "script is not utf-8", "byte 8 is 0xe9"),
    "a document": (plain('{"tropo": []}'), "script is json", "a Tropo document (JSON) in place of the script"),
    "empty": (plain(" \n"), "script is empty", "is empty"),
    "too large": (plain("#" * ((1 << 20) + 1)), "script too large", "larger than 1048576 bytes"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_cannot_be_a_script_ends_the_session_with_a_sentence(lab, name):
    reply, outcome, words = FAILURES[name]
    trace = run(lab, reply)
    assert trace.outcome.name == outcome and words in trace.outcome.sentence, trace.outcome
    assert error(trace).fix


def test_without_sockets_it_is_fetched_all_the_same(sealed):
    trace = run(sealed, plain("#" * ((1 << 20) + 1)))
    assert trace.outcome.name == "script too large"
    assert run(sealed, plain(SCRIPT)).outcome.name == "scripts need a process"


def test_nobody_listens_where_the_script_should_be(lab):
    app, _ = hosted(lab, plain(SCRIPT))
    lab.stop_host("scripts.example")
    trace = launch(lab, app)
    assert trace.outcome.name == "connection refused" and trace.outcome.where == "platform → catcher"


def test_a_host_that_is_not_allowed_is_not_asked(lab):
    trace = launch(lab, lab.app("far", messaging=lab.script(url="http://elsewhere.example/x.py")))
    assert trace.outcome.name == "host not allowed" and not trace.of_kind("fetch-reply")


def test_a_mark_of_byte_order_is_no_part_of_the_script(lab):
    assert logged(run(lab, plain("\ufefflog('x')".encode()))) == ["x"]


def test_php_may_begin_with_html(lab):
    trace = run(lab, plain("<html><?php _log('x'); ?></html>"), url="http://scripts.example/x.tphp")
    assert trace.outcome.name in ("completed", "interpreter missing")


# breakpoints


def test_a_fetched_script_can_be_edited_on_its_way(lab):
    lab.breakpoints.set("fetch-reply")
    app, _ = hosted(lab, plain("log('original')"))
    launch(lab, app)
    held = lab.breakpoints.held[0]
    lab.breakpoints.go_on(held, wire=held.wire.replace(b"original", b"edited!!"))
    assert logged(lab.trace()) == ["edited!!"]


@pytest.mark.parametrize("kind", ["fetch", "fetch-reply"])
def test_a_script_that_is_lost_on_its_way_never_comes(lab, kind):
    lab.breakpoints.set(kind)
    app, server = hosted(lab, plain(SCRIPT))
    launch(lab, app)
    lab.breakpoints.drop(lab.breakpoints.held[0])
    trace = lab.trace()
    assert trace.outcome.name == "no answer in time" and len(server.asked) == (kind == "fetch-reply")


def test_a_request_for_a_script_that_is_sent_twice_is_answered_twice_and_run_once(lab):
    lab.breakpoints.set("fetch")
    app, server = hosted(lab, plain("log('first')"), plain("log('second')"))
    launch(lab, app)
    lab.breakpoints.send_twice(lab.breakpoints.held[0])
    assert len(server.asked) == 2 and logged(lab.trace()) == ["first"]
