"""The platform alone, in the foreground, until it is told to stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

from tropo_lab.platform.server import Server


def serve(*, host: str, port: int, db: str, seed: int | str, allowed: tuple[str, ...]) -> int:
    """Serve until SIGTERM or SIGINT; the first line of standard output is one JSON object with `url` and `pid`."""
    asyncio.run(_serve(host, port, db, seed, allowed))
    return 0


async def _serve(host: str, port: int, db: str, seed: int | str, allowed: tuple[str, ...]) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    # first of all, so that a stop during the start is a clean one, too
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = Server(db=db, seed=seed, allowed=allowed, grace=5.0)
    try:
        await server.open(host, port)
        name = f"[{host}]" if ":" in host else host
        line = {"url": f"http://{name}:{server.port}", "pid": os.getpid(), "db": db}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await server.close()
