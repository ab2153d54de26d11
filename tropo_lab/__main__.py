"""The command line: `python -m tropo_lab tour` and `python -m tropo_lab serve`."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from tropo_lab.errors import LabError


def main(argv: list[str] | None = None) -> int:
    """Run one command; gives its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tropo_lab", description="Tropo Lab on the command line.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("tour", help="both flows of the article, end to end, as plain text")
    serve = commands.add_parser("serve", help="the platform alone, for clients of any kind")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=0, help="port to listen on; 0 for any free one (default)")
    serve.add_argument("--db", default=":memory:", metavar="PATH", help="file of the journal (default: in memory)")
    serve.add_argument("--seed", default="1", help="decides every id (default: %(default)s)")
    serve.add_argument(
        "--allow-catcher",
        action="append",
        default=[],
        metavar="HOST[:PORT]",
        help="a host beyond this machine that catchers may live on; may be given again",
    )
    given = parser.parse_args(argv)
    try:
        if given.command == "tour":
            from tropo_lab.tour import tour

            return tour()
        # until the server takes over: a stop while it is being imported is a clean one, too
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        from tropo_lab.serve import serve as run

        return run(host=given.host, port=given.port, db=given.db, seed=given.seed, allowed=tuple(given.allow_catcher))
    except BrokenPipeError:
        # whoever read along has gone, as `head` does; nothing more is said, not even at the interpreter's end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except LabError as error:
        print(f"tropo_lab: {error}", file=sys.stderr)
        return 2


def _port(text: str) -> int:
    if text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: use a number from 0 to 65535")


if __name__ == "__main__":
    sys.exit(main())
