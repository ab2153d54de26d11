"""The desk as a page of `serve`: by a plain form, from its own page only, a few at once, beside the platform."""

import re
from html import unescape
from threading import Event, Thread

import pytest
import requests

from tests.desk_pastes import PASTES, SCRIPT
from tests.serving import serving
from tropo_lab import Lab
from tropo_lab.errors import LabError

NASTY = '<script>alert(1)</script>"\u202e\x1b[31m'
BARE = PASTES["an answer with a bare say"].text


@pytest.fixture
def lab():
    with Lab() as lab:
        yield lab


@pytest.fixture
def web(lab):
    """A browser that runs no scripts: `web.get("/path")`."""

    class Web(requests.Session):
        def request(self, method, path, **options):
            return super().request(method, f"http://{lab.address}{path}", timeout=30, **options)

    with Web() as web:
        web.trust_env = False
        yield web


def test_the_desk_is_linked_and_waits_for_a_paste(web):
    assert '<a href="./desk">Desk</a>' in web.get("/").text
    page = web.get("/desk").text
    assert "Paste what you have" in page and 'class="tl-finding' not in page and 'method="post"' in page


def test_a_paste_is_diagnosed_by_a_plain_form(web):
    reply = web.post("/desk", data={"text": BARE, "wanted": "text", "do": "diagnose"})
    page = unescape(reply.text)
    assert reply.status_code == 200 and "It breaks at catcher → platform, hop 4" in page
    assert BARE in page and 'value="text" checked' in page
    assert page.count('class="tl-frame"') == 4 and 'data-at="4"' in page and "run mended" in page.lower()


def test_an_example_is_diagnosed_by_its_button(web):
    assert "The request line has" in web.post("/desk", data={"text": "", "do": "example-0"}).text


def test_a_pasted_script_runs_in_a_lab_of_its_own(lab, web):
    page = web.post("/desk", data={"text": SCRIPT}).text
    assert "Nothing wrong was found" in page and "What happened" in page and "Where it broke" not in page
    assert lab.traces() == [] and lab.engine.cloud.apps.by_name == {}


def test_an_empty_paste_is_told(web):
    reply = web.post("/desk", data={"text": "  ", "do": "diagnose"})
    assert reply.status_code == 400 and "There is nothing to diagnose yet" in reply.text
    reply = web.post("/desk", data={"text": "x", "wanted": "letter"})
    assert reply.status_code == 400 and "`wanted` is text, call, or empty" in reply.text


def test_what_cannot_be_used_is_told(web):
    page = web.post("/desk", data={"text": "My texts never arrive."}).text
    assert "nothing in this that the desk can use" in page and 'class="tl-finding' not in page


def test_what_was_pasted_is_escaped_on_the_page(web):
    for text in (NASTY, f'{{"tropo":[{{"say":"{NASTY[:25]}"}}]}}', f"HTTP/1.1 500 X\n\n{NASTY}"):
        page = web.post("/desk", data={"text": text}).text
        assert "alert" in page and "<script>alert" not in page


def test_the_page_allows_nothing_from_elsewhere(web):
    reply = web.post("/desk", data={"text": BARE})
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert reply.headers["Cache-Control"] == "no-store"
    links = re.findall(r'(?:src|href|action)="([^"]*)"', reply.text)
    assert links and not [link for link in links if "://" in link or link.startswith("/")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8888"},
    ],
)
@pytest.mark.parametrize("place", ["/desk", "/breakpoints", "/phones/14075550112"])
def test_no_other_page_can_send_a_form_not_even_one_of_this_machine(lab, web, place, headers):
    reply = web.post(place, data={"text": SCRIPT, "do": "stop", "stop-text": "on"}, headers=headers)
    assert reply.status_code == 403 and "page" in reply.text
    assert lab.engine.cloud.gate.breakpoint_dicts() == []


@pytest.mark.parametrize("site", ["same-origin", "none", ""])
def test_the_page_itself_and_programs_can(lab, web, site):
    headers = {"Sec-Fetch-Site": site, "Origin": f"http://{lab.address}"} if site else {}
    assert "hop 4" in web.post("/desk", data={"text": BARE}, headers=headers).text
    assert "hop 4" in web.post("/desk", data={"text": BARE}, headers={"Origin": f"http://{lab.address}"}).text


def test_no_link_makes_the_desk_run_anything(web):
    assert 'class="tl-finding' not in web.get("/desk", params={"text": BARE, "do": "diagnose"}).text


def test_a_few_are_diagnosed_at_once_and_the_platform_goes_on_meanwhile(lab, web, monkeypatch):
    from tropo_lab.pages import desk

    begun, go_on, statuses = [Event(), Event()], Event(), []

    def waits(text, wanted):
        next(one for one in begun if not one.is_set()).set()
        assert go_on.wait(30)
        raise LabError("Enough was waited.")

    def sends():
        reply = requests.post(f"http://{lab.address}/desk", data={"text": "x"}, timeout=30)
        statuses.append((reply.status_code, "Enough was waited." in reply.text))

    monkeypatch.setattr(desk, "diagnose", waits)
    threads = [Thread(target=sends) for _ in begun]
    for thread, event in zip(threads, begun, strict=True):
        thread.start()
        assert event.wait(30)
    third = web.post("/desk", data={"text": "kept"})
    assert third.status_code == 503 and "The desk is busy" in third.text and "kept</textarea>" in third.text
    assert web.get("/").status_code == 200
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert statuses == [(400, True)] * 2
    monkeypatch.undo()
    assert "hop 4" in web.post("/desk", data={"text": BARE}).text


def test_a_paste_that_is_too_large_is_refused_in_a_sentence(web):
    reply = web.post("/desk", data={"text": "x" * (1 << 20)})
    assert reply.status_code == 413 and "larger than" in reply.text


def test_a_lab_under_a_name_of_its_own_takes_forms_of_its_own_page_and_of_no_other():
    with serving("--host", "0.0.0.0") as served:
        port = served.url.rpartition(":")[2]

        def sent(host, origin):
            headers = {"Host": f"{host}:{port}", "Origin": origin}
            return requests.post(f"http://127.0.0.1:{port}/desk", data={"text": "x"}, headers=headers, timeout=30)

        assert sent("0.0.0.0", f"http://0.0.0.0:{port}").status_code == 200
        assert sent("0.0.0.0", "http://0.0.0.0:9").status_code == 403
        assert sent("0.0.0.0", "http://elsewhere.example").status_code == 403
        assert sent("0.0.0.0", "null").status_code == 403
        assert sent("elsewhere.example", f"http://elsewhere.example:{port}").status_code == 403
