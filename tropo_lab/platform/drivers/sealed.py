"""The driver without sockets, threads or processes: sessions run in the caller's own stack, until nothing can go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from urllib.parse import urlsplit

from tropo_lab.errors import Held, SessionFailed, nobody_listens
from tropo_lab.platform.drivers.wsgi import call_wsgi
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.port import PATIENCE
from tropo_lab.trace import TO_CATCHER


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

    patience = PATIENCE

    def __init__(self):
        self.hosts: dict[str, Callable | None] = {}
        self.draining = False
        self._ready: deque[Coroutine] = deque()
        self._waiting: dict[Coroutine, None] = {}
        self._current: Coroutine | None = None
        self._sentence = ""
        self._afterwards: Callable[[], None] | None = None

    def drain(self) -> None:
        """Run until nothing can go on without a person. Called from within a session, the outer run does that."""
        if self.draining:
            return
        self.draining = True
        try:
            while self._ready:
                self._step(self._ready.popleft())
        finally:
            self.draining = False

    def run(self, work: Coroutine):
        """The result of `work`. Held, when it waits at a breakpoint: then it goes on by itself when it is let go."""
        done = self._step(work)
        if done is None:
            raise Held(self._sentence)
        return done.value

    def _step(self, work: Coroutine) -> StopIteration | None:
        """Run `work` until it waits or ends; gives its end."""
        outer, self._current = self._current, work
        self._waiting.pop(work, None)
        try:
            work.send(None)
        except StopIteration as done:
            return done
        finally:
            self._current = outer
        self._waiting[work] = None
        return None

    def come_to_rest(self) -> None:
        """Do what was put off until now."""
        work, self._afterwards = self._afterwards, None
        if work is not None:
            work()

    def close(self) -> None:
        """End all that waits, without running any further."""
        for work in [*self._waiting, *self._ready]:
            work.close()
        self._waiting.clear()
        self._ready.clear()

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

    def hold(self, sentence: str) -> Parking:
        self._sentence = sentence
        return self.parking(None)

    def later(self, work: Callable[[], None]) -> None:
        self._afterwards = work

    def spawn(self, session, work: Coroutine) -> None:
        self._ready.append(work)

    async def open_script(self, session, script, hello: dict):
        raise SessionFailed(
            "scripts need a process",
            TO_CATCHER,
            "Hosted scripts run in a process of their own, which a lab without sockets does not start.",
            fix="Start Lab() with sockets for Scripting.",
        )
