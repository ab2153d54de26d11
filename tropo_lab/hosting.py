"""Your own servers inside the lab: a WSGI app under a host name, on loopback, in a thread."""

from __future__ import annotations

import logging
import threading
from contextvars import ContextVar

from werkzeug.serving import WSGIRequestHandler, make_server

from tropo_lab.platform.launching.click import HEADER

_ENVIRON_KEY = f"HTTP_{HEADER.upper().replace('-', '_')}"
# the click during which the present code runs: launches made meanwhile are its doing
click_name: ContextVar[str] = ContextVar("click_name", default="")


class Hosted:
    """One WSGI app on a free loopback port; `close` stops it and gives the port back."""

    def __init__(self, app):
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        # bound here, where a failure reaches the caller, and not in the thread
        self._server = make_server("127.0.0.1", 0, _remember_click(app), threaded=True, request_handler=_Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="hosted server", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening; closing twice does nothing."""
        if not self._thread.is_alive():
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_response(self, code, message=None) -> None:
        # without Date and Server, which differ from run to run
        self.send_response_only(code, message)

    def log_request(self, code="-", size="-") -> None:
        """No line: it would land in whichever cell is running."""


def _remember_click(app):
    def remembering(environ, start_response):
        token = click_name.set(environ.pop(_ENVIRON_KEY, ""))
        try:
            return app(environ, start_response)
        finally:
            click_name.reset(token)

    return remembering
