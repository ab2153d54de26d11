"""A started interpreter as the platform holds it: a process, a channel, an output pipe and a scratch folder."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from typing import NamedTuple

from tropo_lab.platform.scripting.clearing import clear

# real seconds that a killed process may take to be gone
GONE_WITHIN = 5
# a script may leave a hundred thousand files: after so many, others have their turn
AT_ONCE = 100


class Child(NamedTuple):
    """One interpreter that waits for its script, or runs it. `exit` is how it ended, once it has."""

    pid: int
    channel: socket.socket
    output: int
    scratch: str
    exit: asyncio.Future
    kill: Callable[[], None]

    async def clear_away(self) -> None:
        """End the process with all that it started, and leave no descriptor and no folder of it."""
        try:
            if not self.exit.done():
                self.kill()
                with contextlib.suppress(OSError, asyncio.TimeoutError):
                    await asyncio.wait_for(asyncio.shield(self.exit), GONE_WITHIN)
        finally:
            self.channel.close()
            os.close(self.output)
            for count, _ in enumerate(clear(self.scratch), 1):
                if count % AT_ONCE == 0:
                    await asyncio.sleep(0)
