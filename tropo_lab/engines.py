"""The two ways to run a lab: with sockets, on an event loop in a thread, and sealed, in the caller's own stack."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

from tropo_lab.errors import LabClosed, LabError
from tropo_lab.platform.click import Click
from tropo_lab.platform.cloud import API_HOST, Cloud
from tropo_lab.platform.lab_api import LabApi
from tropo_lab.platform.messages import Reply, Request, reply
from tropo_lab.platform.sealed import Driver
from tropo_lab.platform.wsgi import call_wsgi

PATIENCE = 600.0


class SocketEngine:
    """The platform behind a loopback port, in a thread with an event loop of its own."""

    closed = False

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, **options):
        from tropo_lab.platform.server import Server

        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tropo lab", daemon=True)
        self._thread.start()
        self._hosted: dict[str, object] = {}
        self._pid = os.getpid()
        self._stopped = False

        async def build() -> Server:
            server = Server(**options)
            try:
                await server.open(host, port)
            except BaseException:
                await server.close()
                raise
            return server

        try:
            self._server = self._await(build())
        except BaseException:
            self._stop_loop()
            raise
        self.address = f"{host}:{self._server.port}"

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


class SealedEngine:
    """The platform in the caller's own stack: no socket, no thread, no process."""

    address = None
    closed = False

    def __init__(self, *, seed: int | str, db: str, international: bool = False, **_):
        self._driver = Driver()
        self.cloud = Cloud(self._driver, db=db, seed=seed, international=international)
        self._lab_api = LabApi(self.cloud)
        self._depth = 0
        self._click: Click | None = None

    def call(self, work: Callable, *args, **kwargs):
        """Run `work`, then everything that it set going."""
        if self.closed:
            raise LabClosed()
        result = work(*args, **kwargs)
        self._drain()
        return result

    def names(self) -> set[str]:
        """The host names that lead into this lab."""
        return {API_HOST, *self._driver.hosts}

    def settle(self, id: str | None = None) -> None:
        """Run until nothing can go on without a person."""
        self._drain()

    def add_host(self, name: str, app) -> None:
        """Answer for a host name by calling a WSGI app, in place of an earlier one."""
        self._driver.hosts[name] = app

    def stop_host(self, name: str) -> None:
        """Take the app from a host name: the name stays, and nothing listens there."""
        self._driver.hosts[name] = None

    def exchange(self, host: str, request: Request) -> Reply:
        """The reply to a request for one of the lab's names; what it set going runs once the outermost is answered."""
        self._depth += 1
        try:
            if host in self._driver.hosts:
                return self._ask_page(host, request)
            if self.cloud.api.serves(request.path):
                return self.cloud.api.answer(request, self._click)
            if request.path.startswith("/lab/"):
                return self._lab_api.answer(request)
            return reply(404, f"There is nothing at {request.path}; launch at /1.0/sessions.\n", "text/plain")
        finally:
            self._depth -= 1
            self._drain()

    def _ask_page(self, host: str, request: Request) -> Reply:
        outer, self._click = self._click, Click(request.wire, f"{request.method} {request.path}")
        click = self._click
        try:
            said = call_wsgi(self._driver.hosts[host], request)
        finally:
            self._click = outer
        self.cloud.sessions.page_answered(click, said)
        return said

    def _drain(self) -> None:
        if self._depth == 0:
            self._driver.drain()
            self.cloud.journal.flush()

    def close(self) -> None:
        """Close the journal; there is nothing else."""
        self.closed = True
        self.cloud.close()
