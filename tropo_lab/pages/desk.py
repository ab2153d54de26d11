"""The support desk as a page. Diagnosing runs what was pasted, so it takes place beside the platform, a few at once."""

from __future__ import annotations

import asyncio

from tropo_lab.errors import LabError
from tropo_lab.support.desk import diagnose
from tropo_lab.support.desk.asking import asked
from tropo_lab.support.desk.board import PAGE, Board

# each may start a lab, and an interpreter in it
MOST_AT_ONCE = 2


class Busy(LabError):
    """So many pastes are being diagnosed that another one has to wait."""

    def __init__(self):
        super().__init__("The desk is busy with other pastes: send yours again in a moment.")


class Desk:
    """The desk of one server."""

    def __init__(self):
        self._running = 0

    async def answered(self, fields: dict[str, str]) -> Board:
        """What a form asks for; Busy when too many do at once, BadSetup when it asks for nothing."""
        text, wanted = asked(fields)
        if self._running >= MOST_AT_ONCE:
            raise Busy()
        self._running += 1
        # counted until it has ended, also where the browser has gone meanwhile
        work = asyncio.ensure_future(asyncio.to_thread(diagnose, text, wanted))
        work.add_done_callback(self._ended)
        return Board(text, wanted, await asyncio.shield(work), PAGE)

    def _ended(self, work: asyncio.Future) -> None:
        self._running -= 1
        # whoever asked has heard of it; where nobody waits any more, nothing is to be said
        work.cancelled() or work.exception()
