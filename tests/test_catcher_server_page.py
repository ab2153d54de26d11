"""The page in a real browser: by keyboard, without JavaScript, by axe, in light and dark."""

from threading import Thread

import pytest
import requests
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from catcher_server import create_app
from tests.chromium import NEEDED, Axe, expect

pytestmark = NEEDED
STARTED = "<session><success>true</success><token>T</token><id>{}</id></session>"
STATES = ["asked", "instructions given", "sent", "not sent", "answered", "not answered", "failed"]


@pytest.fixture
def serve():
    """Serve a WSGI app on a free port until the test ends; its address."""
    running = []

    def start(app):
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.port}/"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()


@pytest.fixture
def app(serve):
    with requests.Session() as http:
        http.trust_env = False
        platform = serve(Response(STARTED.format("a" * 32), content_type="text/xml"))
        yield create_app({"PLATFORM": platform, "HTTP": http})


@pytest.fixture
def open_page(browser, serve, app):
    """Open the server's page in a browser window of the given kind."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(serve(app))
        return page

    yield open_page
    for context in contexts:
        context.close()


def fill_memory(app):
    for state in STATES:
        app.extensions["sent"].add("+14075550112", "x" * 300, "text", state * 3, state, "A sentence about it.")


def violations(page):
    # a click goes on before its page has its style sheet
    page.wait_for_load_state("load")
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def test_the_form_works_by_keyboard_alone(open_page, app):
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.type("14075550112")
    page.keyboard.press("Tab")
    page.keyboard.type("by keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Call")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#sent-1")).to_contain_text("by keyboard")
    assert app.extensions["sent"].of("a" * 32).channel == "voice"


def test_enter_in_the_number_sends_a_text(open_page, app):
    page = open_page()
    page.get_by_label("Message").fill("by Enter")
    page.get_by_label("Phone number").fill("14075550112")
    page.keyboard.press("Enter")
    expect(page.locator("#sent-1")).to_contain_text("by Enter")
    assert app.extensions["sent"].of("a" * 32).channel == "text"


def test_the_form_works_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_label("Phone number").fill("14075550112")
    page.get_by_label("Message").fill("two\nlines")
    page.get_by_role("button", name="Send text").click()
    expect(page).to_have_url(page.url.partition("#")[0] + "#sent-1")
    expect(page.get_by_role("row").nth(1)).to_contain_text("asked")


def test_a_mistake_is_described_and_focused(open_page):
    page = open_page(java_script_enabled=False)
    page.get_by_label("Phone number").fill("14075550112")
    page.get_by_role("button", name="Send text").click()
    message = page.get_by_label("Message")
    expect(message).to_be_focused()
    expect(message).to_have_accessible_description(
        "Sent as a text, or spoken to whoever takes the call. Write the message to send or to say."
    )
    expect(page.get_by_label("Phone number")).to_have_value("14075550112")


def test_the_refresh_link_shows_what_happened_since(open_page, app):
    page = open_page()
    fill_memory(app)
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_role("row")).to_have_count(1 + len(STATES))


def test_focus_is_visible(open_page):
    page = open_page()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(open_page, app, scheme, width):
    fill_memory(app)
    page = open_page(color_scheme=scheme, reduced_motion="reduce", viewport={"width": width, "height": 720})
    assert violations(page) == []
    page.get_by_role("button", name="Call").click()  # with nothing filled in
    expect(page.locator("[aria-invalid]")).to_have_count(2)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_page_with_a_failure(open_page, app, scheme):
    app.config["PLATFORM"] = "http://127.0.0.1:1"
    page = open_page(color_scheme=scheme, reduced_motion="reduce")
    page.get_by_label("Phone number").fill("14075550112")
    page.get_by_label("Message").fill("hello")
    page.get_by_role("button", name="Send text").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 735, 1280, 1920])
def test_nothing_is_cut_off_at_the_side(open_page, app, width):
    fill_memory(app)
    page = open_page(viewport={"width": width, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_table_stays_a_table_when_it_is_narrow(open_page, app):
    fill_memory(app)
    page = open_page(viewport={"width": 320, "height": 720})
    expect(page.get_by_role("table", name="Launched so far").get_by_role("row")).to_have_count(1 + len(STATES))


@pytest.mark.parametrize(("motion", "expected"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_less_motion_is_respected(open_page, motion, expected):
    page = open_page(reduced_motion=motion)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == expected


def test_dark_and_light_differ(open_page):
    colours = [
        open_page(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert len(set(colours)) == 2


def test_the_browser_fetches_nothing_from_elsewhere(browser, serve, app):
    with browser.new_context() as context:
        page = context.new_page()
        asked = []  # the icon may be asked for later, or not at all
        page.on("request", lambda request: asked.append(request.url))
        url = serve(app)
        page.goto(url)
    assert {address.removeprefix(url) for address in asked} - {"static/icon.svg"} == {"", "static/page.css"}
