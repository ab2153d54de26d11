"""What holds for every exercise: right answers pass, wrong ones are told why, and nothing is given away."""

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from tests.practised import ANSWERS, ORDERS, TASKS, WRONG, checked, ordered
from tropo_lab.practice import prediction_book
from tropo_lab.practice.prediction_book import prediction_of
from tropo_lab.practice.task_book import FOLDER, KINDS
from tropo_lab.practice.words import ordinal

NOTEBOOKS = {path.name[:2]: path for path in (Path(__file__).parent.parent / "notebooks").glob("[0-9][0-9]_*.ipynb")}


def every(tasks):
    return pytest.mark.parametrize("task", tasks, ids=lambda task: task.id)


def cells(lesson):
    return [cell.source.strip() for cell in nbformat.read(NOTEBOOKS[lesson], as_version=4).cells]


# answers


@every(ANSWERS)
def test_every_solution_passes(task):
    said = [str(checked(task, code)) for code in task.solutions]
    assert said and [one for one in said if not one.startswith("Done: ")] == []


@every(ANSWERS)
def test_the_stub_does_not_pass_and_says_so_kindly(task):
    said = [str(checked(task, task.stub)) for _ in range(2)]
    assert said[0].startswith("Not yet: ") and said[0] == said[1]
    assert not re.search(r"Traceback|127\.0\.0\.1| at 0x", said[0])


@every([task for task in ANSWERS if task.mends])
def test_a_program_to_mend_is_run_as_it_stands(task):
    assert " is still " not in str(checked(task, task.stub))


@every(TASKS)
def test_every_wrong_answer_draws_its_own_message(task):
    wrong = [one for one in WRONG if one["task"] == task.id]
    said = [str(checked(task, one["code"])) for one in wrong]
    assert [one for one in said if not one.startswith("Not yet: ")] == []
    silent = [(one["says"], found) for one, found in zip(wrong, said, strict=True) if one["says"] not in found]
    assert silent == []
    assert len(set(said)) == len(said), "two wrong answers draw the same message"


@every(ANSWERS)
def test_an_answer_that_is_missing_is_asked_for(task):
    said = str(checked(task, ""))
    assert said == f"Not yet: There is no `{task.wants[0]}` yet: run the cell that makes it."


@every(ANSWERS)
@pytest.mark.parametrize("value", ["None", "3", "'text'", "[]", "{}", "object", "lambda *all: 1 / 0"])
def test_an_answer_of_another_kind_is_told_in_a_sentence(task, value):
    said = str(checked(task, "\n".join(f"{name} = {value}" for name in task.wants)))
    assert said.startswith("Not yet: ") and "Traceback" not in said


def test_there_are_enough_typical_wrong_answers_and_each_has_a_task():
    assert len(WRONG) >= 30 and {one["task"] for one in WRONG} <= {task.id for task in TASKS}


# lines in order


@every(ORDERS)
def test_the_right_order_passes_and_the_first_shuffled_one_does_not(task):
    assert ordered(task, task.lines).done
    assert str(ordered(task, task.shuffled)) == "Not yet: the lines still stand as they were shuffled: move them."


@every(ORDERS)
def test_a_wrong_order_is_told_the_first_line_that_comes_too_early(task):
    said = set()
    for place in range(len(task.lines) - 1):
        lines = list(task.lines)
        lines[place], lines[-1] = lines[-1], lines[place]
        if tuple(lines) != task.shuffled:
            verdict = ordered(task, tuple(lines))
            said.add(verdict.sentence)
            assert not verdict.done
            assert f"“{task.lines[-1]}” comes too early as the {ordinal(place + 1)}" in verdict.sentence
    assert len(said) >= len(task.lines) - 2


@every(ORDERS)
def test_no_two_lines_are_the_same(task):
    assert len(set(task.lines)) == len(task.lines) > 2


# the files


@every(TASKS)
def test_a_task_is_complete(task):
    assert task.kind in KINDS and task.title and task.text and task.explanation
    assert len(task.hints) == 3 and all(task.hints)
    assert len(set(task.hints)) == 3
    assert all(f"**{word}:**" in task.text for word in ("Input", "Goal"))
    if task.kind == "answer":
        assert not {"lab", "call", "serve", "close", "printed", "troubles"} & set(task.wants)
        assert task.wants and {name for name in task.wants if name in _made(task.stub)} == set(task.wants)


