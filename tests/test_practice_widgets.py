"""The widgets of practice without a browser: what their buttons do, and that a committed face gives nothing away."""

import re
import sys
from html import unescape
from types import SimpleNamespace

import pytest
from IPython.core.events import EventManager, available_events

from tropo_lab import Order, Predict, check, task
from tropo_lab.errors import LabError, NotFound
from tropo_lab.practice import records
from tropo_lab.practice.checks import Verdict
from tropo_lab.practice.prediction_book import prediction_of
from tropo_lab.practice.task_book import task_of
from tropo_lab.practice.words import ordinal
from tropo_lab.widgets import task as task_module

ID, ORDER, PREDICTION = "00-own-words", "03-order", "00-hops"
RIGHT = {"to": "+14075550134", "msg": "Two apps, one text.", "send": "text"}


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    monkeypatch.setenv("TROPO_LAB_PROGRESS", str(tmp_path / "progress.json"))


class Shell:
    """What a notebook's cells run in."""

    def __init__(self):
        self.user_ns = {}
        self.events = EventManager(self, available_events)

    def begin_cell(self):
        self.events.trigger("pre_run_cell", None)


@pytest.fixture
def notebook(monkeypatch):
    shell = Shell()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    return shell


def press(widget, do="", **fields):
    """What the browser sends when somebody presses a button."""
    widget._on_form(widget, {"do": do, **fields} if do else fields, [])
    return widget.state["html"]


FACES = {"task": lambda: task(ID), "predict": lambda: Predict(PREDICTION), "order": lambda: Order(ORDER)}


@pytest.mark.parametrize("name", FACES)
def test_a_committed_face_has_no_buttons_and_no_progress(name):
    before = FACES[name]()
    faces = before.html, before.plain
    records.tried(ID, True)
    records.predicted(PREDICTION, 1, False)
    after = FACES[name]()
    if name == "task":
        press(after, "hint")
        press(after, "check")
    if name == "predict":
        after.choose(1).tell()
    assert (after.html, after.plain) == faces
    assert not any(word in faces[0] for word in ("<button", "<input", "<form", "<script"))


@pytest.mark.parametrize("name", FACES)
def test_every_button_has_words(name):
    html = FACES[name]().state["html"]
    for button in html.split("<button")[1:]:
        assert button.partition(">")[2].partition("</button>")[0].strip(" ↑↓")


# the task


def test_check_reads_the_notebook_at_the_time_it_is_pressed(notebook):
    board = task(ID)
    assert "Not yet: There is no <code>my_form</code> yet" in press(board, "check")
    notebook.user_ns["my_form"] = RIGHT
    assert "tl-verdict tl-done" in press(board, "check") and board.state["says"].startswith("Done: ")
    assert records.read()[0]["tasks"][ID] == {"done": True, "hints": 0, "solution": False, "tries": 2}


def test_what_was_done_before_is_seen_in_a_live_notebook():
    assert "Done before" not in task(ID).state["html"]
    records.tried(ID, True)
    assert "Done before" in task(ID).state["html"]


def test_hints_come_one_by_one():
    board = task(ID)
    for number in range(1, 4):
        html = press(board, "hint")
        assert [f"Hint {one} of 3" in html for one in range(1, 4)] == [one <= number for one in range(1, 4)]
    assert "The button <em>Solution</em> is left" in press(board, "hint")


def test_the_solution_asks_once():
    board, solution = task(ID), "<b>Solution</b>"
    assert "Show the solution?" in press(board, "solution") and solution not in board.state["html"]
    assert "Show the solution?" not in press(board, "keep") and solution not in board.state["html"]
    press(board, "solution")
    assert solution in press(board, "show")
    assert "Show the solution?" not in press(board, "solution") and solution in board.state["html"]
    assert records.read()[0]["tasks"][ID]["solution"] is True


def test_what_is_wrong_with_the_file_is_told_beside_the_task(tmp_path):
    (tmp_path / "progress.json").write_text("{")
    assert "it is kept as progress.damaged-1.json" in task(ID).state["html"]


@pytest.mark.parametrize("make", [task, Predict, Order])
def test_an_unknown_id_is_one_sentence_with_the_nearest(make):
    with pytest.raises(NotFound, match=r"^There is no (task|prediction) '0-hop'; did you mean '0\d-[a-z-]+'\?$"):
        make("0-hop")


# the prediction


def test_a_choice_is_noted_and_nothing_is_told(notebook):
    board = Predict(PREDICTION)
    html = press(board, choice="1", do="choose")
    assert "Noted." in html and prediction_of(PREDICTION).because not in html
    assert "checked" in html and records.read()[0]["predictions"] == {}


