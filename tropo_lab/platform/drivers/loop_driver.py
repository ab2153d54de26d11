"""The driver with sockets: sessions are tasks of one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from tropo_lab.errors import Held, SessionFailed
from tropo_lab.platform.drivers.catcher_client import CatcherClient
from tropo_lab.platform.drivers.errands import Errand, HeldParking
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.port import Parking
from tropo_lab.trace import TO_CATCHER

if TYPE_CHECKING:
    from tropo_lab.platform.scripting.host import ScriptHost

FLUSH_AFTER = 0.1
# whoever watches is told at most this often: about twice in the time that an eye needs
TELL_AFTER = 0.03


class LoopParking:
    """A place where one session waits for a person; the driver counts it as busy again as soon as somebody acts."""

    __slots__ = ("driver", "future")

    def __init__(self, driver: LoopDriver):
        self.driver, self.future = driver, driver.loop.create_future()
        driver.less_busy()

    def set_result(self, value) -> None:
        self.driver.more_busy()
        self.future.set_result(value)

    def done(self) -> bool:
        return self.future.done()

    def __await__(self):
        try:
            return (yield from self.future.__await__())
        except asyncio.CancelledError:
            # ended while it waited: what ends it counts it out once more
            if self.future.cancelled():
                self.driver.busy += 1
            raise


class LoopDriver:
    """Runs sessions as tasks. `busy` counts those that can go on by themselves; at 0 the lab is at rest."""

    def __init__(self, client: CatcherClient, script_patience: float):
        self.loop = asyncio.get_running_loop()
        self.client = client
        self.script_patience = script_patience
        self.scripts: ScriptHost | None = None
        self.cloud = None
        self.busy = 0
        self._tasks: set[asyncio.Task] = set()
        self._errands: dict[asyncio.Task, Errand] = {}
        self._resting: list[asyncio.Future] = []
        self._flush: asyncio.TimerHandle | None = None
        self._folding: threading.Thread | None = None

    # the port

    @property
    def patience(self) -> float:
        return self.client.patience

    async def fetch(self, url: str, request: Request) -> Reply:
        return await self.client.fetch(url, request)

    def parking(self, session) -> LoopParking:
        return LoopParking(self)

    def hold(self, sentence: str) -> Parking:
        errand = self._errands.get(asyncio.current_task())
        return LoopParking(self) if errand is None else HeldParking(errand, sentence)

    def later(self, work: Callable[[], None]) -> None:
        self.loop.call_later(TELL_AFTER, work)

    def spawn(self, session, work: Coroutine) -> None:
        self.busy += 1
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def open_script(self, session, script, hello: dict):
        if self.scripts is None:
            try:
                from tropo_lab.platform.scripting.host import ScriptHost
            except ImportError:  # no resource limits, no descriptors to pass: not this system
                raise SessionFailed(
                    "scripts need Linux",
                    TO_CATCHER,
                    "Hosted scripts run in processes with limits, which this system does not offer.",
                    fix="Use Linux, or WSL on Windows; WebAPI catchers run here.",
                ) from None
            self.scripts = ScriptHost(self.script_patience, lambda: LoopParking(self))
        return await self.scripts.open(script, hello)

    # requests that may be held

    async def run(self, errand: Errand, work: Coroutine, waits: bool):
        """The result of `work`; None when it was given up as the lab closed.

        It goes on when whoever asked for it has gone. Held, at once when something of it is held, unless `waits`.
        """
        task = self.loop.create_task(work)
        self._errands[task] = errand
        task.add_done_callback(self._errand_ended)
        if not waits:
            await asyncio.wait({task, errand.told}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                # from here on there is nobody to tell of a fault
                task.add_done_callback(_log_fault)
                raise Held(errand.told.result())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                return None
            raise

    def _errand_ended(self, task: asyncio.Task) -> None:
        self._errands.pop(task).end()

    def give_up_held(self) -> None:
        """End the requests that are held; what they recorded stays."""
        for task, errand in self._errands.items():
            if errand.holds:
                task.cancel()

    # rest

    def more_busy(self) -> None:
        """One more can go on by itself."""
        self.busy += 1

    def _ended(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if self._flush is None:
            self._flush = self.loop.call_later(FLUSH_AFTER, self._write_journal)
        self.less_busy()

    def less_busy(self) -> None:
        """One session fewer can go on by itself."""
        self.busy -= 1
        if self.busy == 0:
            for waiter in self._resting:
                if not waiter.done():
                    waiter.set_result(None)
            self._resting.clear()

    def _write_journal(self) -> None:
        self._flush = None
        journal = self.cloud.journal
        journal.flush()
        if journal.wants_folding and (self._folding is None or not self._folding.is_alive()):
            # it waits for the disk, which no session need do
            self._folding = threading.Thread(target=journal.fold, name="tropo lab journal", daemon=True)
            self._folding.start()

    async def rest(self) -> None:
        """Wait until no session can go on without a person."""
        while self.busy > 0:
            waiter = self.loop.create_future()
            self._resting.append(waiter)
            await waiter

    async def wait_for(self, id: str, seconds: float, or_parked: bool = False) -> None:
        """Wait until that session is over and complete (or waits for a person), or until the time is up."""
        session = self.cloud.sessions.live(id)
        if session is None or seconds <= 0:
            return
        seen = self.loop.create_future()

        def look() -> bool:
            if (session.complete or (or_parked and session.at_rest)) and not seen.done():
                seen.set_result(None)
            return seen.done()

        if not look():
            session.waiters.append(look)
            await asyncio.wait({seen}, timeout=seconds)
            # one that gave up is swept out at the next change
            seen.cancel()

    async def close(self, grace: float) -> None:
        """Let sessions come to rest for up to `grace` seconds, then end the others; each keeps what it recorded."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.rest(), grace)
        tasks = [*self._tasks, *self._errands]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self.cloud.sessions.interrupt()
        if self._flush is not None:
            self._flush.cancel()
        if self._folding is not None:
            self._folding.join()
        if self.scripts is not None:
            await self.scripts.close()


def _log_fault(task: asyncio.Task) -> None:
    if not task.cancelled() and task.exception() is not None:
        logging.getLogger("tropo_lab").error("A request failed within the platform.", exc_info=task.exception())
