"""A process that the benchmark starts, watches and ends by its id."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TICK = os.sysconf("SC_CLK_TCK")


class Process:
    """`python ARGUMENTS…` in the project's folder, whose first line of output is JSON with its `url`."""

    def __init__(self, *arguments: str, seconds: float = 20):
        self.began = time.monotonic()
        # with -c and -m the interpreter finds the project in the current folder
        self.process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.pid = self.process.pid
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            raise RuntimeError(f"`python {' '.join(arguments)}` said nothing within {seconds} seconds.")
        self.url: str = json.loads(line)["url"]

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def stop(self, seconds: float = 20) -> None:
        """End it with SIGTERM, or after `seconds` with SIGKILL, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @property
    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        fields = self._read("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def memory(self) -> int:
        """Bytes of memory in use, shared pages divided among those that share them (PSS)."""
        return 1024 * self._number("smaps_rollup", "Pss:")

    @property
    def threads(self) -> int:
        """How many threads it has."""
        return self._number("status", "Threads:")

    def _number(self, name: str, key: str) -> int:
        return next(int(line.split()[1]) for line in self._read(name).splitlines() if line.startswith(key))

    def _read(self, name: str) -> str:
        return Path(f"/proc/{self.pid}/{name}").read_text()
