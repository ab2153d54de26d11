"""What a JSON value is: a session, a catcher's document, a result, a launch, a recording, another vendor's payload."""

from __future__ import annotations

import json
from typing import NamedTuple

from tropo_lab.launch_reply import read_reply
from tropo_lab.support.pastes.vendors import vendor_of_json

VERBS = frozenset({
    "answer", "ask", "call", "conference", "generalLogSecurity", "hangup", "message", "on", "record", "redirect",
    "reject", "say", "startRecording", "stopRecording", "transfer", "wait",
})  # fmt: skip
_SESSION = {"id", "accountId", "timestamp", "userType", "initialText", "callId", "parameters"}
_RESULT = {"sessionId", "callId", "state", "sessionDuration", "sequence", "complete", "actions"}
_REPLY = {"success", "reason"}


class Shape(NamedTuple):
    """The kind of a value, details and remarks that come with it, and what the piece holds as its data."""

    kind: str
    data: object
    details: dict
    remarks: tuple[str, ...] = ()


def shape_of(value: object) -> Shape | None:
    """What this value is; None where it could be anything."""
    if isinstance(value, dict):
        return _of_object(value)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value[:5]):
        return _of_list(value)
    return None


def _of_object(value: dict) -> Shape | None:
    names = set(value)
    by_lower = {str(name).lower(): name for name in value}
    if isinstance(value.get("result"), dict):
        return Shape("result", value, {})
    for kind, name in (("document", "tropo"), ("session", "session")):
        if name in by_lower and not (name == "session" and not isinstance(value[by_lower[name]], dict)):
            spelled = by_lower[name]
            remark = f"The outer name is spelled {spelled!r:.20}; Tropo spells it {name!r}."
            return Shape(kind, value, {}, () if spelled == name else (remark,))
    if names & _REPLY and names & {"token", "id", "reason", "error", "success"} and "status" not in names:
        return Shape("launch-reply", read_reply(200, "", json.dumps(value)), {"format": "json"})
    if vendor := vendor_of_json(value):
        return Shape("foreign", value, {"vendor": vendor[0], "what": vendor[1]})
    if len(names & _RESULT) > 2 and "sessionId" in names:
        return Shape("result", value, {}, ("The result stands without the object `result` around it.",))
    if len(names & _SESSION) > 2 and not names & {"sid", "account_sid"}:
        return Shape("session", value, {}, ("The session stands without the object `session` around it.",))
    if names and names <= VERBS and all(_is_verb(name, one) for name, one in value.items()):
        remark = 'The verbs stand without the list `tropo` around them: Tropo wants {"tropo": [ … ]}.'
        return Shape("document", value, {}, (remark,))
    if isinstance(value.get("token"), str) and all(not isinstance(one, (dict, list)) for one in value.values()):
        return Shape("launch", value, {"form": "json"})
    if value.get("status") in ("QUEUED", "NOTFOUND", "FAILED") and len(names) < 3:
        return Shape("unknown", value, {"what": "signal-reply"}, ("This is the reply to a signal, not to a launch.",))
    if names == {"error"} and isinstance(value["error"], str):
        return Shape("launch-reply", read_reply(400, "", json.dumps(value)), {"format": "json", "sure": "a guess"})
    if {"signal", "value"} & names and len(names) == 1:
        return Shape("unknown", value, {"what": "signal"}, ("This is a signal to a session that runs, not a launch.",))
    return None


def _is_verb(name: str, payload: object) -> bool:
    """True where the value could be what this verb carries."""
    bare = name in ("hangup", "reject", "answer", "stopRecording", "generalLogSecurity")
    return isinstance(payload, (dict, list)) or (bare and (payload is None or isinstance(payload, str)))


def _of_list(value: list) -> Shape | None:
    if vendor := vendor_of_json(value):
        return Shape("foreign", value, {"vendor": vendor[0], "what": vendor[1]})
    if all(isinstance(one, dict) and len(one) == 1 and set(one) <= VERBS for one in value):
        remark = 'The list of verbs stands without the object `tropo` around it: Tropo wants {"tropo": [ … ]}.'
        return Shape("document", value, {}, (remark,))
    if all(isinstance(one, dict) and {"text", "level", "hop"} <= set(one) for one in value):
        return Shape("log", value, {"origin": "lab"})
    return None
