"""A learner's values as sentences show them: short, on one line, the same on every run, whatever they are."""

from __future__ import annotations

import re
import reprlib

from tropo_lab.escapes import clipped, visible


class _Short(reprlib.Repr):
    def __init__(self):
        super().__init__()
        self.maxstring = self.maxother = 80
        self.maxdict = self.maxlist = self.maxtuple = 8
        self.maxlevel = 4

    def repr_dict(self, x, level):
        # in its own order, not sorted
        if level <= 0:
            return "{…}"
        pairs = [f"{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}" for key in list(x)[: self.maxdict]]
        return "{" + ", ".join([*pairs, *["…"] * (len(x) > self.maxdict)]) + "}"

    def repr_instance(self, x, level):
        # an address differs from run to run
        return re.sub(r" at 0x[0-9a-fA-F]+", "", super().repr_instance(x, level))


def shown(value: object) -> str:
    """The value in at most 160 characters."""
    try:
        return clipped(visible(_Short().repr(value)))
    except Exception:
        return f"something that cannot be shown ({kind_of(value)})"


def kind_of(value: object) -> str:
    """What kind of thing it is, in words."""
    kind = type(value)
    if value is None:
        return "nothing (None)"
    words = {
        str: "a text",
        int: "a number",
        float: "a number",
        dict: "a dict",
        list: "a list",
        bool: "True or False",
        bytes: "bytes",
        tuple: "a tuple",
    }
    return words.get(kind) or f"a {visible(clipped(str(kind.__name__), 40))}"


def said(error: BaseException) -> str:
    """An error as a sentence tells it: its kind and its text, on one line."""
    name = visible(clipped(type(error).__name__, 60))
    try:
        text = clipped(visible(str(error)), 120)
    except Exception:
        text = ""
    # Python's own words for this differ from version to version
    if isinstance(error, RecursionError):
        text = "it calls itself without end"
    return f"{name}: {text}" if text else name
