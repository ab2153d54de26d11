"""Interpreters kept ready: each is used by one session, and another takes its place."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from tropo_lab.platform.scripting.child import Child
from tropo_lab.platform.scripting.languages import Language
from tropo_lab.platform.scripting.starter import Starter


class Spares:
    """The interpreters of one language that wait for a script: none before the first script, then a few."""

    def __init__(self, starter: Starter, language: Language):
        self.starter, self.language = starter, language
        self.ready: deque[Child] = deque()
        self._refilling: asyncio.Task | None = None

    async def take(self) -> Child:
        """The one that has waited longest; in a burst, one that has yet to start."""
        while self.ready:
            child = self.ready.popleft()
            if not child.exit.done():
                return child
            await child.clear_away()
        return await self.starter.start(self.language)

    def refill(self) -> None:
        """Start as many as are missing, while others get on with their work."""
        if self._refilling is None or self._refilling.done():
            self._refilling = asyncio.get_running_loop().create_task(self._refill())

    async def _refill(self) -> None:
        # where none can be had now, the next script tries again, and says so
        with contextlib.suppress(OSError):
            while len(self.ready) < self.language.spares:
                self.ready.append(await self.starter.start(self.language))

    async def close(self) -> None:
        """End all that wait."""
        if self._refilling is not None:
            self._refilling.cancel()
            await asyncio.wait({self._refilling})
        while self.ready:
            await self.ready.popleft().clear_away()
