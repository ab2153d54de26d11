"""What strangers sent, on pages and in the one-file page in a browser: it runs nothing and asks for nothing."""

import pytest

from tests.chromium import NEEDED, expect
from tropo_lab import Lab
from tropo_lab.exports import export

pytestmark = NEEDED
MARKUP = (
    "</textarea></title></style></script><script>alert(1)</script><img src=http://elsewhere.example/ onerror=alert(2)>"
    "\"' autofocus onfocus=alert(3) {{7*7}} <svg onload=alert(4)>"
)
NASTY = f"{MARKUP} \u202e\x1b[31m"
SCRIPT = f"""
log({NASTY!r})
message({NASTY!r} + msg, {{"to": "+14075550112", "network": "SMS"}})
call("+14075550112")
say({NASTY!r})
"""


def answers(environ, start_response):
    """A catcher whose every reply is hostile."""
    start_response("200 OK", [("Content-Type", "text/html"), ("X-Nasty", MARKUP)])
    return [NASTY.encode()]


@pytest.fixture
def lab():
    with Lab() as lab:
        lab.app(MARKUP[:60], messaging=lab.script(SCRIPT), messaging_token="SCRIPT")
        lab.app(f"<b>{MARKUP}", messaging=f"{lab.host(answers)}/?<b onload=alert(5)>", messaging_token="WEBAPI")
        yield lab


@pytest.fixture
def watched(browser, lab):
    """A page on which nothing may alert, fail, or ask another machine."""
    context, troubles = browser.new_context(), []
    page = context.new_page()
    page.on("dialog", lambda dialog: (troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    home = f"http://{lab.address}/"
    page.on("request", lambda sent: sent.url.startswith((home, "file:")) or troubles.append(sent.url))
    yield page
    context.close()
    assert troubles == []


def launch(lab, token):
    # what no header may hold, no launcher can send
    value = NASTY.replace("\x1b", "").encode()
    headers = {"X-Nasty": value, "Cookie": b"a=" + value}
    query = {"action": "create", "token": token, "msg": NASTY, "numbertodial": NASTY, NASTY: NASTY}
    lab.http.get("http://api.tropo.com/1.0/sessions", params=query, headers=headers)


def harmless(page):
    """Nothing of the payload has become an element or an attribute."""
    assert page.locator("img, svg[onload], [onfocus], [onerror], [autofocus]").count() == 0
    assert page.locator("script").count() == 1 and "49" not in page.title()


def test_a_hostile_session_is_harmless_on_every_page_also_while_it_happens(lab, watched):
    home = f"http://{lab.address}/"
    watched.goto(home)
    for token in ("SCRIPT", "WEBAPI", "nobody"):
        launch(lab, token)
    expect(watched.get_by_role("table", name="The latest sessions")).to_contain_text("</textarea>")
    harmless(watched)
    ids = [trace.id for trace in (*lab.traces(), *lab.refused())]
    lab.breakpoints.set("text")
    launch(lab, "SCRIPT")
    for place in (*(f"sessions/{id}" for id in ids), "phones/14075550112", "breakpoints", "sessions/%3Cscript%3E"):
        watched.goto(home + place)
        harmless(watched)
        if watched.get_by_role("button", name="Next").count():
            watched.get_by_role("button", name="Last").click()
            watched.get_by_label("Raw bytes").check()
            harmless(watched)
    assert len(ids) == 3


@pytest.mark.parametrize("token", ["SCRIPT", "WEBAPI"])
def test_a_hostile_session_is_harmless_in_the_one_file_page(lab, watched, tmp_path, token):
    launch(lab, token)
    file = tmp_path / "trace.html"
    file.write_text(export(lab.trace(), "html", unmasked=True), "utf-8")
    watched.goto(file.as_uri())
    watched.get_by_role("button", name="Last").click()
    expect(watched.get_by_role("status")).to_contain_text("Hop")
    harmless(watched)
