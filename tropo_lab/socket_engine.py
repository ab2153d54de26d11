"""A lab with sockets: the platform on an event loop of its own, in a thread."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

from tropo_lab.errors import LabClosed, LabError
from tropo_lab.platform.cloud import Cloud

HOST = "127.0.0.1"
PATIENCE = 600.0


class SocketEngine:
    """The platform behind a loopback port, in a thread with an event loop of its own."""

    closed = False

    def __init__(self, *, port: int = 0, **options):
        from tropo_lab.pages import Pages
        from tropo_lab.platform.drivers.server import Server

        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tropo lab", daemon=True)
        self._thread.start()
        self._hosted: dict[str, object] = {}
        self._pid = os.getpid()
        self._stopped = False

        async def build() -> Server:
            server = Server(**options, pages=Pages)
            try:
                await server.open(HOST, port)
            except BaseException:
                await server.close()
                raise
            return server

        try:
            self._server = self._await(build())
        except BaseException:
            self._stop_loop()
            raise
        self.address = f"{HOST}:{self._server.port}"

    def _await(self, work):
        if self._stopped:
            work.close()
            raise LabClosed()
        if threading.current_thread() is self._thread:
            work.close()
            raise LabError("The lab cannot be asked from inside its own event loop.")
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except CancelledError:
            raise LabClosed() from None

    def call(self, work: Callable, *args, **kwargs):
        """Run `work` where the platform runs; gives its result."""

        async def run():
            if self.closed:
                raise LabClosed()
            return work(*args, **kwargs)

        return self._await(run())

    @property
    def cloud(self) -> Cloud:
        return self._server.cloud

    def names(self) -> set[str]:
        """The host names that lead into this lab."""
        return self._server.names | set(self._server.hosts)

    def settle(self, id: str | None = None) -> None:
        """Wait until that session, or every session, is over or waits for a person."""
        driver = self._server.driver
        self._await(driver.wait_for(id, PATIENCE, or_parked=True) if id else driver.rest())

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` soon after anything visible has changed, and once at closing; gives what stops that.

        It is called in the platform's own thread, from which the lab cannot be asked. See `Watchers.add`.
        """
        return self.call(self.cloud.watch, callback)

    def add_host(self, name: str, app) -> None:
        """Serve a WSGI app under a host name, in place of an earlier one."""
        from tropo_lab.hosting import Hosted

        old, hosted = self._hosted.get(name), Hosted(app)
        self._hosted[name] = hosted
        self.call(self._server.hosts.__setitem__, name, hosted.port)
        if old is not None:
            old.close()

    def stop_host(self, name: str) -> None:
        """Stop the server under a host name: the name stays, and nothing listens there."""
        self._hosted[name].close()

    def close(self) -> None:
        """Stop everything; the loop, its thread and all ports are gone afterwards."""
        if os.getpid() != self._pid:
            return  # a forked child: the lab is its parent's
        self.closed = True
        if threading.current_thread() is self._thread:
            # the garbage collector may find a forgotten lab in any thread, this one included
            threading.Thread(target=self.close, name="tropo lab closing").start()
            return
        try:
            self._await(self._server.close())
        finally:
            for hosted in self._hosted.values():
                hosted.close()
            self._stop_loop()

    def _stop_loop(self) -> None:
        self._stopped = True
        # whoever still waits in another thread is told
        asyncio.run_coroutine_threadsafe(_cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
