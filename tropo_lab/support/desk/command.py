"""`python -m tropo_lab diagnose`: what a file, a text or the standard input shows to be wrong."""

from __future__ import annotations

import errno
import json
import re
import sys
from pathlib import Path

from tropo_lab.errors import LabError
from tropo_lab.support.desk.desk import diagnose

FOUND, NOTHING, UNUSABLE = 1, 0, 2
# whoever pastes more has pasted the wrong file
MOST = 20 << 20
# a text that no file can be called: too long, or with what no name has
_NO_NAME = (errno.ENAMETOOLONG, errno.ENOENT, errno.EINVAL, errno.ENOTDIR)

_FILE = re.compile(r"[\w./\\~-]{1,200}\.\w{1,5}")


def diagnosed(what: str, wanted: str, as_json: bool) -> int:
    """Print the diagnosis; gives 1 with findings, 0 without, 2 when nothing could be used."""
    found = diagnose(_read(what), wanted)
    if not found.usable and _FILE.fullmatch(what) and not Path(what).exists():
        print(f"tropo_lab: There is no file {what!r:.200}, so this was read as the text itself.", file=sys.stderr)
    print(json.dumps(found.as_dict(), indent=2) if as_json else found.plain)
    return UNUSABLE if not found.usable else FOUND if found else NOTHING


def _read(what: str) -> str | bytes:
    """What to diagnose: the file of that name, else the text itself; LabError says why a file cannot be read."""
    try:
        if not what:
            return what
        if what == "-":
            if sys.stdin is None:
                raise LabError("There is no standard input: name a file, or give the text itself.")
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
