"""The support desk as a page. Diagnosing runs what was pasted, so it takes place beside the platform, a few at once.

A pasted script is a program with the rights of the server: it runs only for who is at this machine.
"""

from __future__ import annotations

import asyncio

from tropo_lab.errors import LabError
from tropo_lab.platform.drivers.catcher_client import is_loopback
from tropo_lab.support.desk import Diagnosis, diagnose
from tropo_lab.support.desk.asking import asked
from tropo_lab.support.desk.board import PAGE, Board
from tropo_lab.support.desk.desk import diagnose_from_elsewhere

# each may start a lab, and an interpreter in it
MOST_AT_ONCE = 2
BUSY = "The desk is busy with other pastes: send yours again in a moment."


class Desk:
    """The desk of one server. Each answer is what the page's template wants; nothing that was pasted is kept."""

    def __init__(self):
        self._running = 0

    def empty(self) -> dict:
        """The desk before anything was pasted."""
        return {"status": 200, "shown": Board(controls=PAGE), "trouble": ""}

    async def answered(self, fields: dict[str, str], peer: str = "") -> dict:
        """The desk with what a form asks for, or with what is wrong with that.

        `peer` is the address that it came from; empty for one of this very process.
        """
        try:
            text, wanted = asked(fields)
            if self._running < MOST_AT_ONCE:
                found = await self._found(text, wanted, peer)
                return {"status": 200, "shown": Board(text, wanted, found, PAGE), "trouble": ""}
            status, trouble = 503, BUSY
        except LabError as bad:
            status, trouble = 400, str(bad)
        shown = Board(fields.get("text", ""), fields.get("wanted", ""), None, PAGE)
        return {"status": status, "shown": shown, "trouble": trouble}

    async def _found(self, text: str, wanted: str, peer: str) -> Diagnosis:
        at_machine = not peer or is_loopback(peer)
        diagnosing = diagnose if at_machine else diagnose_from_elsewhere
        # counted until it has ended, also where the browser has gone meanwhile
        self._running += 1
        work = asyncio.ensure_future(asyncio.to_thread(diagnosing, text, wanted))
        work.add_done_callback(self._ended)
        return await asyncio.shield(work)

    def _ended(self, work: asyncio.Future) -> None:
        self._running -= 1
        if not work.cancelled():
            # looked at, so that nothing is said of it where nobody waits any more
            work.exception()
