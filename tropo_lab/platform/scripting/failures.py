"""What the log says of a script: its own errors, with its own lines, and what it wrote amiss."""

from __future__ import annotations

from collections.abc import Iterable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.scripting.functions import FUNCTIONS
from tropo_lab.platform.scripting.reading import unknown
from tropo_lab.platform.scripting.values import said, shown
from tropo_lab.platform.session import Session
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER

# options that are named in the log because no function knows them
MAX_UNKNOWN = 20
# how a script's side had to help it: a sentence, a rule and a fix
VERSIONS = {
    "tabs": (
        "The script indents with tabs and spaces mixed; each tab was taken to reach to the next eighth column.",
        "tabs-expanded",
        "Indent with spaces alone.",
    ),
    "python2": (
        "The script is written in Python 2, and was converted to Python 3 for this run.",
        "python-2",
        "Write it in Python 3; a quotient of whole numbers, for one, keeps its fraction there.",
    ),
}


def line_of(request: dict) -> str:
    """`Line 3: `, or nothing where no line is known."""
    line = request.get("line")
    return f"Line {line}: " if type(line) is int and 0 < line < 10**7 else ""


def failure(request: dict, parameters: Iterable[str], name: str, refusal: tuple[str, str]) -> SessionFailed:
    """What ended the script. `refusal` is the sentence that it was refused with last, and what to do about that."""
    where = line_of(request)
    error = said(request.get("error"))
    fix = said(request.get("fix") or f"Mend {name}{f', {where[:-2].lower()}' if where else ''}.")
    if request.get("stage") == "compile":
        return SessionFailed("script does not compile", TO_CATCHER, f"{where}{error}", fix=fix)
    if refusal[0] and refusal[0] in error:
        fix = refusal[1] or fix
    missing = request.get("missing")
    known = list(parameters)
    if isinstance(missing, str) and known:
        near = next((given for given in known if given.lower() == missing.lower()), None)
        passed = (
            f"The launch passed {near}; names are case-sensitive." if near else f"The launch passed {', '.join(known)}."
        )
        error = f"{error}. {passed}"
    return SessionFailed("script error", FROM_CATCHER, f"{where}{error}", fix=fix)


def warn_of_unknown(session: Session, where: str, op: str, options: dict, warned: set[str]) -> None:
    """Name the options that no function knows, each once: most often a slip of the pen."""
    for name in unknown(options):
        if name not in warned and len(warned) < MAX_UNKNOWN:
            warned.add(name)
            session.warn(
                f"{where}{op} knows no option {shown(name)}; it was ignored.",
                "unknown-option",
                f"{op} knows {', '.join([*FUNCTIONS[op].options, *FUNCTIONS[op].callbacks]) or 'none'}.",
            )


def warn_of_idle(session: Session, where: str, op: str, given: dict, warned: set[str]) -> None:
    """Name what a function was given and cannot carry out here, each once: silence would look as if it worked."""
    function = FUNCTIONS[op]
    for name, option in {**function.options, **function.arguments}.items():
        told = f"{op}.{name}"
        if option.idle and given[name] != option.default and told not in warned:
            warned.add(told)
            session.warn(
                f"{where}{op}: {name} changes nothing in this lab.",
                "not-carried-out",
                "Leave it out, or do not rely on it here.",
            )


def warn_of_version(session: Session, args: list) -> None:
    """Say that the script is older than what runs it; what its side may say is listed here."""
    note = VERSIONS.get(args[0]) if args and isinstance(args[0], str) else None
    if note is not None:
        session.warn(*note)
