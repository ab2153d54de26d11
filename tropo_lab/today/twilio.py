"""A stand-in for Twilio: texts by `Messages.json`, calls by `Calls.json`, TwiML from the `Url` that a call names.

Paths, fields, error codes and the signature are those of Twilio's documents and of its own Python library (9.13); the
words in an error's `message` are near Twilio's, its `code` is Twilio's. Of TwiML it follows a few verbs (see `twiml`).
Of the delivery reports it sends the last one.
"""

from __future__ import annotations

import base64
import hmac
from functools import partial
from urllib.parse import urlencode

from flask import g, request

from tropo_lab.clock import EPOCH
from tropo_lab.errors import BadSetup
from tropo_lab.platform.network.segments import parts
from tropo_lab.today.exchange import Exchange
from tropo_lab.today.stand_in import StandIn
from tropo_lab.today.twiml import follow
from tropo_lab.trace import FROM_CATCHER

MOST_DOCUMENTS = 20
_DATE = EPOCH.strftime("%a, %d %b %Y %H:%M:%S +0000")
_STATUSES = {"": "completed", "busy": "busy", "never": "no-answer", "unreachable": "failed"}
_XML = ("text/xml", "application/xml", "text/html")


def signature(auth_token: str, url: str, fields: dict[str, str]) -> str:
    """What Twilio puts into `X-Twilio-Signature`: only who knows the auth token can make it."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(auth_token.encode(), signed.encode(), "sha1").digest()).decode()


class Twilio(StandIn):
    """Twilio's place in a lab: `auth` is the account's SID and its auth token, as HTTP Basic wants them."""

    party, host = "twilio", "api.twilio.com"
    account_sid = "AC" + "0" * 30 + "42"
    auth_token = "NOT-A-REAL-AUTH-TOKEN"
    auth = (account_sid, auth_token)

    def routes(self):
        base = "/2010-04-01/Accounts/<account>"
        return {f"{base}/Messages.json": self._message, f"{base}/Calls.json": self._call}

    def told(self, data):
        return data["status"] if "sid" in data else f"error {data['code']}"

    # a text

    def _message(self, account: str):
        wrong = self._refusal(
            account, {"To": 21604, "From MessagingServiceSid": 21603, "Body MediaUrl ContentSid": 21602}
        )
        if wrong:
            return wrong
        sid, fields = "SM" + self.new_id(), request.form.to_dict()
        body = {
            "body": fields.get("Body", ""),
            "num_segments": str(len(parts(fields.get("Body", "")))),
            "num_media": "0",
        }
        return 201, self._resource("Messages", sid, fields, body), partial(self._send_text, g.exchange, sid, fields)

    def _send_text(self, exchange: Exchange, sid: str, fields: dict) -> None:
        sent = self.deliver(exchange, fields.get("From", ""), fields["To"], fields.get("Body", ""))
        status = {"MessageStatus": "delivered"} if sent else {"MessageStatus": "undelivered", "ErrorCode": "30003"}
        self._report(exchange, fields, {"MessageSid": sid, **status})

    # a call

    def _call(self, account: str):
        wrong = self._refusal(account, {"To": 21201, "From": 21213, "Url Twiml": 21205})
        if wrong:
            return wrong
        sid, fields = "CA" + self.new_id(), request.form.to_dict()
        return 201, self._resource("Calls", sid, fields, {}), partial(self._place, g.exchange, sid, fields)

    def _place(self, exchange: Exchange, sid: str, fields: dict) -> None:
        call = self.dial(exchange, fields["From"], fields["To"])
        told = {"CallSid": sid, "CallStatus": "in-progress", "Direction": "outbound-api"}
        url, text = fields.get("Url", ""), fields.get("Twiml", "")
        more: dict[str, str] = {}
        for _ in range(MOST_DOCUMENTS):
            if call.over:
                break
            if url:
                text = self._ask(exchange, fields.get("Method", "POST"), url, self._about(fields, told | more))
            url, more = follow(call, text, url)
            if not url:
                break
        call.hang_up()
        told |= {"CallStatus": _STATUSES[call.refused], "CallDuration": str(call.seconds)}
        self._report(exchange, fields, told)

    # asking and telling

    def _ask(self, exchange: Exchange, method: str, url: str, fields: dict[str, str]) -> str:
        said = self._send(exchange, "webhook", method, url, fields)
        if exchange.outcome.where:
            return ""
        if said.status >= 400:
            exchange.broke("11200", FROM_CATCHER, f"Twilio's error 11200: the catcher answered {said.status}.")
        elif said.body and said.content_type not in _XML:
            kind = said.content_type or "no content type"
            exchange.broke("12300", FROM_CATCHER, f"Twilio's error 12300: {kind} is no type that TwiML may have.")
        else:
            return said.body.decode(errors="replace")
        return ""

    def _report(self, exchange: Exchange, fields: dict, told: dict[str, str]) -> None:
        if fields.get("StatusCallback"):
            self._send(exchange, "report", "POST", fields["StatusCallback"], self._about(fields, told))

    def _about(self, fields: dict, told: dict[str, str]) -> dict[str, str]:
        ends = {name: fields[name] for name in ("From", "To") if name in fields}
        return {"AccountSid": self.account_sid, "ApiVersion": "2010-04-01", **ends, **told}

    def _send(self, exchange: Exchange, kind: str, method: str, url: str, fields: dict[str, str]):
        if method.upper() == "GET":
            url += ("&" if "?" in url else "?") + urlencode(fields)
            return self.send(exchange, kind, "GET", url, {"X-Twilio-Signature": signature(self.auth_token, url, {})})
        signed = signature(self.auth_token, url, fields)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signed}
        return self.send(exchange, kind, "POST", url, headers, urlencode(fields).encode())

    # replies

    def _refusal(self, account: str, wanted: dict[str, int]):
        given = request.authorization
        if not given or (given.username, given.password) != self.auth or account != self.account_sid:
            return _error(401, 20003, "Authenticate")
        for names, code in wanted.items():
            if not any(request.form.get(name) for name in names.split()):
                return _error(400, code, f"A '{names.split()[0]}' is required.")
        try:
            self.phone(request.form["To"])
        except BadSetup:
            return _error(400, 21211, f"The 'To' number {request.form['To']:.40} is not a valid phone number.")
        return None

    def _resource(self, kind: str, sid: str, fields: dict, more: dict) -> dict:
        uri = f"/2010-04-01/Accounts/{self.account_sid}/{kind}/{sid}.json"
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            **more,
            "date_created": _DATE,
            "direction": "outbound-api",
            "from": fields.get("From"),
            "sid": sid,
            "status": "queued",
            "to": fields["To"],
            "uri": uri,
        }


def _error(status: int, code: int, message: str):
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": message, "more_info": more, "status": status}, None
