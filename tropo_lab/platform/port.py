"""The one door through which the core waits. Two drivers implement it: `sealed.Driver` and `loop_driver.LoopDriver`."""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from typing import Any, Protocol

from tropo_lab.platform.messages import Reply, Request


class Parking(Protocol, Awaitable):  # type: ignore[misc]
    """Something a session waits on until somebody sets its result, once."""

    def set_result(self, value: Any) -> None: ...

    def done(self) -> bool: ...


class Port(Protocol):
    """What a driver offers to sessions. Lab time needs no door: each session moves its own clock."""

    async def fetch(self, url: str, request: Request) -> Reply:
        """The catcher's reply to `request`; SessionFailed names why there is none."""

    def parking(self, session) -> Parking:
        """A new place where that session waits for a person."""

    def spawn(self, session, work: Coroutine) -> None:
        """Run a session's work, beginning after the present step is over."""

    async def open_script(self, session, script, hello: dict):
        """A running hosted script to talk to (see `scripting.front_end`); SessionFailed where none can run."""
