"""A real Jupyter server for the browser tests: JupyterLab, Notebook 7 and Voilà on one port, with its own settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import nbformat

ROOT = Path(__file__).parent.parent
SETTINGS = {
    # cells that are out of sight stay on the page
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "recordTiming": False},
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
LOCAL = re.compile(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:")
_IDLE = """() => {
    const shown = window.jupyterapp?.shell.currentWidget;
    return shown?.sessionContext?.session?.kernel?.status === 'idle'; }"""


@contextmanager
def jupyter(folder: Path, home: Path, theme: str = "JupyterLab Light") -> Iterator[str]:
    """A server that shows `folder`, with everything of its own in `home`; its address."""
    settings = {**SETTINGS, "@jupyterlab/apputils-extension:themes": {"theme": theme}}
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir(parents=True)
    overrides.write_text(json.dumps(settings))
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    env = {**os.environ, **{name: str(home / place) for name, place in places.items()}}
    env |= {"PYTHONPATH": str(ROOT), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"),
        *(f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=", "--ServerApp.password="),
        *(f"--{app}.expose_app_in_browser=True" for app in ("LabApp", "JupyterNotebookApp")),
        "--LabApp.extension_manager=readonly",
        *(["--allow-root"] if os.getuid() == 0 else []),
    ]
    process = subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"(http://127\.0\.0\.1:\d+)/lab", line):
                # an unread pipe would stop the server one day
                Thread(target=process.stderr.read, daemon=True).start()
                yield found[1]
                return
        raise RuntimeError(f"Jupyter did not start:\n{''.join(said)[-3000:]}")
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


def write(path: Path, *cells: str) -> None:
    """A notebook of these code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path.write_text(nbformat.writes(made))


@contextmanager
def opened(browser, base: str, path: Path, *cells: str, **options) -> Iterator[tuple]:
    """The page of a new notebook of these cells, open in JupyterLab, and what went wrong in it.

    That is scripts that failed, and what was asked of another machine. `options` are those of the browser's context.
    """
    context = browser.new_context(**{"viewport": {"width": 1100, "height": 1500}, **options})
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda sent: LOCAL.match(sent.url) or troubles.append(sent.url))
    write(path, *cells)
    open_in_lab(page, base, path.name)
    yield page, troubles
    shut_down(page)
    context.close()


def shown(page):
    """What the lab shows on the page: one widget, where there is one."""
    return page.locator(".jp-OutputArea-output .tl-view")


def button(page, words: str):
    """The button of that name in what the lab shows."""
    return shown(page).get_by_role("button", name=words)


def open_in_lab(page, base: str, name: str) -> None:
    """Show that notebook alone, with its kernel ready."""
    page.goto(f"{base}/doc/tree/{name}?reset", timeout=60_000)
    page.wait_for_function("() => window.jupyterapp !== undefined", timeout=60_000)
    page.evaluate("async () => { await window.jupyterapp.restored; }")
    when_ready(page)


def when_ready(page) -> None:
    """Wait until the notebook is drawn and its kernel idle."""
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    page.wait_for_function(_IDLE, timeout=60_000)


def put(page, *cells: str) -> None:
    """Make these the notebook's cells, in place of those it has."""
    page.evaluate(
        """(cells) => {
            const shared = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
            shared.transact(() => {
                shared.deleteCellRange(0, shared.cells.length);
                shared.insertCells(0, cells.map((source) => ({ cell_type: "code", source })));
            }); }""",
        [cell.strip() for cell in cells],
    )


def run_all(page) -> None:
    """Run every cell to its end; a cell that raises fails the test with what it raised."""
    done = page.evaluate("async () => await window.jupyterapp.commands.execute('notebook:run-all-cells')")
    errors = page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].flatMap(
            (cell) => (cell.toJSON().outputs || []).filter((one) => one.output_type === 'error')
                .map((one) => `${one.ename}: ${one.evalue}`))"""
    )
    assert done and not errors, errors


def runner(page):
    """What puts cells into the notebook, in place of those it has, and runs them; it gives the page."""

    def run(*cells: str, wait: bool = True):
        put(page, *cells)
        (run_all if wait else start_all)(page)
        return page

    return run


def start_all(page) -> None:
    """Let every cell run, without waiting for any."""
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")


def busy(page) -> bool:
    """True while a cell runs or waits for its turn."""
    return "[*]:" in page.locator(".jp-InputArea-prompt").all_inner_texts()


def ask(page, code: str) -> str:
    """The text of what `code` gives in the notebook's kernel, once its turn has come; what it raises fails the test."""
    said = page.evaluate(
        """async (code) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const asked = kernel.requestExecute({ code, silent: false, store_history: false });
            let said = "";
            asked.onIOPub = ({ header, content }) => {
                if (header.msg_type === "execute_result") said = content.data["text/plain"];
                if (header.msg_type === "error") said = `${content.ename}: ${content.evalue}`;
            };
            const reply = await asked.done;
            return [reply.content.status, said]; }""",
        code,
    )
    assert said[0] == "ok", said[1]
    return said[1]


def shut_down(page) -> None:
    """End the notebook's kernel."""
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget?.sessionContext?.shutdown(); }")


def until(page, code: str, wanted: str, tries: int = 200) -> None:
    """Ask until `code` gives `wanted`: what was pressed in the browser reaches the kernel between two cells."""
    for _ in range(tries):
        if (said := ask(page, code)) == wanted:
            return
    raise AssertionError(f"{code} is {said}, not {wanted}")
