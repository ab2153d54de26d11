"""`python -m tropo_lab serve` as a child process, for tests of what outside programs rely on."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent


class Served:
    """The platform of a child process: its first line, and its HTTP interface."""

    def __init__(self, process):
        self.process = process
        self.first_line = json.loads(process.stdout.readline())
        self.url = self.first_line["url"]
        self.http = requests.Session()
        self.http.trust_env = False

    def get(self, path, **query):
        return self.http.get(self.url + path, params=query)

    def post(self, path, body=None):
        return self.http.post(self.url + path, json=body or {})

    def put(self, path, body):
        return self.http.put(self.url + path, json=body)

    def app(self, name="app", **given):
        return self.post("/lab/apps", {"name": name, **given}).json()

    def launch(self, app, **parameters):
        """Launch the messaging side and give the ended session."""
        query = {"action": "create", "token": app["messaging_token"], **parameters}
        reply = self.http.post(self.url + "/1.0/sessions", json=query).json()
        return self.get(f"/lab/sessions/{reply['id']}", wait=20).json()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@contextlib.contextmanager
def serving(*options):
    """A platform of its own for the block."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tropo_lab", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        served = Served(process)
        with served.http:
            yield served
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
        process.stdout.close()
        process.stderr.close()
