"""The documents say what the code says."""

import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from tests.renew_docs import ENVIRONMENT, LAB_SAYS, NOTEBOOKS, REFERENCE, ROOT, reference
from tropo_lab import diagnose
from tropo_lab.__main__ import parser
from tropo_lab.platform import lab_api
from tropo_lab.platform.webapi.dialogue import EVENTS
from tropo_lab.platform.webapi.verbs import VERBS
from tropo_lab.practice.task_book import ids
from tropo_lab.support.case_book import case_book
from tropo_lab.trace import CATCHER, LAUNCHER

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
TERMS = re.findall(
    r"(?m)^- \*\*(.+?)\*\*: (.+) \(`(tropo_lab[\w.]*|catcher_server[\w.]*)`(?:, lesson (\d\d))?\)$", GLOSSARY
)
GUIDE = (ROOT / "docs" / "leaders-guide.md").read_text("utf-8")
# minutes of the whole → the rows of its plan: from which minute, and what is done
PLANS = {
    int(minutes): re.findall(r"(?m)^\| (\d+) \| (.+?) \|", plan)
    for minutes, plan in re.findall(r"(?ms)^## (\d+) minutes.*?$(.*?)(?=^## )", GUIDE)
}
LESSONS = {path.name[:2]: path for path in NOTEBOOKS if path.name[:2].isdigit()}


def test_the_reference_is_what_the_code_says():
    assert REFERENCE.read_text("utf-8") == reference(), "run `make docs`"


def test_every_address_that_is_told_is_there():
    assert set(LAB_SAYS) == {f"{method} {path}" for method, path, _ in lab_api.ROUTES}


def test_every_line_of_the_glossary_is_an_entry():
    entries = [line for line in GLOSSARY.splitlines() if line.startswith("- ")]
    assert len(entries) == len(TERMS) == len({term for term, *_ in TERMS})


@pytest.mark.parametrize("term, where, lesson", [(term, where, lesson) for term, _, where, lesson in TERMS])
def test_a_term_of_the_glossary_is_in_its_lesson_and_its_code_is_there(term, where, lesson):
    if lesson:
        told = "\n".join(cell.source for cell in nbformat.read(LESSONS[lesson], as_version=4).cells)
        assert re.search(rf"\b{re.escape(term)}", told, re.I), f"lesson {lesson} does not speak of a {term}"
    module, _, name = where.rpartition(".")
    try:
        found = import_module(where)
    except ModuleNotFoundError:
        found = getattr(import_module(module), name)
    assert found is not None


def test_the_glossary_has_every_verb_every_event_and_the_parties_that_are_apps():
    assert set(VERBS) <= {term for term, *_ in TERMS}
    events = next(said for term, said, *_ in TERMS if term == "event")
    assert set(EVENTS) == set(re.findall("`([a-z]+)`", events))
    assert {LAUNCHER, CATCHER} <= {term for term, *_ in TERMS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exercises_cases_and_targets_that_are_named_exist(page):
    text = page.read_text("utf-8")
    (commands,) = (one.choices for one in parser()._actions if one.dest == "command")
    assert set(re.findall(r"-m tropo_lab ([a-z]+)", text)) <= set(commands)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(re.search(rf"(?m)^{name}:", makefile) for name in re.findall(r"`make ([a-z]+)", text))
    assert set(re.findall(r"\bSC-\d\d\b", text)) <= {one.id for one in case_book()}
    assert set(re.findall(r"`(\d\d-[a-z-]+)`", text)) <= set(ids())


@pytest.mark.parametrize("minutes", PLANS)
def test_the_minutes_of_a_plan_only_grow_and_end_in_time(minutes):
    begins = [int(begin) for begin, _ in PLANS[minutes]]
    assert len(begins) >= 5 and begins == sorted({*begins}) and minutes - 5 <= begins[-1] < minutes


def test_the_longer_plan_goes_on_where_it_leaves_the_shorter_one():
    begins = [begin for begin, _ in PLANS[60]]
    assert [*PLANS] == [60, 90] and PLANS[90][0][0] in begins and f"The first {PLANS[90][0][0]} minutes are" in GUIDE


@pytest.mark.parametrize("does", [does for plan in PLANS.values() for _, does in plan if "](../notebooks/" in does])
def test_a_heading_and_an_exercise_of_a_plan_stand_in_its_lesson(does):
    (lesson,) = re.findall(r"\]\(\.\./notebooks/(\d\d)", does)
    told = "\n".join(cell.source for cell in nbformat.read(LESSONS[lesson], as_version=4).cells)
    for heading in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", does):
        assert re.search(rf"(?m)^## {re.escape(heading)}\b", told), heading
    assert {id[:2] for id in re.findall(r"`(\d\d-[a-z-]+)`", does)} <= {lesson}


def test_every_environment_variable_that_is_read_is_told():
    sources = [*ROOT.glob("tropo_lab/**/*.py"), *ROOT.glob("catcher_server/*.py"), ROOT / "tests" / "conftest.py"]
    read = {name for path in sources for name in re.findall(r"\bTROPO_LAB_[A-Z_]+\b", path.read_text("utf-8"))}
    assert read == set(ENVIRONMENT)


def test_the_readme_lists_every_lesson():
    readme = Path(ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"\(notebooks/(\w+\.ipynb)\)", readme)) == {path.name for path in NOTEBOOKS}


def test_what_the_readme_diagnoses_is_what_the_desk_says():
    readme = Path(ROOT / "README.md").read_text("utf-8")
    (pasted,) = re.findall(r"-m tropo_lab diagnose '([^']+)'", readme)
    (shown,) = re.findall(r"(?s)```text\n(Taken for.+?)\n```", readme)
    assert str(diagnose(pasted)).startswith(f"{shown}\n")
