"""Is this machine ready? `python -m tropo_lab check` says *pass*, or exactly what to do. It needs nothing installed.

With `before` it asks only what has to hold before anything is installed. Written so that a Python that is too old
can still read it, and say so: no walrus, no type hints that need a newer one.
"""

import os
import sys
from pathlib import Path

from tropo_lab.workshop.problem import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST = (3, 10)


def install_check(before=False, out=sys.stdout):
    """Print one line for each thing that is looked at; gives 0 when all is well, 1 when there is something to do."""
    problems = 0
    for title, probe in _probes(before):
        try:
            problem, note = None, probe()
        except Problem as found:
            problem, note = found, ""
        except Exception as surprise:
            # whatever it is, the person at the keyboard has to know where it happened, and what to try
            problem = Problem(f"{type(surprise).__name__}: {surprise}", "make clean lab")
        if problem is None:
            print("pass  {}{}".format(title, ": " + note if note else ""), file=out)
            continue
        problems += 1
        print(f"FIX   {title}: {problem.what}\n      Do this: {problem.fix}", file=out)
        if problem.is_final:
            break
    if problems:
        print('\nNot ready yet: do what stands after "Do this", and check again.', file=out)
    elif not before:
        print("\npass: this machine is ready.", file=out)
    return 1 if problems else 0


def _probes(before):
    yield "Python", python_version
    yield "parts of Python", parts_of_python
    if before:
        yield "virtual environments", environments
        return
    yield "this folder", folder
    # imported late: a Python that is too old has stopped by now
    from tropo_lab.workshop import probes

    yield from probes.PROBES


def python_version():
    """The version, when it is new enough."""
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info[:2] < OLDEST:
        raise Problem(
            "this is Python {}, and the lab needs {}.{} or later".format(version, *OLDEST),
            "install a newer Python, then name it: make clean check PYTHON=python3.12",
            is_final=True,
        )
    return version


def parts_of_python():
    """Nothing, when the parts are there that some builds leave out."""
    missing = []
    for name in ("ssl", "sqlite3", "zlib"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    if missing:
        raise Problem(
            "this Python was built without {}".format(", ".join(missing)),
            "use the Python of your system or of python.org: make clean check PYTHON=/usr/bin/python3",
            is_final=True,
        )


def environments():
    """Nothing, when virtual environments can be made."""
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        raise Problem(
            "this Python cannot make virtual environments", "sudo apt install python3-venv", is_final=True
        ) from None


def folder():
    """Nothing, when the lessons are here and can be written to."""
    notebooks = ROOT / "notebooks"
    if not notebooks.is_dir():
        raise Problem("the folder `notebooks` is missing", "get the whole repository, and run the check in its folder")
    if not os.access(str(notebooks), os.W_OK):
        raise Problem(
            "you may not write into `notebooks`", "copy the whole folder to a place of your own, and run make lab there"
        )


if __name__ == "__main__":
    # as a module of its own it needs no package, not even before anything is installed
    sys.exit(install_check(before="--before" in sys.argv[1:]))
