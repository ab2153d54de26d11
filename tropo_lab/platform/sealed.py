"""The driver without sockets, threads or processes: sessions run in the caller's own stack, until nothing can go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from urllib.parse import urlsplit

from tropo_lab.errors import SessionFailed, nobody_listens
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.wsgi import call_wsgi


class Parking:
    """A place where one session waits; `set_result` lets it go on at the driver's next turn."""

    def __init__(self, wake: Callable[[], None]):
        self._wake, self._done, self._value = wake, False, None

    def set_result(self, value) -> None:
        self._done, self._value = True, value
        self._wake()

    def done(self) -> bool:
        return self._done

    def __await__(self):
        while not self._done:
            yield self
        return self._value


class Driver:
    """Runs sessions by hand.

    `hosts` maps the lab's host names to WSGI callables (None: a server that is down); there is nobody else to ask.
    """

    def __init__(self):
        self.hosts: dict[str, Callable | None] = {}
        self._ready: deque[Coroutine] = deque()
        self._current: Coroutine | None = None
        self._draining = False

    def drain(self) -> None:
        """Run until nothing can go on without a person. Called from within a session, the outer run does that."""
        if self._draining:
            return
        self._draining = True
        try:
            while self._ready:
                self._current = self._ready.popleft()
                try:
                    self._current.send(None)
                except StopIteration:
                    pass
                finally:
                    self._current = None
        finally:
            self._draining = False

    # the port

    async def fetch(self, url: str, request: Request) -> Reply:
        host = urlsplit(url).hostname or ""
        if host not in self.hosts:
            raise SessionFailed(
                "host not allowed",
                "",
                f"{host} is no host of this lab, and without sockets it reaches no other.",
                fix="Host the catcher in the lab, or start Lab() with sockets.",
            )
        if self.hosts[host] is None:
            raise nobody_listens(url)
        return call_wsgi(self.hosts[host], request)

    def parking(self, session) -> Parking:
        work = self._current
        return Parking(lambda: self._ready.append(work))

    def spawn(self, session, work: Coroutine) -> None:
        self._ready.append(work)

    async def open_script(self, session, script, hello: dict):
        raise SessionFailed(
            "scripts need a process",
            "",
            "Hosted scripts run in a process of their own, which a lab without sockets does not start.",
            fix="Start Lab() with sockets for Scripting.",
        )
