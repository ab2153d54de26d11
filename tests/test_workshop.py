"""What a workshop's leader takes along: the hand-out, and lessons on a screen."""

import re

import nbformat
import pytest

from tropo_lab.__main__ import main
from tropo_lab.errors import NotFound
from tropo_lab.workshop.handout import handout
from tropo_lab.workshop.present import NOTEBOOKS, lesson_named, presentation

HANDOUT = NOTEBOOKS / "files" / "handout.html"


def test_the_handout_that_is_kept_is_the_one_that_is_drawn():
    assert HANDOUT.read_text("utf-8") == handout(), "run `make notebooks`"


def test_the_handout_shows_both_flows_and_the_bytes_that_crossed():
    page = handout()
    assert page.count("tl-svg tl-wide") == 2
    for words in ("3 steps", "5 steps", "GET /1.0/sessions?action=create", "{&#34;tropo&#34;:[{&#34;message&#34;"):
        assert words in page
    assert "<script" not in page and "http://" not in re.sub(r"http://www\.w3\.org\S*", "", page)


@pytest.mark.parametrize(
    "name", ["4", "04", "04_webapi_flow", "04_webapi_flow.ipynb", "notebooks/04_webapi_flow.ipynb"]
)
def test_a_lesson_is_found_by_its_number_and_by_its_name(name):
    assert lesson_named(name).name == "04_webapi_flow.ipynb"


@pytest.mark.parametrize("name", ["44", "", "004", "_", "../../etc/passwd"])
def test_a_lesson_that_does_not_exist_is_answered_with_those_that_do(name):
    with pytest.raises(NotFound, match=f"There is no lesson {name!r}; there are 00_start_here, 01_"):
        lesson_named(name)


def test_a_presentation_holds_every_cell_and_shows_its_output_one_press_later():
    path = lesson_named("04")
    cells = nbformat.read(path, as_version=4).cells
    page = presentation(path)
    answered = sum(bool(cell.get("outputs")) for cell in cells)
    assert page.count('<section class="part">') == len(cells) + answered
    parts = page.split('<section class="part">')
    assert not [part for part in parts if 'class="input"' in part and 'class="output"' in part]
    assert "http-equiv" in page and page.count("<script>") == 1 and "src=" not in page


def test_a_drawing_that_only_jupyterlab_makes_is_told_in_words():
    page = presentation(lesson_named("00"))
    assert "flowchart LR" not in page and "Launcher and catcher stand on your server" in page


@pytest.mark.parametrize("name", ["06", "gallery"])
def test_a_presentation_has_no_link_that_leads_nowhere(name):
    prose = "".join(cell.source for cell in nbformat.read(lesson_named(name), as_version=4).cells)
    assert re.search(r"\]\((?!https?:)", prose), "the lesson itself has some"
    assert re.findall(r'<a [^>]*href="(?!https?:)[^"]*"', presentation(lesson_named(name))) == []


def test_a_page_takes_the_place_of_a_page_and_of_nothing_else(tmp_path, capsys):
    page, lesson = tmp_path / "page.html", tmp_path / "lesson.ipynb"
    for path in (page, lesson):
        path.write_text("{}")
    assert main(["handout", "-o", str(page)]) == 0 and page.read_text() == handout()
    assert main(["handout", "-o", str(lesson)]) == 2 and lesson.read_text() == "{}"
    assert capsys.readouterr().err == (
        f"tropo_lab: {lesson} is no HTML file, so it stays as it is: choose another place with --out.\n"
    )


def test_a_place_that_cannot_be_written_is_told(tmp_path, capsys):
    assert main(["handout", "-o", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"tropo_lab: {tmp_path} cannot be written (Is a directory): choose another place with --out.\n"
    )
