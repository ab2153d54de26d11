"""Every widget in a real JupyterLab, by keyboard and by mouse, on sessions that really ran."""

import re

import pytest

from tests import jupyter
from tests.chromium import NEEDED, Axe, expect
from tests.jupyter import button, shown

pytestmark = NEEDED
# both flows, each by a click on the launcher's page
SESSIONS = """
from catcher_server import create_app
from tropo_lab import Lab
lab = Lab()
server = create_app({"HTTP": lab.http, "MESSAGING_TOKEN": "WEBAPI-TOKEN"})
url = lab.host(server)
app = lab.app("webapi", messaging=f"{url}/messaging", messaging_token="WEBAPI-TOKEN")
lab.app("scripting", messaging=lab.script('message(msg, {"to": "+" + numbertodial, "network": "SMS"})'),
        messaging_token="SCRIPTING-TOKEN")

def launch(token="WEBAPI-TOKEN", msg="Café & crème", to="14075550112"):
    return lab.http.get("http://api.tropo.com/1.0/sessions",
        params={"action": "create", "token": token, "numbertodial": to, "msg": msg})

lab.http.post(f"{url}/send", data={"to": "+14075550112", "msg": "Café & crème", "send": "text"}, allow_redirects=False)
webapi = lab.trace()
launch("SCRIPTING-TOKEN")
scripting = lab.trace()
"""
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("notebooks")
    with jupyter.jupyter(root, tmp_path_factory.mktemp("home")) as base:
        yield base, root


@pytest.fixture(scope="module")
def opened(server, browser):
    """A notebook that is open in JupyterLab, and what went wrong in its page."""
    base, root = server
    with jupyter.opened(browser, base, root / "widgets.ipynb", "") as found:
        yield found


@pytest.fixture
def notebook(opened):
    """Put these cells into the notebook and run them; gives its page. No script fails, nothing leaves the machine."""
    page, troubles = opened
    page.set_viewport_size({"width": 1100, "height": 1500})
    yield jupyter.runner(page)
    assert troubles == []


def marked(page):
    """The hops that are marked in the picture that is in sight."""
    return [one.get_attribute("data-hop") for one in shown(page).locator(".tl-current").all() if one.is_visible()]


def focus_is_inside(page):
    return page.evaluate("() => document.activeElement.closest('.tl-view') !== null")


# the stepper


