"""`serve` from the command to its first delivered text, held against an interpreter that does nothing."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.figure import Figure, ratios
from bench.load import Load
from bench.platforms import start_lab

# at most 0.6 s on a machine whose interpreter starts in 0.05 s
TARGET = 12


def measure(rounds: int, folder: Path) -> list[Figure]:
    """A fresh process each time; the first start of each kind is left out."""
    bare, served = [], []
    with Load() as load:
        for number in range(rounds + 1):
            # one such short time alone is mostly noise
            bare.append(median(seconds_of("-c", "pass") for _ in range(5)))
            served.append(_first_text(load, folder / f"start-{number}.db"))
    bare, served = bare[1:], served[1:]
    return [
        Figure("serve, command to first text / bare interpreter", ratios(served, bare), "", TARGET),
        Figure("  serve, command to first text", served, "s"),
        Figure("  bare interpreter", bare, "s"),
    ]


def seconds_of(*arguments: str) -> float:
    """Wall seconds of `python ARGUMENTS…`, from start to end."""
    began = time.monotonic()
    subprocess.run([sys.executable, *arguments], check=True, stdin=subprocess.DEVNULL, timeout=60)
    return time.monotonic() - began


def _first_text(load: Load, journal: Path) -> float:
    with start_lab(f"{load.catcher}/text", journal) as lab:
        load.run(lab.url, lab.token, 1, 1)
        return time.monotonic() - lab.process.began
