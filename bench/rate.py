"""Sessions per second from launch to delivered text, 8 in flight, held against the floor."""

from pathlib import Path

from bench.figure import Figure, ratios
from bench.load import Load
from bench.platforms import Platform, start_floor, start_lab

IN_FLIGHT = 8
COUNT = 2000
TARGET = 2.0


def measure(rounds: int, folder: Path) -> list[Figure]:
    """Floor and lab in turn under the same load; the lab keeps its trace and its journal file."""
    journal = folder / "rate.db"
    with Load() as load, start_floor(load.catcher) as floor, start_lab(f"{load.catcher}/text", journal) as lab:
        measured: dict[Platform, list[tuple[float, float]]] = {floor: [], lab: []}
        for platform in measured:
            load.run(platform.url, platform.token, COUNT // 4, IN_FLIGHT)
        for number in range(rounds):
            # who comes first changes from round to round
            for platform in (floor, lab) if number % 2 else (lab, floor):
                measured[platform].append(_round(load, platform))
    floor_rates, floor_costs = map(list, zip(*measured[floor], strict=True))
    lab_rates, lab_costs = map(list, zip(*measured[lab], strict=True))
    kept = sum(file.stat().st_size for file in folder.glob("rate.db*")) / (COUNT // 4 + rounds * COUNT)
    return [
        Figure("sessions a second, 8 in flight: lab / floor", ratios(lab_rates, floor_rates), "", TARGET, least=True),
        Figure("  lab", lab_rates, "a second"),
        Figure("  floor", floor_rates, "a second"),
        Figure("  processor time a session: lab / floor", ratios(lab_costs, floor_costs)),
        Figure("  journal on disk a session, after the lab has ended", [kept / 1024], "KiB"),
    ]


def _round(load: Load, platform: Platform) -> tuple[float, float]:
    """Sessions a second, and seconds of processor time a session."""
    before = platform.process.cpu
    run = load.run(platform.url, platform.token, COUNT, IN_FLIGHT)
    return run.per_second, (platform.process.cpu - before) / COUNT
