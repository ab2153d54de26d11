"""What a waiting session costs: 10,000 calls to a phone that someone holds, then all of them hung up."""

import time
from pathlib import Path

from bench.figure import Figure
from bench.load import PHONES, Load
from bench.platforms import Platform, ask, start_lab

IN_FLIGHT = 64
WARM_UP = 200
TARGET = 20


def measure(rounds: int, folder: Path, count: int = 10_000) -> list[Figure]:
    """A fresh platform each round; memory and threads before and after, and the seconds until all have ended."""
    memory, threads, rates, ends = [], [], [], []
    for number in range(rounds):
        with Load() as load, start_lab(f"{load.catcher}/call", folder / f"waiting-{number}.db") as lab:
            ask(f"{lab.url}/lab/phones/default/behaviour", "PUT", {"held": True})
            # what is loaded and made once is no session's cost
            load.run(lab.url, lab.token, WARM_UP, IN_FLIGHT, arrive="running")
            bytes_before, threads_before = lab.process.memory, lab.process.threads
            run = load.run(lab.url, lab.token, count, IN_FLIGHT, arrive="running", seconds=90)
            memory.append((lab.process.memory - bytes_before) / count / 1024)
            threads.append(lab.process.threads - threads_before)
            rates.append(run.per_second)
            _check_ringing(lab, WARM_UP + count)
            ends.append(_hang_up(lab))
    return [
        Figure(f"memory a waiting session, {count:,} waiting", memory, "KiB", TARGET),
        Figure("threads more than before", threads, "", 0),
        Figure("  sessions that begin to wait", rates, "a second"),
        Figure("  hang-up to all ended", ends, "s"),
    ]


def _check_ringing(lab: Platform, count: int) -> None:
    """Stop unless that many calls ring at phones whose holders have not acted."""
    phones = ask(f"{lab.url}/lab/phones")["phones"]
    ringing = sum(call["waiting"] and call["state"] == "ringing" for phone in phones for call in phone["calls"])
    if ringing != count:
        raise RuntimeError(f"{ringing} calls ring where {count} should.")


def _hang_up(lab: Platform, seconds: float = 60) -> float:
    """Hang up every phone; the seconds until no session runs."""
    began = time.monotonic()
    for phone in PHONES:
        ask(f"{lab.url}/lab/phones/{phone}/hangup", "POST", {})
    while ask(f"{lab.url}/lab/health")["running"]:
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"Sessions still run {seconds} seconds after all phones were hung up.")
        time.sleep(0.02)
    return time.monotonic() - began
