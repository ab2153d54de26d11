"""A lab without sockets, threads or processes: the platform in the caller's own stack."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tropo_lab.errors import LabClosed
from tropo_lab.platform.addresses import Addresses
from tropo_lab.platform.cloud import API_HOST, Cloud
from tropo_lab.platform.drivers.sealed import Driver
from tropo_lab.platform.drivers.wsgi import call_wsgi
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.messages import Reply, Request


class SealedEngine:
    """The platform in the caller's own stack: no socket, no thread, no process."""

    address = None
    closed = False

    def __init__(self, *, seed: int | str, db: str, international: bool = False):
        self._driver = Driver()
        self.cloud = Cloud(self._driver, db=db, seed=seed, international=international)
        self._addresses = Addresses(self.cloud)
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
        """The reply to a request for one of the lab's names; what it set going runs once the outermost is answered.

        Held, when the request or the reply waits at a breakpoint.
        """
        self._depth += 1
        try:
            # a page is asked in the caller's own stack, where nothing can be put off
            waits = self._click is None
            if host in self._driver.hosts:
                work = self.cloud.visits.visit(request, partial(self._ask_page, host), waits)
            else:
                work = self._addresses.answer(request, self._click, waits)
            return self._driver.run(work)
        finally:
            self._depth -= 1
            self._drain()

    async def _ask_page(self, host: str, request: Request, click: Click) -> Reply:
        outer, self._click = self._click, click
        try:
            return call_wsgi(self._driver.hosts[host], request)
        finally:
            self._click = outer

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after each call that changed anything visible, and once at closing; gives what stops that."""
        return self.call(self.cloud.watch, callback)

    def _drain(self) -> None:
        if self._depth == 0 and not self._driver.draining:
            self._driver.drain()
            self.cloud.journal.flush()
            self._driver.come_to_rest()

    def close(self) -> None:
        """End what still waits, and close the journal; there is nothing else."""
        self.closed = True
        self.cloud.gate.close()
        if not self._driver.draining:
            self._driver.close()
            self._driver.run(self.cloud.sessions.interrupt())
        self.cloud.close()
