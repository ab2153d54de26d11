"""`python -m catcher_server`: your server alone, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import io
import logging
import signal
import sys
from contextlib import redirect_stderr, suppress

from werkzeug.serving import BaseWSGIServer, make_server

from catcher_server.app import PLATFORM, create_app


def main() -> int:
    """Serve until told to stop; the exit status."""
    options = parser().parse_args()
    app = create_app(
        {
            "PLATFORM": options.platform,
            "MESSAGING_TOKEN": options.messaging_token or options.token,
            "VOICE_TOKEN": options.voice_token or options.token,
            "REPORT": options.report,
        }
    )
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # no line per request
    with suppress(KeyboardInterrupt):
        # both signals end serve_forever() the way Ctrl-C does, even where a parent has told us to ignore SIGINT
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        server = listen(options.host, options.port, app)
        print(f"Your server: http://{options.host}:{server.port}/", flush=True)
        server.serve_forever()
    return 0


def listen(host: str, port: int, app) -> BaseWSGIServer:
    """A server that listens already; exit status 2 and one sentence when the address is taken."""
    complaint = io.StringIO()
    try:
        with redirect_stderr(complaint):
            return make_server(host, port, app, threaded=True)
    except SystemExit:  # Werkzeug prints the reason and exits
        reason = complaint.getvalue().partition("\n")[0]
    print(f"Cannot listen on {host}:{port} ({reason}): choose another port with --port.", file=sys.stderr)
    raise SystemExit(2)


def parser() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    options = argparse.ArgumentParser(prog="python -m catcher_server", description="Your server: launcher and catcher.")
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    options.add_argument("--port", type=port_number, default=8000, help="port, 0 for any (default: %(default)s)")
    options.add_argument("--platform", metavar="URL", default=PLATFORM, help="where Tropo is (default: %(default)s)")
    options.add_argument("--token", default="", help="launch token for both buttons")
    options.add_argument("--messaging-token", default="", metavar="TOKEN", help="launch token for Send text")
    options.add_argument("--voice-token", default="", metavar="TOKEN", help="launch token for Call")
    options.add_argument("--report", action="store_true", help="ask Tropo to report whether a text went out")
    return options


def port_number(text: str) -> int:
    """A port from 0 to 65535."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
