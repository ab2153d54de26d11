"""Task, Predict and Order in a real JupyterLab: by mouse, by keyboard, and while a cell runs."""

import re

import pytest

from tests import jupyter
from tests.chromium import NEEDED, Axe, expect
from tests.jupyter import button, shown

pytestmark = NEEDED
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WAITS = "from pathlib import Path\nimport time\nwhile not Path('go').exists(): time.sleep(0.02)"
ORDER = "from tropo_lab import Order, check\norder = Order('03-order')\norder"
RIGHT = 'my_form = {"to": "+14075550134", "msg": "Two apps, one text.", "send": "text"}'


@pytest.fixture(scope="module")
def opened(tmp_path_factory, browser):
    """A notebook that is open in JupyterLab, its folder, and what went wrong in its page."""
    folder = tmp_path_factory.mktemp("notebooks")
    with (
        jupyter.jupyter(folder, tmp_path_factory.mktemp("home")) as base,
        jupyter.opened(browser, base, folder / "practice.ipynb", "") as (page, troubles),
    ):
        yield page, folder, troubles


@pytest.fixture
def notebook(opened):
    page, folder, troubles = opened
    (folder / "go").unlink(missing_ok=True)
    yield jupyter.runner(page)
    assert troubles == []


def test_a_task_is_checked_hinted_and_solved_by_its_buttons(notebook):
    page = notebook("from tropo_lab import task, reset\nreset()\nmy_form = None", "task('00-own-words')")
    button(page, "Check").click()
    expect(shown(page)).to_contain_text("Not yet: my_form")
    button(page, "Hint").focus()
    page.keyboard.press("Enter")
    expect(shown(page)).to_contain_text("Hint 1 of 3")
    expect(shown(page)).not_to_contain_text("Hint 2 of 3")
    button(page, "Solution").click()
    expect(shown(page)).to_contain_text("Show the solution?")
    expect(shown(page).locator("pre")).to_have_count(0)
    button(page, "Show it").click()
    expect(shown(page).locator("pre")).to_contain_text("my_form = ")
    jupyter.ask(page, f"exec({RIGHT!r})")
    button(page, "Check").click()
    expect(shown(page).locator(".tl-verdict")).to_contain_text("Done: ")
    expect(shown(page).locator(".tl-live")).to_contain_text("Done: ")


def test_a_check_that_has_to_stop_a_loop_leaves_the_notebook_well(notebook):
    loops = "def launch(http, number, msg):\n    while True:\n        try: http.nothing\n        except Exception: pass"
    short = "from tropo_lab.practice import limits\nlimits.SECONDS = 0.3"
    page = notebook("from tropo_lab import task", loops, short, "task('01-by-get')")
    button(page, "Check").click()
    expect(shown(page)).to_contain_text("Your function `launch` did not end within 0.3 seconds")
    assert jupyter.ask(page, "1 + 1") == "2"


def test_a_prediction_is_noted_and_told_after_the_next_cell(notebook):
    page = notebook("from tropo_lab import Predict", "Predict('00-hops')")
    shown(page).get_by_label("4", exact=True).check()
    expect(shown(page)).to_contain_text("Noted.")
    button(page, "How did I do?").click()
    expect(shown(page).get_by_role("alert")).to_contain_text("Run the next cell first")
    page.evaluate("""async () => {
        const { commands, shell } = window.jupyterapp;
        shell.currentWidget.content.activeCellIndex = 0;
        await commands.execute('notebook:run-cell'); }""")
    button(page, "How did I do?").click()
    expect(shown(page)).to_contain_text("You predicted: 4. It is: 7.")


def test_lines_are_put_in_order_by_keys_alone_and_the_focus_goes_with_the_line(notebook):
    page = notebook(ORDER)
    first, second = (shown(page).locator("li span").nth(place).inner_text() for place in (0, 1))
    shown(page).get_by_role("button", name="↓ Down").first.focus()
    page.keyboard.press("ArrowDown")
    expect(shown(page).locator("li span").first).to_have_text(second)
    expect(shown(page).locator("li:focus-within span")).to_have_text(first)
    page.keyboard.press("ArrowDown")
    expect(shown(page).locator("li:focus-within span")).to_have_text(first)
    expect(shown(page).locator("li").nth(2)).to_contain_text(first)
    expect(shown(page).locator(".tl-live")).to_contain_text("Now the third of 6.")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(shown(page).locator("li span").first).to_have_text(first)
    page.keyboard.press("ArrowUp")
    assert jupyter.ask(page, "order.order == order._ordering.task.shuffled") == "True"


def test_lines_are_put_in_order_by_mouse_and_checked(notebook):
    page = notebook(ORDER)
    wanted = jupyter.ask(page, "'|'.join(order._ordering.task.lines)").strip("'\"").split("|")
    for place, line in enumerate(wanted):
        row = shown(page).locator("li", has_text=line)
        for _ in range(shown(page).locator("li span").all_inner_texts().index(line) - place):
            before = shown(page).locator("li span").all_inner_texts().index(line)
            row.get_by_role("button", name="↑ Up").click()
            expect(shown(page).locator("li span").nth(before - 1)).to_have_text(line)
    assert "Done" in jupyter.ask(page, "from tropo_lab.practice.checks import verdict\n"
        "str(verdict(order._ordering.task, {}))")  # fmt: skip


def test_what_is_pressed_while_a_cell_runs_happens_afterwards(notebook, opened):
    page = notebook(ORDER, WAITS, wait=False)
    first = shown(page).locator("li span").first.inner_text(timeout=30_000)
    press = shown(page).locator("li", has_text=first).get_by_role("button", name="↓ Down")
    press.click()
    press.click()
    expect(shown(page).locator(".tl-busy")).to_contain_text("Waiting for the running cell")
    (opened[1] / "go").touch()
    expect(shown(page).locator("li span").nth(2)).to_have_text(first)


def test_all_three_are_accessible_in_light_and_dark(notebook):
    page = notebook(
        "from IPython.display import display\nfrom tropo_lab import Order, Predict, task",
        "board = task('00-own-words')\nboard._hint = 2\nboard.refresh()\n"
        "display(board, Predict('00-hops').choose(2), Order('03-order'))",
    )
    expect(shown(page)).to_have_count(3)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        page.wait_for_function(
            "(light) => document.body.dataset.jpThemeLight === light", arg=str(theme.endswith("Light")).lower()
        )
        found = Axe().run(page, context={"include": [".jp-OutputArea-output .tl-view"]}, options=AXE)
        assert found.response["violations"] == []


def test_keys_in_them_are_not_the_notebooks(notebook):
    page = notebook("from tropo_lab import task", "task('00-own-words')")
    button(page, "Hint").focus()
    for key in "abddxzv":
        page.keyboard.press(key)
    kinds = page.locator(".jp-NotebookPanel .jp-Cell").evaluate_all("(all) => all.map((one) => one.className)")
    assert len(kinds) == 2 and all(re.search("jp-CodeCell", kind) for kind in kinds)
