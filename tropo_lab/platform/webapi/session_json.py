"""The JSON that begins a session: what Tropo tells a catcher first, in the shape of 2015 to 2018."""

from __future__ import annotations

from tropo_lab.clock import timestamp
from tropo_lab.platform.ids import ACCOUNT_ID
from tropo_lab.platform.messages import json_bytes
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.numbers import caller_id
from tropo_lab.platform.network.sip import sip_headers
from tropo_lab.platform.session import Session


def session_document(session: Session) -> bytes:
    """The first POST of a session: who came in, or which parameters the launch carried."""
    leg = session.inbound
    document = {
        "id": session.id,
        "accountId": ACCOUNT_ID,
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
            "headers": sip_headers(leg, session.initial_text),
        }
    else:
        # absent, never null: clients branch on whether the key is there
        document["parameters"] = session.parameters
    return json_bytes({"session": document})


def _party(leg: Leg, number: str) -> dict:
    return {
        "id": caller_id(number, leg.channel),
        "e164Id": number.lstrip("+"),
        "name": None if leg.is_text else number,
        "channel": leg.channel,
        "network": leg.network,
    }
