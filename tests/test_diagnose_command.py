"""`python -m tropo_lab diagnose`: what it takes, what it prints, and the exit status that says what came of it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk_pastes import PASTES, SCRIPT, UNUSABLE
from tropo_lab.__main__ import main

ROOT = Path(__file__).parent.parent
BARE = PASTES["an answer with a bare say"].text


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command; gives its exit status, what it printed, and what it said beside that."""

    def run(*arguments, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        status = main(["diagnose", *arguments])
        return status, *capsys.readouterr()

    return run


def test_findings_are_printed_and_give_1(run):
    status, out, err = run(BARE)
    assert status == 1 and err == ""
    assert "✕ It breaks at catcher → platform, hop 4" in out and "Mended, it delivers: SMS to +14075550112" in out


def test_nothing_found_gives_0(run):
    status, out, _ = run(SCRIPT)
    assert status == 0 and "In the lab this script runs as it should." in out


@pytest.mark.parametrize("name", UNUSABLE)
def test_nothing_usable_gives_2(run, name):
    text = UNUSABLE[name]
    status, out, _ = run("-", given=text if isinstance(text, bytes) else text.encode())
    assert status == 2 and "aste" in out and "Traceback" not in out


def test_a_file_is_read_where_there_is_one(run, tmp_path, monkeypatch):
    (tmp_path / "reply.json").write_text(BARE)
    monkeypatch.chdir(tmp_path)
    assert run("reply.json")[0] == 1
    assert run("other.json")[0] == 2  # a text like any other


def test_standard_input_is_read_as_bytes(run):
    status, out, _ = run("-", given=b"\xef\xbb\xbf" + BARE.encode())
    assert status == 1 and "byte" in out.lower()


def test_json_holds_everything(run):
    status, out, _ = run("--json", BARE)
    told = json.loads(out)
    assert status == 1 and told["findings"][0]["rule"] == "say-is-a-string" and "lab = Lab(" in told["code"]


def test_what_was_wanted_counts(run):
    text = PASTES["an answer without a network"].text
    assert '"severity": "broken"' in run("--json", "--wanted", "text", text)[1]
    assert run("--wanted", "call", text)[0] == 0


@pytest.mark.parametrize("text", ["\x00", "x" * 5000, "a\nb", "nowhere/at/all", ""])
def test_a_text_that_no_file_can_be_called_is_a_text(run, text):
    status, out, err = run(text)
    assert status == 2 and out and err == ""


def test_a_name_of_no_file_is_told(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = run("reply.json")
    assert status == 2 and out and "There is no file 'reply.json'" in err
    (tmp_path / "reply.json").write_text("My texts never arrive.")
    assert run("reply.json")[::2] == (2, "")


def test_a_standard_input_that_is_closed_is_told(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["diagnose", "-"]) == 2 and "There is no standard input" in capsys.readouterr().err


def test_a_folder_is_refused_in_a_sentence(run, tmp_path):
    status, out, err = run(str(tmp_path))
    assert status == 2 and out == "" and err.startswith("tropo_lab: ") and "name a file" in err


def test_it_runs_as_a_command_on_a_terminal_that_knows_no_signs():
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tropo_lab", "diagnose", "-"], input=BARE.encode(), env=env,
        capture_output=True, check=False, timeout=60, cwd=ROOT,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, b"") and b"hop 4" in ran.stdout


def test_other_commands_start_without_the_desk():
    code = "import sys, tropo_lab.__main__ as m; m.parser(); print([x for x in sys.modules if 'support' in x])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"
