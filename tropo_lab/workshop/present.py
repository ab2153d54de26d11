"""A lesson for a screen in front of a room: large type, and one thing at a time. A file that needs no kernel."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tropo_lab.errors import NotFound

NOTEBOOKS = Path(__file__).resolve().parent.parent.parent / "notebooks"
_MERMAID = re.compile(r"```mermaid\n(.*?)```", re.S)
# the page stands alone, so a link to another lesson would lead nowhere
_LOCAL_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")


def lesson_named(name: str) -> Path:
    """The notebook of a lesson, by its number or name; NotFound lists those there are."""
    wanted = Path(name).stem
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in paths:
        number = path.stem.partition("_")[0]
        if wanted in (path.stem, number, number.removeprefix("0")):
            return path
    raise NotFound(f"There is no lesson {name!r:.60}; there are {', '.join(path.stem for path in paths)}.")


def presentation(path: Path) -> str:
    """The lesson as a page that reveals its cells one by one, with the outputs that the notebook holds."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook = nbformat.read(path, as_version=4)
    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _LOCAL_LINK.sub(r"\1", _MERMAID.sub(_described, cell.source))
        for one in _reveals(cell):
            exporter.exclude_input = not one.source
            parts.append(Markup(exporter.from_notebook_node(_alone(notebook, one))[0]))
    env = Environment(loader=PackageLoader("tropo_lab.workshop"), autoescape=True, undefined=StrictUndefined)
    script = (Path(__file__).with_name("present.js")).read_text("utf-8")
    title = next(cell.source for cell in notebook.cells if cell.source.startswith("# ")).splitlines()[0][2:]
    return env.get_template("present.html").render(
        title=title,
        parts=parts,
        script=Markup(script),
        hashed=b64encode(sha256(script.encode()).digest()).decode(),
        highlighting=_highlighting(),
    )


def _reveals(cell) -> list:
    """What is shown at one press each: a code cell's source first, so that the room can guess, and then its output."""
    if not cell.get("outputs"):
        return [cell]
    asked, answered = cell.copy(), cell.copy()
    asked["outputs"], answered["source"] = [], ""
    return [asked, answered]


def _alone(notebook, cell):
    """A notebook of that cell alone."""
    made = notebook.copy()
    made["cells"] = [cell]
    return made


def _described(found: re.Match) -> str:
    """In place of a drawing that only JupyterLab makes: what it says to those who cannot see it."""
    told = re.search(r"accDescr: (.+)", found[1])
    return f"> {told[1]}" if told else ""


def _highlighting() -> Markup:
    """The colours of code, light and dark."""
    from pygments.formatters import HtmlFormatter

    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")
