"""The machine during the benchmark: what it is, and how much of it others took."""

import os
import platform
import time
from pathlib import Path

from bench.process import TICK


class Machine:
    """Counts processor time from its creation on."""

    def __init__(self):
        self.began = time.monotonic()
        self.busy, self.own = self._busy(), self._own()

    @property
    def description(self) -> str:
        """Cores, Python, system, and how busy it was before."""
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; load before: {load}"

    @property
    def seconds(self) -> float:
        """How long it has been."""
        return time.monotonic() - self.began

    @property
    def others(self) -> float:
        """The part of all cores that was used by processes which are not the benchmark's (ended ones count as its)."""
        used = self._busy() - self.busy - (self._own() - self.own)
        return max(0.0, used / (self.seconds * os.cpu_count()))

    @staticmethod
    def _busy() -> float:
        user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
        return (user + nice + system + irq + softirq) / TICK

    @staticmethod
    def _own() -> float:
        return sum(os.times()[:4])
