"""A proxy that answers every request itself and keeps it, and a reader of the parameters in a request."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

SUCCESS = "<session><success>true</success><token>abc</token><id>5e55</id></session>"


class Captured(NamedTuple):
    """One request as it arrived; header names are in lower case."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc or self.headers["host"]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def fields(self) -> dict[str, str]:
        """Everything the request carries, from the query and from the body, decoded once."""
        return decoded(self.url, self.headers.get("content-type", ""), self.body)


def decoded(url: str, content_type: str, body: bytes) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing="?" in url))
    if not body:
        return query
    if content_type == "application/json":
        return query | json.loads(body)
    if content_type == "text/xml":
        root = ElementTree.fromstring(body)
        token = {"token": root.findtext("token")}
        return query | token | {var.get("name"): var.get("value") for var in root.iter("var")}
    assert content_type == "application/x-www-form-urlencoded"
    return query | dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))


class CaptureServer:
    """Listens on a free port of the loopback; `requests` holds what arrived."""

    def __enter__(self):
        self.requests: list[Captured] = []
        capture = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                capture.requests.append(Captured(self.command, self.path, headers, self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Type", "text/xml")
                self.send_header("Content-Length", str(len(SUCCESS)))
                self.end_headers()
                self.wfile.write(SUCCESS.encode())

            do_GET = do_POST = answer

            def log_message(self, *arguments):
                """Say nothing: the tests read `requests`."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def only(self) -> Captured:
        """The one request since the last call."""
        [request], self.requests[:] = list(self.requests), []
        return request
