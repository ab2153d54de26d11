"""Write `docs/reference.md` anew from the code: commands, Python names, HTTP interfaces, lessons, exercises, cases.

python -m tests.renew_docs
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from pathlib import Path

import nbformat

import catcher_server.__main__
import tropo_lab
from tropo_lab.__main__ import parser
from tropo_lab.platform import lab_api
from tropo_lab.platform.provisioning import requests as provisioning
from tropo_lab.platform.rules import Rules
from tropo_lab.practice.task_book import ids, task_of
from tropo_lab.support.case_book import case_book

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference.md"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# what an address does; an address that is new and not told here stops the run
LAB_SAYS = {
    "GET /lab/health": "whether it runs, and how much it has done",
    "GET /lab/apps": "all apps",
    "POST /lab/apps": 'a new app: `{"name", "voice", "messaging"}`, each a URL, `{"language", "script"}` or null; also '
    "`voice_token`, `messaging_token`, `number`",
    "GET /lab/sessions": "sessions, newest first; `limit` and `before` page through them",
    "GET /lab/sessions/ID": "one session: its hops, log and findings; `wait=SECONDS` waits for its end",
    "GET /lab/refused": "launches that were refused",
    "GET /lab/breakpoints": "where messages are held",
    "PUT /lab/breakpoints": "hold them elsewhere",
    "GET /lab/rules": "the switches",
    "PUT /lab/rules": "set some of them",
    "GET /lab/faults": "what breaks, and what can",
    "PUT /lab/faults": "break other hops",
    "GET /lab/held": "the messages that wait at breakpoints",
    "POST /lab/held/ID": 'let one go: `{"do": "go"}`, `"drop"` or `"twice"`, edited by `wire`',
    "GET /lab/phones": "every phone that was reached or set up",
    "GET /lab/phones/NUMBER": "its texts and calls",
    "PUT /lab/phones/NUMBER/behaviour": "how it answers; NUMBER may be `default`",
    "POST /lab/phones/NUMBER/inputs": "what a held phone says or keys",
    "POST /lab/phones/NUMBER/answer": "pick up a held phone",
    "POST /lab/phones/NUMBER/hangup": "hang up",
    "POST /lab/phones/NUMBER/texts": "the phone texts an app's number",
    "POST /lab/phones/NUMBER/calls": "the phone calls an app's number",
}
PLATFORM_SAYS = {
    "GET /1.0/sessions": "a launch: `action=create`, `token`, and parameters",
    "POST /1.0/sessions": "the same, as form, JSON or XML",
    "GET /1.0/sessions/ID/signals": "a signal: `action=signal`, `value`",
    "POST /1.0/sessions/ID/signals": "the same, as form, JSON or XML",
}
ENVIRONMENT = {
    "TROPO_LAB_PROGRESS": "the file that keeps your progress (under `make lab`: `progress.json` here)",
    "TROPO_LAB_ADDRESS": "where a Node launcher of lesson 01 finds the lab; the lab sets it itself",
    "TROPO_LAB_REQUIRE_ALL": "set, a test that would be skipped fails",
}


def reference() -> str:
    """The whole text."""
    parts = ["# Reference\n\nWritten by `make docs` from the code itself; a test fails when the two differ."]
    parts += [_lessons(), _exercises(), _cases(), _commands(), _targets(), _names(), _switches(), _http()]
    parts.append("## Environment\n\n" + _table(("variable", "does"), [(f"`{k}`", v) for k, v in ENVIRONMENT.items()]))
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line(("---",) * len(head)), *map(line, rows)])


def _lessons() -> str:
    rows = []
    for path in NOTEBOOKS:
        prose = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        title = prose[0].splitlines()[0].removeprefix("# ")
        goals = re.findall(r"(?m)^\d\. (.+(?:\n(?!\d\.|\n).+)*)", next((one for one in prose if "## Goals" in one), ""))
        rows.append((f"[{path.stem}](../notebooks/{path.name})", title, " ".join(goal.strip() for goal in goals)))
    return "## Notebooks\n\n" + _table(("notebook", "title", "afterwards you can"), rows)


def _exercises() -> str:
    rows = [(id[:2], f"`{id}`", task_of(id).title) for id in ids()]
    return "## Exercises\n\n" + _table(("lesson", "id", "title"), rows)


def _cases() -> str:
    return "## Cases\n\n" + _table(("id", "title"), [(f"`{one.id}`", one.title) for one in case_book()])


def _commands() -> str:
    whole = parser()
    server = catcher_server.__main__.parser()
    (commands,) = (one for one in whole._actions if isinstance(one, argparse._SubParsersAction))
    told = {one.dest: one.help for one in commands._choices_actions}
    parts = ["## Commands"]
    for name, command in commands.choices.items():
        parts.append(f"### `python -m tropo_lab {name}`\n\n{told[name][0].upper()}{told[name][1:]}.")
        parts += _options(command)
    return "\n\n".join([*parts, f"### `{server.prog}`\n\n{server.description}", *_options(server)])


def _options(command: argparse.ArgumentParser) -> list[str]:
    """What may stand after a command, as a table; nothing where nothing may."""
    rows = []
    for one in command._actions:
        if one.dest != "help":
            shown = ", ".join(one.option_strings) or one.metavar or one.dest
            name = one.metavar or "|".join(one.choices or ()) or one.dest.upper()
            value = f" {name}" if one.option_strings and one.nargs != 0 else ""
            rows.append((f"`{shown}{value}`", (one.help or "").replace("%(default)s", str(one.default))))
    return [_table(("option", "does"), rows)] if rows else []


def _targets() -> str:
    found = re.findall(r"(?m)^([a-z]+):[^#\n]*## (.+)$", (ROOT / "Makefile").read_text("utf-8"))
    return "## Make\n\n" + _table(("target", "does"), [(f"`make {name}`", told) for name, told in found])


def _names() -> str:
    rows = []
    for name in tropo_lab.__all__:
        thing = getattr(tropo_lab, name)
        first = (inspect.getdoc(thing) or "").split("\n\n")[0] if callable(thing) or inspect.ismodule(thing) else ""
        rows.append((f"`{name}{_arguments(thing)}`", first or f"one of {', '.join(map(str, thing))}"))
    return "## Python: `from tropo_lab import …`\n\n" + _table(("name", "gives"), rows)


def _arguments(thing) -> str:
    """The names of what it takes, without types and defaults."""
    if not callable(thing):
        return ""
    shown = []
    for one in inspect.signature(thing).parameters.values():
        mark = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        shown.append(f"{mark}{one.name}" + ("=…" if one.default is not one.empty else ""))
    return f"({', '.join(shown)})"


def _switches() -> str:
    said = re.sub(r"\s+", " ", inspect.getdoc(Rules).partition("\n\n")[2])
    told = re.findall(r"`(\w+)`: (.+?\.)(?= `\w+`:|$)", said)
    assert {name for name, _ in told} == set(Rules._fields), "Rules tells of each switch in its docstring"
    return "## Switches: `lab.rules.set(…)`\n\n" + _table(("switch", "when it is on"), [(f"`{k}`", v) for k, v in told])


def _http() -> str:
    lab = [(method, path, LAB_SAYS[f"{method} {path}"]) for method, path, _ in lab_api.ROUTES]
    own = [(*name.split(" "), said) for name, said in PLATFORM_SAYS.items()]
    more = [(method, path, _first_line(handler)) for method, path, handler in provisioning.ROUTES]
    head = ("method", "path", "does")
    return "\n\n".join(
        (
            "## HTTP: the platform's own\n\n`/v1/sessions` is the same as `/1.0/sessions`.",
            _table(head, [(method, f"`{path}`", said) for method, path, said in own + more]),
            '## HTTP: the lab\'s\n\nJSON in and out; errors are `{"error": "…"}`.',
            _table(head, [(method, f"`{path}`", said) for method, path, said in lab]),
        )
    )


def _first_line(handler) -> str:
    return (inspect.getdoc(handler) or "").splitlines()[0].rstrip(".")


if __name__ == "__main__":
    REFERENCE.write_text(reference(), "utf-8")
    sys.exit()