def test_the_stepper_goes_forth_and_back_by_keys_alone(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Stepper\nStepper(webapi)")
    button(page, "First").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button Next
    expect(shown(page).locator(".tl-place").first).to_contain_text("Hop 2 of 7")
    page.keyboard.press("ArrowRight")
    assert marked(page) == ["3"]
    expect(shown(page).locator(".tl-live")).to_have_text(r"Hop 3 of 7 · Step 2: Your launcher sends the REST request. "
        "Tropo says whether it could route the token; yes means that a session begins, and no more.")  # fmt: skip
    page.keyboard.press("End")
    assert marked(page) == ["7"] and focus_is_inside(page)
    page.keyboard.press("ArrowRight")
    assert marked(page) == ["7"] and focus_is_inside(page)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert marked(page) == ["1"] and focus_is_inside(page)


def test_forward_and_back_show_the_same_again(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Stepper\nStepper(webapi)")
    button(page, "First").focus()
    seen = []
    for key in ["ArrowRight"] * 6 + ["ArrowLeft"] * 6:
        seen.append(shown(page).locator(".tl-frame:not(.tl-away)").inner_html())
        page.keyboard.press(key)
    seen.append(shown(page).locator(".tl-frame:not(.tl-away)").inner_html())
    assert seen == seen[::-1] and len(set(seen)) == 7


def test_no_key_pressed_in_a_widget_is_the_notebooks(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Stepper\nStepper(webapi)")
    button(page, "Next").click()
    for key in "abddmyzxv":
        page.keyboard.press(key)
    page.keyboard.press("Shift+L")
    kinds = page.locator(".jp-NotebookPanel .jp-Cell").evaluate_all("(all) => all.map((one) => one.className)")
    assert len(kinds) == 2 and all("jp-CodeCell" in kind for kind in kinds) and marked(page) == ["2"]


def test_the_stepper_by_mouse(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Stepper\nStepper(webapi)")
    button(page, "Next").click()
    button(page, "Next").click()
    button(page, "Back").click()
    assert marked(page) == ["2"]
    shown(page).locator(".tl-wide [data-hop='5'] .tl-count").click()
    assert marked(page) == ["5"]
    shown(page).get_by_label("Go to").fill("4")
    shown(page).get_by_label("Go to").press("Enter")
    assert marked(page) == ["4"]
    shown(page).get_by_label("Raw bytes").check()
    expect(shown(page).locator(".tl-frame:not(.tl-away) .tl-octets")).to_have_class("tl-octets tl-raw")
    button(page, "Last").click()
    assert marked(page) == ["7"]


def test_steps_are_taken_while_a_cell_runs_and_python_hears_of_them_afterwards(notebook, server):
    page = notebook(
        SESSIONS,
        "from tropo_lab import Stepper\nstepper = Stepper(webapi)\nstepper",
        "import time\nfrom pathlib import Path\nwhile not Path('go').exists(): time.sleep(0.02)",
        wait=False,
    )
    expect(button(page, "Next")).to_be_visible(timeout=30_000)
    button(page, "Next").click()
    page.keyboard.press("ArrowRight")
    assert marked(page) == ["3"]
    assert jupyter.busy(page)
    (server[1] / "go").touch()
    jupyter.until(page, "stepper.at", "3")
    assert marked(page) == ["3"]
    jupyter.ask(page, "stepper.back()")
    page.wait_for_function("() => document.querySelector('.tl-current').dataset.hop === '2'")


# side by side, bytes, follow


def test_one_key_moves_both_flows_and_what_one_lacks_is_a_named_gap(notebook):
    page = notebook(SESSIONS, "from tropo_lab import SideBySide\nSideBySide(scripting, webapi)")
    button(page, "Next").focus()
    page.keyboard.press("ArrowRight")
    assert set(marked(page)) == {"s1", "w2"}
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(shown(page).locator(".tl-live")).to_contain_text("gap in Scripting")
    expect(shown(page).locator(".tl-frame:not(.tl-away)")).to_contain_text("the script already sits on Tropo’s side")
    button(page, "Last").click()
    assert set(marked(page)) == {"s3", "w7"}
    page.keyboard.press("Home")
    assert "w1" in marked(page) and focus_is_inside(page)


def test_bytes_are_read_and_seen_raw(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Bytes\nBytes(webapi.hop(2))")
    expect(shown(page).get_by_role("cell", name="Café & crème")).to_be_visible()
    shown(page).get_by_label("Raw bytes").focus()
    page.keyboard.press("Space")
    expect(shown(page).get_by_role("cell", name="Café & crème")).to_be_hidden()
    raw = shown(page).locator(".tl-octets").inner_text()
    assert "msg=Caf%C3%A9+%26+cr%C3%A8me" in raw and "\\r\\n" in raw


def test_a_value_is_followed_and_another_chosen(notebook):
    page = notebook(SESSIONS, "from tropo_lab import Follow\nwidget = Follow(webapi, 'msg')\nwidget")
    expect(shown(page).locator(".tl-wide .tl-lit")).to_have_count(5)
    button(page, "Last").click()
    expect(shown(page).locator(".tl-frame:not(.tl-away)")).to_contain_text("Café & crème")
    assert marked(page) == ["7"]
    choice = shown(page).get_by_role("combobox", name="Follow")
    choice.focus()
    page.keyboard.press("ArrowUp")
    expect(choice).to_have_value(str(["numbertodial", "msg"].index("numbertodial")))
    expect(shown(page).locator(".tl-place").first).to_contain_text("numbertodial")
    jupyter.until(page, "widget.face.track", "'numbertodial'")


def test_two_sessions_are_compared(notebook):
    page = notebook(
        SESSIONS,
        "launch(msg='another')\nother = lab.trace()\nlaunch()\none = lab.trace()",
        "from tropo_lab import Diff\nDiff(one, other)",
    )
    expect(shown(page).get_by_role("row")).to_have_count(2)
    expect(shown(page).get_by_role("row").last).to_contain_text("msg")


# the encoding bench


def test_the_bench_follows_what_is_typed_and_switched(notebook):
    page = notebook("from tropo_lab import EncodingBench\nbench = EncodingBench('hi')\nbench")
    text = shown(page).get_by_label("Text to send")
    text.focus()
    page.keyboard.press("End")
    page.keyboard.type(" & you")
    expect(shown(page).get_by_role("table")).to_contain_text("hi+%26+you")
    assert focus_is_inside(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(shown(page).get_by_role("radio", name="not encoded")).to_be_checked()
    expect(shown(page).get_by_role("table")).to_contain_text("cut at the &")
    shown(page).get_by_label("encoded twice").check()
    expect(shown(page).get_by_role("table")).to_contain_text("%2526")
    expect(text).to_have_value("hi & you")
    jupyter.ask(page, "bench.type('new')")
    page.keyboard.press("Tab")
    expect(text).to_have_value("new")


# pause and edit


def pause_at(page, kind):
    """Tick one kind of message, and wait until the platform knows."""
    shown(page).get_by_role("checkbox", name=re.compile(f"^{kind}:")).check()
    jupyter.until(page, "[one.kind for one in lab.engine.cloud.gate.breakpoints]", f"['{kind}']")


BREAKPOINTS = "from tropo_lab import Breakpoints\nBreakpoints(lab)"
HELD = "lab.http.post(f'{url}/send', data={'to': '+14075550112', 'msg': 'one', 'send': 'text'}, allow_redirects=False)"
TEXTS = "[one.text for one in lab.phone('+14075550112').texts][2:]"


def test_a_held_message_is_edited_and_goes_on(notebook):
    page = notebook(SESSIONS, BREAKPOINTS)
    pause_at(page, "document")
    jupyter.ask(page, HELD)
    expect(shown(page).get_by_role("heading")).to_contain_text("catcher → Tropo, document")
    message = shown(page).get_by_label("The message")
    message.fill(message.input_value().replace("one", "two, with love"))
    message.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button Go on
    expect(shown(page).get_by_role("heading")).to_have_count(0)
    assert jupyter.ask(page, TEXTS) == "['two, with love']"
    assert "two, with love" in jupyter.ask(page, "lab.trace().of_kind('document')[0].body.decode()")


def test_a_held_message_is_dropped_or_sent_twice_by_mouse(notebook):
    page = notebook(SESSIONS, BREAKPOINTS)
    pause_at(page, "text")
    jupyter.ask(page, HELD)
    button(page, "Send it twice").click()
    expect(shown(page).get_by_role("heading")).to_have_count(0)
    assert jupyter.ask(page, TEXTS) == "['one', 'one']"
    shown(page).get_by_role("checkbox", name=re.compile("^text:")).uncheck()
    pause_at(page, "session")
    jupyter.ask(page, HELD)
    button(page, "Drop it").click()
    expect(shown(page).get_by_role("heading")).to_have_count(0)
    assert jupyter.ask(page, "lab.trace().outcome.where") == "'catcher → platform'"


def test_an_edit_that_cannot_be_read_is_told_and_kept(notebook):
    page = notebook(SESSIONS, BREAKPOINTS)
    pause_at(page, "document")
    jupyter.ask(page, HELD)
    shown(page).get_by_label("The message").fill("nonsense")
    button(page, "Go on").click()
    expect(shown(page).get_by_role("alert")).to_be_visible()
    expect(shown(page).get_by_label("The message")).to_have_value("nonsense")


def test_a_paused_session_outlives_a_cell_that_is_run_again(notebook):
    page = notebook(SESSIONS, "lab.breakpoints.set('text')", BREAKPOINTS)
    jupyter.ask(page, HELD)
    page.evaluate("""async () => {
        const { commands, shell } = window.jupyterapp;
        shell.currentWidget.content.activeCellIndex = 2;
        await commands.execute('notebook:run-cell'); }""")
    expect(shown(page).get_by_role("heading")).to_contain_text("Tropo → phone, text")
    button(page, "Go on").click()
    expect(shown(page).get_by_role("heading")).to_have_count(0)
    assert jupyter.ask(page, TEXTS) == "['one']"


def test_what_is_pressed_during_a_cell_is_said_to_wait_and_done_afterwards(notebook, server):
    waiting = "import time\nfrom pathlib import Path\nwhile not Path('on').exists(): time.sleep(0.02)"
    page = notebook(SESSIONS, f"lab.breakpoints.set('text')\n{HELD}", BREAKPOINTS, waiting, wait=False)
    expect(button(page, "Go on")).to_be_visible(timeout=30_000)
    button(page, "Go on").click()
    expect(shown(page).locator(".tl-busy")).to_contain_text("Waiting for the running cell")
    (server[1] / "on").touch()
    expect(shown(page).get_by_role("heading")).to_have_count(0)
    expect(shown(page).locator(".tl-busy")).to_be_empty()
    assert jupyter.ask(page, TEXTS) == "['one']"


# the phone

HANDSET = """
phone = lab.phone("+14075550113")
phone.behave(held=True)
lab.app("voice", voice=lab.script('call("+14075550113"); say("Hello from Tropo"); wait(1000)'), voice_token="V",
        number="+13215550122", messaging=f"{url}/messaging")
def ring():
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": "V"})
from tropo_lab import Handset
Handset(phone)
"""


def test_a_call_is_answered_by_keyboard(notebook):
    page = notebook(SESSIONS, HANDSET)
    jupyter.ask(page, "ring()")
    expect(shown(page)).to_contain_text("Incoming call")
    expect(page.locator(".tl-live")).to_contain_text("Incoming call from")
    button(page, "Answer").focus()
    page.keyboard.press("Enter")
    expect(shown(page)).to_contain_text("Hello from Tropo")
    assert jupyter.ask(page, "phone.calls[-1]['heard']") == "['Hello from Tropo']"


def test_a_call_is_declined_by_mouse_and_the_next_one_shows(notebook):
    page = notebook(SESSIONS, HANDSET)
    jupyter.ask(page, "ring()")
    button(page, "Decline").click()
    expect(button(page, "Decline")).to_have_count(0)
    jupyter.ask(page, "ring()")
    expect(button(page, "Answer")).to_be_visible()
    assert jupyter.ask(page, "phone.calls[-1]['state']") == "'ringing'"


def test_the_phone_texts_an_app_and_shows_texts_as_they_come_while_a_cell_runs(notebook, server):
    page = notebook(
        SESSIONS,
        HANDSET,
        "import time\nfrom pathlib import Path\nlaunch(to='14075550113', msg='while it runs')\n"
        "while not Path('enough').exists(): time.sleep(0.02)",
        wait=False,
    )
    expect(shown(page)).to_contain_text("while it runs", timeout=30_000)
    assert jupyter.busy(page)
    (server[1] / "enough").touch()
    shown(page).get_by_role("combobox", name="To", exact=True).select_option("+13215550122")
    text = shown(page).get_by_role("textbox", name="Text", exact=True)
    text.fill("hello app")
    page.keyboard.press("Enter")
    expect(shown(page).locator("ol")).to_contain_text("hello app")
    expect(text).to_have_value("")
    assert jupyter.ask(page, "phone.texts[-1].text") != "'while it runs'"


def test_a_phone_is_given_to_a_script(notebook):
    page = notebook(SESSIONS, HANDSET)
    shown(page).get_by_text("What it does by itself").click()
    shown(page).get_by_label("When it rings").select_option("busy")
    button(page, "Let it act by itself").click()
    expect(shown(page)).to_contain_text("is always busy")
    jupyter.ask(page, "ring()")
    assert jupyter.ask(page, "lab.trace().of_kind('refusal')[0].summary") == "'busy'"


# for everyone

EVERY_WIDGET = """
from tropo_lab import *
from IPython.display import display
lab.breakpoints.set("document")
launch(msg="held")
phone.behave(held=True)
ring()
display(Stepper(webapi), SideBySide(scripting, webapi), Bytes(webapi.hop(2)), Follow(webapi), EncodingBench("a & b"),
        Breakpoints(lab), Handset(phone), Diff(scripting, webapi))
"""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_our_outputs(notebook, theme):
    page = notebook(SESSIONS, HANDSET, EVERY_WIDGET)
    page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("(theme) => document.body.dataset.jpThemeName === theme", arg=theme)
    expect(page.locator(".tl-busy")).to_have_count(5)  # the live ones; the others walk
    found = Axe().run(page, context={"include": [[".jp-OutputArea-output"]]}, options=AXE).response["violations"]
    serious = [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300]) for one in found]
    assert serious == []


def test_all_widgets_fit_a_narrow_screen(notebook):
    page = notebook(SESSIONS, HANDSET, EVERY_WIDGET)
    page.set_viewport_size({"width": 420, "height": 900})
    wide = page.locator(".jp-OutputArea-output .tl-view").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.slice(0, 80))"
    )
    assert wide == []
