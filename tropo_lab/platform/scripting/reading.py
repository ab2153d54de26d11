"""The arguments and options of one call of a function, read, with their defaults."""

from __future__ import annotations

from itertools import zip_longest

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.scripting.functions import FUNCTIONS, Option
from tropo_lab.platform.scripting.values import READERS, Unreadable, shown
from tropo_lab.trace import FROM_CATCHER

# scripts hand one map of options to several functions
KNOWN = frozenset().union(*[(*one.options, *one.callbacks) for one in FUNCTIONS.values()])


def read(op: str, args: list, options: dict) -> dict:
    """Every argument and option of a function by its name, with the defaults of those left out.

    SessionFailed says which value is wrong. What the function does not know is ignored, as it was on Tropo.
    """
    function = FUNCTIONS[op]
    if len(args) < function.required:
        raise SessionFailed(
            "missing argument",
            FROM_CATCHER,
            f"{op} needs its {list(function.arguments)[len(args)]}, and was called without.",
            fix=f"Write {op}({', '.join(list(function.arguments)[: function.required])}).",
        )
    values = {name: _one(op, name, option, options.get(name)) for name, option in function.options.items()}
    for (name, option), given in zip_longest(function.arguments.items(), args[: len(function.arguments)]):
        value = _one(op, name, option, given)
        if given is not None or name not in values:
            values[name] = value
    return values


def unknown(options: dict) -> list[str]:
    """The options that no function knows: most often another spelling of one that some do."""
    return [name for name in options if name not in KNOWN]


def _one(op: str, name: str, option: Option, value):
    if value is None:
        return option.default
    try:
        return READERS[option.kind](value)
    except Unreadable as wanted:
        raise SessionFailed(
            "bad option",
            FROM_CATCHER,
            f"{op}: `{name}` is {wanted}; this is {shown(value)}.",
            fix=f"Mend `{name}`, or leave it out.",
        ) from None
