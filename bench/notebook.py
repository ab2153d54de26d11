"""`Lab()` to its first text, as the first cells of a notebook meet it."""

import subprocess
import sys
from pathlib import Path

from bench.figure import Figure
from bench.process import ROOT
from bench.start import seconds_of

TARGET = 0.5


def measure(rounds: int, folder: Path) -> list[Figure]:
    """A fresh process each time; the first is left out."""
    seconds, bare = [], []
    for _ in range(rounds + 1):
        bare.append(seconds_of("-c", "pass"))
        seconds.append(_first_text())
    return [
        Figure("Lab() to its first text, after the imports", seconds[1:], "s", TARGET),
        Figure("  bare interpreter", bare[1:], "s"),
    ]


def _first_text() -> float:
    command = [sys.executable, "-m", "bench.first_text"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    return float(told.stdout)
