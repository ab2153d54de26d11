"""The platform alone, in the foreground, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys


def serve(*, host: str, port: int, db: str, seed: int | str, allowed: tuple[str, ...]) -> int:
    """Serve until SIGTERM or SIGINT; the first line of standard output is one JSON object with `url` and `pid`."""
    # Starting is importing. Nothing imported is garbage, so looking for some would only cost time, now and later.
    gc.disable()
    _import_quickly()
    gc.freeze()
    # a full collection stops every session at once; the young generations catch what sessions leave behind
    gc.set_threshold(10_000, 20, 1_000)
    gc.enable()
    asyncio.run(_serve(host, port, db, seed, allowed))
    return 0


def _import_quickly() -> None:
    """Import the server without loading every certificate authority, which aiohttp does for https that is not used yet.

    `CatcherClient` brings a context of its own as soon as a catcher's address is https.
    """
    import ssl

    load = ssl.SSLContext.load_default_certs
    ssl.SSLContext.load_default_certs = lambda self, purpose=None: None
    try:
        import tropo_lab.platform.drivers.server  # noqa: F401
    finally:
        ssl.SSLContext.load_default_certs = load


async def _serve(host: str, port: int, db: str, seed: int | str, allowed: tuple[str, ...]) -> None:
    from tropo_lab.pages import Pages
    from tropo_lab.platform.drivers.server import Server

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    # first of all, so that a stop during the start is a clean one, too
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = Server(db=db, seed=seed, allowed=allowed, grace=5.0, pages=Pages)
    try:
        await server.open(host, port)
        name = f"[{host}]" if ":" in host else host
        line = {"url": f"http://{name}:{server.port}", "pid": os.getpid(), "db": db}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        await stop.wait()
    finally:
        await server.close()
