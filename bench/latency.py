"""How late the slowest texts are: the 99th percentile from launch to delivery, 64 in flight, held against the floor."""

import json
from pathlib import Path

from bench.figure import Figure, ratios
from bench.load import Load, Run
from bench.platforms import ask, start_floor, start_lab

IN_FLIGHT = 64
COUNT = 2000
TARGET = 0.5


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Floor and lab in turn; both note the moment of each delivery on the machine's one monotonic clock."""
    journal, stamps = folder / "latency.db", folder / "stamps.json"
    command = ("-m", "bench.stamped_serve", str(stamps))
    with Load() as load, start_floor(load.catcher) as floor:
        with start_lab(f"{load.catcher}/text", journal, *command) as lab:
            runs = {floor: [], lab: []}
            for platform in runs:
                load.run(platform.url, platform.token, COUNT // 4, IN_FLIGHT)
            for number in range(rounds):
                for platform in (floor, lab) if number % 2 else (lab, floor):
                    runs[platform].append(load.run(platform.url, platform.token, COUNT, IN_FLIGHT))
        floor_delays = _delays(runs[floor], ask(f"{floor.url}/deliveries"))
        # the lab writes its stamps when it ends
        lab_delays = _delays(runs[lab], json.loads(stamps.read_text()))
    floor_late, lab_late = ([percentile(delays, 99) for delays in side] for side in (floor_delays, lab_delays))
    return [
        Figure("p99 launch to delivered, 64 in flight: lab / floor", ratios(lab_late, floor_late), "", TARGET),
        Figure("  lab, p99", [1000 * value for value in lab_late], "ms"),
        Figure("  floor, p99", [1000 * value for value in floor_late], "ms"),
        Figure("  lab, p50", [1000 * percentile(delays, 50) for delays in lab_delays], "ms"),
        Figure("  floor, p50", [1000 * percentile(delays, 50) for delays in floor_delays], "ms"),
    ]


def _delays(runs: list[Run], delivered: list[tuple[str, float]]) -> list[list[float]]:
    """For each run, the seconds from launch to delivery, shortest first."""
    moments = dict(delivered)
    return [sorted(moments[msg] - began for msg, began in run.launched.items()) for run in runs]


def percentile(ordered: list[float], percent: int) -> float:
    """The value that `percent` of the ordered values do not exceed."""
    return ordered[-(-len(ordered) * percent // 100) - 1]
