"""`lab.faults`: switches for what goes wrong on the way, at every kind of hop."""

from __future__ import annotations

from tropo_lab.platform.crossing.faults import Fault


class Faults:
    """The fault switches of one lab. A message that meets one is not held at a breakpoint.

    What was begun before goes on as it was, as far as it can by itself, before anything is switched.
    """

    def __init__(self, engine):
        self._engine = engine

    def __repr__(self) -> str:
        if self._engine.closed:
            return "Faults (lab closed)"
        on = self.on
        return "Faults: " + "; ".join(map(str, on)) if on else "No faults"

    @property
    def on(self) -> list[Fault]:
        """The switches that are on, in the order in which they were added."""
        return self._engine.call(lambda: list(self._engine.cloud.gate.faults.on))

    def add(
        self, fault: str, kind: str, *, app: str | None = None, nth: int | None = None, first: int | None = None
    ) -> None:
        """Let this fault happen to hops of that kind, of one app or of all: to every one from now on, to the `nth`
        alone, or to the `first` so many. Where two would happen to one hop, the earlier one does.

        BadSetup, in one sentence, when it cannot be.
        """
        self._engine.settle()
        self._engine.call(self._engine.cloud.gate.add_fault, Fault(fault, kind, app, nth, first))

    def clear(self) -> None:
        """Switch all of them off."""
        self._engine.settle()
        self._engine.call(self._engine.cloud.gate.set_faults, ())
