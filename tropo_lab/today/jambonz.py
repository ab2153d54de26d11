"""A stand-in for jambonz, which you run yourself: calls by `createCall`, JSON verbs from the request's `call_hook`.

Paths, fields and the signature are those of its own Node client (0.4), the verbs those of its list of verbs (0.1.13).
What stands in the body of an error is not known here: the stand-in sends `msg` and a sentence of its own. It follows
`FOLLOWED`.
"""

from __future__ import annotations

import hmac
from functools import partial

from flask import g, request

from tropo_lab.clock import EPOCH
from tropo_lab.errors import BadSetup
from tropo_lab.platform.messages import json_bytes
from tropo_lab.today.addresses import joined
from tropo_lab.today.call import Call, number
from tropo_lab.today.exchange import Exchange
from tropo_lab.today.stand_in import StandIn

FOLLOWED = ("say", "gather", "pause", "hangup")
MOST_DOCUMENTS = 20
_STATUSES = {"": "completed", "busy": "busy", "never": "no-answer", "unreachable": "failed"}


def signature(secret: str, body: bytes, at: int) -> str:
    """What jambonz puts into `Jambonz-Signature`; `at` is in seconds since 1970."""
    return f"t={at},v1=" + hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()


class Jambonz(StandIn):
    """A jambonz server in a lab: `headers` authorise a request, `webhook_secret` proves who sent a webhook."""

    party, host = "jambonz", "jambonz.example"
    account_sid = "00000000-0000-4000-8000-000000000010"
    webhook_secret = "NOT-A-REAL-SECRET"
    api_key = "NOT-A-REAL-API-KEY"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}"}

    def routes(self):
        return {"/v1/Accounts/<account>/Messages": self._message, "/v1/Accounts/<account>/Calls": self._call}

    def told(self, data):
        return data.get("msg", "") if data else ""

    # a text

    def _message(self, account: str):
        told, wrong = self._read(account, "from", "to", "text")
        return wrong or (201, {"sid": self.new_uuid()}, partial(self._send_text, g.exchange, told))

    def _send_text(self, exchange: Exchange, told: dict) -> None:
        self.deliver(exchange, told["from"], told["to"], told["text"])

    # a call

    def _call(self, account: str):
        told, wrong = self._read(account, "from", "to", "call_hook", "call_status_hook")
        id = self.new_uuid()
        return wrong or (201, {"sid": id}, partial(self._place, g.exchange, id, told))

    def _place(self, exchange: Exchange, id: str, told: dict) -> None:
        call = self.dial(exchange, told["from"], told["to"]["number"])
        about = {"call_sid": id, "account_sid": self.account_sid, "direction": "outbound", "from": told["from"]}
        about |= {"to": told["to"]["number"], "call_status": "in-progress"}
        url, more = _url(told["call_hook"]), {}
        for _ in range(MOST_DOCUMENTS):
            if call.over or not url:
                break
            verbs = self._ask(exchange, url, about | more)
            url, more = self._follow(call, verbs, url)
        call.hang_up()
        about |= {"call_status": _STATUSES[call.refused]} | ({} if call.refused else {"duration": call.seconds})
        self._send(exchange, "report", _url(told["call_status_hook"]), about)

    def _follow(self, call: Call, verbs: list, url: str) -> tuple[str, dict]:
        """Do what the verbs say; gives the address of the next ones and what to tell there, or nothing."""
        for verb in verbs:
            name = verb.get("verb") if isinstance(verb, dict) else None
            if name == "say":
                call.say(str(verb.get("text", "")))
            elif name == "pause":
                call.pause(number(verb.get("length"), 0))
            elif name == "hangup":
                break
            elif name == "gather":
                said = verb.get("say")
                call.say(str(said.get("text", "")) if isinstance(said, dict) else "")
                most = int(number(verb.get("numDigits") or verb.get("maxDigits"), 0))
                digits = call.keys(number(verb.get("timeout"), 0), most, str(verb.get("finishOnKey", "")))
                if call.over:
                    break
                if hook := verb.get("actionHook"):
                    heard = {"reason": "dtmfDetected", "digits": digits} if digits else {"reason": "timeout"}
                    return joined(url, _url(hook)), heard
            else:
                call.exchange.note(f"The stand-in does not follow the verb {name!r:.40}.")
        return "", {}

    # asking and telling

    def _ask(self, exchange: Exchange, url: str, told: dict) -> list:
        return exchange.listed("verbs", self._send(exchange, "webhook", url, told))

    def _send(self, exchange: Exchange, kind: str, url: str, told: dict):
        body = json_bytes(told)
        signed = signature(self.webhook_secret, body, int(EPOCH.timestamp()) + exchange.at // 1000)
        headers = {"Content-Type": "application/json", "Jambonz-Signature": signed}
        return self.send(exchange, kind, "POST", url, headers, body)

    # replies

    def _read(self, account: str, *wanted: str):
        """The request as a dict, and the refusal where it is none or lacks something."""
        if request.headers.get("Authorization") != self.headers["Authorization"] or account != self.account_sid:
            return {}, (401, None, None)
        told = request.get_json(silent=True)
        told = told if isinstance(told, dict) else {}
        lacks = next((name for name in wanted if not told.get(name)), "")
        if lacks:
            return {}, (400, {"msg": f"The stand-in misses {lacks}."}, None)
        try:
            self.phone(told["to"] if "text" in wanted else told["to"]["number"])
        except (BadSetup, LookupError, TypeError):
            return {}, (400, {"msg": "The stand-in finds no phone number in `to`."}, None)
        return told, None


def _url(hook: object) -> str:
    return str(hook.get("url", hook) if isinstance(hook, dict) else hook)
