"""The one-file page in a real browser: from its file, offline, on screen and printed."""

import pytest

from tests import traces
from tests.chromium import NEEDED, Axe
from tropo_lab.exports import export

pytestmark = NEEDED


@pytest.fixture
def opened(browser, tmp_path):
    """Opens the page of a session from its file, with every way to the network closed."""
    path = tmp_path / "session.html"
    path.write_text(export(traces.webapi(), "html"), "utf-8")
    with browser.new_context(offline=True) as context:
        tab, wrong = context.new_page(), []
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        tab.goto(path.as_uri())
        yield tab
        assert wrong == []


def test_on_screen_it_is_a_stepper(opened):
    frames = opened.locator(".tl-frame")
    assert [frames.nth(at).is_visible() for at in range(frames.count())] == [True] + [False] * 8
    opened.get_by_role("button", name="Next").click()
    opened.keyboard.press("ArrowRight")
    assert frames.nth(2).is_visible() and not frames.nth(0).is_visible()
    assert "Hop 3 of 9" in opened.get_by_role("status").text_content()


def test_printed_all_its_steps_are_open(opened):
    opened.emulate_media(media="print")
    frames = opened.locator(".tl-frame")
    assert [frames.nth(at).is_visible() for at in range(frames.count())] == [True] * 9
    assert frames.nth(0).evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    assert opened.get_by_role("button").count() == 0


def test_without_scripts_all_its_steps_are_open(browser, tmp_path):
    path = tmp_path / "session.html"
    path.write_text(export(traces.webapi(), "html"), "utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(path.as_uri())
        assert tab.locator(".tl-frame:visible").count() == 9


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_it(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    found = Axe().run(opened).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_it_fits_320_pixels(opened):
    opened.set_viewport_size({"width": 320, "height": 600})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320
