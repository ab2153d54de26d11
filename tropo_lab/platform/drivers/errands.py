"""Errands: requests on their way through the platform, which breakpoints may hold without holding up anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Protocol


class Busy(Protocol):
    """What counts the things that can go on by themselves."""

    def more_busy(self) -> None: ...

    def less_busy(self) -> None: ...


class Errand:
    """One request: a launch, or a visit to a page of yours; `outer` is the visit during which it was made.

    It counts as busy from when a breakpoint has let it go on: then something is bound to happen. `told` gets the
    sentence for those who do not wait with it, once it is held. Patience with the page goes by `times_held`.
    """

    def __init__(self, driver: Busy, outer: Errand | None):
        self.driver, self.outer = driver, outer
        self.told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.holds = self.times_held = 0
        self._counted = self._ended = False

    def chain(self) -> Iterator[Errand]:
        """This errand, and those that wait for it."""
        one: Errand | None = self
        while one is not None:
            yield one
            one = one.outer

    def stop(self, sentence: str) -> None:
        """Something of it is held."""
        self.holds += 1
        self.times_held += 1
        self._discount()
        if not self.told.done():
            self.told.set_result(sentence)

    def go_on(self) -> None:
        """Something of it was let go on."""
        self.holds -= 1
        if self.holds == 0 and not self._ended:
            self._counted = True
            self.driver.more_busy()

    def end(self) -> None:
        """It has come to its end."""
        self._ended = True
        self._discount()

    def _discount(self) -> None:
        if self._counted:
            self._counted = False
            self.driver.less_busy()


class HeldParking:
    """A place where a message of an errand waits; the errand, and those around it, are at rest meanwhile."""

    def __init__(self, errand: Errand, sentence: str):
        self.errand = errand
        self.future = asyncio.get_running_loop().create_future()
        for one in errand.chain():
            one.stop(sentence)

    def set_result(self, value) -> None:
        for one in self.errand.chain():
            one.go_on()
        self.future.set_result(value)

    def done(self) -> bool:
        return self.future.done()

    def __await__(self):
        return self.future.__await__()


async def patiently(work, errand: Errand, patience: float, given_up: Callable[[], Exception]):
    """The result of `work`, within `patience` seconds of real time; what the errand is held for does not count."""
    task = asyncio.ensure_future(work)
    try:
        while True:
            held = errand.times_held
            done, _ = await asyncio.wait({task}, timeout=patience)
            if done:
                return task.result()
            if errand.holds == 0 and errand.times_held == held:
                raise given_up()
    finally:
        task.cancel()
