import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.launch_capture import SUCCESS, CaptureServer
from tropo_lab.errors import BadSetup
from tropo_lab.launcher import FORMS, LaunchRequest
from tropo_lab.programs import environment, run_program

LAUNCHERS = Path(__file__).parents[1] / "notebooks" / "files" / "launchers"
METHODS = {
    "launch.sh": "GET",
    "launch_requests.py": "POST",
    "launch_urllib.py": "GET",
    "launch.php": "GET",
    "launch.rb": "POST",
    "launch.js": "GET",
    "Launch.java": "POST",
}
ENDINGS = ".sh, .py, .php, .rb, .js, .java"
NASTY = LaunchRequest("abc123", {"msg": 'Zoë & Ann\'s "5+5" = 10% #1 $x \\ 🎉\nend', "to": "+14075550112"})


@pytest.fixture(scope="module")
def tropo():
    with CaptureServer() as server:
        yield server


@pytest.fixture(autouse=True)
def no_requests_yet(request):
    if "tropo" in request.fixturenames:
        request.getfixturevalue("tropo").requests.clear()


def run(path, tropo):
    """The finished run of a program, or a skipped test where its interpreter is missing."""
    result = run_program(path, address=tropo.address, token="abc123")
    if not result.ran:
        pytest.skip(result.missing)
    assert result.exit_code == 0, result.output
    return result


def test_every_launch_program_of_the_lessons_is_in_the_table():
    assert {path.name for path in LAUNCHERS.iterdir() if path.is_file()} == set(METHODS)


@pytest.mark.interpreter
@pytest.mark.parametrize(("name", "method"), METHODS.items())
def test_a_launch_program_sends_one_request_and_prints_the_reply(name, method, tropo):
    result = run(LAUNCHERS / name, tropo)
    request = tropo.only()
    assert (request.method, request.host, request.path) == (method, "api.tropo.com", "/1.0/sessions")
    assert request.fields == {
        "action": "create",
        "token": "abc123",
        "numbertodial": "14075550112",
        "msg": "test Tropo message",
    }
    assert result.output == SUCCESS + "\n"


@pytest.mark.parametrize("name", METHODS)
def test_a_launch_program_is_short_and_knows_nothing_of_the_lab(name):
    text = (LAUNCHERS / name).read_text("utf-8")
    assert 10 <= len(text.splitlines()) <= 20
    assert "lab" not in text.lower()
    assert "proxy" not in text.lower()


def assert_arrived(request, form):
    parts = NASTY.parts(form)
    assert (request.method, request.host, request.path) == (parts.method, "api.tropo.com", "/1.0/sessions")
    assert request.fields == NASTY.fields(form)
    for name, value in parts.headers:
        assert request.headers[name.lower()] == value


@pytest.mark.interpreter
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("requests", "launch.py"),
        ("urllib", "launch.py"),
        ("php", "launch.php"),
        ("ruby", "launch.rb"),
        ("node", "launch.js"),
    ],
)
def test_a_written_program_sends_a_nasty_text_unharmed(language, name, form, tropo, tmp_path):
    program = tmp_path / name
    program.write_text(NASTY.code(language, form), "utf-8")
    result = run(program, tropo)
    assert_arrived(tropo.only(), form)
    assert result.output.strip() == SUCCESS


@pytest.mark.interpreter
@pytest.mark.parametrize("form", FORMS)
def test_the_curl_command_sends_these_very_bytes(form, tropo, tmp_path):
    program = tmp_path / "launch.sh"
    program.write_text(NASTY.curl(form), "utf-8")
    run(program, tropo)
    request = tropo.only()
    assert_arrived(request, form)
    assert (request.url, request.body) == NASTY.parts(form)[1::2]


@pytest.fixture(scope="module")
def java_classes(tmp_path_factory):
    """The Java programs of all forms, compiled in one go, because each start of the compiler takes a second."""
    if not (shutil.which("java") and shutil.which("javac")):
        pytest.skip("Java is not installed here, so its programs were not compiled.")
    folder = tmp_path_factory.mktemp("java")
    for form in FORMS:
        code = NASTY.code("java", form).replace("class Launch", f"class Launch_{form}")
        (folder / f"Launch_{form}.java").write_text(code, "ascii")
    subprocess.run(["javac", *(f"Launch_{form}.java" for form in FORMS)], cwd=folder, check=True)
    return folder


@pytest.mark.interpreter
@pytest.mark.parametrize("form", FORMS)
def test_a_written_java_program_sends_a_nasty_text_unharmed(form, tropo, java_classes):
    host, port = tropo.address.split(":")
    settings = [f"-Dhttp.proxyHost={host}", f"-Dhttp.proxyPort={port}", "-XX:TieredStopAtLevel=1"]
    shown = subprocess.check_output(["java", *settings, f"Launch_{form}"], cwd=java_classes, text=True)
    assert_arrived(tropo.only(), form)
    assert shown.strip() == SUCCESS


