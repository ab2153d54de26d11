"""The JSON that Tropo posts to a catcher: session documents and results, in the shape of 2015 to 2018."""

from __future__ import annotations

import json

from tropo_lab.clock import timestamp
from tropo_lab.platform.calls import ANSWERED, FAILED, CallControl, called_id
from tropo_lab.platform.numbers import caller_id
from tropo_lab.platform.phones import Leg
from tropo_lab.platform.session import Session

ACCOUNT = "12345"
# made once: json.dumps would make an encoder for every call
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def session_document(session: Session) -> bytes:
    """The first POST of a session: who came in, or which parameters the launch carried."""
    leg = session.inbound
    document = {
        "id": session.id,
        "accountId": ACCOUNT,
        "applicationId": session.app.id,
        "timestamp": timestamp(session.clock.began),
        "userType": "HUMAN" if leg else "NONE",
        "initialText": session.initial_text,
        "callId": leg.id if leg else None,
    }
    if leg:
        document |= {
            "to": _party(leg, leg.to_number),
            "from": _party(leg, leg.from_number),
            "headers": sip_headers(leg),
        }
    else:
        # absent, never null: clients branch on whether the key is there
        document["parameters"] = session.parameters
    return _dump({"session": document})


def result_document(
    session: Session,
    control: CallControl,
    sequence: int,
    *,
    state: str,
    complete: bool,
    failed: bool = False,
    error: str | None = None,
) -> bytes:
    """A result POST: how the document went, and the `state` of the call. No `actions` key: nothing was collected."""
    leg = control.current
    state = FAILED if failed and state != ANSWERED else state
    # a failed call has no callId, but says whom it did not reach
    tried = control.legs[-1] if failed and control.legs else None
    return _dump({
        "result": {
            "sessionId": session.id,
            "callId": leg.id if leg else None,
            "state": state,
            "sessionDuration": session.clock.seconds,
            "sequence": sequence,
            "complete": complete,
            "error": error,
            "calledid": called_id(leg or tried),
        }
    })  # fmt: skip


def _party(leg: Leg, number: str) -> dict:
    return {
        "id": caller_id(number, leg.channel),
        "e164Id": number.lstrip("+"),
        "name": None if leg.is_text else number,
        "channel": leg.channel,
        "network": leg.network,
    }


def sip_headers(leg: Leg) -> dict:
    """The SIP headers of an inbound leg, as far as captures show them; addresses are from documentation ranges."""
    to, sender = leg.to_number.lstrip("+"), leg.from_number.lstrip("+")
    return {
        "Call-ID": leg.id,
        "CSeq": "1 INVITE",
        "Max-Forwards": "70",
        "Request URI": f"sip:{to}@192.0.2.10:5061",
        "From": f"<sip:{sender}@192.0.2.20:5060>;tag={leg.id[:6]}",
        "To": f"<sip:{to}@192.0.2.10:5061>",
        "Contact": f"<sip:{sender}@192.0.2.20:5060>",
        "Via": f"SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK{leg.id[:8]}",
    }


def _dump(document: dict) -> bytes:
    return _encode(document).encode("utf-8", "replace")
