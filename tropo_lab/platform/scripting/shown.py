"""Calls as scripts see them."""

from __future__ import annotations

from tropo_lab.platform.control.calls import CallControl
from tropo_lab.platform.control.legs import ANSWERED, RINGING
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.numbers import caller_id
from tropo_lab.platform.network.sip import sip_headers
from tropo_lab.platform.session import Session


class Calls:
    """The calls that one script knows, found again by their ids."""

    def __init__(self, session: Session, control: CallControl):
        self.session, self.control = session, control
        self._known: dict[str, Leg] = {}

    def find(self, id) -> Leg | None:
        """The call of that id; None when the script was never shown it."""
        return self._known.get(id) if isinstance(id, str) else None

    async def current(self) -> dict | None:
        """`currentCall`."""
        return await self.shown(self.control.current)

    async def shown(self, leg: Leg | None) -> dict | None:
        """A call as the script sees it."""
        if leg is None:
            return None
        self._known[leg.id] = leg
        return {
            "id": leg.id,
            "sessionId": self.session.id,
            "callerID": caller_id(leg.from_number, leg.channel),
            "calledID": caller_id(leg.to_number, leg.channel),
            "e164CallerID": leg.from_number.lstrip("+"),
            "e164CalledID": leg.to_number.lstrip("+"),
            "callerName": "unknown",
            "calledName": "unknown",
            "channel": leg.channel,
            "network": leg.network,
            "initialText": self.session.initial_text if leg.inbound else None,
            "headers": sip_headers(leg, self.session.initial_text) if leg.inbound else leg.headers,
            "incoming": leg.inbound,
            "state": await self.state(leg),
        }

    async def state(self, leg: Leg) -> str:
        """The state of a call by its name."""
        if not await self.control.still_up(leg):
            return leg.ended_as
        return RINGING if leg.state == "ringing" else ANSWERED
