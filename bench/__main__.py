"""`python -m bench`: every figure with its target, and a table of all at the end."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from bench import conversation, latency, notebook, rate, scripts, start, stepping, views, waiting
from bench.figure import Figure, table
from bench.machine import Machine

# name → module, rounds of the whole run, rounds with --quick
FIGURES = {
    "rate": (rate, 7, 3),
    "latency": (latency, 7, 3),
    "start": (start, 7, 3),
    "waiting": (waiting, 3, 1),
    "conversation": (conversation, 7, 3),
    "scripts": (scripts, 7, 3),
    "notebook": (notebook, 7, 3),
    "views": (views, 5, 2),
    "stepping": (stepping, 5, 2),
}


def main() -> int:
    """Measure what was asked for; 0 when everything could be measured, whatever the verdicts."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="The benchmark: ratios against a floor.")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(FIGURES)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first look, no result")
    arguments = parser.parse_args()
    unknown = set(arguments.figures) - set(FIGURES)
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}; choose from {', '.join(FIGURES)}")
    # leave by way of every `with`, so that whatever was started is ended
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    machine = Machine()
    print(machine.description + "\n", flush=True)
    measured, failed = measure(arguments.figures or list(FIGURES), arguments.quick)
    print(table(measured))
    for name, error in failed.items():
        print(f"{name}: not measured. {error}")
    print(f"\n{machine.seconds:.0f} seconds, during which others used {machine.others:.0%} of the machine.")
    print("Quote the ratios, not the absolute figures.")
    return 1 if failed else 0


def measure(names: list[str], quick: bool) -> tuple[list[Figure], dict[str, str]]:
    """The figures of those names, and what went wrong with the others; one failure leaves the rest standing."""
    measured: list[Figure] = []
    failed: dict[str, str] = {}
    for name in names:
        module, rounds, fewer = FIGURES[name]
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            try:
                measured += module.measure(fewer if quick else rounds, Path(folder))
            except Exception as error:
                failed[name] = f"{type(error).__name__}: {error}"
    return measured, failed


if __name__ == "__main__":
    sys.exit(main())
