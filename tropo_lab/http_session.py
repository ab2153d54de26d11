"""`lab.http`: a `requests.Session` for which the lab's host names exist, and no other."""

from __future__ import annotations

import io
from http.client import RemoteDisconnected
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPResponse

from tropo_lab.errors import Held, LabClosed
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.launching.click import FAULT_HEADER, HEADER, HELD_HEADER
from tropo_lab.platform.messages import Request


class HeldRequest(Held, requests.ConnectionError):
    """What `lab.http` raises in place of waiting for a person: a `Held`, and an error that users of requests expect."""


def lab_session(engine) -> requests.Session:
    """A session that leads the lab's names, by http and https, into this lab."""
    session = requests.Session()
    # no proxy, certificate or password of the machine has a say here
    session.trust_env = False
    # without library versions, which change from year to year
    session.headers = CaseInsensitiveDict(
        {"User-Agent": "python-requests", "Accept-Encoding": "identity", "Accept": "*/*", "Connection": "keep-alive"}
    )
    adapter = SocketAdapter(engine) if engine.address else SealedAdapter(engine)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _Adapter(HTTPAdapter):
    def __init__(self, engine):
        super().__init__()
        self.engine = engine

    def _host(self, request: requests.PreparedRequest) -> str:
        if self.engine.closed:
            raise LabClosed()
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        names = self.engine.names()
        if host in names or parts.netloc == self.engine.address:
            # as on the wire: the Host header first, whatever the address behind it
            request.headers = CaseInsensitiveDict({"Host": parts.netloc, **request.headers})
            return host
        raise requests.ConnectionError(
            f"{host or request.url!r} is not a name of this lab, and lab.http goes nowhere else; its names are "
            f"{', '.join(sorted(names))}.",
            request=request,
        )


class SocketAdapter(_Adapter):
    """Real HTTP to the lab's port, with the name in the Host header."""

    def __init__(self, engine):
        super().__init__(engine)
        host, _, port = engine.address.rpartition(":")
        self._pool = HTTPConnectionPool(host, int(port), maxsize=8)

    def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):
        return self._pool

    def cert_verify(self, conn, url, verify, cert):
        """Nothing to verify: https to the lab's names is answered on loopback in the clear."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        from tropo_lab.hosting import click_name

        host, click = self._host(request), click_name.get()
        header, value = (HEADER, click) if click else (HELD_HEADER, "tell")
        if click and host == API_HOST:
            # a page waits for as long as its launch is held
            timeout = None
        request.headers[header] = value
        try:
            reply = super().send(request, stream, timeout, verify, cert, None)
        except requests.ConnectionError as error:
            if _is_silence(error):
                raise _met("lost", request) from None
            raise
        finally:
            # what was sent is looked at afterwards, and this is none of it
            request.headers.pop(header, None)
        if HELD_HEADER in reply.headers:
            raise HeldRequest(reply.text, request=request)
        if FAULT_HEADER in reply.headers:
            reply.close()
            raise _met(reply.headers[FAULT_HEADER], request)
        return reply

    def close(self):
        self._pool.close()
        super().close()


def _is_silence(error: requests.ConnectionError) -> bool:
    """True when the other side closed the connection in place of a reply."""
    inner = error.args[0] if error.args else None
    return any(isinstance(one, RemoteDisconnected) for one in getattr(inner, "args", ()))


# delivery → what a program sees of it
_MET = {
    "refused": (requests.ConnectionError, "Connection refused, by a fault switch."),
    "reset": (requests.ConnectionError, "Connection reset by the other side, by a fault switch."),
    "never": (requests.ReadTimeout, "Read timed out, by a fault switch: nothing comes, however long a program waits."),
    "lost": (
        requests.ConnectionError,
        "The lab closed the connection without a reply, as when a message is lost on its way.",
    ),
}


def _met(delivery: str, request: requests.PreparedRequest) -> requests.RequestException:
    """The exception for what came in place of a reply."""
    kind, sentence = _MET[delivery]
    return kind(sentence, request=request)


class SealedAdapter(_Adapter):
    """Request bytes handed straight to the platform."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        host = self._host(request)
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        headers = tuple((str(name), str(value)) for name, value in request.headers.items())
        try:
            said = self.engine.exchange(host, Request(request.method, request.path_url, headers, body))
        except Held as held:
            raise HeldRequest(str(held), request=request) from None
        if said is None or said.delivery not in ("", "slowly"):
            raise _met("lost" if said is None else said.delivery, request)
        answer = HTTPResponse(
            body=io.BytesIO(said.body),
            headers=HTTPHeaderDict(said.headers),
            status=said.status,
            reason=said.reason,
            preload_content=False,
            request_method=request.method,
            request_url=request.url,
        )
        return self.build_response(request, answer)
