"""What a script begins with: its text, its variables, and the call that started it."""

from __future__ import annotations

from functools import lru_cache
from keyword import iskeyword

from tropo_lab.platform.applications import Script
from tropo_lab.platform.ids import ACCOUNT_ID
from tropo_lab.platform.scripting.functions import FUNCTIONS, GLOBALS
from tropo_lab.platform.session import Session

# words that no variable can be called, where variables have no mark of their own
_WORDS = frozenset({
    *("abstract", "as", "assert", "boolean", "break", "case", "catch", "class", "const", "continue", "def", "default"),
    *("delete", "do", "else", "enum", "export", "extends", "false", "final", "finally", "for", "function", "if"),
    *("implements", "import", "in", "instanceof", "interface", "let", "native", "new", "null", "package", "private"),
    *("protected", "public", "return", "static", "super", "switch", "this", "throw", "throws", "trait", "true", "try"),
    *("typeof", "var", "void", "while", "with"),
})  # fmt: skip
# Ruby and PHP mark variables with a dollar, so that functions do not hide them
_MARKED = ("ruby", "php")


def hello(session: Session, script: Script, call: dict | None) -> dict:
    """The first message to the script's side; the log names the parameters that the script can hardly use."""
    for name in session.parameters:
        if not name.isidentifier() or _is_word(name, script.language):
            session.warn(
                f"The parameter {name!r} is no name that a script can use.",
                "odd-name",
                "Use letters, digits and underscores, and no word of the language.",
            )
        elif name in GLOBALS or (name in FUNCTIONS and script.language not in _MARKED):
            session.warn(
                f"The parameter {name!r} has the name of a function or object of Tropo; the script sees that one.",
                "name-taken",
                "Give the parameter another name.",
            )
    told = {
        "script": script.script,
        "name": script.name,
        "parameters": session.parameters,
        "currentCall": call,
        "baseDir": f"/tropo_app_home/{ACCOUNT_ID}",
    }
    return {**told, "fissix": _fissix()} if script.language == "python" else told


def _is_word(name: str, language: str) -> bool:
    if language == "python":
        return iskeyword(name)
    return name == "this" if language in _MARKED else name in _WORDS


@lru_cache(1)
def _fissix() -> str:
    """The folder in which the converter of Python 2 lies, which the script's own interpreter does not look into."""
    # imported here only: no lab without hosted scripts needs them
    import os
    from importlib.util import find_spec

    found = find_spec("fissix")
    return os.path.dirname(os.path.dirname(found.origin)) if found is not None and found.origin else ""
