"""What a script prints, read as it comes: the beginning is kept, and too much of it is told."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable

MAX = 1 << 20
KEPT = 64 << 10


class Output:
    """The reading end of a script's output pipe. `too_much` is called once more than `MAX` bytes came.

    What comes from `last_words` on is the interpreter's own, and left out.
    """

    def __init__(self, descriptor: int, last_words: bytes, too_much: Callable[[], None]):
        self.descriptor, self._last_words, self._too_much = descriptor, last_words, too_much
        self._seen = 0
        self._kept = b""
        self._reads = True
        asyncio.get_running_loop().add_reader(descriptor, self._read)

    def lines(self) -> list[str]:
        """The lines that were printed since the last time."""
        if self._reads:
            self._read()
        kept, self._kept = self._kept, b""
        if self._last_words:
            kept = kept.partition(self._last_words)[0]
        return kept.decode(errors="replace").splitlines()

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._reads:
                data = os.read(self.descriptor, 65536)
                self._kept += data[: KEPT - min(self._seen, KEPT)]
                self._seen += len(data)
                if self._seen > MAX:
                    self._too_much()
                if not data or self._seen > MAX:
                    # the pipe is kept: closed, it would tell the script before its end does
                    self.leave()

    def leave(self) -> None:
        """Read no more."""
        if self._reads:
            asyncio.get_running_loop().remove_reader(self.descriptor)
            self._reads = False
