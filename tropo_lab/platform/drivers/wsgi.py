"""Request bytes handed straight to a WSGI callable, and its answer in the shape in which Werkzeug's server sends it."""

from __future__ import annotations

import io
import sys
from urllib.parse import unquote_to_bytes

from tropo_lab.platform.messages import Reply, Request


def call_wsgi(app, request: Request) -> Reply:
    """The callable's reply. An error that it raises is a 500, as a server would make of it."""
    host = request.header("Host")
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "REQUEST_URI": request.origin_target,
        "RAW_URI": request.origin_target,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": host.partition(":")[2] or "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    started: list = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]
        return lambda data: None

    try:
        parts = app(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        status, headers = started
    except Exception:  # what Werkzeug's server does with an error that the callable lets out
        from werkzeug.exceptions import InternalServerError

        body = b"".join(InternalServerError()(environ, start_response))
        status, headers = started
    code, _, reason = status.partition(" ")
    given = [(str(name), str(value)) for name, value in headers]
    if not any(name.lower() == "content-length" for name, _ in given) and int(code) not in (204, 304):
        # how a server sends what it does not know the length of
        given.append(("Transfer-Encoding", "chunked"))
    return Reply(int(code), (*given, ("Connection", "close")), body, reason)
