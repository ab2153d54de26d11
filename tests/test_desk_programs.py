"""The programs that the desk writes: each runs as a file, with nothing but Python, and prints the same findings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk_pastes import PASTES
from tropo_lab import diagnose

ROOT = Path(__file__).parent.parent
KINDS = (
    "a launch with raw spaces",
    "a launch with a raw plus",
    "a JSON launch under a wrong label",
    "an answer behind a notice",
    "a question that leads nowhere",
    "a session with a spoilt number",
    "a session from outside",
    "a result",
    "a launch and what was answered",
    "a script and a launch that do not fit",
)
# one interpreter for all of them: starting it takes longer than any program
ALL = """
import runpy, sys
for name in sys.argv[1:]:
    runpy.run_path(name, run_name="__main__")
    print(chr(12), end="")
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What was found in each paste, and what its program prints."""
    folder = tmp_path_factory.mktemp("programs")
    found = {name: diagnose(PASTES[name].text, PASTES[name].wanted) for name in KINDS}
    names = [f"{place}.py" for place in range(len(KINDS))]
    for name, one in zip(names, found.values(), strict=True):
        (folder / name).write_text(one.code, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", "-c", ALL, *names]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False, timeout=120, encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, "")
    return {name: (found[name], out) for name, out in zip(KINDS, ran.stdout.split("\f"), strict=False)}


@pytest.mark.parametrize("name", KINDS)
def test_the_program_of_each_kind_prints_the_same_findings(printed, name):
    found, out = printed[name]
    for finding in found:
        assert finding.found in out and finding.fix in out
    assert out.count("✕ ") >= len(found) and bool(found) == ("What happened:" in out)


def test_a_program_holds_what_was_pasted_and_reads_well(printed):
    found, _ = printed["an answer behind a notice"]
    assert 'body_1 = """\\\n<br />\n<b>Notice</b>' in found.code
    assert max(map(len, found.code.splitlines())) < 400 and found.code.language == "python"
