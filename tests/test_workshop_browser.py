"""The hand-out and a presentation in a real browser."""

import re

import pytest

from tests.chromium import NEEDED, Axe
from tropo_lab.workshop.present import NOTEBOOKS, lesson_named, presentation

pytestmark = NEEDED
HANDOUT = NOTEBOOKS / "files" / "handout.html"


@pytest.fixture
def page(browser):
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


@pytest.mark.parametrize("paper", [{"prefer_css_page_size": True}, {"format": "Letter", "landscape": True}])
def test_the_handout_prints_on_one_page(page, paper):
    page.goto(HANDOUT.as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(print_background=True, **paper))) == 1


def test_the_handout_is_accessible(page):
    page.goto(HANDOUT.as_uri())
    assert Axe().run(page).response["violations"] == []


def test_a_presentation_reveals_one_part_at_a_time_by_keys_and_by_buttons(page, tmp_path):
    path = tmp_path / "lesson.html"
    path.write_text(presentation(lesson_named("00")), "utf-8")
    loud = []
    page.on("console", lambda said: loud.append(said.text))
    page.goto(path.as_uri())
    shown = page.locator("section.part:visible")
    assert shown.count() == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Reveal next").click()
    assert shown.count() == 4 and page.locator("#says").inner_text().startswith("4 of ")
    page.keyboard.press("ArrowLeft")
    assert shown.count() == 3
    before = page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.keyboard.press("+")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)") > before >= 20
    page.reload()
    assert shown.count() == 3, "a reload stays where it was"
    page.keyboard.press("End")
    assert shown.count() == page.locator("section.part").count() and loud == []


def test_a_presentation_is_open_where_no_script_runs(browser, tmp_path):
    path = tmp_path / "lesson.html"
    path.write_text(presentation(lesson_named("00")), "utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator("section.part:visible").count() == page.locator("section.part").count()
        assert not page.locator("nav").is_visible()
