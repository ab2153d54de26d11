"""The web view, by plain HTTP: what its pages show, what its forms do, and what they refuse."""

import re
from html import unescape

import pytest
import requests

from tests import traces
from tests.catchers import run
from tropo_lab import Lab
from tropo_lab.fidelity import MARKS, ledger

NASTY = '<script>alert(1)</script>"\u202e\x1b[31m'


@pytest.fixture
def lab():
    with Lab() as lab:
        lab.app(
            "texts", messaging=lab.script('message(msg, {"to": "+14075550112", "network": "SMS"})'), messaging_token="T"
        )
        yield lab


@pytest.fixture
def web(lab):
    """A browser that runs no scripts: `web.get("/path")`."""

    class Web(requests.Session):
        def request(self, method, path, **options):
            return super().request(method, f"http://{lab.address}{path}", **options)

    with Web() as web:
        web.trust_env = False
        yield web


def launch(lab, msg="hello", token="T"):
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": token, "msg": msg})
    return lab.trace()


def test_an_empty_lab_says_what_to_do(lab, web):
    page = web.get("/").text
    assert "Nothing has been launched yet" in page and f"http://{lab.address}/1.0/sessions?action=create" in page


def test_the_overview_lists_sessions_refused_launches_phones_and_apps(lab, web):
    trace = launch(lab)
    launch(lab, token="nobody")
    page = web.get("/").text
    assert f'href="sessions/{trace.id}"' in page and 'href="sessions/refused-1"' in page
    assert 'href="phones/%2B14075550112"' in page and "What can be launched" in page


def test_a_session_that_broke_says_in_its_log_what_to_do(lab, web):
    trace, _ = run(lab, [{"message": {"to": "+14075550112", "say": 5}}])
    fixes = [finding["fix"] for finding in trace.noticed]
    page = unescape(web.get(f"/sessions/{trace.id}").text)
    assert "Mend `tropo[0].message.say` in the JSON that your catcher sends." in fixes
    assert all(fix in page for fix in fixes)


def test_the_overview_says_where_a_script_is_fetched_from(lab, web):
    lab.app("fetched", messaging=lab.script(url="http://scripts.example/hello.php"))
    page = web.get("/").text
    assert "a script in php from http://scripts.example/hello.php" in page and ">a script in python<" in page


def test_a_session_is_shown_with_every_step_and_its_log(lab, web):
    trace = launch(lab)
    page = web.get(f"/sessions/{trace.id}").text
    assert page.count('<section class="tl-frame"') == len(trace.hops) == 3
    assert "The session is over" in page and web.get("/sessions/refused-9").status_code == 404


@pytest.mark.parametrize("form", ["har", "curl", "python", "raw", "mermaid", "svg", "text", "html"])
def test_a_session_can_be_taken_along_masked(lab, web, form):
    trace = launch(lab, token="T")
    reply = web.get(f"/sessions/{trace.id}/export/{form}")
    assert reply.headers["Content-Disposition"].startswith("attachment") and reply.content
    assert web.get(f"/sessions/{trace.id}/export/docx").status_code == 400


def test_a_phone_is_found_by_its_number_and_held(lab, web):
    found = web.get("/phones", params={"number": "(407) 555-0112"})
    assert found.url.endswith("/phones/%2B14075550112")
    page = web.post("/phones/14075550112", data={"do": "hold"})
    assert page.status_code == 200 and "You hold this phone" in page.text


def test_a_phone_answers_by_its_form(lab, web):
    web.post("/phones/14075550112", data={"do": "hold"})
    lab.app("calls", voice=lab.script('call("+14075550112"); say("good day")'), voice_token="V")
    launch(lab, token="V")
    assert "Incoming call" in web.get("/phones/14075550112").text
    web.post("/phones/14075550112", data={"do": "answer"})
    lab.trace()
    assert "good day" in web.get("/phones/14075550112").text
    refused = web.post("/phones/14075550112", data={"do": "hangup"})
    assert refused.status_code == 400 and "in no call" in refused.text


