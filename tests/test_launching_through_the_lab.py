"""Launchers of every kind reach the lab, and every text arrives unharmed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from catcher_server import create_app
from tropo_lab import FORMS, LaunchRequest, run_program
from tropo_lab.programs import environment

PHONE = "+14075550112"
NASTY = "é 😀 & + % # \" ' =?"
PROGRAMS = sorted((Path(__file__).parent.parent / "notebooks" / "files" / "launchers").iterdir())


@pytest.fixture
def app(any_lab):
    return webapi_app(any_lab)


def webapi_app(lab):
    url = lab.host(create_app({"HTTP": lab.http}))
    return lab.app("reminders", messaging=f"{url}/messaging", voice=f"{url}/voice")


def texts(lab):
    lab.trace()
    return [text.text for text in lab.phone(PHONE).texts]


@pytest.mark.parametrize("form", FORMS)
def test_every_request_form_carries_every_text_unharmed(any_lab, app, form):
    reply = LaunchRequest(app.messaging_token, {"numbertodial": "14075550112", "msg": NASTY}).send(any_lab.http, form)
    assert reply.success and reply.id == any_lab.trace().id
    assert texts(any_lab) == [NASTY]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_by_curl_carries_every_text_unharmed(lab, form):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed here, so it was not tried.")
    request = LaunchRequest(webapi_app(lab).messaging_token, {"numbertodial": "14075550112", "msg": NASTY})
    done = subprocess.run(
        ["sh", "-c", request.curl(form)], env=environment(lab.address), capture_output=True, text=True
    )
    assert "true" in done.stdout, done.stderr
    assert texts(lab) == [NASTY]


ARTICLE = "api.tropo.com/1.0/sessions?action=create&token=TOKEN&numbertodial=14075550112&msg=test+Tropo+message"


def test_the_articles_url_delivers_when_pasted_after_curl_x(lab):
    url = "http://" + ARTICLE.replace("TOKEN", webapi_app(lab).messaging_token)
    done = subprocess.run(["curl", "-s", "-x", lab.address, url], env=environment(lab.address), capture_output=True)
    assert b"<success>true</success>" in done.stdout
    assert texts(lab) == ["test Tropo message"]


def test_the_articles_url_delivers_with_the_labs_address_in_place_of_the_host(lab):
    import urllib.request

    url = "http://" + ARTICLE.replace("TOKEN", webapi_app(lab).messaging_token).replace("api.tropo.com", lab.address)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as reply:
        assert b"<success>true</success>" in reply.read()
    assert texts(lab) == ["test Tropo message"]


def test_there_is_a_program_for_each_of_six_languages():
    assert {path.suffix for path in PROGRAMS} >= {".sh", ".py", ".php", ".rb", ".js", ".java"}


@pytest.mark.interpreter
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_each_program_runs_as_it_stands_but_for_the_token(lab, program):
    done = run_program(program, address=lab.address, token=webapi_app(lab).messaging_token)
    if not done.ran:
        pytest.skip(done.missing)
    assert done.exit_code == 0 and "true" in done.output, done.output
    assert texts(lab) == ["test Tropo message"]
    launch = lab.trace().hops[0]
    assert b"\r\nHost: api.tropo.com\r\n" in launch.wire


def test_a_page_that_launches_is_seen_from_the_browsers_click_to_the_phone(any_lab):
    server = create_app({"HTTP": any_lab.http})
    url = any_lab.host(server)
    app = any_lab.app("reminders", messaging=f"{url}/messaging")
    server.config["MESSAGING_TOKEN"] = app.messaging_token
    any_lab.http.post(f"{url}/send", data={"to": PHONE, "msg": "hi", "send": "text"})
    assert [(hop.sender, hop.receiver) for hop in any_lab.trace().hops] == [
        ("browser", "launcher"), ("launcher", "tropo"), ("tropo", "launcher"), ("launcher", "browser"),
        ("tropo", "catcher"), ("catcher", "tropo"), ("tropo", "phone"),
    ]  # fmt: skip


def test_a_page_is_served_through_the_proxy_by_its_name(lab):
    url = lab.host(create_app({"HTTP": lab.http}))
    done = subprocess.run(["curl", "-s", "-x", lab.address, url], env=environment(lab.address), capture_output=True)
    assert b"Send text" in done.stdout
