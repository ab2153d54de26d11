"""Boards that change while they are used: focus and what was typed or chosen stay, and each change is told once."""

import re

import pytest

from tests.chromium import NEEDED, expect
from tropo_lab import Lab

pytestmark = NEEDED
MESSAGE = 'message(msg, {"to": "+14075550112", "network": "SMS"})'
CALL = 'call("+14075550112"); say("good day")'


@pytest.fixture
def lab():
    with Lab() as lab:
        lab.app("first", messaging=lab.script(MESSAGE), messaging_token="FIRST")
        lab.app("second", messaging=lab.script(MESSAGE), messaging_token="SECOND")
        lab.app("calls", voice=lab.script(CALL), voice_token="CALLS")
        yield lab


@pytest.fixture
def page(browser):
    context, troubles = browser.new_context(), []
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert troubles == []


def launch(lab, msg="hello", token="FIRST"):
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": token, "msg": msg})


def hold_two(lab, page):
    lab.breakpoints.set("text")
    for count, msg in enumerate(("one", "two"), 1):
        launch(lab, msg)
        assert len(lab.breakpoints.held) == count
    page.goto(f"http://{lab.address}/breakpoints")
    return page.get_by_label("The message")


def test_an_edit_goes_on_when_the_message_before_it_is_gone(lab, page):
    second = hold_two(lab, page).nth(1)
    second.press("Control+End")
    page.keyboard.type(" half a")
    lab.breakpoints.go_on()
    expect(page.get_by_label("The message")).to_have_count(1)
    page.keyboard.type(" sentence")
    left = page.get_by_label("The message")
    expect(left).to_have_value(re.compile("two half a sentence$"))
    expect(left).to_be_focused()


def test_the_focus_of_a_message_that_is_gone_goes_to_its_place_and_into_no_other_message(lab, page):
    first = hold_two(lab, page).nth(0)
    first.focus()
    lab.breakpoints.drop()
    expect(page.get_by_label("The message")).to_have_count(1)
    expect(page.locator(".tl-held")).to_be_focused()
    page.keyboard.type("x")
    expect(page.get_by_label("The message")).to_have_value(re.compile("two$"))
    page.keyboard.press("Tab")
    expect(page.get_by_label("The message")).to_be_focused()
    lab.breakpoints.drop()
    expect(page.get_by_text("No message is held.", exact=True).locator("visible=true").first).to_be_focused()


def test_the_focus_stays_in_the_call_that_was_answered(lab, page):
    # so that the call goes on
    lab.breakpoints.set("speech")
    lab.phone("+14075550112").behave(held=True)
    launch(lab, token="CALLS")
    page.goto(f"http://{lab.address}/phones/14075550112")
    page.get_by_role("button", name="Answer").press("Enter")
    expect(page.get_by_role("button", name="Hang up")).to_have_count(1)
    assert page.evaluate("() => document.activeElement.closest('.tl-card') !== null")


def test_a_text_that_comes_chooses_no_other_app_to_write_to(lab, page):
    page.goto(f"http://{lab.address}/phones/14075550112")
    to = page.get_by_role("combobox", name="To")
    wanted = to.locator("option", has_text="second").get_attribute("value")
    to.select_option(wanted)
    page.get_by_role("textbox", name="Text").press_sequentially("for the second")
    launch(lab, "from the first")
    expect(page.locator("ol")).to_contain_text("from the first")
    expect(to).to_have_value(wanted)


def test_what_reaches_a_phone_is_told_in_one_sentence(lab, page):
    page.goto(f"http://{lab.address}/phones/14075550112")
    launch(lab, "news")
    said = page.get_by_role("status").filter(has_text="news")
    expect(said).to_have_text(re.compile(r"^A text from first \+\d+ arrived: news$"))


def test_a_link_that_has_the_focus_leads_where_it_did_when_a_session_comes(lab, page):
    launch(lab)
    id = lab.trace().id
    page.goto(f"http://{lab.address}/")
    page.get_by_role("link", name="first").focus()
    launch(lab)
    expect(page.get_by_role("link", name="first")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/sessions/{id}$"))


def test_a_button_that_leads_nowhere_does_nothing(lab, page):
    launch(lab)
    page.goto(f"http://{lab.address}/sessions/{lab.trace().id}")
    page.get_by_role("button", name="Last").click()
    place = page.locator(".tl-live[role=status]")
    expect(place).to_contain_text("Hop 3 of 3")
    place.evaluate("(one) => { one.textContent = 'unchanged'; }")
    page.get_by_role("button", name="Next").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    expect(place).to_have_text("unchanged")


def test_the_field_that_is_typed_in_keeps_the_focus_when_a_session_grows(lab, page):
    lab.phone("+14075550112").behave(held=True)
    launch(lab, token="CALLS")
    page.goto(f"http://{lab.address}/sessions/{lab.trace().id}")
    number = page.get_by_label("Go to")
    number.press("Control+a")
    page.keyboard.type("1")
    lab.phone("+14075550112").pick_up()
    expect(page.locator(".tl-place:visible")).to_contain_text("of 6")
    expect(page.get_by_label("Go to")).to_be_focused()


def test_a_platform_that_has_stopped_is_told(lab, page):
    page.goto(f"http://{lab.address}/phones/14075550112")
    lab.close()
    page.get_by_role("button", name="Hold it yourself").click()
    expect(page.get_by_role("alert")).to_contain_text("the platform does not answer")
