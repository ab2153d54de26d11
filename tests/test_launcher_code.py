import io
import json
import shutil
import subprocess
import urllib.request
from contextlib import redirect_stdout
from unittest import mock

import pytest
import requests
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.launch_capture import decoded
from tropo_lab import literals
from tropo_lab.errors import BadSetup
from tropo_lab.launch_code import LANGUAGES
from tropo_lab.launcher import FORMS, LaunchRequest
from tropo_lab.source import Source

SIMPLE = LaunchRequest("TOKEN", {"numbertodial": "14075550112", "msg": "test Tropo message"})
texts = st.text() | st.text(st.sampled_from("\\'\"$#{}`\n\r\t &+%=<>/?ë🎉\u2028"))
names = texts.filter(lambda name: name not in ("token", "action"))
plain = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def launches(form):
    # XML lacks control characters; the line breaks it has are in the table of nasty texts
    of_form = st.text(plain) if form == "xml" else texts
    of_name = of_form.filter(lambda name: name not in ("token", "action"))
    return st.builds(LaunchRequest, of_form.filter(bool), st.dictionaries(of_name, of_form, max_size=3))


def sent_by_requests(code):
    """The request that requests itself prepares for the program, without a network."""
    sent = []

    def send(session, request, **settings):
        sent.append(request)
        reply = requests.Response()
        reply.status_code, reply._content = 200, b"ok"
        return reply

    with mock.patch.object(requests.Session, "send", send), redirect_stdout(io.StringIO()) as shown:
        exec(code, {})
    assert shown.getvalue() == "ok\n"
    [request] = sent
    body = request.body or b""
    body = body if isinstance(body, bytes) else body.encode()
    return request.method, request.url, request.headers.get("Content-Type", ""), body


def sent_by_urllib(code):
    """The request that the program opens with urllib, without a network."""
    sent = []

    def urlopen(request, timeout):
        sent.append(request)
        return io.BytesIO(b"ok")

    with mock.patch.object(urllib.request, "urlopen", urlopen), redirect_stdout(io.StringIO()) as shown:
        exec(code, {})
    assert shown.getvalue() == "ok\n"
    [request] = sent
    content_type = request.get_header("Content-type", "application/x-www-form-urlencoded")
    return request.get_method(), request.full_url, content_type, request.data or b""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "run"), [("requests", sent_by_requests), ("urllib", sent_by_urllib)])
@settings(deadline=None)
@given(data=st.data())
def test_a_python_program_sends_every_text_unharmed(language, run, form, data):
    request = data.draw(launches(form))
    method, url, content_type, body = run(request.code(language, form))
    parts = request.parts(form)
    assert method == parts.method
    assert decoded(url, content_type, body) == request.fields(form)


@settings(deadline=None)
@given(st.builds(LaunchRequest, texts, st.dictionaries(names, texts, max_size=3)))
def test_requests_writes_the_very_url_that_the_request_has(request):
    assert sent_by_requests(request.code("requests"))[1] == request.url()


NASTY = [
    *map(chr, range(160)),
    *("\r\n", "\x001", "\x7f0", "\\", "\\\\", "\\n", "\\u0041", "\\'", "'\"", '\\"', ""),
    *("$x ${x} {$x}", "#{x} #x", "`id` $(id)", "%0A %s +", "{{ x }}", "{% x %}"),
    *("</script>", "?>", "<?php", "*/", "__END__", "\n__END__\n"),
    *("é ë ß", "🎉 👩‍💻", "\u2028\u2029", "\u00a0\ufeff"),
]

ECHO = {
    "php": ("php", ["php"], "<?php echo json_encode(array({}));", literals.php),
    "ruby": ("ruby", ["ruby", "-rjson", "-Ku", "-"], "puts JSON.generate([{}])", literals.ruby),
    "node": ("node", ["node"], "console.log(JSON.stringify([{}]));", literals.javascript),
}


@pytest.mark.interpreter
@pytest.mark.parametrize("language", ECHO)
def test_a_literal_means_its_text_in(language):
    command, line, program, quote = ECHO[language]
    if not shutil.which(command):
        pytest.skip(f"{command} is not installed here, so its literals were not read.")
    # a line break puts PHP and Ruby into double quotes, where $ and # mean something
    nasty = [text + end for text in NASTY for end in ("", "\n")]
    source = program.format(", ".join(map(quote, nasty))).encode()
    shown = subprocess.run(line, input=source, capture_output=True, check=True).stdout
    assert json.loads(shown) == nasty


@settings(deadline=None)
@given(st.text())
@example("\x001")
@example("\\u0041 🎉")
def test_a_java_literal_is_ascii_on_one_line_and_means_its_text(text):
    literal = literals.java(text)
    assert literal.isascii()
    assert literal.isprintable()
    # Python reads Java's escapes alike, but for the two halves of a character beyond U+FFFF
    assert eval(literal).encode("utf-16", "surrogatepass").decode("utf-16") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_program_shows_the_address_and_the_token(language, form):
    code = SIMPLE.code(language, form)
    assert "http://api.tropo.com/1.0/sessions" in code
    assert "TOKEN" in code
    assert len(code.splitlines()) < 40


@pytest.mark.parametrize(("language", "scheme_class"), [("node", 'require("https")'), ("urllib", "'https://")])
def test_a_program_for_an_https_address_speaks_https(language, scheme_class):
    request = LaunchRequest("T", base="https://api.tropo.com/1.0/sessions")
    assert scheme_class in request.code(language, "json")


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(BadSetup, match=r"'cobol' here; choose one of requests, urllib, php, ruby, node, java\.$"):
        SIMPLE.code("cobol")


def test_code_is_text_that_a_notebook_shows_as_a_fenced_block():
    code = SIMPLE.code("php")
    assert isinstance(code, str)
    assert code._repr_markdown_() == f"```php\n{code.rstrip()}\n```"


def test_backticks_in_a_text_cannot_end_the_fenced_block():
    shown = Source("echo '```'\n", "sh")._repr_markdown_()
    assert shown == "````sh\necho '```'\n````"


def test_code_is_shown_as_itself_where_there_is_no_markdown():
    from IPython.lib.pretty import pretty

    assert pretty(SIMPLE.code("ruby")) == SIMPLE.code("ruby").rstrip()