def _made(code):
    made = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            made.add(node.name)
    return made


def test_no_folder_of_tasks_is_forgotten():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {task.id for task in TASKS}
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+", name) for name in folders)


@pytest.mark.parametrize("lesson", sorted({*NOTEBOOKS}))
def test_a_lesson_has_at_least_three_exercises(lesson):
    assert sum(task.lesson == lesson for task in TASKS) >= 3


@pytest.mark.parametrize("lesson", ["03", "04"])
def test_both_flows_are_put_in_order(lesson):
    assert any(task.lesson == lesson for task in ORDERS)


@pytest.mark.parametrize("id", prediction_book.ids())
def test_a_prediction_is_named_after_its_file_and_like_no_other_and_like_no_task(id):
    path = FOLDER.with_name("predictions") / f"{id[:2]}.toml"
    assert path.read_text("utf-8").count(f'id = "{id}"') == 1
    assert id not in {task.id for task in TASKS}


@pytest.mark.parametrize("id", prediction_book.ids())
def test_every_prediction_has_a_right_choice_and_a_reason(id):
    asked = prediction_of(id)
    assert asked.question and asked.because
    assert len(set(asked.choices)) == len(asked.choices) >= 2
    assert asked.right and set(asked.right) < set(range(len(asked.choices)))


# the notebooks


@every(TASKS)
def test_the_lesson_holds_the_task_its_stub_and_its_check(task):
    assert task.lesson in NOTEBOOKS, f"there is no lesson {task.lesson}"
    found, places = cells(task.lesson), []
    for name, source in (
        ("the task", f'task("{task.id}")'),
        ("the stub", task.stub),
        ("the check", f'check("{task.id}")'),
    ):
        assert source in found, f"{NOTEBOOKS[task.lesson].name} lacks {name} of {task.id}:\n{source}"
        places.append(found.index(source))
    assert places == sorted(places), f"{NOTEBOOKS[task.lesson].name}: {task.id} is out of order"


@pytest.mark.parametrize("lesson", sorted(NOTEBOOKS))
def test_the_first_cell_of_a_lesson_brings_all_that_its_exercises_call(lesson):
    book = nbformat.read(NOTEBOOKS[lesson], as_version=4)
    first = next(cell.source for cell in book.cells if cell.cell_type == "code")
    imports = [node for node in ast.walk(ast.parse(first)) if isinstance(node, ast.ImportFrom)]
    brought = {one.name for node in imports for one in node.names}
    ordered = {"Order"} if any(task.lesson == lesson for task in ORDERS) else set()
    assert {"task", "check", *ordered} <= brought


@pytest.mark.parametrize("id", prediction_book.ids())
def test_the_lesson_asks_for_the_prediction(id):
    assert any(f'Predict("{id}")' in cell for cell in cells(id[:2])), f'{NOTEBOOKS[id[:2]].name} lacks Predict("{id}")'


def test_no_lesson_names_an_exercise_that_does_not_exist():
    known = {task.id for task in TASKS} | set(prediction_book.ids())
    named = {
        id
        for lesson in NOTEBOOKS
        for cell in cells(lesson)
        for id in re.findall(r'\b(?:task|check|hint|solution|Predict|Order)\("([^"]+)"\)', cell)
    }
    assert named <= known


@every(TASKS)
def test_no_hint_and_no_solution_stands_in_a_notebook(task):
    given_away = [*map(_longest_line, (*task.hints, task.explanation)), *task.solutions]
    assert [one for one in given_away if one in _all_text()] == []


def _longest_line(text):
    return max(text.splitlines(), key=len)


@cache
def _all_text():
    """All that stands in the lessons, outputs included."""
    books = (nbformat.read(path, as_version=4) for path in NOTEBOOKS.values())
    return "\n".join(text for book in books for text in _texts(book.cells))


def _texts(one):
    if isinstance(one, str):
        return [one]
    parts = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return [text for part in parts for text in _texts(part)]
