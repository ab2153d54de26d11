"""The results that Tropo posts to a catcher: how a document went, and what each of its verbs collected."""

from __future__ import annotations

from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.control.choices import Choices
from tropo_lab.platform.control.legs import ANSWERED, FAILED, called_id
from tropo_lab.platform.control.nlsml import nlsml
from tropo_lab.platform.control.result import Heard, Result
from tropo_lab.platform.messages import json_bytes
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.numbers import caller_id
from tropo_lab.platform.session import Session
from tropo_lab.platform.webapi.verbs import Verb

# how a verb ended → its disposition; a failure says why
_DISPOSITIONS = {
    "done": "SUCCESS", "timeout": "TIMEOUT", "nomatch": "NOMATCH", "hangup": "HANGUP", "signal": "EXTERNAL_EVENT",
}  # fmt: skip
_REASONS = {"busy": "BUSY", "declined": "REJECTED"}
COLLECTING = ("ask", "record", "transfer", "conference")


def result_document(
    session: Session,
    control: CallControl,
    sequence: int,
    *,
    state: str,
    complete: bool,
    failed: bool = False,
    error: str | None = None,
    actions: list[dict] | tuple = (),
) -> bytes:
    """A result POST: how the document went, the `state` of the call, and its `actions`.

    `failed`: nobody was reached. One action is an object, several are a list, and without any there is no such key.
    """
    leg = control.current
    # a failed call has no callId, but says whom it did not reach
    tried = control.legs[-1] if failed and control.legs else None
    result = {
        "sessionId": session.id,
        "callId": leg.id if leg else None,
        "state": FAILED if failed and state != ANSWERED else state,
        "sessionDuration": session.clock.seconds,
        "sequence": sequence,
        "complete": complete,
        "error": error,
        "calledid": called_id(leg or tried),
    }
    if control.user_type:
        result["userType"] = control.user_type
    if actions:
        result["actions"] = actions[0] if len(actions) == 1 else list(actions)
    return json_bytes({"result": result})


def short_result(session: Session, leg: Leg, actions: list[dict]) -> bytes:
    """What a `post` within a transfer tells: who was reached, and what was answered so far."""
    result = {"sessionId": session.id, "callId": leg.id, "state": ANSWERED, "calledid": called_id(leg)}
    if actions:
        result["actions"] = actions[0] if len(actions) == 1 else actions
    return json_bytes({"result": result})


def action(verb: Verb, result: Result, number: int, session: Session) -> dict:
    """What a result says of a verb that collects something; `number` counts those of one document from 0."""
    made = {"name": verb.values["name"] or verb.name}
    if verb.name in ("ask", "record"):
        made |= {"attempts": result.attempt, "disposition": disposition(result)}
        if result.heard is not None:
            made |= _heard(result.heard, f"{number}@{session.id[:8]}.vxmlgrammar", verb.values["choices"])
        if verb.name == "record" and result.lasted is not None:
            made |= _recorded(verb, result)
        return made
    lasted = result.lasted
    made["duration"] = lasted.milliseconds // 1000 if lasted else 0
    if verb.name == "transfer":
        made["connectedDuration"] = lasted.connected // 1000 if lasted else 0
    made["disposition"] = disposition(result)
    if verb.name == "transfer" and lasted and lasted.timestamp and result.how != "failed":
        about = {"timestamp": lasted.timestamp, "calledid": caller_id(lasted.called, "VOICE")}
        made |= about | {"userType": lasted.user_type}
    return made


def disposition(result: Result) -> str:
    """How a verb ended, in Tropo's word for it."""
    return _DISPOSITIONS.get(result.how) or _REASONS.get(result.detail, "FAILED")


def _heard(heard: Heard, grammar: str, choices: Choices | None) -> dict:
    return {
        "confidence": heard.confidence,
        "interpretation": heard.interpretation,
        "utterance": heard.utterance,
        "concept": heard.concept,
        "value": heard.value,
        "xml": nlsml(heard, grammar, choices),
    }


def _recorded(verb: Verb, result: Result) -> dict:
    """Where a recording went; one that a hang-up ended is a success all the same."""
    first = verb.values["url"][0]
    about = {"url": first if isinstance(first, str) else first["url"]}
    if result.how == "hangup":
        return {"disposition": "SUCCESS"} | about
    return {"duration": result.lasted.milliseconds} | about
