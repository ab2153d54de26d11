"""Replies that were meant as JSON: where they stop being it, in words for people and not in those of a parser."""

from __future__ import annotations

import json

from tropo_lab.support.document import Document
from tropo_lab.support.finding import BROKEN, Finding, quoted
from tropo_lab.support.wire import half_at
from tropo_lab.trace import FROM_CATCHER


def not_utf8(document: Document) -> Finding:
    """A reply with a byte that is no UTF-8."""
    at = half_at(document.text)
    byte = ord(document.text[at]) - 0xDC00
    place = len(document.text[:at].encode("utf-8", "surrogateescape"))
    return _finding(
        document,
        "not-utf-8",
        f"Byte {place} of the reply is {byte:02X}, which is no UTF-8, after "
        f"{quoted(document.text[max(0, at - 20) : at])}.",
        "The reply is read as UTF-8, so nothing of it could be used.",
        "Encode the reply as UTF-8, or let the JSON encoder write every letter as an escape.",
    )


def broken_json(document: Document, text: str) -> Finding:
    """A reply that is cut short, or that stops being JSON somewhere."""
    try:
        json.loads(text)
        at = 0
    except ValueError as error:
        at = getattr(error, "pos", 0)
    except RecursionError:
        at = 0
    tail = text[at:].strip()
    if not tail or _is_open(text, at):
        return _finding(
            document,
            "reply-cut-short",
            f"The reply stops in the middle: its last words are {quoted(text[-40:])}.",
            "A bracket, or a text, that it opened is never closed, so it is no JSON.",
            "Send the whole document, with its true Content-Length.",
        )
    return _finding(
        document,
        "not-json",
        f"The reply is not JSON from its character {at + 1} on: {quoted(text[max(0, at - 10) : at + 30])}.",
        _reason(text, at),
        "Let a JSON encoder write the whole reply.",
    )


def _is_open(text: str, at: int) -> bool:
    """True when what cannot be read is a text that runs to the end."""
    return text[at : at + 1] == '"' and '"' not in text[at + 1 :].replace('\\"', "")


def _reason(text: str, at: int) -> str:
    before, here = text[:at].rstrip(), text[at : at + 1]
    if "'" in (here, before[-1:]):
        return "Texts stand in single quotes there; JSON knows double quotes only."
    if before.endswith(",") or (here in "]}" and before[-1:] == ","):
        return "There is a comma before a closing bracket, which JSON does not allow."
    if text[at : at + 2] in ("//", "/*"):
        return "There is a comment, which JSON does not allow."
    if here in ("N", "T", "F"):
        return "JSON writes null, true and false, in small letters."
    if here in "“”‘’":
        return "There are typographic quotes; JSON knows the plain double quote only."
    if before[-1:] in "}]" and here not in ",:":
        return "Something follows the end of the document, or a comma is missing."
    return "What stands there is no JSON, so nothing of the reply was read."


def _finding(document: Document, rule: str, found: str, why: str, fix: str) -> Finding:
    return Finding(rule, document.number, FROM_CATCHER, BROKEN, found, why, fix)
