"""Logs among lines: those of Tropo's application debugger, and what the lab prints of a trace."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.json_kinds import shape_of
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.loose_json import read_json
from tropo_lab.support.pastes.piece import LogEntry

_EVENTS = (
    ("launch", re.compile(r"HTTPDriver\.do\w+\(\)|action = create")),
    ("routed", re.compile(r"[hH]ostedCloudDns\w*|ApplicationInfo\b|Found \w*Application")),
    ("start", re.compile(r"starts execution on|ApplicationInstance\[")),
    ("engine", re.compile(r"acquired engine")),
    ("sent", re.compile(r"Sending TropoML [Pp]ayload")),
    ("received", re.compile(r"Received new TropoML document|Received TropoML")),
    ("refused", re.compile(r"Received non-2XX status code")),
    ("end", re.compile(r"returned engine|ends execution|finished execution")),
    ("parameter", re.compile(r"[Ii]nject(?:ed|ing) (?:parameter|variable)|Setting parameter")),
    ("other", re.compile(r"Tropo-Thread-[0-9a-fA-F]|invalid API type|\bTropoML\b|SimpleOutgoingCall|SimpleIncomingCall|"
                         r"Tropo-ActiveCall|\[CallLegID|Call disconnected while processing")),
)  # fmt: skip
_LAB = (
    ("hop", re.compile(r"(?<!\d)\d{1,6}\. (?:browser|launcher|[Tt]ropo|catcher|phone) → \w+")),
    ("hop", re.compile(r"──+ hop \d+ of [\d,]+ · ")),
    ("outcome", re.compile(r"= (?:The session|completed|running|launcher →|platform →|catcher →|result →)|✕ ")),
    ("other", re.compile(r"LogLine\(at=\d+|Step \d: \w|.{0,60} · (?:WebAPI|Scripting) flow · \d+ hops?$")),
)
_STEP = re.compile(r"[\w:, ]{3,60}$|=+$|-+$|\s+\(.*\)$|$")
_SESSION = re.compile(r"Tropo-Thread-([0-9a-fA-F]{8,64})")
_URL = re.compile(r"\b_?url=([^,\]\s]+)")
_CODE = re.compile(r"\bcode=(\d{3})\b")
_STAMP = re.compile(r"\s*(?:\[?\d{4}-\d\d-\d\d[T ]|\[?\d{1,2}:\d\d:\d\d\b|\w{3} \d{1,2} \d\d:)")


def read_log(lines: list[Line], at: int) -> Found | None:
    """The log that begins in this line, as far as it goes."""
    if not (lab := _event(lines[at].text, _LAB)) and not _event(lines[at].text, _EVENTS):
        return None
    entries, end, origin = [], at, "lab" if lab else "platform"
    place = at
    while place < len(lines):
        event = _event(lines[place].text, _LAB if origin == "lab" else _EVENTS)
        if event:
            entry, place = _entry(lines, place, event)
            entries.append(entry)
            end = place
        elif place < end + 3 and _may_stand_between(lines[place].text, origin):
            place += 1
        else:
            break
    text = "\n".join(line.text for line in lines[at:end])
    sessions = tuple(dict.fromkeys(entry.session for entry in entries if entry.session))
    codes = tuple(entry.code for entry in entries if entry.code)
    sure = "certain" if len(entries) > 1 or entries[0].event != "other" else "likely"
    details = {"origin": origin, "sessions": sessions, "codes": codes, "sure": sure}
    return Found("log", text, tuple(entries), details, (), end)


def _event(text: str, events) -> str:
    return next((name for name, sign in events if sign.search(text)), "")


def _may_stand_between(text: str, origin: str) -> bool:
    if origin == "lab":
        return bool(_STEP.match(text))
    return not text or bool(_STAMP.match(text)) or text[:1] in " \t"


def _entry(lines: list[Line], at: int, event: str) -> tuple[LogEntry, int]:
    """One entry with the JSON in it, which may go over several lines."""
    text, end, payload = lines[at].text, at + 1, None
    brace = re.compile(r"\{\s*[\"'\\]").search(text)
    if brace and event in ("sent", "received", "other", "start"):
        joined = "\n".join(line.text for line in lines[at : at + 400])
        read = read_json(joined, brace.start())
        if read and shape_of(read.value):
            payload, end = read.value, at + joined.count("\n", 0, read.end) + 1
            text = joined[: read.end]
    session, url, code = _SESSION.search(text), _URL.search(text), _CODE.search(text)
    entry = LogEntry(lines[at].number, event, text, session[1] if session else "", url[1] if url else "",
                     int(code[1]) if code else 0, payload)  # fmt: skip
    return entry, end


def payloads(log: Found) -> list[Found]:
    """The session JSON, results and documents that stand in a log, each as a piece of its own."""
    out = []
    for entry in log.data:
        shape = shape_of(entry.payload) if entry.payload is not None else None
        if shape:
            details = {"strict": True, "problem": "", "problems": (), "end": "whole", "before": "", "after": "",
                       "sure": "likely", **shape.details, "from_log": entry.line}  # fmt: skip
            remark = f"This stood in the log, in line {entry.line} of the paste."
            out.append(Found(shape.kind, entry.text[entry.text.index("{") :], shape.data, details, (remark,)))
    return out
