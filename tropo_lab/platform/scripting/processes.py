"""Hosted scripts in processes of their own: one warm interpreter that forks, one child per session."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import Script
from tropo_lab.platform.port import Parking
from tropo_lab.platform.scripting.front_end import Ended
from tropo_lab.trace import TO_CATCHER

ZYGOTE = Path(__file__).parent / "python" / "zygote.py"
AT_ONCE = 256
MAX_LINE = 4 << 20
MAX_SAID = 16 << 20
MAX_OUTPUT = 1 << 20
KEPT_OUTPUT = 64 << 10
# what one script may use; seconds, bytes, and open files
LIMITS = {"RLIMIT_CPU": 60, "RLIMIT_AS": 1 << 30, "RLIMIT_FSIZE": 64 << 20, "RLIMIT_NOFILE": 64, "RLIMIT_CORE": 0}


class ScriptHost:
    """Starts hosted scripts. The warm interpreter starts with the first of them.

    `patience` is how many real seconds a script may compute between two of its calls.
    """

    def __init__(self, patience: float, parking: Callable[[], Parking]):
        self.patience, self._parking = patience, parking
        self._running = 0
        self._queue: deque[Parking] = deque()
        self._control: socket.socket | None = None
        self._zygote: subprocess.Popen | None = None
        self._begun = 0
        self._starting: dict[int, asyncio.Future] = {}
        self._exits: dict[int, asyncio.Future] = {}

    async def open(self, script: Script, hello: dict) -> RunningScript:
        """The script, running in a child of the warm interpreter."""
        await self._take_place()
        with contextlib.ExitStack() as undo:
            undo.callback(self.released)
            try:
                scratch = tempfile.mkdtemp(prefix="tropo-script-")
                undo.callback(shutil.rmtree, scratch, ignore_errors=True)
                ours, theirs = socket.socketpair()
                undo.callback(ours.close)
                out, into = os.pipe()
                undo.callback(os.close, out)
                folder = os.open(scratch, os.O_RDONLY)
                try:
                    pid, exit = await self._start([theirs.fileno(), into, folder])
                finally:
                    theirs.close()
                    os.close(into)
                    os.close(folder)
                undo.callback(self.kill, pid)
                reader, writer = await asyncio.open_connection(sock=ours, limit=MAX_LINE)
            except OSError as error:
                raise SessionFailed(
                    "script not started",
                    TO_CATCHER,
                    f"The script's process could not be started ({error}).",
                    fix="Let other sessions end first; hosted scripts need Linux.",
                ) from None
            undo.pop_all()
        running = RunningScript(self, pid, reader, writer, out, scratch, exit)
        running.send(hello)
        return running

    async def _start(self, descriptors: list[int]) -> tuple[int, asyncio.Future]:
        if self._control is None:
            self._start_zygote()
        self._begun += 1
        started = self._starting[self._begun] = asyncio.get_running_loop().create_future()
        order = json.dumps({"start": self._begun, "limits": _limits()}).encode()
        socket.send_fds(self._control, [order], descriptors)
        return await started

    def _start_zygote(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # an environment of its own: nothing of the reader's reaches a script
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/nonexistent", "PYTHONHASHSEED": "0"}
        self._zygote = subprocess.Popen(
            [sys.executable, "-s", "-S", str(ZYGOTE), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._control = ours
        asyncio.get_running_loop().add_reader(ours, self._heard)

    def _heard(self) -> None:
        try:
            data = self._control.recv(65536)
        except OSError:
            data = b""
        if not data:
            self._drop_zygote()
            return
        told = json.loads(data)
        if "started" in told:
            exit = self._exits[told["pid"]] = asyncio.get_running_loop().create_future()
            waiter = self._starting.pop(told["started"])
            if not waiter.done():
                waiter.set_result((told["pid"], exit))
        else:
            waiter = self._exits.pop(told["exit"], None)
            if waiter is not None and not waiter.done():
                waiter.set_result(told["status"])

    def _drop_zygote(self) -> None:
        """The warm interpreter is gone: whoever waits for it is told, and the next script starts another."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._control = None
        self._zygote.wait()
        for waiter in [*self._starting.values(), *self._exits.values()]:
            if not waiter.done():
                waiter.set_exception(OSError("the interpreter ended"))
                waiter.exception()  # seen, even where nobody waits any more
        self._starting.clear()
        self._exits.clear()

    def kill(self, pid: int) -> None:
        """End one script at once."""
        if self._control is not None:
            # an interpreter that has gone takes its children along
            with contextlib.suppress(OSError):
                self._control.send(json.dumps({"kill": pid}).encode())

    async def _take_place(self) -> None:
        """Wait for one of the places, first come, first served: a wait for others, as one for a person is."""
        if self._running < AT_ONCE:
            self._running += 1
            return
        place = self._parking()
        self._queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            with contextlib.suppress(ValueError):
                self._queue.remove(place)
            raise

    def released(self) -> None:
        """A script has been cleared away: another may start."""
        while self._queue:
            place = self._queue.popleft()
            if not place.done():  # one that was given up has not left the queue yet
                place.set_result(None)
                return
        self._running -= 1

    async def close(self) -> None:
        """End the warm interpreter, and with it every script."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None
            # it leaves at once when its socket closes; a thread to wait in cannot be had when Python itself ends
            self._zygote.wait()


class RunningScript:
    """One script's process, its channel and its output."""

    def __init__(self, host: ScriptHost, pid: int, reader, writer, out: int, scratch: str, exit: asyncio.Future):
        self.host, self.pid, self.reader, self.writer = host, pid, reader, writer
        self.scratch, self.exit = scratch, exit
        self.killed: Ended | None = None
        self._out: int | None = out
        self._seen = self._said = 0
        self._kept = b""
        os.set_blocking(out, False)
        asyncio.get_running_loop().add_reader(out, self._read_output)

    def send(self, reply: dict) -> None:
        self.writer.write(json.dumps(reply).encode() + b"\n")

    async def receive(self) -> dict | Ended:
        try:
            line = await asyncio.wait_for(self.reader.readline(), self.host.patience)
        except asyncio.TimeoutError:
            return self._kill(
                "script took too long",
                f"The script computed for {self.host.patience:g} seconds without a call and was stopped.",
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

    async def _how_it_ended(self) -> Ended:
        try:
            status = await asyncio.wait_for(asyncio.shield(self.exit), 5)
        except (OSError, asyncio.TimeoutError):
            status = "unknown"
        if self.killed is not None:
            return self.killed
        if status == -signal.SIGXCPU or status == -signal.SIGKILL:
            return Ended(
                "script used too much",
                "The script used more processor time or memory than it may and was stopped.",
                "Look for a loop that never ends.",
            )
        return Ended(
            "script left",
            f"The script's process ended by itself (status {status}) before its end.",
            "End with sys.exit() or by the last line.",
        )

    def printed(self) -> list[str]:
        if self._out is not None and self.killed is None:
            self._read_output()
        lines, self._kept = self._kept.decode(errors="replace").splitlines(), b""
        return lines

    def _read_output(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                data = os.read(self._out, 65536)
                if not data:
                    self._close_output()
                    return
                room = KEPT_OUTPUT - min(self._seen, KEPT_OUTPUT)
                self._kept += data[:room]
                self._seen += len(data)
                if self._seen > MAX_OUTPUT:
                    # read no more, but keep the pipe: closed, it would tell the script before the end does
                    asyncio.get_running_loop().remove_reader(self._out)
                    self._kill(
                        "script printed too much",
                        f"The script printed more than {MAX_OUTPUT} bytes and was stopped.",
                        "Print less, or use log for what matters.",
                    )
                    return

    def _close_output(self) -> None:
        asyncio.get_running_loop().remove_reader(self._out)
        os.close(self._out)
        self._out = None

    def _kill(self, name: str, sentence: str, fix: str) -> Ended:
        """End the script, and say why; the first reason counts."""
        self.killed = self.killed or Ended(name, sentence, fix)
        self.host.kill(self.pid)
        return self.killed

    async def close(self) -> None:
        self.writer.close()
        if not self.exit.done():
            self.host.kill(self.pid)
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
        if self._out is not None:
            self._close_output()
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.host.released()


def _limits() -> dict[str, int]:
    """The limits, none above what this process itself is bound by."""
    wanted = {}
    for name, value in LIMITS.items():
        hard = resource.getrlimit(getattr(resource, name))[1]
        wanted[name] = value if hard == resource.RLIM_INFINITY else min(value, hard)
    return wanted
