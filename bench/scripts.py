"""Hosted Python scripts: what a session waits for its interpreter, held against starting a bare one."""

import asyncio
import time
from pathlib import Path
from statistics import median

from bench.figure import Figure, ratios
from bench.load import Load
from bench.platforms import start_lab
from bench.start import seconds_of
from tropo_lab.platform.applications import Script
from tropo_lab.platform.scripting.processes import ScriptHost

TARGET = 0.5
SCRIPT = Script("python", 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})\n')
PARAMETERS = {"numbertodial": "14075550112", "msg": "hi"}
REPEATS = 20
COUNT = 200
IN_FLIGHT = 8


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Starts in turn with bare interpreters; then whole script sessions at the lab, as many as it can do."""
    first, started, bare, rates = [], [], [], []
    with Load() as load, start_lab(SCRIPT.as_dict(), folder / "scripts.db") as lab:
        load.run(lab.url, lab.token, COUNT // 4, IN_FLIGHT, until="end")
        for _ in range(rounds):
            for values, value in zip((first, started, bare), asyncio.run(_starts()), strict=True):
                values.append(1000 * value)
            rates.append(load.run(lab.url, lab.token, COUNT, IN_FLIGHT, until="end").per_second)
    return [
        Figure("start of a hosted script / bare interpreter", ratios(started, bare), "", TARGET),
        Figure("  hosted script, from its session's order to its first call", started, "ms"),
        Figure("  the first script of a lab, which warms the interpreter", first, "ms"),
        Figure("  bare interpreter, python -I -S -c pass", bare, "ms"),
        Figure("  script sessions, 8 in flight", rates, "a second"),
    ]


async def _starts() -> tuple[float, float, float]:
    """The first start of a fresh host, the median of later ones, and the median of bare interpreters in between."""
    host = ScriptHost(10, asyncio.get_running_loop().create_future)
    started, bare = [], []
    try:
        first = await _start(host)
        for _ in range(REPEATS):
            bare.append(seconds_of("-I", "-S", "-c", "pass"))
            started.append(await _start(host))
    finally:
        await host.close()
    return first, median(started), median(bare)


async def _start(host: ScriptHost) -> float:
    """Seconds from the order to the script's first call; then the script is ended."""
    began = time.monotonic()
    hello = {"script": SCRIPT.script, "name": SCRIPT.name, "parameters": PARAMETERS, "currentCall": None}
    running = await host.open(SCRIPT, hello)
    called = await running.receive()
    seconds = time.monotonic() - began
    await running.close()
    if called["op"] != "message":
        raise RuntimeError(f"The script did not reach its first call: {called}")
    return seconds
