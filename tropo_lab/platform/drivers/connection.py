"""Connections of the HTTP door: how replies are written to them, and what is said to a client that speaks no HTTP."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web
from multidict import CIMultiDict

from tropo_lab.platform.addresses import plain
from tropo_lab.platform.messages import DATE, SERVER, Reply, phrase

# aiohttp logs a traceback for each client that sends nonsense; our own faults are logged by `Connection`
QUIET = logging.getLogger("tropo_lab.http")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


def written(said: Reply) -> web.Response:
    """A reply as aiohttp sends it."""
    headers = CIMultiDict(said.headers)
    # else aiohttp adds its own, which differ from run to run
    headers.setdefault("Date", DATE)
    headers.setdefault("Server", SERVER)
    return web.Response(status=said.status, reason=said.reason or phrase(said.status), body=said.body, headers=headers)


def last(said: Reply) -> web.Response:
    """A reply after which the connection is of no more use: what is left of the body is not read."""
    sent = written(said)
    sent.force_close()
    return sent


class Connection(web.RequestHandler):
    """One connection; says in one sentence what is wrong with a request that is no HTTP, in place of aiohttp's page.

    `gone` is done once it is closed.
    """

    __slots__ = ("gone",)

    def connection_made(self, transport):
        self.gone = asyncio.get_running_loop().create_future()
        super().connection_made(transport)

    def connection_lost(self, exc):
        self.gone.set_result(None)
        super().connection_lost(exc)

    def handle_error(self, request, status=500, exc=None, message=None):
        why = str(getattr(exc, "message", "") or message or "it is no HTTP").strip().split("\n")[0][:200].rstrip(":.")
        sentence = f"This request cannot be read ({why}). Encode spaces and special characters in the address."
        if status >= 500:
            logging.getLogger("tropo_lab").error("A request failed within the platform.", exc_info=exc)
            sentence = "The platform itself failed on this request; please report it."
        return last(plain(status, sentence))
