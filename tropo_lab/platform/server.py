"""The HTTP door: the cloud on aiohttp, for origin and for proxy requests, on one event loop."""

from __future__ import annotations

import asyncio
import logging
import socket
from urllib.parse import urlsplit

from aiohttp import web
from multidict import CIMultiDict

from tropo_lab.errors import BadSetup, SessionFailed
from tropo_lab.platform.catcher_client import CatcherClient, is_loopback
from tropo_lab.platform.click import Click
from tropo_lab.platform.cloud import API_HOST, Cloud
from tropo_lab.platform.lab_api import LabApi
from tropo_lab.platform.launch_request import MAX_BODY
from tropo_lab.platform.loop_driver import LoopDriver
from tropo_lab.platform.messages import DATE, SERVER, Reply, Request, phrase, reply

# set by the lab on launches made while a page of its own is being asked; never part of a record
CLICK_HEADER = "Lab-Click"
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "proxy-connection"})


class Server:
    """One cloud behind one listening socket.

    `hosts` maps the lab's own names to loopback ports (see `hosting`); requests for them are passed on. Closing, it
    gives running sessions `grace` real seconds to come to rest.
    """

    def __init__(
        self,
        *,
        db: str,
        seed: int | str,
        allowed: tuple[str, ...] = (),
        patience: float = 15.0,
        script_patience: float = 20.0,
        grace: float = 0.5,
        international: bool = False,
    ):
        self.hosts: dict[str, int] = {}
        self.grace = grace
        self.names: set[str] = {API_HOST}
        self.client = CatcherClient(self.hosts, allowed, patience)
        self.driver = LoopDriver(self.client, script_patience)
        self.cloud = Cloud(self.driver, db=db, seed=seed, international=international)
        self.driver.cloud = self.cloud
        self.lab_api = LabApi(self.cloud)
        self.clicks: dict[str, Click] = {}
        self._clicks_seen = 0
        self._site: asyncio.Server | None = None
        self._http: web.Server | None = None
        self.port = 0

    async def open(self, host: str, port: int) -> None:
        """Listen; BadSetup in one sentence when the port is taken."""
        if not is_loopback(host):
            self.names.add(host.lower())
        self._http = web.Server(self._handle)
        try:
            self._site = await asyncio.get_running_loop().create_server(
                self._protocol, host, port, backlog=1024, family=socket.AF_INET if "." in host else socket.AF_UNSPEC
            )
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise BadSetup(
                f"Port {port} on {host} cannot be used ({why}): choose another, or 0 for any free one, and an "
                "address of this machine."
            ) from None
        self.port = self._site.sockets[0].getsockname()[1]

    def _protocol(self):
        return _Connection(
            self._http, loop=self.driver.loop, access_log=None, max_line_size=2 * MAX_BODY, max_field_size=64 * 1024
        )

    async def close(self) -> None:
        """Take no more requests, let sessions come to rest, keep everything, and stop."""
        try:
            if self._site is not None:
                self._site.close()
                # kept-alive connections that are idle end at once; others may finish
                self._http.pre_shutdown()
                await self._http.shutdown(1.0)
            await self.driver.close(self.grace)
            await self.client.close()
        finally:
            self.cloud.close()

    # requests

    async def _handle(self, incoming: web.BaseRequest) -> web.StreamResponse:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in incoming.raw_headers)
        target = incoming.raw_path.encode("utf-8", "surrogateescape").decode("latin-1")
        try:
            body = await incoming.read() if incoming.can_read_body else b""
        except web.HTTPRequestEntityTooLarge:
            sentence = f"The body is larger than {MAX_BODY} bytes; send less."
            return _send(self._problem(413, sentence))
        click = None
        if CLICK_HEADER in incoming.headers:
            click = self.clicks.get(incoming.headers[CLICK_HEADER])
            headers = tuple(pair for pair in headers if pair[0] != CLICK_HEADER)
        return _send(await self._answer(Request(incoming.method, target, headers, body), click))

    async def _answer(self, request: Request, click: Click | None) -> Reply:
        host = self._meant_host(request)
        if request.method == "CONNECT":
            return self._problem(403, "This proxy opens no tunnels: use http:// for the lab's names, not https://.")
        if host is None:
            names = ", ".join(sorted({*self.names, *self.hosts}))
            return self._problem(
                403,
                f"This is not a name of the lab, so it is not served; its names are {names} and "
                "the loopback addresses.",
            )
        if host in self.hosts:
            return await self._pass_on(host, request)
        if self.cloud.api.serves(request.path):
            return self.cloud.api.answer(request, click)
        if request.path.startswith("/lab/"):
            waits = self.lab_api.wait(request)
            if waits is not None:
                await self.driver.wait_for(*waits)
            return self.lab_api.answer(request)
        return self._problem(
            404, f"There is nothing at {request.path[:200]}; launch at /1.0/sessions, or see /lab/health."
        )

    def _meant_host(self, request: Request) -> str | None:
        """The host a request is for, or None when it is not ours: no page elsewhere reaches a lab by DNS tricks."""
        try:
            meant = urlsplit(request.target if "://" in request.target[:9] else f"//{request.header('Host')}")
            host = (meant.hostname or "").lower()
        except ValueError:
            return None
        if host in self.names or host in self.hosts:
            return host
        if is_loopback(host) or not host:
            # a proxy request for another port of this machine is not for the lab
            return host if "://" not in request.target[:9] or meant.port == self.port else None
        return None

    async def _pass_on(self, host: str, request: Request) -> Reply:
        """Forward a request for one of the lab's own hosts; a launch made meanwhile knows that it was clicked."""
        self._clicks_seen += 1
        name = str(self._clicks_seen)
        click = self.clicks[name] = Click(request.wire, f"{request.method} {request.path}")
        headers = tuple(pair for pair in request.headers if pair[0].lower() not in _HOP_BY_HOP)
        forwarded = Request(request.method, request.origin_target, (*headers, (CLICK_HEADER, name)), request.body)
        try:
            said = await self.client.fetch(f"http://{host}{request.origin_target}", forwarded)
        except SessionFailed as failed:
            said = self._problem(502, f"{failed} {failed.fix}")
        finally:
            del self.clicks[name]
        self.cloud.sessions.page_answered(click, said)
        return said._replace(headers=tuple(pair for pair in said.headers if pair[0].lower() not in _HOP_BY_HOP))

    @staticmethod
    def _problem(status: int, sentence: str) -> Reply:
        return reply(status, f"{sentence}\n", "text/plain; charset=utf-8")


def _send(said: Reply) -> web.Response:
    headers = CIMultiDict(said.headers)
    # else aiohttp adds its own, which differ from run to run
    headers.setdefault("Date", DATE)
    headers.setdefault("Server", SERVER)
    return web.Response(status=said.status, reason=said.reason or phrase(said.status), body=said.body, headers=headers)


class _Connection(web.RequestHandler):
    """One connection; says in one sentence what is wrong with a request that is no HTTP, in place of aiohttp's page."""

    __slots__ = ()

    def handle_error(self, request, status=500, exc=None, message=None):
        why = str(getattr(exc, "message", "") or message or "it is no HTTP").strip().split("\n")[0][:200].rstrip(":.")
        sentence = f"This request cannot be read ({why}). Encode spaces and special characters in the address."
        if status >= 500:
            logging.getLogger("tropo_lab").error("A request failed within the platform.", exc_info=exc)
            sentence = "The platform itself failed on this request; please report it."
        said = _send(Server._problem(status, sentence))
        said.force_close()
        return said
