"""What people paste of curl, read as a shell and curl would."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces
from tests.traces import trace
from tropo_lab import LaunchRequest
from tropo_lab.errors import BadSetup
from tropo_lab.exports import export, from_curl
from tropo_lab.launcher import FORMS

URL = "http://api.tropo.com/1.0/sessions"


def catcher(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"tropo":[{"message":{"to":"+14075550112","network":"SMS","say":{"value":"it works"}}}]}']


@pytest.mark.parametrize("form", FORMS)
def test_our_own_curl_command_is_read_back_to_the_same_bytes(form):
    request = LaunchRequest("abc", {"to": "14075550112", "msg": 'Zoë\'s "5+5" = $x \\ 🎉\nend'})
    pasted = from_curl(request.curl(form))
    parts = request.parts(form)
    assert pasted[:2] == parts[:2] and pasted.body == parts.body
    assert pasted.remarks == () and set(parts.headers) <= set(pasted.headers)


@pytest.mark.parametrize("form", FORMS)
def test_a_pasted_command_launches_a_text(any_lab, form):
    app = any_lab.app("sms", messaging=any_lab.host(catcher))
    reply = from_curl(LaunchRequest(app.messaging_token).curl(form)).send(any_lab.http)
    assert reply.success and any_lab.trace().id == reply.id
    assert [text.text for text in any_lab.phone("+14075550112").texts] == ["it works"]


def test_the_wire_names_host_and_length():
    assert from_curl(f"curl {URL} -d a=1").wire == (
        b"POST /1.0/sessions HTTP/1.1\r\nHost: api.tropo.com\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"
    )
    assert from_curl("curl http://a.example?x=1 -H 'Host: b'").wire == b"GET /?x=1 HTTP/1.1\r\nHost: b\r\n\r\n"


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=3))
def test_an_exported_script_is_read_back_to_the_same_body(pieces):
    body = b"&".join(pieces)
    try:
        body.decode()
    except UnicodeDecodeError:
        body = base64.b64encode(body)
    wire = b"POST /x HTTP/1.1\r\nHost: a.example\r\n\r\n" + body
    script = export(trace("", (0, "launcher", "tropo", "launch", "", wire)), "curl", unmasked=True)
    if "printf" not in script:
        pasted = from_curl(script[script.index("\ncurl") :])
        assert (pasted.method, pasted.url, pasted.body) == ("POST", "http://a.example/x", body)


# spellings


@pytest.mark.parametrize(
    "command",
    [
        f"curl -X POST {URL} -H 'Accept: text/xml' -d a=1 -d b=2",
        f"curl -XPOST -H'Accept: text/xml' -da=1 --data b=2 --url {URL}",
        f"$ curl --request POST \\\n  --header \"Accept: text/xml\" \\\n  --data-raw 'a=1&b=2' \\\n  {URL}\n",
        f"curl -sSkL {URL} -x 127.0.0.1:80 -d a=1 -d b=2 -H 'accept: x' -H 'Accept: text/xml' -H 'accept:'",
        f'curl ^"{URL}^" ^\r\n  -H ^"Accept: text/xml^" ^\r\n  --data-raw ^"a=1^&b=2^"\r\n',
        f'C:\\Users\\me>curl.exe "{URL}" -H "Accept: text/xml" ^\n -d "a=1&b=2"',
        f"```sh\ncurl {URL} $'-d' $'a=1\\u0026b\\x3d2' -H Accept:\\ text/xml\n```",
        f"# curl {URL} --data-urlencode a=1 --data-urlencode b=2 -H 'Accept: text/xml' | jq .",
        f"/usr/bin/curl {URL} -d a=1 -d b=2 -H 'Accept: text/xml' > out.txt 2>&1",
        f"http_proxy=x curl {URL} -d a=1 -d b=2 -H 'Accept: text/xml' # and so on",
    ],
)
def test_every_spelling_is_the_same_request(command):
    pasted = from_curl(command)
    assert (pasted.method, pasted.url, pasted.body) == ("POST", URL, b"a=1&b=2")
    assert dict(pasted.headers)["Accept"] == "text/xml"


@pytest.mark.parametrize(
    ("options", "request_line"),
    [
        ("-G -d a=1 --data-urlencode 'b=x y'", b"GET /p?q=0&a=1&b=x%20y HTTP/1.1"),
        ("-I", b"HEAD /p?q=0 HTTP/1.1"),
        ("-X PUT", b"PUT /p?q=0 HTTP/1.1"),
        ("-X GET -d a=1", b"GET /p?q=0 HTTP/1.1"),
        ("--json '{}'", b"POST /p?q=0 HTTP/1.1"),
    ],
)
def test_the_options_decide_method_and_target(options, request_line):
    assert from_curl(f"curl 'a.example/p?q=0#part' {options}").wire.partition(b"\r\n")[0] == request_line


@pytest.mark.parametrize(
    ("options", "header"),
    [
        ("-u me:pass", ("Authorization", "Basic bWU6cGFzcw==")),
        ("-A agent", ("user-agent", "agent")),
        ("-b a=1", ("cookie", "a=1")),
        ("-e there", ("referer", "there")),
        ("-H 'X-Empty;'", ("X-Empty", "")),
        ("--json {}", ("Content-Type", "application/json")),
    ],
)
def test_the_options_decide_the_headers(options, header):
    assert header in from_curl(f"curl a.example {options}").headers


def test_a_name_and_a_password_in_the_address_become_a_header():
    pasted = from_curl("curl http://me:p%40ss@a.example/x")
    assert pasted[:3] == ("GET", "http://a.example/x", (("Authorization", "Basic bWU6cEBzcw=="),))


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("curl a -d $'\\xff\\101\\n\\'\\u00e9'", b"\xffA\n'\xc3\xa9"),
        ('curl a -d "a\\"b\\$c\\\\d\\e"', b'a"b$c\\d\\e'),
        ("curl a -d 'a'\\''b'", b"a'b"),
        ("curl a -d a\\ b", b"a b"),
        ("curl a --data-raw @file", b"@file"),
        ("curl a --data-urlencode '=a=&'", b"a%3D%26"),
        ("curl a -d 'say “hi”'", "say “hi”".encode()),
    ],
)
def test_quotes_and_escapes_are_read_as_a_shell_reads_them(command, body):
    assert from_curl(command).body == body


# what was mended, or would have gone wrong


@pytest.mark.parametrize(
    ("command", "remark"),
    [
        ("curl “http://a.example/x” –d “a”", "Curly quotes were read as straight ones; a shell knows only those."),
        ("curl a —data b", "A long dash was read as the hyphens that it was made of."),
        ("curl a \\  \n -d b", "After a backslash at a line's end there are blanks; they were left out."),
        ("curl a -d $TOKEN", "$TOKEN is for a shell to fill in; here it stays as it is written."),
        ("curl a -d b -x p:1", "--proxy is left out: lab.http knows the way."),
        ("curl a -d b -o f", "--output is left out: the reply is shown, not written."),
        ("curl a -d b | jq", "What follows the | is another command, and was not read."),
        (
            "curl a -d b\ncurl c",
            "A shell ends the command at the line end without a backslash; what follows was not read.",
        ),
        ("curl a -d b > f", "What the shell reads from or writes to a file was left out."),
        ("curl 'a/x y' -d b", "The URL holds blanks, which curl refuses; they were written as %20."),
        (
            "curl 'a?x=1&amp;y=2' -d b",
            "The URL holds &amp;, as the source of web pages does; a server sees a name with amp; in it.",
        ),
        ("curl a -d b -H nonsense", "The header 'nonsense' has no colon, so curl does not send it."),
        ("curl a -d b -u me", "The option -u has no password, for which curl would ask; it was taken as empty."),
    ],
)
def test_what_was_mended_is_said(command, remark):
    pasted = from_curl(command)
    assert remark in pasted.remarks
    assert pasted.method == "POST"


def test_an_address_without_quotes_ends_at_its_first_ampersand_as_in_a_shell(sealed):
    pasted = from_curl(f"curl {URL}?action=create&token=abc&msg=hi")
    assert pasted.url == f"{URL}?action=create"
    assert pasted.remarks == (
        "A shell ends the command at the & outside quotes, so what follows was not sent: put the URL in quotes.",
    )
    assert pasted.send(sealed.http).reason == "Invalid token"


# what is refused


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("wget http://a", "This holds no curl command: paste one that begins with curl."),
        ("", "This holds no curl command: paste one that begins with curl."),
        ("curl -s", "This command has no URL: paste all of it."),
        (
            "curl a b",
            "This command has several URLs (a, b): quote what belongs together, and paste one request.",
        ),
        ("curl 'a", "A quote (') in this command is never closed: copy the whole command."),
        ("curl $'a", "A quote ($') in this command is never closed: copy the whole command."),
        ("curl a -d", "The option --data wants a value, and the command ends before it: copy the whole command."),
        (
            "curl a --frobnicate",
            "The option --frobnicate is not known here: leave it out, and paste the command again.",
        ),
        ("curl a -y 1", "The option -y is not known here: leave it out, and paste the command again."),
        (
            "curl a -F x=y",
            "This command sends a form with parts (-F), which Tropo could not read: send the fields with -d.",
        ),
        ("curl a -d @file", "The option --data names a file here, and no file is read: write the data itself."),
        ("curl a -H @file", "The option -H names a file here, and no file is read: write the header itself."),
        ("curl a -b jar", "The option -b names a file here, and no file is read: write its cookies as NAME=VALUE."),
        ("curl a --next b", "This command sends several requests (--next): paste one of them."),
        ("curl ftp://a", "'ftp://a' is no address of the web: write one like http://api.tropo.com/…"),
        ("curl http://[a", "'http://[a' is no address of the web: write one like http://api.tropo.com/…"),
        ("curl a -X 'G T'", "'G T' is no method: write -X POST, or leave it out."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(command, sentence):
    with pytest.raises(BadSetup) as refusal:
        from_curl(command)
    assert str(refusal.value) == sentence


@given(st.text(max_size=60).map(lambda text: f"curl {text}"))
def test_any_text_is_read_or_refused(text):
    try:
        pasted = from_curl(text)
    except BadSetup as refusal:
        assert str(refusal)
    else:
        heading = pasted.wire[: len(pasted.wire) - len(pasted.body)]
        assert heading.endswith(b"\r\n\r\n") and heading.count(b"\r\n\r\n") == 1


def test_a_command_that_is_too_large_is_refused():
    with pytest.raises(BadSetup, match="larger than 1 MB"):
        from_curl("curl " + "a" * (1 << 20))


def test_the_labs_own_export_is_read_back_past_its_remarks():
    assert from_curl(export(traces.scripting(), "curl", unmasked=True)).url.startswith(
        "http://api.tropo.com/1.0/sessions?"
    )
    assert from_curl("# curl http://api.tropo.com/1.0/sessions").method == "GET"
