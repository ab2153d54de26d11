"""The HTTP door: the cloud on aiohttp, for origin and for proxy requests, on one event loop."""

from __future__ import annotations

import asyncio
import logging
import socket
from urllib.parse import urlsplit

from aiohttp import web
from multidict import CIMultiDict

from tropo_lab.errors import BadSetup, SessionFailed
from tropo_lab.platform.addresses import Addresses, is_labs_own, plain
from tropo_lab.platform.catcher_client import CatcherClient, is_loopback
from tropo_lab.platform.click import HEADER as CLICK_HEADER
from tropo_lab.platform.click import Click
from tropo_lab.platform.cloud import API_HOST, Cloud
from tropo_lab.platform.lab_api import error_reply
from tropo_lab.platform.launch_request import MAX_BODY
from tropo_lab.platform.loop_driver import LoopDriver
from tropo_lab.platform.messages import DATE, SERVER, Reply, Request, phrase

# aiohttp logs a traceback for each client that sends nonsense; our own faults are logged by `_Connection`
_quiet = logging.getLogger("tropo_lab.http")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False
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
        self.addresses = Addresses(self.cloud)
        self.clicks: dict[str, Click] = {}
        self._clicks_seen = 0
        self._site: asyncio.Server | None = None
        self._http: web.Server | None = None
        self.port = 0
        self._public = False

    async def open(self, host: str, port: int) -> None:
        """Listen; BadSetup in one sentence when the port is taken."""
        if not is_loopback(host):
            # asked to be reached from elsewhere: by this name, and by the address that a connection came in on
            self.names.add(host.lower())
            self._public = True
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
            self._http,
            loop=self.driver.loop,
            access_log=None,
            logger=_quiet,
            max_line_size=2 * MAX_BODY,
            max_field_size=64 * 1024,
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
            if incoming.headers.get("Expect", "").lower() == "100-continue" and incoming.transport is not None:
                incoming.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = await incoming.read() if incoming.can_read_body else b""
        except web.HTTPRequestEntityTooLarge:
            sentence = f"The body is larger than {MAX_BODY} bytes; send less."
            return _last(self._problem(413, sentence, is_labs_own(target)))
        except web.RequestPayloadError as error:
            why = str(error).strip().split("\n")[-1].strip()[:100]
            sentence = f"The body cannot be read ({why}); send it as it is, or encode it rightly."
            return _last(self._problem(400, sentence, is_labs_own(target)))
        click = None
        if CLICK_HEADER in incoming.headers:
            click = self.clicks.get(incoming.headers[CLICK_HEADER])
            headers = tuple(pair for pair in headers if pair[0] != CLICK_HEADER)
        here = incoming.transport.get_extra_info("sockname")[0] if self._public and incoming.transport else ""
        return _send(await self._answer(Request(incoming.method, target, headers, body), click, here))

    async def _answer(self, request: Request, click: Click | None, here: str) -> Reply:
        host = self._meant_host(request, here)
        is_lab = is_labs_own(request.path)
        if request.method == "CONNECT":
            return self._problem(403, "This proxy opens no tunnels: use http:// for the lab's names, not https://.")
        if host is None:
            names = ", ".join(sorted({*self.names, *self.hosts}))
            return self._problem(
                403,
                f"This is not a name of the lab, so it is not served; its names are {names} and "
                "the loopback addresses.",
                is_lab,
            )
        if host in self.hosts:
            return await self._pass_on(host, request)
        if _comes_from_elsewhere(request) and (self.cloud.api.serves(request.path) or request.method != "GET"):
            return self._problem(403, "A page elsewhere may not use this lab; only pages of this machine may.", is_lab)
        waits = self.addresses.lab_api.wait(request) if is_lab else None
        if waits is not None:
            await self.driver.wait_for(*waits)
        return self.addresses.answer(request, click)

    def _meant_host(self, request: Request, here: str) -> str | None:
        """The host a request is for, or None when it is not ours: no page elsewhere reaches a lab by DNS tricks."""
        try:
            meant = urlsplit(request.target if "://" in request.target[:9] else f"//{request.header('Host')}")
            host = (meant.hostname or "").rstrip(".")
        except ValueError:
            return None
        if host in self.names or host in self.hosts or (here and host == here):
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
    def _problem(status: int, sentence: str, as_json: bool = False) -> Reply:
        return error_reply(status, sentence) if as_json else plain(status, sentence)


def _send(said: Reply) -> web.Response:
    headers = CIMultiDict(said.headers)
    # else aiohttp adds its own, which differ from run to run
    headers.setdefault("Date", DATE)
    headers.setdefault("Server", SERVER)
    return web.Response(status=said.status, reason=said.reason or phrase(said.status), body=said.body, headers=headers)


def _last(said: Reply) -> web.Response:
    """A reply after which the connection is of no more use: what is left of the body is not read."""
    sent = _send(said)
    sent.force_close()
    return sent


def _comes_from_elsewhere(request: Request) -> bool:
    """True for what a browser sends on behalf of a page that is not of this machine."""
    origin = request.header("Origin")
    if origin:
        try:
            return not is_loopback(urlsplit(origin).hostname or "")
        except ValueError:
            return True
    return request.header("Sec-Fetch-Site") == "cross-site"


class _Connection(web.RequestHandler):
    """One connection; says in one sentence what is wrong with a request that is no HTTP, in place of aiohttp's page."""

    __slots__ = ()

    def handle_error(self, request, status=500, exc=None, message=None):
        why = str(getattr(exc, "message", "") or message or "it is no HTTP").strip().split("\n")[0][:200].rstrip(":.")
        sentence = f"This request cannot be read ({why}). Encode spaces and special characters in the address."
        if status >= 500:
            logging.getLogger("tropo_lab").error("A request failed within the platform.", exc_info=exc)
            sentence = "The platform itself failed on this request; please report it."
        return _last(Server._problem(status, sentence))
