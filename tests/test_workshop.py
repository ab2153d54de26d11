"""What a workshop's leader takes along: the hand-out, and lessons on a screen."""

import re

import nbformat
import pytest

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


def test_a_lesson_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(NotFound, match="There is no lesson '44'; there are 00_start_here, 01_"):
        lesson_named("44")


def test_a_presentation_holds_every_cell_and_shows_its_output_one_press_later():
    path = lesson_named("04")
    cells = nbformat.read(path, as_version=4).cells
    page = presentation(path)
    answered = sum(bool(cell.get("outputs")) for cell in cells)
    assert page.count('<section class="part">') == len(cells) + answered
    assert "http-equiv" in page and page.count("<script>") == 1 and "src=" not in page
