"""`lab.breakpoints`: hold messages before they cross, look at them, edit them, lose them, send them twice."""

from __future__ import annotations

from tropo_lab.errors import NotFound, half_a_character
from tropo_lab.platform.crossing.gate import Breakpoint, Gate, HeldHop


class Breakpoints:
    """The breakpoints of one lab, and the messages that wait at them.

    Without `held`, what is done is done to the message that has waited longest. Then the lab goes on as far as it can
    by itself.
    """

    def __init__(self, engine):
        self._engine = engine

    def __repr__(self) -> str:
        if self._engine.closed:
            return "Breakpoints (lab closed)"
        stops = ", ".join(f"{kind} of {app}" if app else kind for kind, app in self._engine.cloud.gate.breakpoints)
        lines = [f"Breakpoints before {stops}" if stops else "No breakpoints", *map(repr, self.held)]
        return "\n  ".join(lines)

    def set(self, *kinds: str, app: str | None = None) -> None:
        """Hold messages of these kinds from now on (`"every"` for all), of one app or of all, in place of the earlier
        breakpoints; without a kind, hold none. What is held already stays held."""
        self._engine.call(self._engine.cloud.gate.set, [Breakpoint(kind, app) for kind in kinds])

    @property
    def held(self) -> list[HeldHop]:
        """The messages that wait, oldest first, once the lab can go no further by itself."""
        self._engine.settle()
        return self._engine.call(lambda: self._engine.cloud.gate.held)

    def go_on(self, held: HeldHop | str | None = None, wire: bytes | str | None = None) -> None:
        """Let a message go on, with these bytes in place of its own when given.

        BadSetup, in one sentence, when they cannot be read: then it stays held. NotFound when nothing is held.
        """
        self._do(held, "go", wire)

    def drop(self, held: HeldHop | str | None = None) -> None:
        """Let a message be lost on its way."""
        self._do(held, "drop", None)

    def send_twice(self, held: HeldHop | str | None = None, wire: bytes | str | None = None) -> None:
        """Let a message cross twice, with these bytes in place of its own when given."""
        self._do(held, "twice", wire)

    def _do(self, held: HeldHop | str | None, do: str, wire: bytes | str | None) -> None:
        try:
            data = wire.encode() if isinstance(wire, str) else wire
        except UnicodeEncodeError:
            raise half_a_character("The text") from None
        self._engine.settle()
        self._engine.call(_release, self._engine.cloud.gate, held, do, data)
        self._engine.settle()


def _release(gate: Gate, held: HeldHop | str | None, do: str, wire: bytes | None) -> None:
    """Release that message, or the oldest; called where the platform runs."""
    if held is None:
        if not gate.held:
            raise NotFound("No message is held: set a breakpoint, and launch.")
        held = gate.held[0]
    gate.release(held.id if isinstance(held, HeldHop) else str(held), do, wire)
