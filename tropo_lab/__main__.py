"""The command line: `python -m tropo_lab COMMAND`."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from pathlib import Path

from tropo_lab.errors import LabError


def parser() -> argparse.ArgumentParser:
    """All commands and their options; each sets `run`, which gives the exit status."""
    whole = argparse.ArgumentParser(prog="python -m tropo_lab", description="Tropo Lab on the command line.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run, told: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=told, description=f"{told[0].upper()}{told[1:]}.")
        made.set_defaults(run=run)
        return made

    command("tour", _tour, "both flows of the article, end to end, as plain text")
    serve = command("serve", _serve, "the platform alone, for clients of any kind")
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
    diagnose = command("diagnose", _diagnose, "what a launch, a reply, a script, a log or all of them show to be wrong")
    diagnose.add_argument("what", metavar="FILE|TEXT|-", help="a file, a text, or - for standard input")
    diagnose.add_argument("--json", action="store_true", help="everything as one JSON object")
    diagnose.add_argument("--wanted", choices=("text", "call"), default="", help="what was meant to happen")
    check = command("check", _check, "whether this machine is ready: says pass, or exactly what to do")
    check.add_argument("--before", action="store_true", help="ask only what has to hold before anything is installed")
    present = command("present", _present, "a lesson in large type, revealed step by step, as one HTML file")
    present.add_argument("lesson", help="its number or name, such as 04")
    present.add_argument("-o", "--out", type=Path, metavar="FILE", help="where to (default: its name with .html, here)")
    handout = command("handout", _handout, "both flows on one page, to print, as one HTML file")
    handout.add_argument(
        "-o", "--out", type=Path, metavar="FILE", default=Path("handout.html"), help="where to (default: %(default)s)"
    )
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run one command; gives its exit status."""
    given = parser().parse_args(argv)
    # a terminal may know fewer signs than we write
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        return given.run(given)
    except BrokenPipeError:
        # whoever read along has gone, as `head` does; nothing more is said, not even at the interpreter's end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except LabError as error:
        print(f"tropo_lab: {error}", file=sys.stderr)
        return 2


# Each imports only what it needs: a command starts fast.


def _tour(given: argparse.Namespace) -> int:
    from tropo_lab.tour import tour

    return tour()


def _serve(given: argparse.Namespace) -> int:
    # until the server takes over: a stop while it is being imported is a clean one, too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from tropo_lab.serve import serve

    return serve(host=given.host, port=given.port, db=given.db, seed=given.seed, allowed=tuple(given.allow_catcher))


def _diagnose(given: argparse.Namespace) -> int:
    from tropo_lab.support.desk.command import diagnosed

    return diagnosed(given.what, given.wanted, given.json)


def _check(given: argparse.Namespace) -> int:
    from tropo_lab.workshop.install_check import install_check

    return install_check(given.before)


def _present(given: argparse.Namespace) -> int:
    from tropo_lab.workshop.present import lesson_named, presentation

    path = lesson_named(given.lesson)
    return _written(given.out or Path(f"{path.stem}.html"), presentation(path))


def _handout(given: argparse.Namespace) -> int:
    from tropo_lab.workshop.handout import handout

    return _written(given.out, handout())


def _written(path: Path, page: str) -> int:
    """Write a page; says where it is, or why it could not be."""
    if path.is_file() and path.suffix.lower() not in (".html", ".htm"):
        raise LabError(f"{path} is no HTML file, so it stays as it is: choose another place with --out.")
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise LabError(f"{path} cannot be written ({error.strerror}): choose another place with --out.") from None
    print(f"Open {path} in a browser.")
    return 0


def _port(text: str) -> int:
    if text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: use a number from 0 to 65535")


if __name__ == "__main__":
    sys.exit(main())
