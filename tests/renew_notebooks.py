"""Run the notebooks anew and keep their outputs in a form that a second run repeats to the byte.

The ledger that they link to is made anew, too, and so is the hand-out.

python -m tests.renew_notebooks [NOTEBOOK …]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

from tests import lean_jsonschema  # noqa: F401 (saves a second of import)
from tropo_lab.pages.site import ledger_file
from tropo_lab.workshop.handout import handout

FOLDER = Path(__file__).parent.parent / "notebooks"
LEDGER = FOLDER / "files" / "ledger.html"
HANDOUT = FOLDER / "files" / "handout.html"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook, executed from a fresh kernel in its own folder; an error in a cell is raised."""
    notebook = nbformat.read(path, as_version=4)
    # widget state is random: it is taken out again by `normalise`
    NotebookClient(
        notebook, timeout=120, record_timing=False, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    return notebook


def normalise(notebook: nbformat.NotebookNode) -> str:
    """The notebook's text without anything that differs from run to run or from machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data.pop(WIDGET_VIEW, None)
            output.pop("transient", None)
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def _joined(outputs: list) -> list:
    """Stream outputs of one name as one: how a kernel cuts them differs from run to run."""
    joined: list = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def main(names: list[str]) -> int:
    LEDGER.write_text(ledger_file())
    HANDOUT.write_text(handout(), "utf-8")
    paths = [Path(name).resolve() for name in names] or sorted(FOLDER.glob("*.ipynb"))
    with TemporaryDirectory() as folder:
        # checks in a notebook are nobody's progress
        os.environ["TROPO_LAB_PROGRESS"] = str(Path(folder) / "progress.json")
        for path in paths:
            before = path.read_text()
            after = normalise(run(path))
            path.write_text(after)
            print(f"{path.name}: {'unchanged' if after == before else 'renewed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
