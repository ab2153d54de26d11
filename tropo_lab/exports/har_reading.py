"""A trace made from an HTTP archive: exactly the one that was exported, or what another recording tells."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error
from datetime import datetime, timedelta, timezone

from tropo_lab.clock import EPOCH
from tropo_lab.errors import BadSetup
from tropo_lab.exports.foreign_har import foreign
from tropo_lab.trace import KINDS, PARTIES, Hop, LogLine, Outcome, Trace

MAX_HAR = 10 << 20
_FIRST = (datetime.min.replace(tzinfo=timezone.utc) - EPOCH) // timedelta(milliseconds=1)
_FLOWS = ("webapi", "scripting", "")


def from_har(text: str | bytes) -> Trace:
    """The trace that an archive holds; BadSetup says in one sentence what is wrong with it."""
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "replace")
    if len(text) > MAX_HAR:
        raise BadSetup("This HAR is larger than 10 MB: record less, or delete the entries that do not matter.")
    try:
        log = json.loads(text.removeprefix("\ufeff"))["log"]
        entries = log["entries"]
        own = log.get("_tropo")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        entries = own = None
    if not isinstance(entries, list):
        raise BadSetup("This is no HAR: save one in the network panel of a browser, or export a trace as har.")
    if own is None:
        return foreign(entries)
    try:
        return _own(own)
    except (KeyError, TypeError, ValueError, AttributeError, Error) as error:
        problem = f"{type(error).__name__}: {error}"[:100]
        raise BadSetup(
            f"The part _tropo of this HAR was changed and cannot be read ({problem}): export the trace again."
        ) from None


def _own(told: dict) -> Trace:
    hops = tuple(_hop(number, hop) for number, hop in enumerate(told["hops"], 1))
    log = tuple(
        LogLine(_moment(line["at"]), _moment(line["hop"]), *(_text(line[name]) for name in LogLine._fields[2:]))
        for line in told["log"]
    )
    outcome = told["outcome"] and Outcome(*(_text(told["outcome"][name]) for name in Outcome._fields))
    return Trace(_text(told["id"]), _text(told["app"]), _one_of(_FLOWS, told["flow"]), hops, log, outcome or None)


def _hop(number: int, told: dict) -> Hop:
    if told["number"] != number:
        raise ValueError(f"hop {number} has the number {told['number']!r}")
    wire = told["wire"].encode() if "wire" in told else b64decode(told["wire_base64"], validate=True)
    return Hop(
        number,
        _moment(told["at"]),
        _one_of(PARTIES, told["sender"]),
        _one_of(PARTIES, told["receiver"]),
        _one_of(tuple(KINDS), told["kind"]),
        _text(told["summary"]),
        wire,
    )


def _moment(value) -> int:
    if type(value) is not int or not _FIRST <= value <= 10**18:
        raise ValueError(f"{value!r} is no time")
    return value


def _text(value) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _one_of(known: tuple[str, ...], value) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return value
