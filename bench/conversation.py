"""A conversation of ten questions: its rate beside that of single messages, and what a thousand that wait cost."""

import time
from pathlib import Path

from bench.catcher import QUESTIONS
from bench.figure import Figure, ratios
from bench.load import PHONES, Load
from bench.platforms import Platform, ask, start_lab

IN_FLIGHT = 8
MESSAGES, CONVERSATIONS = 1000, 150
TARGET = 0.6
WAITING = 1000
MEMORY_TARGET = 40


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Hops a second of conversations and of messages in turn, and the memory of conversations that wait."""
    return [*_rates(rounds, folder), *_waiting(max(1, rounds // 3), folder)]


def _rates(rounds: int, folder: Path) -> list[Figure]:
    with (
        Load() as load,
        start_lab(f"{load.catcher}/text", folder / "message.db") as message,
        start_lab(f"{load.catcher}/asks/0", folder / "asks.db") as asks,
    ):
        # every question is answered by a key
        ask(f"{asks.url}/lab/phones/default/behaviour", "PUT", {"inputs": ["1"] * QUESTIONS})
        counts = {message: MESSAGES, asks: CONVERSATIONS}
        hops = {lab: _hops(load, lab) for lab in counts}
        measured: dict[Platform, list[float]] = {lab: [] for lab in counts}
        for number in range(rounds):
            for lab in (message, asks) if number % 2 else (asks, message):
                run = load.run(lab.url, lab.token, counts[lab], IN_FLIGHT, until="end", arrive="sessions")
                measured[lab].append(run.per_second * hops[lab])
    name = f"hops a second: conversation of {QUESTIONS} questions / single message"
    return [
        Figure(name, ratios(measured[asks], measured[message]), "", TARGET, least=True),
        Figure("  conversation", measured[asks], "hops a second"),
        Figure("  single message", measured[message], "hops a second"),
    ]


def _hops(load: Load, lab: Platform) -> int:
    """How many hops one session of this lab has; it is warmed up on the way."""
    load.run(lab.url, lab.token, 50, IN_FLIGHT, until="end", arrive="sessions")
    (latest,) = ask(f"{lab.url}/lab/sessions?limit=1")["sessions"]
    if latest["outcome"] != "completed":
        raise RuntimeError(f"The session did not run to its end: {latest}")
    return latest["hops"]


def _waiting(rounds: int, folder: Path) -> list[Figure]:
    memory = []
    for number in range(rounds):
        with Load() as load, start_lab(f"{load.catcher}/asks/0", folder / f"waiting-{number}.db") as lab:
            ask(f"{lab.url}/lab/phones/default/behaviour", "PUT", {"answer": "human", "held": True})
            load.run(lab.url, lab.token, 100, 64, arrive="running")
            before = lab.process.memory
            load.run(lab.url, lab.token, WAITING, 64, arrive="running", seconds=90)
            _check_waiting(lab, 100 + WAITING)
            memory.append((lab.process.memory - before) / 1024**2)
    return [Figure(f"memory of {WAITING:,} conversations that wait for an answer", memory, "MiB", MEMORY_TARGET)]


def _check_waiting(lab: Platform, count: int, seconds: float = 30) -> None:
    """Stop unless that many calls wait for an answer."""
    until = time.monotonic() + seconds
    while True:
        phones = ask(f"{lab.url}/lab/phones")["phones"]
        waiting = sum(call["waiting"] and call["state"] == "active" for phone in phones for call in phone["calls"])
        if waiting == count:
            return
        if time.monotonic() > until:
            raise RuntimeError(f"{waiting} calls to {len(PHONES)} phones wait for an answer where {count} should.")
        time.sleep(0.05)
