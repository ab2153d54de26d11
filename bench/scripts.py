"""Hosted scripts: what a session waits for its interpreter, held against starting a bare one; and sustained rates."""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.figure import Figure, ratios
from bench.load import Load
from bench.platforms import start_lab
from tropo_lab.platform.hosted import Script
from tropo_lab.platform.scripting.host import ScriptHost

HELLO = {"parameters": {"numbertodial": "14075550112", "msg": "hi"}, "currentCall": None, "baseDir": "/"}
REPEATS = 20
IN_FLIGHT = 8


class Hosted(NamedTuple):
    """One language: a script that makes one call, the bare interpreter beside it, and the target.

    `count` sessions make a sustained rate.
    """

    title: str
    script: Script
    bare: tuple[str, ...]
    target: float | None
    count: int


LANGUAGES = (
    Hosted(
        "Python",
        Script("python", 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})\n'),
        (sys.executable, "-I", "-S", "-c", "pass"),
        0.35,
        200,
    ),
    Hosted(
        "JavaScript",
        Script("javascript", 'message(msg, {to: "+" + numbertodial, network: "SMS"});\n'),
        ("node", "-e", "0"),
        0.1,
        80,
    ),
)


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Language by language: starts in turn with bare interpreters; then whole sessions, as many as the lab can do."""
    found = [hosted for hosted in LANGUAGES if shutil.which(hosted.bare[0])]
    return [figure for hosted in found for figure in _of(hosted, rounds, folder)]


def _of(hosted: Hosted, rounds: int, folder: Path) -> Iterator[Figure]:
    first, started, bare, rates = [], [], [], []
    with Load() as load, start_lab(hosted.script.as_dict(), folder / f"{hosted.title}.db") as lab:
        load.run(lab.url, lab.token, hosted.count // 4, IN_FLIGHT, until="end")
        for _ in range(rounds):
            for values, value in zip((first, started, bare), asyncio.run(_starts(hosted)), strict=True):
                values.append(1000 * value)
            rates.append(load.run(lab.url, lab.token, hosted.count, IN_FLIGHT, until="end").per_second)
    command = " ".join((Path(hosted.bare[0]).name, *hosted.bare[1:]))
    yield Figure(f"start of a hosted {hosted.title} / bare interpreter", ratios(started, bare), "", hosted.target)
    yield Figure("  hosted script, from its session's order to its first call", started, "ms")
    yield Figure("  the first script of a lab, which has no spare interpreter yet", first, "ms")
    yield Figure(f"  bare interpreter, {command}", bare, "ms")
    yield Figure(f"  {hosted.title} sessions, {IN_FLIGHT} in flight: more than there are spares", rates, "a second")


async def _starts(hosted: Hosted) -> tuple[float, float, float]:
    """The first start of a fresh host, the median of later ones, and the median of bare interpreters by themselves."""
    bare = median(_bare(hosted.bare) for _ in range(REPEATS))
    host = ScriptHost(10, asyncio.get_running_loop().create_future)
    started = []
    try:
        first = await _start(host, hosted.script)
        for _ in range(REPEATS):
            # time for the spare to get ready: one session that comes by itself, not a burst
            await asyncio.sleep(4 * bare)
            started.append(await _start(host, hosted.script))
    finally:
        await host.close()
    return first, median(started), bare


def _bare(command: tuple[str, ...]) -> float:
    """Wall seconds of `command`, from start to end."""
    began = time.monotonic()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=60)
    return time.monotonic() - began


async def _start(host: ScriptHost, script: Script) -> float:
    """Seconds from the order to the script's first call; then the script is ended."""
    began = time.monotonic()
    running = await host.open(script, {"script": script.script, "name": script.name, **HELLO})
    called = await running.receive()
    seconds = time.monotonic() - began
    await running.close()
    if called["op"] != "message":
        raise RuntimeError(f"The script did not reach its first call: {called}")
    return seconds
