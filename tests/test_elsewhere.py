"""The widgets where there is no JupyterLab: in Notebook 7, in Voilà, and kept as HTML and text."""

import shutil

import nbformat
import pytest

from tests.chromium import NEEDED, expect

pytest.importorskip("notebook", reason="this test needs the Python package notebook")
pytest.importorskip("voila", reason="this test needs the Python package voila")

from tests import jupyter
from tropo_lab import widgets

pytestmark = NEEDED
GALLERY = jupyter.ROOT / "notebooks" / "gallery.ipynb"
WIDGETS = widgets.__all__


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("gallery")
    shutil.copy(GALLERY, root)
    with jupyter.jupyter(root, tmp_path_factory.mktemp("home")) as base:
        yield base


@pytest.fixture
def page(browser):
    """A page in which only this machine answers: what would come from elsewhere is stopped."""
    page = browser.new_page(viewport={"width": 1100, "height": 1400})
    page.route("**/*", lambda route: route.continue_() if "//127.0.0.1:" in route.request.url else route.abort())
    yield page
    page.close()


def widgets_in(page):
    """How many widgets of ours are drawn."""
    return page.locator(".tl-view:has(> .tl-sequence), .tl-view:has(> .tl-board)")


def steps(page):
    """Walk through the first stepper, by mouse and by key."""
    stepper = page.locator(".tl-sequence").first
    stepper.get_by_role("button", name="Next").click()
    page.keyboard.press("ArrowRight")
    expect(stepper.locator(".tl-current:visible")).to_have_attribute("data-hop", "3")
    expect(stepper.locator(".tl-place").first).to_contain_text("Hop 3 of")


def test_notebook_7_shows_the_gallery(page, server):
    page.goto(f"{server}/notebooks/gallery.ipynb")
    jupyter.when_ready(page)
    jupyter.run_all(page)
    expect(widgets_in(page).first).to_be_visible(timeout=60_000)
    assert widgets_in(page).count() >= len(WIDGETS)
    steps(page)


def test_voila_shows_the_gallery(page, server):
    page.goto(f"{server}/voila/render/gallery.ipynb", timeout=120_000)
    expect(widgets_in(page).first).to_be_visible(timeout=120_000)
    assert widgets_in(page).count() >= len(WIDGETS)
    steps(page)


def test_the_kept_notebook_holds_html_and_text_of_every_widget():
    kept = nbformat.read(GALLERY, as_version=4)
    shown = {}
    for cell in kept.cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                shown[cell.source] = output.data
    for name in WIDGETS:
        faces = [data for source, data in shown.items() if f"{name}(" in source]
        assert faces and all(data["text/plain"].strip() and "tl-view" in data["text/html"] for data in faces), name
