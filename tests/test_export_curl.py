"""The exported shell script sends the very requests again."""

import pytest

from tests import conversations, traces
from tests.launch_capture import CaptureServer
from tropo_lab.exports import export
from tropo_lab.exports.http_text import read_http
from tropo_lab.programs import run_program

HEAD = b"POST /messaging HTTP/1.1\r\nHost: catcher.example\r\n"
NASTY = {
    "a launch by GET": b"GET /1.0/sessions?action=create&token=abc&msg=a+%26 HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n",
    "quotes and dollars": HEAD + b'X-Note: it\'s "$HOME" `id` \\n\r\n\r\n{"a":"it\'s $(id) \\\\ !"}\n\n',
    "a body that names a file": HEAD + b"\r\n@/etc/passwd",
    "a header that names a file": HEAD + b"@/etc/passwd: x\r\nX-Seen: yes\r\n\r\nx",
    "bytes that are no text": HEAD + b"X-Note: caf\xe9 100%\r\n\r\n" + bytes(range(256)),
    "an empty body": HEAD + b"Content-Length: 0\r\n\r\n",
    "an empty header": HEAD + b"X-Empty:\r\nAccept: a/b\r\n\r\nx",
    "a large body": HEAD + b"\r\n" + b"0123456789" * 15_000,
    "a target that is no address": b"GET /a[1-3]{x}?q=\xff'\"<>#z HTTP/1.1\r\nHost: catcher.example\r\n\r\n",
    "emoji": HEAD + "X-Note: 😀\r\n\r\nZoë 😀\n".encode(),
    "a recording": conversations.recorded().hop(7).wire,
    "a path with dots": b"GET /a/../b HTTP/1.1\r\nHost: catcher.example\r\nUser-Agent: me\r\n\r\n",
}


def trace_of(wire):
    kind = ("launcher", "tropo", "launch") if b"api.tropo.com" in wire else ("tropo", "catcher", "session")
    return traces.trace("webapi", (0, *kind, "a\nb; exit 1", wire), id="x\nexit 1")


@pytest.mark.interpreter
@pytest.mark.parametrize("wire", NASTY.values(), ids=NASTY)
def test_curl_sends_the_same_method_target_headers_and_body(wire, tmp_path):
    script = tmp_path / "again.sh"
    script.write_text(export(trace_of(wire), "curl", unmasked=True), "utf-8")
    with CaptureServer() as server:
        result = run_program(script, address=server.address, token="abc")
        if not result.ran:
            pytest.skip(result.missing)
        assert result.exit_code == 0, result.output
        sent = server.only()
    heading = read_http(wire)
    assert (sent.method, sent.body) == (heading.method, wire.partition(b"\r\n\r\n")[2])
    assert sent.url.removeprefix("http://").removeprefix(heading.header("Host")).encode("latin-1") == (
        heading.target.encode("utf-8", "surrogateescape")
    )
    wanted = {name.lower(): value for name, value in heading.headers if not name.startswith("@")}
    got = {name: value.encode("latin-1").decode("utf-8", "surrogateescape") for name, value in sent.headers.items()}
    for connection in ("content-length", "proxy-connection"):
        wanted.pop(connection, None)
        got.pop(connection, None)
    assert got == wanted


def test_a_post_without_a_body_still_says_its_length():
    assert "--data-raw ''" in export(trace_of(NASTY["an empty body"]), "curl")


def test_launches_and_posts_to_the_catcher_are_sent_in_order_and_clicks_are_not():
    script = export(traces.webapi(), "curl")
    hops = [line for line in script.splitlines() if line.startswith("# hop")]
    assert hops == [
        "# hop 2: launcher → Tropo, launch",
        "# hop 5: Tropo → catcher, session",
        "# hop 8: Tropo → catcher, result",
    ]


def test_signals_uploads_and_fetched_scripts_are_sent_again_too():
    made = [export(make(), "curl") for make in (conversations.signalled, conversations.recorded, conversations.fetched)]
    kinds = [line.rpartition(", ")[2] for script in made for line in script.splitlines() if line.startswith("# hop")]
    assert [kind for kind in kinds if kind not in ("launch", "session", "result")] == [
        *("signal", "upload", "upload", "fetch")
    ]


def test_nothing_that_a_stranger_named_leaves_its_comment():
    script = export(trace_of(NASTY["a path with dots"]), "curl")
    assert "session x\\nexit 1 sent" in script
    assert not [line for line in script.splitlines() if line.startswith("exit")]


def test_a_session_without_http_says_so():
    assert "Nothing was sent over HTTP in this session." in export(traces.trace("", traces.TEXT), "curl")
