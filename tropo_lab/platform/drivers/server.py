"""The HTTP door: the cloud on aiohttp, for origin and for proxy requests, on one event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web

from tropo_lab.errors import BadSetup, Held, SessionFailed, no_answer_in_time
from tropo_lab.platform.addresses import Addresses, Pages, is_labs_own, plain
from tropo_lab.platform.cloud import API_HOST, Cloud
from tropo_lab.platform.drivers.catcher_client import CatcherClient, is_loopback
from tropo_lab.platform.drivers.connection import QUIET, Connection, last, written
from tropo_lab.platform.drivers.deliveries import Deliveries
from tropo_lab.platform.drivers.errands import Errand, patiently
from tropo_lab.platform.drivers.loop_driver import LoopDriver
from tropo_lab.platform.lab_json import error_reply
from tropo_lab.platform.launching.click import HEADER as CLICK_HEADER
from tropo_lab.platform.launching.click import HELD_HEADER, Click
from tropo_lab.platform.launching.request import MAX_BODY
from tropo_lab.platform.messages import Headers, Reply, Request, reply
from tropo_lab.platform.port import PATIENCE

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
        patience: float = PATIENCE,
        script_patience: float = 20.0,
        grace: float = 0.5,
        international: bool = False,
        pages: Callable[[Cloud], Pages] | None = None,
    ):
        self.hosts: dict[str, int] = {}
        self.grace = grace
        self.names: set[str] = {API_HOST}
        self.client = CatcherClient(self.hosts, allowed, patience)
        self.driver = LoopDriver(self.client, script_patience)
        self.cloud = Cloud(self.driver, db=db, seed=seed, international=international)
        self.driver.cloud = self.cloud
        self.addresses = Addresses(self.cloud, pages and pages(self.cloud))
        self.deliveries = Deliveries()
        self.clicks: dict[str, tuple[Click, Errand]] = {}
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
        self.port = self.client.own_port = self._site.sockets[0].getsockname()[1]

    def _protocol(self):
        return Connection(
            self._http,
            loop=self.driver.loop,
            access_log=None,
            logger=QUIET,
            max_line_size=2 * MAX_BODY,
            max_field_size=64 * 1024,
        )

    async def close(self) -> None:
        """Take no more requests, let sessions come to rest, keep everything, and stop."""
        self.cloud.gate.close()
        try:
            if self._site is not None:
                self._site.close()
                # kept-alive connections that are idle end at once; others may finish, but not wait for a person
                self._http.pre_shutdown()
                self.driver.give_up_held()
                self.deliveries.close()
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
            return last(self._problem(413, sentence, is_labs_own(target)))
        except web.RequestPayloadError as error:
            why = str(error).strip().split("\n")[-1].strip()[:100]
            sentence = f"The body cannot be read ({why}); send it as it is, or encode it rightly."
            return last(self._problem(400, sentence, is_labs_own(target)))
        click = outer = None
        waits = HELD_HEADER not in incoming.headers
        by_lab_http = not waits or CLICK_HEADER in incoming.headers
        if by_lab_http:
            click, outer = self.clicks.get(incoming.headers.get(CLICK_HEADER), (None, None))
            headers = tuple(pair for pair in headers if pair[0] not in (CLICK_HEADER, HELD_HEADER))
        here = incoming.transport.get_extra_info("sockname")[0] if self._public and incoming.transport else ""
        request = Request(incoming.method, target, headers, body, incoming.remote or "unknown")
        try:
            said = await self._answer(request, click, outer, here, waits)
        except Held as held:
            said = reply(202, str(held), "text/plain; charset=utf-8")
            said = said._replace(headers=(*said.headers, (HELD_HEADER, "yes")))
        if said is not None and said.delivery and not by_lab_http:
            return await self.deliveries.deliver(incoming, said, written(said))
        if said is not None:
            return written(self.deliveries.told(said) if said.delivery else said)
        # lost on the way: nothing comes back
        if incoming.transport is not None:
            incoming.transport.close()
        return web.Response()

    async def _answer(
        self, request: Request, click: Click | None, outer: Errand | None, here: str, waits: bool
    ) -> Reply | None:
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
            errand = Errand(self.driver, outer)
            visit = self.cloud.visits.visit(request, lambda *asked: self._ask_page(host, errand, *asked))
            said = await self.driver.run(errand, visit, waits)
            return said and said._replace(headers=_end_to_end(said.headers))
        if _comes_from_elsewhere(request, host) and (self.cloud.api.serves(request.path) or request.method != "GET"):
            return self._problem(403, "A page elsewhere may not use this lab; only pages of this machine may.", is_lab)
        if is_lab and request.peer and not (is_loopback(request.peer) or request.peer == here):
            # it makes apps whose scripts run here, and shows every token
            sentence = "The addresses under /lab answer this machine only: send the request from where `serve` runs."
            return self._problem(403, sentence, is_lab)
        wait = self.addresses.lab_api.wait(request) if is_lab else None
        if wait is not None:
            await self.driver.wait_for(*wait)
        answer = self.addresses.answer(request, click)
        if self.cloud.gate.is_set and self.cloud.api.serves(request.path):
            return await self.driver.run(Errand(self.driver, outer), answer, waits)
        return await answer

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

    async def _ask_page(self, host: str, errand: Errand, request: Request, click: Click) -> Reply:
        """Forward a request for one of the lab's own hosts; a launch made meanwhile knows that it was clicked."""
        self._clicks_seen += 1
        name = str(self._clicks_seen)
        self.clicks[name] = click, errand
        headers = (*_end_to_end(request.headers), (CLICK_HEADER, name))
        forwarded = Request(request.method, request.origin_target, headers, request.body)
        url, patience = f"http://{host}{request.origin_target}", self.client.patience
        page = self.client.fetch(url, forwarded, timed=False)
        try:
            return await patiently(page, errand, patience, lambda: no_answer_in_time(url, patience))
        except SessionFailed as failed:
            return self._problem(502, f"{failed} {failed.fix}")
        finally:
            del self.clicks[name]

    @staticmethod
    def _problem(status: int, sentence: str, as_json: bool = False) -> Reply:
        return error_reply(status, sentence) if as_json else plain(status, sentence)


def _end_to_end(headers: Headers) -> Headers:
    """The headers that a proxy passes on."""
    return tuple(pair for pair in headers if pair[0].lower() not in _HOP_BY_HOP)


def _comes_from_elsewhere(request: Request, host: str) -> bool:
    """True for what a browser sends on behalf of a page that is neither of this machine nor of this very lab.

    `host` is the name that the request is for, which is one of the lab's own.
    """
    origin = request.header("Origin")
    if origin:
        try:
            name = urlsplit(origin).hostname or ""
        except ValueError:
            return True
        return not is_loopback(name) and (not name or name != host)
    return request.header("Sec-Fetch-Site") == "cross-site"
