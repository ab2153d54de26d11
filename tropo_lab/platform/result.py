"""How a verb ended."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.platform.phones import Leg


class Result(NamedTuple):
    """How a verb ended: `done`, `timeout`, `failed`, `hangup` or `signal`; `detail` is the signal's name."""

    how: str
    leg: Leg | None = None
    detail: str = ""

    @property
    def ok(self) -> bool:
        return self.how == "done"
