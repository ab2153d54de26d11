"""Whole recordings: HAR files, and what the lab's own interface tells of a session."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime, timedelta

from tropo_lab.clock import EPOCH
from tropo_lab.errors import BadSetup
from tropo_lab.exports.har_reading import from_har
from tropo_lab.support.pastes.found import Found
from tropo_lab.trace import COMPLETED, KINDS, PARTIES, Hop, LogLine, Outcome, Trace


def recording(value: object, text: str) -> Found | None:
    """The trace in a parsed JSON value; None where it is no recording."""
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("log"), dict) and "entries" in value["log"]:
        try:
            return Found("trace", text, from_har(text), {"form": "har", "sure": "certain"})
        except BadSetup as error:
            return Found("unknown", text, value, {"what": "har", "sure": "certain"}, (str(error),))
    if not isinstance(value.get("trace"), list) or not {"flow", "outcome", "hops"} & set(value):
        return None
    try:
        return Found("trace", text, _trace(value), {"form": "lab", "sure": "certain"})
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        remark = "This looks like a session of /lab/sessions/ID, but was changed and cannot be read: fetch it again."
        return Found("unknown", text, value, {"what": "lab-session", "sure": "likely"}, (remark,))


def _trace(told: dict) -> Trace:
    hops = tuple(_hop(number, hop) for number, hop in enumerate(told["trace"], 1))
    log = tuple(
        LogLine(_moment(line["at"]), int(line["hop"]), *(str(line.get(name, "")) for name in LogLine._fields[2:]))
        for line in told.get("log", [])
    )
    where, sentence = str(told.get("failed_hop") or ""), str(told.get("sentence") or "")
    outcome = None
    if told.get("state") != "running":
        name = str(told.get("outcome") or COMPLETED.name)
        outcome = Outcome(name.removeprefix(f"{where}: "), where, sentence)
    return Trace(str(told.get("id", "")), str(told.get("app", "")), str(told.get("flow", "")), hops, log, outcome)


def _hop(number: int, told: dict) -> Hop:
    sender, receiver, kind = told["sender"], told["receiver"], told["kind"]
    if sender not in PARTIES or receiver not in PARTIES or kind not in KINDS or not isinstance(told["wire"], str):
        raise ValueError(f"hop {number} cannot be read")
    wire = b64decode(told["wire_base64"]) if "wire_base64" in told else told["wire"].encode("utf-8", "replace")
    return Hop(number, _moment(told["at"]), sender, receiver, kind, str(told["summary"]), wire)


def _moment(written: str) -> int:
    when = datetime.fromisoformat(written.replace("Z", "+00:00"))
    return round((when - EPOCH) / timedelta(milliseconds=1))
