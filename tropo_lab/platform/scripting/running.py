"""A script that runs: its requests, what it prints, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import signal
import termios
from collections.abc import Callable

from tropo_lab.platform.scripting import output
from tropo_lab.platform.scripting.child import Child
from tropo_lab.platform.scripting.front_end import Ended
from tropo_lab.platform.scripting.languages import Language

MAX_LINE = 4 << 20
MAX_SAID = 16 << 20
# real seconds that an interpreter may take to start, on a machine that starts many at once
START = 60
USED_TOO_MUCH = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT}


class RunningScript:
    """One script's process, its channel and its output. `begun` is called with its first request."""

    def __init__(
        self,
        language: Language,
        child: Child,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        patience: float,
        begun: Callable[[], None],
        released: Callable[[], None],
    ):
        self.child, self.reader, self.writer = child, reader, writer
        self.patience, self._begun, self._released = patience, begun, released
        self.killed: Ended | None = None
        self.output = output.Output(child.output, language.last_words, self._printed_too_much)
        self._said = 0

    def send(self, reply: dict) -> None:
        self.writer.write(json.dumps(reply).encode() + b"\n")

    async def receive(self) -> dict | Ended:
        try:
            line = await self._line()
        except asyncio.TimeoutError:
            return self._kill(
                "script took too long",
                f"The script computed for {self.patience:g} seconds without a call and was stopped.",
                "Look for a loop that never ends.",
            )
        except ConnectionError:
            line = b""
        except ValueError:
            return self._kill(
                "request too large",
                "The script sent more than can be read in one call and was stopped.",
                "Send shorter texts.",
            )
        if not line or self.killed is not None:
            return await self._how_it_ended()
        if not self._said:
            self._begun()
        self._said += len(line)
        if self._said > MAX_SAID:
            return self._kill(
                "script said too much",
                f"The script sent more than {MAX_SAID} bytes in all its calls and was stopped.",
                "Log less.",
            )
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        if not isinstance(request, dict):
            return self._kill(
                "script broke its channel",
                "The script wrote into its own channel and was stopped.",
                "Leave open descriptors alone.",
            )
        return request

    async def _line(self) -> bytes:
        """The next line; patience begins once the interpreter has read what it was sent: its start is not counted."""
        for _ in range(max(1, round(START / self.patience))):
            starting = not self._said and self._unread()
            try:
                return await asyncio.wait_for(self.reader.readline(), self.patience)
            except asyncio.TimeoutError:
                if not starting:
                    raise
        raise asyncio.TimeoutError

    def _unread(self) -> int:
        """Bytes that were sent and that the interpreter has not taken yet."""
        answer = fcntl.ioctl(self.child.channel, termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(answer, "little")

    async def _how_it_ended(self) -> Ended:
        try:
            status = await asyncio.wait_for(asyncio.shield(self.child.exit), 5)
        except (OSError, asyncio.TimeoutError):
            status = "unknown"
        if self.killed is not None:
            return self.killed
        if status in USED_TOO_MUCH:
            return Ended(
                "script used too much",
                "The script used more processor time or memory than it may and was stopped.",
                "Look for a loop that never ends.",
            )
        return Ended(
            "script left",
            f"The script's process ended by itself (status {status}) before its end.",
            "Let it come to its last line; what it printed may say more.",
        )

    def printed(self) -> list[str]:
        return self.output.lines()

    def _printed_too_much(self) -> None:
        self._kill(
            "script printed too much",
            f"The script printed more than {output.MAX} bytes and was stopped.",
            "Print less, or use log for what matters.",
        )

    def _kill(self, name: str, sentence: str, fix: str) -> Ended:
        """End the script, and say why; the first reason counts."""
        self.killed = self.killed or Ended(name, sentence, fix)
        self.child.kill()
        return self.killed

    async def close(self) -> None:
        """End the script, if it still runs, and clear away what it left; its place is free then."""
        self.output.leave()
        self.writer.close()
        try:
            await self.child.clear_away()
            with contextlib.suppress(OSError):
                await self.writer.wait_closed()
        finally:
            self._released()
