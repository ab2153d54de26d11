"""What holds for every notebook beside its outputs, which nbval compares."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from tests.renew_notebooks import LEDGER, normalise
from tropo_lab import ledger, widgets
from tropo_lab.pages.site import ledger_file

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if re.match(r"\d\d_", path.name)]
VARYING = re.compile(
    r"127\.0\.0\.1:\d|localhost:\d| at 0x[0-9a-f]{6,}|/(?:home|root|tmp|usr|Users)/|\b20(?:1[7-9]|2\d)-\d\d-\d\d"
)
REAL_NUMBER = re.compile(r"(?<!\d)\+?1?[2-9]\d{2}(?!55501)[2-9]\d{6}(?!\d)")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def outputs(notebook):
    return json.dumps([cell.get("outputs", []) for cell in notebook.cells if "nbval-ignore-output" not in tags(cell)])


def tags(cell):
    return cell.metadata.get("tags", [])


def test_the_lessons_are_numbered_from_zero():
    assert [path.name[:2] for path in LESSONS] == [f"{number:02d}" for number in range(11)]


def test_every_code_cell_was_run_in_order(notebook):
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_differs_from_run_to_run_or_names_a_machine(notebook):
    assert VARYING.findall(outputs(notebook)) == []


def test_no_number_is_real(notebook):
    assert REAL_NUMBER.findall(nbformat.writes(notebook)) == []


def test_it_is_kept_in_its_normal_form(request, notebook):
    path = request.node.callspec.params["notebook"]
    assert path.read_text() == normalise(notebook)


def test_widgets_that_nbval_cannot_compare_are_not_used(notebook):
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert not re.search(r"\b(Output\(|interact\(|clear_output|input\(|sleep\()", code)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_the_same_frame_as_the_others(path):
    cells = nbformat.read(path, as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    headings = re.findall(r"^(#+) (.+)$", prose, re.M)
    assert [level for level, _ in headings].count("#") == 1 and headings[0][0] == "#"
    for word in ("Goals", "Exercise", "Break it", "Recap"):
        assert any(word in title for _, title in headings), word
    assert re.search(r"\b1[0-5] minutes", prose), "says how long it takes"
    assert prose.count("**Predict, then run.**") >= 2 and sum("Predict(" in cell for cell in code) >= 2
    assert sum("assert " in cell for cell in code) >= 4
    assert code[-1].strip().endswith("lab.close()")


def test_the_ledger_that_lessons_link_to_is_the_one_that_holds():
    assert LEDGER.read_text() == ledger_file(), "run `make notebooks`"
    links = [re.findall(r"files/ledger\.html#([a-z0-9-]+)", path.read_text()) for path in LESSONS]
    assert sum(map(bool, links)) >= 3
    assert {id for found in links for id in found} <= {one.id for one in ledger()}


def test_links_between_notebooks_lead_somewhere(notebook):
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose):
        if "://" not in target:
            assert (FOLDER / target).exists(), target
    # a heading's anchor is its text with dashes
    anchors = {title.replace(" ", "-") for title in re.findall(r"^#+ (.+)$", prose, re.M)}
    assert set(re.findall(r"\]\(#([^)]*)\)", prose)) <= anchors


@pytest.mark.parametrize("name", widgets.__all__)
def test_the_gallery_shows_every_widget_and_drives_it_by_calls(name):
    cells = nbformat.read(FOLDER / "gallery.ipynb", as_version=4).cells
    start = next(place for place, cell in enumerate(cells) if cell.source.startswith(f"## {name}\n"))
    rest = cells[start + 1 :]
    end = next(place for place, cell in enumerate(rest) if cell.source.startswith("## "))
    code = [cell for cell in rest[:end] if cell.cell_type == "code"]
    faces = [output.data for cell in code for output in cell.outputs if "data" in output]
    assert any(f"{name}(" in cell.source for cell in code)
    assert any({"text/html", "text/plain"} <= set(face) for face in faces)
    assert any("assert " in cell.source for cell in code)
