"""Numbers in sentences."""

from __future__ import annotations

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(number: int) -> str:
    """`first`, `second` …, and `11th` from there on."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def plural(number: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number} {noun}{'s' * (number != 1)}"
