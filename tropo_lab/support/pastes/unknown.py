"""A paste of which nothing could be made: why, and what would help."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.piece import Piece

_USEFUL = "Paste a launch URL, a request, a reply, session JSON, a script or a log."
_SIGNS = (
    ("html", re.compile(r"(?i)<!doctype html|<html\b"),
     "This is a web page. If your catcher sent it, paste its reply with the HTTP head; a page is no JSON."),
    ("traceback", re.compile(r"Traceback \(most recent call last\)|^\s+at [\w$.]+\(|\bFatal error\b", re.MULTILINE),
     "This is the error of a program. Paste the request that it was answering, or the program."),
    ("phone-number", re.compile(r"\A\s*(?:tel:)?\+?[\d\s().-]{7,18}\s*\Z"), "This is a phone number alone."),
    ("token", re.compile(r"\A\s*(?:[0-9a-fA-F]{40,100}|[A-Za-z]{60,100})\s*\Z"),
     "This looks like a token alone. Paste the request that it was used in, and never post a real token."),
    ("session-id", re.compile(r"\A\s*[0-9a-fA-F]{32}\s*\Z"), "This looks like the id of a session alone."),
    ("json", re.compile(r"\A\s*[\[{]"), "This looks like JSON, but holds nothing that Tropo sends or takes."),
    ("xml", re.compile(r"\A\s*<\w"), "This looks like XML, but holds nothing that Tropo sends or takes."),
)  # fmt: skip


def unknown(text: str, *remarks: str) -> Piece:
    """The piece for this text, with what can be said of it."""
    what, said = next(((name, said) for name, sign, said in _SIGNS if sign.search(text[:4000])), ("", ""))
    if text.strip() and not said:
        said = "Nothing that Tropo sends, takes or runs was found in it."
    useful = () if not text.strip() else (_USEFUL,)
    details = {"raw": text, "lines": (1, text.count("\n") + 1), "cleaned": (), "sure": "certain", "what": what}
    return Piece("unknown", text.strip(), None, details, (*remarks, *((said,) if said else ()), *useful))