NODE_HEAD = """
const http = require('http'), https = require('https');
const path = '/1.0/sessions?a=%20b+c', method = 'POST', headers = {'X-Mark': 'kept', 'Content-Length': 4};
const show = reply => reply.pipe(process.stdout);
"""
NODE_SPELLINGS = {
    "http options": "http.request({host: 'api.tropo.com', path, method, headers}, show)",
    "https options": "https.request({host: 'api.tropo.com', path, method, headers}, show)",
    "https options with a port": "https.request({host: 'api.tropo.com', port: 443, path, method, headers}, show)",
    "https hostname, no callback": (
        "https.request({hostname: 'API.tropo.com', path, method, headers}).on('response', show)"
    ),
    "https URL text": "https.request('https://api.tropo.com' + path, {method, headers}, show)",
    "https URL object": "https.request(new URL('https://api.tropo.com' + path), {method, headers}, show)",
    "https with its own agent": (
        "https.request({host: 'api.tropo.com', path, method, headers, agent: new https.Agent()}, show)"
    ),
    "https without an agent": "https.request({host: 'api.tropo.com', path, method, headers, agent: false}, show)",
}


@pytest.mark.interpreter
@pytest.mark.parametrize("spelling", NODE_SPELLINGS)
def test_node_reaches_the_lab_in_every_spelling_and_only_the_connection_changes(spelling, tropo, tmp_path):
    program = tmp_path / "launch.js"
    program.write_text(f"{NODE_HEAD}{NODE_SPELLINGS[spelling]}.end('body');", "utf-8")
    assert run(program, tropo).output == SUCCESS
    request = tropo.only()
    assert (request.method, request.url, request.body) == ("POST", "/1.0/sessions?a=%20b+c", b"body")
    assert (request.headers["host"].lower(), request.headers["x-mark"]) == ("api.tropo.com", "kept")


@pytest.mark.interpreter
@pytest.mark.parametrize("given", ["'https://api.tropo.com/x'", "{host: 'api.tropo.com', path: '/x'}"])
def test_node_gets_over_https_reach_the_lab_too(given, tropo, tmp_path):
    program = tmp_path / "launch.js"
    program.write_text(f"{NODE_HEAD}https.get({given}, show);", "utf-8")
    run(program, tropo)
    assert (tropo.only().method, tropo.requests) == ("GET", [])


@pytest.mark.interpreter
def test_node_reaches_any_other_host_as_before(tropo, tmp_path):
    with CaptureServer() as elsewhere:
        program = tmp_path / "launch.js"
        program.write_text(f"{NODE_HEAD}http.get('http://{elsewhere.address}/x', show);", "utf-8")
        run(program, tropo)
        assert (elsewhere.only().path, tropo.requests) == ("/x", [])


def test_a_missing_interpreter_is_said_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run_program(LAUNCHERS / "launch.php", address="127.0.0.1:9", token="abc123")
    assert result == ("PHP", False, "PHP is not installed here, so launch.php was not run.", None, "")


def test_php_without_its_curl_extension_is_said_in_a_sentence(monkeypatch, tmp_path):
    php = tmp_path / "php"
    php.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    php.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run_program(LAUNCHERS / "launch.php", address="127.0.0.1:9", token="abc123")
    assert result.missing == "PHP's curl extension is not installed here, so launch.php was not run."


def test_a_program_that_hangs_is_stopped_at_its_time_limit():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        result = run_program(LAUNCHERS / "launch_urllib.py", address=address, token="abc123", seconds=0.3)
    assert (result.ran, result.exit_code) == (True, None)
    assert result.output == "launch_urllib.py was stopped after 0.3 seconds.\n"


def test_a_failing_program_shows_its_error_without_the_scratch_folder(tropo, tmp_path):
    program = tmp_path / "launch.py"
    program.write_text("raise SystemExit(f'{__file__} has no TOKEN')", "utf-8")
    result = run_program(program, address=tropo.address, token="abc123")
    assert result == ("Python", True, None, 1, "launch.py has no abc123\n")


def test_the_program_itself_is_left_as_it_was(tropo, tmp_path):
    program = tmp_path / "launch.py"
    program.write_text("print('TOKEN', 'TOKENS')", "utf-8")
    result = run_program(program, address=tropo.address, token="abc123")
    assert (result.output, program.read_text("utf-8")) == ("abc123 TOKENS\n", "print('TOKEN', 'TOKENS')")


def test_a_child_inherits_the_way_to_the_lab_and_nothing_else(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://elsewhere")
    child = environment("127.0.0.1:8080")
    assert "SSL_CERT_FILE" not in child
    proxies = {child[name] for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY")}
    assert proxies == {"http://127.0.0.1:8080"}
    assert child["no_proxy"] == child["NO_PROXY"] == "127.0.0.1,localhost"
    assert child["LC_ALL"] == "C.UTF-8"


@pytest.mark.parametrize(
    ("name", "address", "token", "sentence"),
    [
        ("launch.pl", "127.0.0.1:9", "abc", f"launch.pl cannot be run; give it one of the endings {ENDINGS}."),
        ("launch.rb", "127.0.0.1:9", "a'b", '"a\'b" cannot stand in a program; a token has letters and digits alone.'),
        ("launch.rb", "8080", "abc", "The lab's address is written like 127.0.0.1:8080, not '8080'."),
    ],
)
def test_what_cannot_be_run_is_refused_with_a_sentence(name, address, token, sentence):
    with pytest.raises(BadSetup) as refusal:
        run_program(LAUNCHERS / name, address=address, token=token)
    assert str(refusal.value) == sentence
