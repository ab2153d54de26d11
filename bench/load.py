"""Launcher and catcher in one process outside the platform's: a bounded number of launches, on loopback.

The loop is closed: so many launches are in flight, each on a kept-alive connection of its own, and the next one
leaves when the one before has come as far as `until` says.
"""

import asyncio
import re
import secrets
import time
from typing import NamedTuple

from bench.catcher import Catcher
from bench.connection import Connection

ID = re.compile(rb"<id>(\w+)")
PHONES = [f"140755501{last:02d}" for last in range(100)]


class Run(NamedTuple):
    """What one run did: when each text (by its `msg`) was launched, and the seconds until all had come."""

    launched: dict[str, float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Launches done a second, from the first launch to the last arrival."""
        return len(self.launched) / self.seconds


class Load:
    """A catcher that listens while the load runs, and launches on demand. Close it, or use it in a `with`."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.waiting: dict[str, asyncio.Future] = {}
        listening = self.loop.create_server(lambda: Catcher(self._hooked), "127.0.0.1", 0, backlog=1024)
        self.server = self.loop.run_until_complete(listening)
        self.catcher = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and end the loop."""
        self.server.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def _hooked(self, msg: str) -> None:
        waiter = self.waiting.pop(msg, None)
        if waiter and not waiter.done():
            waiter.set_result(None)

    def run(self, url: str, token: str, count: int, in_flight: int, *, until="hook", arrive="texts", seconds=60) -> Run:
        """Launch `count` sessions at `url`, `in_flight` at a time, and wait until all have arrived.

        A launch makes room for the next when its `hook` has reached the catcher, or its session has come to its
        `end`. All have arrived when the platform's health counts `count` more `arrive` than before.
        """
        self.waiting.clear()
        work = self._run(url, token, count, in_flight, until, arrive)
        try:
            return self.loop.run_until_complete(asyncio.wait_for(work, seconds))
        except asyncio.TimeoutError:
            raise TimeoutError(f"Not all of {count} launches arrived within {seconds} seconds.") from None

    async def _run(self, url: str, token: str, count: int, in_flight: int, until: str, arrive: str) -> Run:
        name = secrets.token_hex(4)
        numbers = iter(range(count))
        launched: dict[str, float] = {}
        connections = [await Connection.open(url) for _ in range(in_flight)]
        slots: list[asyncio.Task] = []
        try:
            health = connections[0]
            target = (await health.get_json("/lab/health"))[arrive] + count
            started = time.monotonic()
            slots = [
                self.loop.create_task(self._slot(connection, token, name, numbers, launched, until))
                for connection in connections
            ]
            await asyncio.gather(*slots)
            while (await health.get_json("/lab/health"))[arrive] < target:
                await asyncio.sleep(0.002)
            return Run(launched, time.monotonic() - started)
        finally:
            for slot in slots:
                slot.cancel()
            for connection in connections:
                connection.close()

    async def _slot(self, connection: Connection, token: str, name: str, numbers, launched: dict, until: str) -> None:
        for number in numbers:
            msg = f"bench-{name}-{number}"
            phone = PHONES[number % len(PHONES)]
            waiter = self.waiting[msg] = self.loop.create_future()
            launched[msg] = time.monotonic()
            reply = await connection.get(f"/1.0/sessions?action=create&token={token}&numbertodial={phone}&msg={msg}")
            if b"<success>true</success>" not in reply:
                raise ValueError(f"The launch was refused: {reply.decode(errors='replace')}")
            if until == "hook":
                await waiter
            else:
                await connection.get(f"/lab/sessions/{ID.search(reply)[1].decode()}?wait=10")
