"""`python -m tropo_lab diagnose`: what a file, a text or the standard input shows to be wrong."""

from __future__ import annotations

import errno
import io
import json
import sys
from pathlib import Path

from tropo_lab.errors import LabError
from tropo_lab.support.desk.desk import diagnose

FOUND, NOTHING, UNUSABLE = 1, 0, 2
# whoever pastes more has pasted the wrong file
MOST = 20 << 20
# a text that no file can be called: too long, or with what no name has
_NO_NAME = (errno.ENAMETOOLONG, errno.ENOENT, errno.EINVAL, errno.ENOTDIR)


def diagnosed(what: str, wanted: str, as_json: bool) -> int:
    """Print the diagnosis; gives 1 with findings, 0 without, 2 when nothing could be used."""
    found = diagnose(_read(what), wanted)
    # a terminal may know fewer signs than a diagnosis has
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(json.dumps(found.as_dict(), indent=2) if as_json else found.plain)
    return UNUSABLE if not found.usable else FOUND if found else NOTHING


def _read(what: str) -> str | bytes:
    """What to diagnose: the file of that name, else the text itself; LabError says why a file cannot be read."""
    try:
        if not what:
            return what
        if what == "-":
            return sys.stdin.buffer.read(MOST)
        with Path(what).open("rb") as file:
            return file.read(MOST)
    except ValueError:
        return what
    except OSError as error:
        if error.errno in _NO_NAME:
            return what
        raise LabError(
            f"{what[:200]!r} cannot be read ({error.strerror}): name a file, or give the text itself."
        ) from None
