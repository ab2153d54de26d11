"""The forms in which a value may turn up on the wire, and what has changed in each."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from urllib.parse import quote, quote_plus, unquote_plus

SHORTEST = 3  # a shorter value turns up by chance
_NUMBER = re.compile(r"\+?[\d\s().-]{7,24}")
_AS_NUMBER = "as a number"


@lru_cache(64)
def forms(value: str) -> tuple[re.Pattern, tuple[str, ...]]:
    """A pattern with one group for each form of the value, and for each what has changed."""
    known = {value: ""}
    for text, change in (
        (quote_plus(value, errors="surrogatepass"), "still percent-encoded: nobody decoded it here"),
        (quote(value, errors="surrogatepass"), "still percent-encoded: nobody decoded it here"),
        (json.dumps(value)[1:-1], "still escaped for JSON: nobody decoded it here"),
        (html.escape(value), "still escaped for HTML: nobody decoded it here"),
        (_misread(value), "misread: its UTF-8 bytes were taken for Latin-1"),
        (re.sub(r"[^\x00-\x7f]", "?", value), "damaged: characters beyond ASCII became question marks"),
        (re.sub(r"[^\x00-\x7f]", "\ufffd", value), "damaged: characters beyond ASCII became �"),
        (
            unquote_plus(value) if "%" in value else "",
            "decoded here, where the launcher’s value is still encoded",
        ),
        (_reread(value), "still whole here, before it was misread"),
    ):
        if len(text) >= SHORTEST:
            known.setdefault(text, change)
    patterns = [_bounded(text) for text in known]
    changes = list(known.values())
    if _NUMBER.fullmatch(value):
        digits = re.sub(r"\D", "", value)
        core = digits[-10:] if len(digits) == 10 or (len(digits) == 11 and digits[0] == "1") else digits
        country = "1?" if core != digits or len(digits) == 10 else ""
        patterns.append(rf"((?<![\d+])\+?{country}{core}(?!\d))")
        changes += [_AS_NUMBER, value]
    return re.compile("|".join(patterns)), tuple(changes)


def _bounded(text: str) -> str:
    """The text as a word of its own: what is next to it must not belong to it."""
    left = r"(?<![\w+])" if text[0].isalnum() else ""
    right = r"(?!\w)" if text[-1].isalnum() else ""
    return f"({left}{re.escape(text)}{right})"


def _misread(value: str) -> str:
    return value.encode("utf-8", "replace").decode("latin-1")


def _reread(value: str) -> str:
    try:
        return value.encode("latin-1").decode()
    except ValueError:
        return value


def changed(found: re.Match, changes: tuple[str, ...]) -> str:
    """What has changed in the form that was found, in words; empty when nothing has."""
    change = changes[found.lastindex - 1]
    return _number_change(found[0], changes[-1]) if change == _AS_NUMBER else change


def _number_change(found: str, value: str) -> str:
    """How the number as found differs from the one that was launched."""
    told = []
    if found.startswith("+") != value.startswith("+"):
        told.append("with a + in front" if found.startswith("+") else "without its +")
    digits, given = re.sub(r"\D", "", found), re.sub(r"\D", "", value)
    if len(digits) != len(given):
        told.append("with the country code 1" if len(digits) > len(given) else "without the country code 1")
    if re.search(r"[^\d+]", value):
        told.append("without punctuation")
    return f"the same number, {' and '.join(told)}" if told else ""
