"""The one door through which the core waits. Two drivers implement it: `sealed.Driver` and `loop_driver.LoopDriver`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from tropo_lab.platform.messages import Reply, Request

# real seconds that a catcher may take
PATIENCE = 15.0


class Parking(Protocol, Awaitable):  # type: ignore[misc]
    """Something a session waits on until somebody sets its result, once."""

    def set_result(self, value: Any) -> None: ...

    def done(self) -> bool: ...


class Port(Protocol):
    """What a driver offers to sessions. Lab time needs no door: each session moves its own clock.

    `patience` is how many seconds a catcher may take.
    """

    patience: float

    async def fetch(self, url: str, request: Request) -> Reply:
        """The catcher's reply to `request`; SessionFailed names why there is none."""

    def parking(self, session) -> Parking:
        """A new place where that session waits for a person."""

    def hold(self, sentence: str) -> Parking:
        """A new place where a message waits at a breakpoint; `sentence` is for a caller who does not wait with it."""

    def spawn(self, session, work: Coroutine) -> None:
        """Run a session's work, beginning after the present step is over."""

    def later(self, work: Callable[[], None]) -> None:
        """Call `work` once, a little later: when much may have happened, and where the platform runs."""

    async def open_script(self, session, script, hello: dict):
        """A running hosted script to talk to (see `scripting.front_end`); SessionFailed where none can run."""
