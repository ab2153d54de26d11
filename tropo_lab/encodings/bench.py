"""One text sent in every launch form: the bytes, what Tropo reads in them, what catcher and phone get.

Nothing is imitated: each request goes to a platform, whose catcher texts on whatever it finds as `msg`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from tropo_lab.encodings.alterations import Change, changes
from tropo_lab.encodings.careless_launcher import FORMS, MISTAKES, TOKEN, sent, ways
from tropo_lab.encodings.carried import Carried
from tropo_lab.errors import BadLaunch, BadSetup
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.launching.request import read
from tropo_lab.platform.messages import Request
from tropo_lab.sealed_engine import SealedEngine

LONGEST = 1000
_HOST = "catcher.example"
_BAD_LINE = "This request cannot be read ({}). Encode spaces and special characters in the address."


def carried(text: str, mistake: str = "") -> tuple[Carried, ...]:
    """The text in each of `FORMS`, with one of `MISTAKES`; BadSetup in one sentence when the bench cannot take it."""
    if not isinstance(text, str):
        raise BadSetup(f"The bench takes a text; write {str(text)!r:.60} in place of {text!r:.60}.")
    if mistake not in MISTAKES:
        raise BadSetup(f"There is no mistake {mistake!r:.60} here; choose one of {', '.join(filter(None, MISTAKES))}.")
    if len(text) > LONGEST:
        raise BadSetup(f"The bench takes up to {LONGEST:,} characters; this text has {len(text):,}, so shorten it.")
    return _carried(text, mistake)


@lru_cache(16)
def _carried(text: str, mistake: str) -> tuple[Carried, ...]:
    engine = SealedEngine(seed=1, db=":memory:")
    try:
        engine.add_host(_HOST, _catcher)
        engine.call(engine.cloud.add_app, "bench", None, f"http://{_HOST}/messaging", messaging_token=TOKEN)
        return tuple(_carry(engine, text, form, mistake, way) for form in FORMS for way in ways(form, mistake))
    finally:
        engine.close()


def _carry(engine: SealedEngine, text: str, form: str, mistake: str, way: str) -> Carried:
    row = Carried(text, form, way)
    try:
        row = row._replace(sent=sent(form, text, mistake, way))
        request = _request(row.sent.wire)
        row = row._replace(parameters=read(request).parameters)
    except (BadSetup, BadLaunch) as bad:
        return row._replace(refusal=str(bad))
    engine.exchange(API_HOST, request)
    trace = engine.cloud.sessions.latest()
    session = "".join(hop.body.decode() for hop in trace.of_kind("session"))
    phones = engine.cloud.network.phones.values()
    return row._replace(
        told=session[session.index('"msg":') : -3] if '"msg":' in session else "",
        text=next((one for phone in phones for one in phone.texts if one.session == trace.id), None),
        refusal="" if trace.outcome.ok else trace.outcome.sentence,
        remarks=tuple(line.text for line in trace.log if line.rule == "launch-encoding"),
        changes=_changes(row, mistake),
    )


def _request(wire: bytes) -> Request:
    """The request as the platform's door reads it; BadLaunch when it is no HTTP."""
    heading, _, body = wire.partition(b"\r\n\r\n")
    line, *headers = heading.decode("latin-1").split("\r\n")
    method, _, rest = line.partition(" ")
    target, version = rest.removesuffix(" HTTP/1.1").rstrip(" "), rest.rpartition(" ")[2]
    if "\n" in line or "\r" in line or version != "HTTP/1.1":
        raise BadLaunch(_BAD_LINE.format("a line break ends its first line too early"))
    # spaces at the end of the address are passed over, as llhttp does; a space within it ends it
    if " " in target:
        raise BadLaunch(_BAD_LINE.format(f"its first line has {len(line.split())} parts, and HTTP allows 3"))
    if strange := re.search("[^!-~]", target):
        raise BadLaunch(_BAD_LINE.format(f"its address holds the byte 0x{ord(strange[0]):02x}"))
    return Request(method, target, tuple(tuple(header.split(": ", 1)) for header in headers), body)


def _catcher(environ, start_response) -> list[bytes]:
    given = json.load(environ["wsgi.input"])["session"]["parameters"]
    message = {"say": {"value": given.get("msg")}, "to": given["numbertodial"], "channel": "TEXT", "network": "SMS"}
    # without a text there is nothing to send on
    body = json.dumps({"tropo": [{"message": message}] if "msg" in given else []}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _changes(row: Carried, mistake: str) -> tuple[Change, ...]:
    """The changes sign by sign, where each sign fared as it does alone; else what the two texts themselves tell."""
    if row.read is None or row.read == row.typed:
        return ()
    # JSON within JSON comes with quotation marks around it, as an empty text alone shows
    around = _alone("", row.form, mistake, row.way) or ""
    opens, closes = around[: len(around) // 2], around[len(around) // 2 :]
    found, came_at = [Change(0, "", 0, opens)] * bool(opens), len(opens)
    for at, sign in enumerate(row.typed):
        if came_at == len(row.read):
            return (*found, Change(at, row.typed[at:], came_at, ""))
        came = _alone(sign, row.form, mistake, row.way)
        if came is None or not row.read.startswith(came[len(opens) : len(came) - len(closes)], came_at):
            break
        came = came[len(opens) : len(came) - len(closes)]
        if came != sign:
            found.append(Change(at, sign, came_at, came))
        came_at += len(came)
    else:
        if row.read[came_at:] == closes:
            return (*found, *[Change(len(row.typed), "", came_at, closes)] * bool(closes))
    return changes(row.typed, row.read)


@lru_cache(4096)
def _alone(sign: str, form: str, mistake: str, way: str) -> str | None:
    """What Tropo reads when this sign is the whole text; None when it cannot."""
    try:
        return read(_request(sent(form, sign, mistake, way).wire)).parameters.get("msg")
    except (BadSetup, BadLaunch):
        return None
