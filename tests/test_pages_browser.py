"""The web view of `serve` in a real browser: it follows what happens, and everything on it can be done by keyboard."""

import re

import pytest

from tests.chromium import NEEDED, Axe, expect
from tests.serving import serving

pytestmark = NEEDED
SCRIPT = 'message(msg, {"to": "+14075550112", "network": "SMS"})'
VOICE = 'call("+14075550112"); say("good day"); wait(1000)'


@pytest.fixture
def served():
    with serving() as served:
        served.texts = served.app("texts", messaging={"language": "python", "script": SCRIPT})
        served.calls = served.app("calls", voice={"language": "python", "script": VOICE})
        yield served


@pytest.fixture
def open_page(browser, served):
    """Open a page of the platform; no script may fail, and nothing may be asked of another machine."""
    contexts, troubles = [], []

    def open_page(place="/", **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda sent: sent.url.startswith(served.url) or troubles.append(sent.url))
        page.goto(served.url + place)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def call(served):
    """Launch the voice side, and give the session's id while it goes on."""
    query = {"action": "create", "token": served.calls["voice_token"]}
    return served.http.post(f"{served.url}/1.0/sessions", json=query).json()["id"]


def test_the_overview_shows_each_session_as_it_happens(open_page, served):
    page = open_page()
    expect(page.get_by_role("main")).to_contain_text("Nothing has been launched yet")
    served.launch(served.texts, msg="first")
    expect(page.get_by_role("link", name="texts")).to_have_count(1)
    served.launch(served.texts, msg="second")
    expect(page.get_by_role("link", name="texts")).to_have_count(2)
    expect(page.get_by_role("table", name="Every phone")).to_contain_text("second")


def test_a_sessions_steps_are_walked_by_keys(open_page, served):
    ended = served.launch(served.texts, msg="hello")
    page = open_page(f"/sessions/{ended['id']}")
    page.get_by_role("button", name="First").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(page.locator(".tl-current:visible")).to_have_attribute("data-hop", "3")
    expect(page.get_by_role("status")).to_contain_text("Hop 3 of 3")
    page.get_by_label("Raw bytes").check()
    expect(page.locator(".tl-octets:visible")).to_contain_text("\\r\\n")


def test_a_running_session_grows_and_the_reader_stays_where_they_are(open_page, served):
    served.put("/lab/phones/+14075550112/behaviour", {"held": True})
    page = open_page(f"/sessions/{call(served)}")
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tl-place:visible")).to_contain_text("Hop 2 of 3")
    served.post("/lab/phones/+14075550112/answer")
    expect(page.locator(".tl-place:visible")).to_contain_text("Hop 2 of 6")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    expect(page.get_by_role("main")).to_contain_text("The session ran to its end.")


def test_a_phone_rings_is_answered_and_texts_by_keyboard(open_page, served):
    page = open_page("/phones/14075550112")
    page.get_by_role("button", name="Hold it yourself").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("You hold this phone")
    call(served)
    page.get_by_role("button", name="Answer").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("good day")
    text = page.get_by_role("textbox", name="Text")
    page.get_by_role("combobox", name="To").select_option(served.texts["number"])
    text.press_sequentially("hello")
    text.press("Enter")
    expect(page.get_by_role("group", name="Texts and calls")).to_contain_text("hello")
    expect(text).to_be_focused()
    expect(text).to_have_value("")


def test_typing_goes_on_while_the_page_is_renewed(open_page, served):
    page = open_page("/phones/14075550112")
    text = page.get_by_role("textbox", name="Text")
    text.press_sequentially("half a sen")
    served.launch(served.texts, msg="comes in between")
    expect(page.get_by_role("group", name="Texts and calls")).to_contain_text("comes in between")
    page.keyboard.type("tence")
    expect(text).to_have_value("half a sentence")
    expect(text).to_be_focused()