def test_a_message_is_held_edited_and_let_go_by_forms(lab, web):
    web.post("/breakpoints", data={"do": "stop", "stop-text": "on"})
    launch(lab)
    page = web.get("/breakpoints").text
    (held,) = lab.breakpoints.held
    assert "Held before hop 3" in page and "1 message waits at a breakpoint" in web.get("/").text
    web.post("/breakpoints", data={"do": "go", "held": held.id, "wire": held.wire.decode().replace("hello", "edited")})
    assert lab.phone("+14075550112").texts[-1].text == "edited"


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("/phones/14075550112", {"do": "dance"}),
        ("/phones/nonsense", {"do": "hold"}),
        ("/phones/14075550112", {"do": "text", "to": "+14075550199", "text": "x"}),
        ("/breakpoints", {"do": "stop", "stop-nothing": "on"}),
        ("/breakpoints", {"do": "go", "held": "99"}),
        ("/", {"do": "hold"}),
    ],
)
def test_bad_forms_are_told_in_a_sentence(web, place, fields):
    reply = web.post(place, data=fields)
    assert reply.status_code in (400, 404)
    assert re.search(r'<p class="tl-says">[A-Z‘\'&+].{10,400}[.)]</p>', reply.text)


def test_a_form_that_is_no_form_is_told(web):
    assert "cannot be read" in web.post("/breakpoints", data=b"\xff=\xff").text
    assert web.delete("/").status_code == 405


@pytest.mark.parametrize("place", ["/breakpoints", "/phones/14075550112"])
def test_a_page_elsewhere_cannot_send_a_form(web, place):
    reply = web.post(place, data={"do": "hold"}, headers={"Origin": "http://elsewhere.example"})
    assert reply.status_code == 403


def test_the_lab_answers_no_page_under_tropos_own_name(lab):
    assert lab.http.get("http://api.tropo.com/").status_code == 404


def test_every_page_allows_nothing_from_elsewhere(lab, web):
    trace = launch(lab)
    for place in ("/", f"/sessions/{trace.id}", "/phones/14075550112", "/breakpoints", "/sessions/none"):
        reply = web.get(place)
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        links = re.findall(r'(?:src|href|action)="([^"]*)"', reply.text)
        assert links and not [link for link in links if "://" in link or link.startswith("/")]


def test_what_strangers_sent_is_escaped_on_every_page(lab, web):
    trace = launch(lab, msg=NASTY)
    lab.app(NASTY[:20], messaging=f"http://x.example/{NASTY}")
    lab.breakpoints.set("text")
    launch(lab, msg=NASTY)
    for place in ("/", f"/sessions/{trace.id}", "/phones/14075550112", "/breakpoints"):
        page = web.get(place).text
        assert "alert" in page and "<script>" not in page and "\x1b" not in page and "\u202e" not in page, place


def test_a_change_is_told_at_once_and_only_then(lab, web):
    known = web.get("/changes").text
    launch(lab)
    assert int(web.get(f"/changes?after={known}").text) > int(known)


def test_a_long_session_is_cut_with_a_sentence(lab, web):
    from tropo_lab.pages import site

    wire, many = traces.webapi().hop(1).wire, site.MOST_HOPS + 7
    hops = [(number, "launcher", "tropo", "launch", "x", wire) for number in range(many)]
    trace = traces.trace("webapi", *hops, id="long")
    lab.engine.call(lab.engine.cloud.journal.keep, 1, trace)
    page = web.get("/sessions/long").text
    assert page.count('class="tl-frame"') == site.MOST_HOPS and "7 more hops" in page


@pytest.mark.parametrize("host", ["API.Tropo.com", "api.tropo.com.", "api.tropo.com:80"])
def test_tropos_own_name_has_no_page_however_it_is_spelled(web, host):
    assert web.get("/breakpoints", headers={"Host": host}).status_code == 404


def test_tropos_own_name_has_no_page_when_a_proxy_is_asked(lab, web):
    reply = requests.get("http://api.tropo.com/breakpoints", proxies={"http": f"http://{lab.address}"}, timeout=10)
    assert reply.status_code == 404


def test_a_form_leads_back_to_its_page_and_to_no_other_kind_of_address(web):
    reply = web.post("/phones/tel:+14075550112", data={"do": "hold"}, allow_redirects=False)
    assert reply.headers["Location"] == "./tel:+14075550112"


