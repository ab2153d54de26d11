"""A bounded number of places, given first come, first served."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from tropo_lab.platform.port import Parking


class Places:
    """At most `count` are taken at once. Whoever waits for one waits for others, as one who waits for a person."""

    def __init__(self, count: int, parking: Callable[[], Parking]):
        self.count, self._parking = count, parking
        self._taken = 0
        self._queue: deque[Parking] = deque()

    async def take(self) -> None:
        """A place, once one is free."""
        if self._taken < self.count:
            self._taken += 1
            return
        place = self._parking()
        self._queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            with contextlib.suppress(ValueError):
                self._queue.remove(place)
            raise

    def give_back(self) -> None:
        """A place is free again: the next in the queue has it."""
        while self._queue:
            place = self._queue.popleft()
            if not place.done():  # one that was given up has not left the queue yet
                place.set_result(None)
                return
        self._taken -= 1
