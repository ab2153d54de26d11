"""The platform as an HTTP client: posts to catchers, and nowhere else."""

from __future__ import annotations

import asyncio
import ssl
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from tropo_lab.errors import (
    SessionFailed,
    bad_address,
    connection_reset,
    no_answer_in_time,
    nobody_listens,
    place_of,
    reply_cut_short,
)
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.trace import FROM_CATCHER

MAX_REPLY = 1 << 20
CONNECT_TRIES = 6
_ENDLESS = aiohttp.ClientTimeout(total=None)
# headers that aiohttp would add by itself; what crosses is what was recorded
_OURS_ONLY = frozenset({"Host", "User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Content-Length"})


class CatcherClient:
    """Fetches from the lab's hosts, from loopback, and from hosts that were allowed.

    `hosts` maps the lab's names to loopback ports; `allowed` holds `HOST` or `HOST:PORT`; `patience` is how many
    real seconds a catcher may take. `own_port` is the platform's, where nothing is fetched: what an app may not do, it
    may not let Tropo do either.
    """

    def __init__(self, hosts: dict[str, int], allowed: tuple[str, ...] = (), patience: float = 15.0):
        self.hosts, self.allowed, self.patience = hosts, {name.lower() for name in allowed}, patience
        self.own_port = 0
        self._session: aiohttp.ClientSession | None = None
        self._timeout = aiohttp.ClientTimeout(total=patience)
        self._tls: ssl.SSLContext | None = None

    async def fetch(self, url: str, request: Request, timed: bool = True) -> Reply:
        """The catcher's reply; SessionFailed names what came instead. Redirects are not followed.

        Not `timed`, it may take as long as it likes.
        """
        try:
            target = self._target(url)
        except ValueError:
            raise bad_address(url) from None
        pause = 0.01
        for attempt in range(CONNECT_TRIES):
            try:
                return await self._once(target, request, timed)
            except aiohttp.ClientConnectorDNSError:
                raise SessionFailed(
                    "name not found",
                    "",
                    f"The name {target.host} could not be found.",
                    fix="Check the catcher's address for a typing mistake.",
                ) from None
            except aiohttp.ClientSSLError:
                raise SessionFailed(
                    "no trusted TLS",
                    "",
                    f"{place_of(url)} speaks no TLS, or its certificate is not trusted.",
                    fix="Use http://, or mend the certificate.",
                ) from None
            except aiohttp.ClientConnectorError as error:
                # a launcher may start listening as catcher only just after its launch was answered
                if isinstance(error.os_error, ConnectionRefusedError) and attempt + 1 < CONNECT_TRIES:
                    await asyncio.sleep(pause)
                    pause *= 2
                    continue
                raise nobody_listens(url) from None
            except asyncio.TimeoutError:
                raise no_answer_in_time(url, self.patience) from None
            except aiohttp.ClientPayloadError:
                raise reply_cut_short() from None
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
                raise connection_reset() from None
            except (aiohttp.ClientError, ValueError) as error:
                raise SessionFailed(
                    "not HTTP",
                    FROM_CATCHER,
                    f"The catcher's answer is not HTTP ({str(error)[:100]!r}).",
                    fix="Point the address at a web server.",
                ) from None
        raise AssertionError("the last try either answers or raises")

    async def _once(self, target: URL, request: Request, timed: bool) -> Reply:
        session = self._session
        if session is None:
            session = self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=2, use_dns_cache=False),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=_OURS_ONLY,
                auto_decompress=False,
                trust_env=False,
            )
        async with session.request(
            request.method,
            target,
            data=request.body or None,
            headers=request.headers,
            timeout=self._timeout if timed else _ENDLESS,
            allow_redirects=False,
            ssl=self._certificates() if target.scheme == "https" else True,
        ) as response:
            body = await self._body(response)
            headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers)
            return Reply(response.status, headers, body, response.reason or "")

    def _certificates(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        if response.content_length is not None and response.content_length <= MAX_REPLY:
            return await response.read()
        body = b""
        while response.content_length is None and len(body) <= MAX_REPLY:
            more = await response.content.read(MAX_REPLY + 1 - len(body))
            if not more:
                return body
            body += more
        response.close()
        raise SessionFailed(
            "reply too large",
            FROM_CATCHER,
            f"The catcher's reply is larger than {MAX_REPLY} bytes.",
            fix="Send a shorter document.",
        )

    def _target(self, url: str) -> URL:
        """Where to connect for `url`; the Host header keeps the name."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.scheme not in ("http", "https") or not host:
            raise ValueError(url)
        if host in self.hosts:
            return _url("http", "127.0.0.1", self.hosts[host], parts.path, parts.query)
        port = port or (443 if parts.scheme == "https" else 80)
        if is_loopback(host) and port == self.own_port:
            raise SessionFailed(
                "host not allowed",
                "",
                f"{host}:{port} is this lab itself, which is no server of yours, so nothing was sent there.",
                fix="Give the address of your own server.",
            )
        if host.endswith(".localhost"):
            # whatever a name server says
            host = "localhost"
        if is_loopback(host) or host in self.allowed or f"{host}:{port}" in self.allowed:
            return _url(parts.scheme, host, port, parts.path, parts.query)
        names = ", ".join(self.hosts) or "none"
        raise SessionFailed(
            "host not allowed",
            "",
            f"{host} is neither a host of this lab ({names}) nor on this machine, so nothing was sent there.",
            fix=f"Correct the address, or allow it: --allow-catcher {host}.",
        )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()


@lru_cache(256)
def is_loopback(host: str) -> bool:
    """True for `localhost` and for the loopback addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@lru_cache(256)
def _url(scheme: str, host: str, port: int, path: str, query: str) -> URL:
    name = f"[{host}]" if ":" in host else host
    return URL(f"{scheme}://{name}:{port}{path or '/'}{f'?{query}' if query else ''}", encoded=True)