def test_whoever_waited_for_a_change_is_forgotten(lab, web, monkeypatch):
    from tropo_lab.pages import site

    monkeypatch.setattr(site, "MAX_WAIT", 0.01)
    known = web.get("/changes").text
    for _ in range(20):
        assert web.get(f"/changes?after={known}").text == known
    assert not lab.engine._server.addresses.pages._site._waiting


def test_the_platform_goes_on_while_a_session_is_exported(lab, web, monkeypatch):
    from tropo_lab.pages import site

    def asked_meanwhile(trace, form):
        return web.get("/changes").text

    monkeypatch.setattr(site, "export", asked_meanwhile)
    assert web.get(f"/sessions/{launch(lab).id}/export/raw", timeout=10).text.isdigit()


def test_a_session_with_much_in_it_is_cut_with_a_sentence(lab, web):
    hops = [(number, "catcher", "tropo", "document", "x", b"A" * 1_000_000) for number in range(100)]
    lab.engine.call(lab.engine.cloud.journal.keep, 1, traces.trace("webapi", *hops, id="much"))
    page = web.get("/sessions/much").text
    assert len(page) < 4_000_000 and "more hops are in the exports" in page


def test_the_overview_stays_of_bearable_size(lab, web):
    def many():
        for number in range(1000):
            lab.engine.cloud.network.phone(f"+1{200 + number // 100}55501{number % 100:02d}")
        for number in range(900):
            lab.engine.cloud.add_app(f"app {number}", None, f"http://127.0.0.1:8000/{'x' * 500}")

    lab.engine.call(many)
    page = web.get("/").text
    assert len(page) < 150_000 and "200 of 901" in page and "200 of 1,000" in page


# the ledger


def test_the_ledger_is_a_page_with_an_anchor_for_each_entry(web):
    page = web.get("/ledger").text
    for one in ledger():
        assert f'<article class="tl-entry" id="{one.id}">' in page
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page)))
    assert f"{len(ledger())} of {len(ledger())} entries." in page


def test_the_ledger_shows_the_sections_and_leads_to_them(web):
    page = web.get("/ledger").text
    for title in {one.section for one in ledger()}:
        anchor = "section-" + "-".join(re.findall(r"\w+", title.lower().replace("'", " ")))
        assert f'href="#{anchor}"' in page and f'<h2 id="{anchor}">' in page


@pytest.mark.parametrize("mark", MARKS)
def test_the_ledger_can_be_narrowed_to_a_mark_by_a_plain_link(web, mark):
    page = web.get("/ledger").text
    assert f'href="ledger?mark={mark}"' in page
    shown = re.findall(r'<article class="tl-entry" id="([^"]+)">', web.get("/ledger", params={"mark": mark}).text)
    assert shown == [one.id for one in ledger() if one.how == mark]


def test_the_ledger_can_be_searched_without_a_script(web):
    page = web.get("/ledger", params={"find": "Verb-SAY speaks", "mark": "documented"}).text
    assert re.findall(r'<article class="tl-entry" id="([^"]+)">', page) == ["verb-say"]
    assert "that speak of “Verb-SAY speaks” with the mark documented" in page and 'value="Verb-SAY speaks"' in page


def test_the_ledger_can_be_searched_for_a_name_of_the_code(web):
    page = web.get("/ledger", params={"find": "endpoint PUT /lab/rules"}).text
    assert "<code>endpoint PUT /lab/rules</code>" in page and page.count("<article") == 1


def test_a_search_that_finds_nothing_says_what_to_do(web):
    page = web.get("/ledger", params={"find": "xyzzy"}).text
    assert "No entry speaks of that." in page and "0 of " in page


def test_a_mark_that_there_is_not_is_refused_with_those_that_there_are(web):
    reply = web.get("/ledger", params={"mark": "guessed"})
    assert reply.status_code == 400 and "documented, captured, inferred, choice" in reply.text


def test_what_is_searched_for_is_shown_without_harm(web):
    page = web.get("/ledger", params={"find": NASTY}).text
    assert "<script>alert" not in page and "\u202e" not in page and "\\u202e" in page