def test_a_question_is_answered_by_a_key_and_what_was_keyed_stays(open_page, served):
    served.put("/lab/phones/+14075550112/behaviour", {"held": True})
    script = 'call("+14075550112"); say("You chose " + ask("Press 1 or 2.", {"choices": "pepper(1), salt(2)"}).value)'
    app = served.app("asks", voice={"language": "python", "script": script})
    page = open_page("/phones/14075550112")
    query = {"action": "create", "token": app["voice_token"]}
    served.http.post(f"{served.url}/1.0/sessions", json=query)
    page.get_by_role("button", name="Answer").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("A question waits for your answer.")
    page.get_by_role("group", name="Keypad").get_by_role("button", name="2").press("Enter")
    expect(page.locator(".tl-heard li")).to_have_text(["“Press 1 or 2.”", "keyed 2", "“You chose salt”"])


def test_a_message_is_paused_edited_and_let_go(open_page, served):
    page = open_page("/breakpoints")
    page.get_by_role("checkbox", name=re.compile("^text:")).check()
    # a promise would pass for true: ask the platform itself
    assert any(served.get("/lab/breakpoints").json()["breakpoints"] for _ in range(500))
    served.http.get(f"{served.url}/1.0/sessions?action=create&token={served.texts['messaging_token']}&msg=one")
    message = page.get_by_label("The message")
    expect(message).to_have_value(re.compile("one"))
    message.fill(message.input_value().replace("one", "two"))
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("No message is held.")
    assert served.get("/lab/phones/14075550112").json()["texts"][0]["text"] == "two"


def test_what_cannot_be_done_is_told_where_it_was_tried(open_page, served):
    served.put("/lab/phones/+14075550112/behaviour", {"held": True})
    page = open_page("/phones/14075550112")
    page.get_by_role("combobox", name="To").select_option(served.texts["number"])
    page.evaluate("() => { document.querySelector('select[name=to] option:checked').value = '+14075550199'; }")
    page.get_by_role("button", name="Call").click()
    expect(page.get_by_role("alert")).to_contain_text("No app has the number")


def test_the_pages_work_without_scripts(open_page, served):
    ended = served.launch(served.texts, msg="hello")
    page = open_page(f"/sessions/{ended['id']}", java_script_enabled=False)
    assert page.locator(".tl-frame").count() == 3 and page.get_by_text("Phone").count()
    page = open_page("/phones/14075550112", java_script_enabled=False)
    page.get_by_role("button", name="Hold it yourself").click()
    assert "You hold this phone" in page.content()
    page = open_page("/breakpoints", java_script_enabled=False)
    page.get_by_role("checkbox", name=re.compile("^text:")).check()
    page.get_by_role("button", name="Set").click()
    assert served.get("/lab/breakpoints").json()["breakpoints"] == [{"kind": "text", "app": None}]


def test_a_lesson_can_lead_to_one_entry_of_the_ledger(open_page):
    page = open_page("/ledger#verb-say", viewport={"width": 900, "height": 600})
    expect(page.locator("#verb-say")).to_be_in_viewport()
    page.get_by_role("link", name="our choice").click()
    assert page.locator(".tl-entry .tl-mark").all_inner_texts() == ["our choice"] * page.locator(".tl-entry").count()
    page.get_by_label("Find").fill("signal")
    page.get_by_label("Find").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("that speak of “signal” with the mark our choice")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 320])
def test_every_page_is_accessible_and_fits(open_page, served, scheme, width):
    served.put("/lab/phones/+14075550112/behaviour", {"held": True})
    id = call(served)
    ended = served.launch(served.texts, msg="hello")
    served.http.get(f"{served.url}/1.0/sessions?action=create&token=nobody")
    served.put("/lab/breakpoints", {"breakpoints": [{"kind": "text"}]})
    served.http.get(f"{served.url}/1.0/sessions?action=create&token={served.texts['messaging_token']}&msg=one")
    sessions = (f"/sessions/{id}", f"/sessions/{ended['id']}")
    for place in ("/", *sessions, "/phones/14075550112", "/breakpoints", "/ledger?find=launch#launch-by-get"):
        page = open_page(place, color_scheme=scheme, viewport={"width": width, "height": 900})
        found = [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]
        assert found == [], place
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, place


def test_all_steps_are_printed(open_page, served):
    ended = served.launch(served.texts, msg="hello")
    page = open_page(f"/sessions/{ended['id']}")
    expect(page.locator(".tl-frame:visible")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".tl-frame:visible")).to_have_count(3)
