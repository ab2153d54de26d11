"""Hosted Python scripts: what a session waits for its interpreter, held against starting a bare one."""

from pathlib import Path

from bench.figure import Figure, ratios
from bench.load import Load
from bench.platforms import Platform, add_app, start_lab
from bench.start import seconds_of

TARGET = 0.5
SCRIPT = 'message(msg, {"to": numbertodial, "network": "SMS"})\n'
REPEATS = 20
COUNT = 200
IN_FLIGHT = 8


def measure(rounds: int, folder: Path) -> list[Figure]:
    """One session at a time, with a script and with nothing to run, in turn with bare interpreters; then many."""
    started, bare, rates = [], [], []
    hosted = {"language": "python", "script": SCRIPT}
    with Load() as load, start_lab(hosted, folder / "scripts.db") as lab:
        empty = Platform(lab.process, add_app(lab.url, "empty", {"language": "python", "script": ""}))
        for platform in (lab, empty):
            load.run(platform.url, platform.token, REPEATS, 1, until="end", arrive="sessions")
        for _ in range(rounds):
            bare.append(sum(seconds_of("-I", "-S", "-c", "pass") for _ in range(REPEATS)) / REPEATS)
            rates.append(load.run(lab.url, lab.token, COUNT, IN_FLIGHT, until="end").per_second)
    return [
        Figure("start of a hosted script / bare interpreter", ratios(started, bare), "", TARGET),
        Figure("  start of a hosted script, as its session sees it", [1000 * value for value in started], "ms"),
        Figure("  bare interpreter, python -I -S -c pass", [1000 * value for value in bare], "ms"),
        Figure("  script sessions", rates, "a second"),
    ]
