"""The platform's end of the zygote: starts interpreters, and hears how they ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from tropo_lab.platform.scripting.child import GONE_WITHIN, Child
from tropo_lab.platform.scripting.clearing import clear
from tropo_lab.platform.scripting.languages import Language

ZYGOTE = Path(__file__).parent / "zygote.py"
# starts that the zygote is asked for at a time: as many as its socket holds without anybody waiting
AT_ONCE = 32
# of its own: nothing of the reader's reaches a script
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Starter:
    """Starts interpreters; the zygote itself starts with the first of them. All scratch folders lie in one folder."""

    def __init__(self):
        self._folder = ""
        self._control: socket.socket | None = None
        self._zygote: subprocess.Popen | None = None
        self._begun = 0
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._starting: dict[int, asyncio.Future] = {}
        self._exits: dict[int, asyncio.Future] = {}

    async def start(self, language: Language) -> Child:
        """An interpreter of that language, ready or getting ready; OSError where none can be had."""
        command = language.command()
        async with self._turns:
            if self._control is None:
                self._start_zygote()
            with contextlib.ExitStack() as undo:
                scratch = tempfile.mkdtemp(dir=self._folder, prefix="script-")
                undo.callback(shutil.rmtree, scratch, ignore_errors=True)
                ours, theirs = socket.socketpair()
                undo.callback(ours.close)
                ours.setblocking(False)
                out, into = os.pipe()
                undo.callback(os.close, out)
                os.set_blocking(out, False)
                folder = os.open(scratch, os.O_RDONLY)
                try:
                    order = {
                        "command": command,
                        "environment": {**ENVIRONMENT, "HOME": scratch, "TMPDIR": scratch},
                        "channel": language.channel,
                        "limits": language.limits(),
                    }
                    pid, exit = await self._order(order, [theirs.fileno(), into, folder])
                finally:
                    theirs.close()
                    os.close(into)
                    os.close(folder)
                undo.pop_all()
        return Child(pid, ours, out, scratch, exit, partial(self._kill, pid))

    async def _order(self, order: dict, descriptors: list[int]) -> tuple[int, asyncio.Future]:
        self._begun += 1
        started = self._starting[self._begun] = asyncio.get_running_loop().create_future()
        socket.send_fds(self._control, [json.dumps({"start": self._begun, **order}).encode()], descriptors)
        return await started

    def _start_zygote(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._folder = tempfile.mkdtemp(prefix="tropo-scripts-")
        self._zygote = subprocess.Popen(
            [sys.executable, "-s", "-S", str(ZYGOTE), str(theirs.fileno()), self._folder],
            pass_fds=[theirs.fileno()],
            env={**ENVIRONMENT, "HOME": "/nonexistent", "PYTHONHASHSEED": "0"},
            stdin=subprocess.DEVNULL,
            # what a terminal sends to its processes is not for scripts
            start_new_session=True,
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
            if waiter.done():  # given up meanwhile
                self._kill(told["pid"])
            else:
                waiter.set_result((told["pid"], exit))
        else:
            waiter = self._exits.pop(told["exit"], None)
            if waiter is not None and not waiter.done():
                waiter.set_result(told["status"])

    def _drop_zygote(self) -> None:
        """The zygote is gone: whoever waits for it is told, and the next script starts another."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._control = None
        # it leaves at once when its socket closes; a thread to wait in cannot be had when Python itself ends
        if self._left() != 0:
            # it did not come to clear away behind itself
            for pid in self._exits:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
        for _ in clear(self._folder):
            pass
        for waiter in [*self._starting.values(), *self._exits.values()]:
            if not waiter.done():
                waiter.set_exception(OSError("the interpreter ended"))
                waiter.exception()  # seen, even where nobody waits any more
        self._starting.clear()
        self._exits.clear()

    def _left(self) -> int:
        """How the zygote left; one that something holds up is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._zygote.wait(GONE_WITHIN)
        self._zygote.kill()
        return self._zygote.wait()

    def _kill(self, pid: int) -> None:
        """End one script and all that it started, at once."""
        if self._control is not None:
            # a zygote that has gone took its children along
            with contextlib.suppress(OSError):
                self._control.send(json.dumps({"kill": pid}).encode())

    def close(self) -> None:
        """End the zygote, and with it every interpreter."""
        if self._control is not None:
            self._drop_zygote()