def test_it_is_told_after_the_next_cell(notebook):
    board = Predict(PREDICTION)
    assert "Choose first" in press(board, "tell")
    press(board, choice="1", do="choose")
    assert "Run the next cell first" in press(board, "tell")
    notebook.begin_cell()
    html = press(board, "tell")
    assert "You predicted: 4. It is: 7." in html and prediction_of(PREDICTION).because in html
    assert records.read()[0]["predictions"] == {PREDICTION: {"chosen": 2, "right": False}}


def test_a_right_prediction_is_told_as_one():
    told = Predict(PREDICTION).choose(3).tell()
    assert told.right and told.plain.startswith("As you predicted: 7. ") and "tl-done" in told.html


def test_who_was_told_cannot_choose_again():
    board = Predict(PREDICTION).choose(1)
    board.tell()
    with pytest.raises(LabError, match="run this cell again to predict anew"):
        board.choose(3)


@pytest.mark.parametrize("number", [0, 5, -1, True, "2", None])
def test_a_choice_that_is_not_there_is_told(number):
    with pytest.raises(LabError, match="choose one of 1 to 4"):
        Predict(PREDICTION).choose(number)


@pytest.mark.parametrize("choice", ["99", "x", "²", "-1", "9" * 5000])
def test_a_form_with_a_strange_choice_harms_nothing(choice):
    board = Predict(PREDICTION)
    assert "Choose one" in press(board, choice=choice, do="choose")


# the order


def test_lines_move_by_calls_and_by_buttons():
    board, start = Order(ORDER), task_of(ORDER).shuffled
    board.move(1, 3)
    assert board.order == (*start[1:3], start[0], *start[3:])
    press(board, "up 0")
    assert board.order == (start[1], start[0], *start[2:])
    press(board, "down 0")
    assert board.order == (*start[1:3], start[0], *start[3:])
    assert board.state["says"] == f"{start[0]} Now the third of {len(start)}."


def test_the_buttons_of_a_line_mean_that_line_wherever_it_stands():
    board, start = Order(ORDER).move(1, 3), task_of(ORDER).shuffled
    found = re.findall(r'value="(?:up|down) (\d)"[^>]*aria-label="[^:]*: ([^"]+)"', board.state["html"])
    assert len(found) == 2 * len(start) and all(start[int(key)] == unescape(line) for key, line in found)


def test_at_the_ends_a_line_stays():
    board, start = Order(ORDER), task_of(ORDER).shuffled
    press(board, "up 0")
    assert board.state["says"] == f"{start[0]} Now the first of {len(start)}."
    press(board, f"down {len(start) - 1}")
    assert board.state["says"] == f"{start[-1]} Now the {ordinal(len(start))} of {len(start)}."
    assert board.order == start


@pytest.mark.parametrize("do", ["up", "up x", "up 99", "left 1", "up -1", "up ²"])
def test_a_form_with_a_strange_move_harms_nothing(do):
    board = Order(ORDER)
    press(board, do)
    assert board.order == task_of(ORDER).shuffled


@pytest.mark.parametrize("places", [(0, 1), (1, 99), ("1", 2), (None, 1), (True, 2)])
def test_a_place_that_is_not_there_is_told(places):
    with pytest.raises(NotFound, match="the lines have the places 1 to 6"):
        Order(ORDER).move(*places)


def test_check_reads_the_list_that_was_made_or_moved_last(capsys):
    right = task_of(ORDER).lines
    first = Order(ORDER)
    for place, line in enumerate(right, 1):
        first.move(first.order.index(line) + 1, place)
    check(ORDER)
    Order(ORDER)
    check(ORDER)
    first.move(1, 1)
    check(ORDER)
    said = capsys.readouterr().out.splitlines()
    assert [one.partition(":")[0] for one in said] == ["Done", "Not yet", "Done"]


def test_a_task_without_lines_is_told():
    with pytest.raises(NotFound, match="no task of putting lines in order"):
        Order(ID)


def test_an_earlier_verdict_is_covered_while_a_check_runs(notebook, monkeypatch):
    notebook.user_ns["my_form"] = RIGHT
    board = task(ID)
    assert "Done: " in press(board, "check")
    shown = []
    monkeypatch.setattr(task_module, "verdict", lambda *_: shown.append(board.state["html"]) or Verdict(False, "No."))
    assert "Not yet: No." in press(board, "check")
    assert "Checking …" in shown[0] and "Done: " not in shown[0]


def test_the_panel_shows_what_a_check_in_a_cell_said(notebook, capsys):
    board, other = task(ID), task("01-by-get")
    notebook.user_ns["my_form"] = RIGHT
    check(ID)
    said = capsys.readouterr().out.strip()
    assert said.startswith("Done: ") and said in unescape(board.state["html"])
    assert "Done: " not in other.state["html"]


def test_a_panel_that_is_gone_hears_nothing(notebook):
    board = task(ID)
    notebook.user_ns["my_form"] = RIGHT
    board.close()
    check(ID)
