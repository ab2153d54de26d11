"""A stand-in for Webex Connect (once imiconnect): an inbound webhook starts a flow, which sends the text.

Known here: the address of an inbound webhook, that it takes JSON of your own, and that the flow behind it is drawn in
Webex Connect's flow builder and runs there. Not known here: the body of the reply, so this sends none; and how a call
is placed, so this places none. `Webex(lab, to=…, text=…)` stands for a flow of one SMS node: the keys it reads.
"""

from __future__ import annotations

from functools import partial

from flask import g, request

from tropo_lab.errors import BadSetup
from tropo_lab.today.exchange import Exchange
from tropo_lab.today.stand_in import StandIn
from tropo_lab.trace import TO_PHONE


class Webex(StandIn):
    """Webex Connect's place in a lab, with one flow; `webhook` is the address that starts it."""

    party, host = "webex", "hooks.us.webexconnect.io"
    event = "NOT-A-REAL-EVENT"

    def __init__(self, lab, to: str = "numbertodial", text: str = "msg", sender: str = "+14075550100"):
        self._to, self._text, self._sender = to, text, sender
        super().__init__(lab)
        self.webhook = f"{self.url}/events/{self.event}"

    def routes(self):
        return {f"/events/{self.event}": self._started}

    def _started(self):
        told = request.get_json(silent=True)
        if not isinstance(told, dict):
            return 400, None, None
        return 200, None, partial(self._run, g.exchange, told)

    def _run(self, exchange: Exchange, told: dict) -> None:
        try:
            self.deliver(exchange, self._sender, str(told.get(self._to, "")), str(told.get(self._text, "")))
        except BadSetup as refusal:
            exchange.broke("no number", TO_PHONE, str(refusal))
