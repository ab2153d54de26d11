"""The desk in a real browser, as a page and as a widget: paste, read, walk, copy the program, run it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import jupyter
from tests.chromium import NEEDED, Axe, expect
from tests.desk_pastes import PASTES
from tropo_lab import Lab

pytestmark = NEEDED
ROOT = Path(__file__).parent.parent
BARE = PASTES["an answer with a bare say"].text
FOUND = "tropo[0].message.say is the text 'hello'."
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def address():
    with Lab() as lab:
        yield f"http://{lab.address}"


@pytest.fixture
def open_desk(browser, address):
    """Open the page of the desk; no script may fail, and nothing may be asked of another machine."""
    contexts, troubles = [], []

    def open_desk(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda sent: sent.url.startswith(address) or troubles.append(sent.url))
        page.goto(f"{address}/desk")
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert troubles == []


def run(code, folder):
    """What a program prints, run as a file."""
    (folder / "kept.py").write_text(code, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "kept.py"], cwd=folder, env=env, capture_output=True, check=False, timeout=60, encoding="utf-8"
    )
    assert ran.stderr == ""
    return ran.stdout


def paste(root, text):
    root.get_by_label("Paste what you have").fill(text)
    root.get_by_role("radio", name="a text").check()
    root.get_by_role("button", name="Diagnose").click()
    expect(root.locator(".tl-found").first).to_have_text(FOUND)


def test_on_the_page_one_pastes_reads_walks_copies_and_runs(open_desk, tmp_path):
    page = open_desk(permissions=["clipboard-read", "clipboard-write"])
    paste(page, BARE)
    expect(page.get_by_label("Paste what you have")).to_have_value(BARE)
    expect(page.get_by_role("radio", name="a text")).to_be_checked()
    expect(page.locator(".tl-place:visible")).to_have_text(re.compile("Hop 4 of 4"))
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".tl-place:visible")).to_have_text(re.compile("Hop 3 of 4"))
    for name, printed in (("Copy the code", FOUND), ("Copy the mended code", "Nothing is wrong in it")):
        button = page.get_by_role("button", name=name)
        button.press("Enter")
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert printed in run(page.evaluate("() => navigator.clipboard.readText()"), tmp_path)
        page.get_by_role("button", name="Copied").evaluate("(one) => one.remove()")


def test_where_nothing_may_be_copied_the_text_is_marked(open_desk):
    page = open_desk()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    paste(page, BARE)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy the answer").click()
    expect(page.get_by_role("button", name="Marked")).to_be_visible()
    assert "It breaks at catcher → platform" in page.evaluate("() => getSelection().toString()")


def test_the_page_needs_no_script(open_desk):
    page = open_desk(java_script_enabled=False)
    paste(page, BARE)
    assert page.locator(".tl-frame").count() == 4 and not page.get_by_role("button", name="Copy").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 320])
def test_the_page_is_accessible_and_fits(open_desk, scheme, width):
    page = open_desk(color_scheme=scheme, viewport={"width": width, "height": 900})
    for example in ("a text with spaces", "a text that came as a call"):
        page.get_by_role("button", name=example).click()
        expect(page.locator(".tl-finding").first).to_be_visible()
        page.get_by_text("A program that shows it").click()
        found = [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]
        assert found == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.fixture(scope="module")
def notebook(browser, tmp_path_factory):
    """A notebook with the desk in it, in a dark JupyterLab."""
    root = tmp_path_factory.mktemp("notebooks")
    cell = "from tropo_lab import Desk\ndesk = Desk()\ndesk"
    wanted = {"viewport": {"width": 1100, "height": 2000}, "permissions": ["clipboard-read", "clipboard-write"]}
    with (
        jupyter.jupyter(root, tmp_path_factory.mktemp("home"), "JupyterLab Dark") as base,
        jupyter.opened(browser, base, root / "desk.ipynb", cell, **wanted) as (page, troubles),
    ):
        jupyter.run_all(page)
        yield page
    assert troubles == []


def test_in_a_notebook_one_pastes_reads_walks_copies_and_runs(notebook, tmp_path):
    desk = notebook.locator(".tl-view")
    paste(desk, BARE)
    expect(desk.locator(".tl-place:visible")).to_have_text(re.compile("Hop 4 of 4"))
    desk.get_by_role("button", name="Back").click()
    expect(desk.locator(".tl-place:visible")).to_have_text(re.compile("Hop 3 of 4"))
    jupyter.until(notebook, "desk.at", "3")
    desk.get_by_role("button", name="Copy the code").click()
    expect(desk.get_by_role("button", name="Copied")).to_be_visible()
    assert FOUND in run(notebook.evaluate("() => navigator.clipboard.readText()"), tmp_path)
    found = Axe().run(notebook, context=".tl-view", options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


def test_in_a_notebook_another_paste_takes_the_place_of_the_first_with_its_walk(notebook):
    desk = notebook.locator(".tl-view")
    desk.get_by_role("button", name="a script that keeps silent").click()
    expect(desk.locator(".tl-found").first).to_contain_text("has nobody to speak to")
    expect(desk.locator(".tl-place:visible")).to_have_text(re.compile("Hop 2 of 2"))
    jupyter.ask(notebook, f"desk.paste({BARE!r}) and None")
    expect(desk.locator(".tl-found").first).to_have_text(FOUND)
    expect(desk.locator(".tl-place:visible")).to_have_text(re.compile("Hop 4 of 4"))
    expect(desk.locator(".tl-sequence")).to_have_count(1)
    expect(desk.get_by_label("Paste what you have")).to_have_value(BARE)
    jupyter.ask(notebook, "desk.paste('My texts never arrive.') and None")
    expect(desk.locator(".tl-sequence")).to_have_count(0)
    expect(desk).to_contain_text("nothing in this that the desk can use")
