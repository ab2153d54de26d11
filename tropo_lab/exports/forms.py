"""A trace in the forms in which it can leave the lab."""

from __future__ import annotations

from pathlib import Path

from tropo_lab.errors import BadSetup
from tropo_lab.exports.curl import to_curl
from tropo_lab.exports.har import to_har
from tropo_lab.exports.masking import masked
from tropo_lab.exports.page import page
from tropo_lab.exports.python_code import to_python
from tropo_lab.exports.raw import to_raw
from tropo_lab.trace import Trace
from tropo_lab.views import diagram, mermaid, steps, walk
from tropo_lab.views.model import a_trace

_WRITERS = {
    "har": to_har,
    "curl": to_curl,
    "python": to_python,
    "raw": to_raw,
    "mermaid": lambda trace: mermaid(trace).plain + "\n",
    "svg": lambda trace: diagram(trace).svg + "\n",
    "text": lambda trace: steps(trace).plain + "\n",
    "html": lambda trace: page(walk(trace), steps(trace)),
}
FORMS = tuple(_WRITERS)
SUFFIXES = {
    ".har": "har",
    ".sh": "curl",
    ".py": "python",
    ".raw": "raw",
    ".mmd": "mermaid",
    ".svg": "svg",
    ".txt": "text",
    ".html": "html",
}


def export(trace: Trace, form: str, unmasked: bool = False) -> str:
    """The trace as `html`, `har`, `curl`, `python`, `raw`, `mermaid`, `svg` or `text`.

    Tokens are shortened, and phone numbers outside +1 XXX 555 0100 to 0199 replaced by reserved ones, unless
    `unmasked` is set.
    """
    if form not in _WRITERS:
        raise BadSetup(f"There is no export form {form!r}; choose one of {', '.join(FORMS)}.")
    trace = a_trace(trace) if unmasked else masked(a_trace(trace))
    return to_har(trace, not unmasked) if form == "har" else str(_WRITERS[form](trace))


def save(trace: Trace, path: str | Path, unmasked: bool = False) -> Path:
    """Write the trace to a file, in the form that its ending names: `.har`, `.sh`, `.py`, `.html`, …"""
    path = Path(path)
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise BadSetup(f"{path.name!r} does not say in which form to save; end it in one of {', '.join(SUFFIXES)}.")
    try:
        path.write_text(export(trace, form, unmasked), "utf-8", newline="\n")
    except OSError as error:
        raise BadSetup(
            f"{path.name!r} cannot be written ({error.strerror}): name a file in a folder of yours."
        ) from None
    return path
