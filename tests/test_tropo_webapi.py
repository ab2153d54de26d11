"""The npm package `tropo-webapi`, unmodified, as a catcher and as a launcher."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import tropo_lab
from tropo_lab.programs import environment

FOLDER = Path(__file__).parent / "npm"
PRELOAD = Path(tropo_lab.__file__).parent / "node_through_lab.js"

pytestmark = [
    pytest.mark.npm,
    pytest.mark.skipif(not shutil.which("node"), reason="Node is not installed here, so tropo-webapi was not tried."),
    pytest.mark.skipif(
        not (FOLDER / "node_modules").exists(),
        reason="tropo-webapi is not installed here (npm ci --prefix tests/npm), so it was not tried.",
    ),
]


@pytest.fixture
def catcher():
    process = subprocess.Popen(
        ["node", "catcher.js", "catch"], cwd=FOLDER, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    yield process
    process.kill()
    process.communicate()


def test_it_serves_as_a_catcher_and_launches_a_session(lab, catcher):
    port = catcher.stdout.readline().strip()
    app = lab.app("node", messaging=f"http://127.0.0.1:{port}/messaging")
    launched = subprocess.run(
        ["node", "--require", str(PRELOAD), "catcher.js", "launch", app.messaging_token],
        cwd=FOLDER, env=environment(lab.address), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    trace = lab.trace()
    assert launched.stderr == "" and f"<success>true</success><token>{app.messaging_token}</token>" in launched.stdout
    assert trace.id in launched.stdout and trace.outcome.ok
    assert [text.text for text in lab.phone("+14075550112").texts] == ["from Node é 😀"]
    learnt = [json.loads(catcher.stdout.readline()) for _ in range(2)]
    assert learnt[0]["session"] == trace.id and learnt[0]["parameters"]["msg"] == "from Node é 😀"
    assert learnt[1] == {"result": trace.id, "state": "DISCONNECTED", "complete": True}
