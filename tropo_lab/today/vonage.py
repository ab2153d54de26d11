"""A stand-in for Vonage: texts by the Messages API, calls by the Voice API, NCCO in the request or at `answer_url`.

Paths, fields and statuses are those of Vonage's documents and of its own Python libraries (messages 1.8, voice 1.5).
Of an error's body it sends the keys that are known here, and no more; the `type` is left out. A token (JWT) is read,
and its signature is not checked; what Vonage sends to catchers is signed, and this is not.
Of an NCCO it follows a few actions (see `ncco`).
"""

from __future__ import annotations

import base64
import json
from functools import partial
from urllib.parse import urlencode

from flask import g, request

from tropo_lab.clock import EPOCH, timestamp
from tropo_lab.errors import BadSetup
from tropo_lab.platform.messages import json_bytes
from tropo_lab.today.addresses import is_list_of_addresses
from tropo_lab.today.exchange import Exchange
from tropo_lab.today.ncco import follow
from tropo_lab.today.stand_in import StandIn

MOST_DOCUMENTS = 20
_CLAIMS = ("application_id", "iat", "jti")
_STATUSES = {"": "completed", "busy": "busy", "never": "timeout", "unreachable": "failed"}


def token(claims: dict) -> str:
    """A JWT of the shape that Vonage wants, with a signature that is none: no private key is at hand here."""
    parts = (json_bytes({"alg": "RS256", "typ": "JWT"}), json_bytes(claims), b"NOT-A-SIGNATURE")
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


class Vonage(StandIn):
    """Vonage's place in a lab: `headers` authorise a request for the application `application_id`."""

    party, host = "vonage", "api.nexmo.com"
    application_id = "00000000-0000-4000-8000-000000000042"

    @property
    def headers(self) -> dict[str, str]:
        claims = {"application_id": self.application_id, "iat": int(EPOCH.timestamp()), "jti": "lesson-10"}
        return {"Authorization": f"Bearer {token(claims)}"}

    def routes(self):
        return {"/v1/messages": self._message, "/v1/calls": self._call}

    def told(self, data):
        return data.get("title") or data.get("status", "")

    # a text

    def _message(self):
        told, wrong = self._read(422, "to", "from", "channel", "message_type", "text")
        if wrong:
            return wrong
        id = self.new_uuid()
        return 202, {"message_uuid": id}, partial(self._send_text, g.exchange, id, told)

    def _send_text(self, exchange: Exchange, id: str, told: dict) -> None:
        sent = self.deliver(exchange, told["from"], told["to"], told["text"])
        if told.get("webhook_url"):
            about = {name: told[name] for name in ("to", "from", "channel")}
            status = {"status": "delivered" if sent else "undeliverable", "timestamp": timestamp(exchange.at)}
            self._post(exchange, "report", str(told["webhook_url"]), {"message_uuid": id, **about, **status})

    # a call

    def _call(self):
        told, wrong = self._read(400, "to", "from", "answer_url ncco")
        if wrong:
            return wrong
        wrong = [name for name in ("answer_url", "event_url") if name in told and not is_list_of_addresses(told[name])]
        wrong += ["ncco"] * (not isinstance(told.get("ncco", []), list))
        if wrong:
            return self._bad(400, wrong)
        id, conversation = self.new_uuid(), f"CON-{self.new_uuid()}"
        said = {"uuid": id, "status": "started", "direction": "outbound", "conversation_uuid": conversation}
        return 201, said, partial(self._place, g.exchange, told, {"uuid": id, "conversation_uuid": conversation})

    def _place(self, exchange: Exchange, told: dict, ids: dict) -> None:
        about = {"to": told["to"][0]["number"], "from": told["from"]["number"], **ids}
        call = self.dial(exchange, about["from"], about["to"])
        ncco = told.get("ncco", ())
        if not call.over and "answer_url" in told:
            ncco = self._ask(exchange, told, about)
        event_url = told.get("event_url", [""])[0]
        for _ in range(MOST_DOCUMENTS):
            ncco = follow(call, ncco, lambda url, heard: self._next(exchange, url, {**heard, **about}), event_url)
            if not ncco:
                break
        call.hang_up()
        if event_url:
            status = {"status": _STATUSES[call.refused], "direction": "outbound", "timestamp": timestamp(exchange.at)}
            duration = {} if call.refused else {"duration": str(call.seconds)}
            self._post(exchange, "report", event_url, {**about, **status, **duration})

    # asking and telling

    def _ask(self, exchange: Exchange, told: dict, about: dict) -> list:
        url = told["answer_url"][0]
        if told.get("answer_method", "GET") == "POST":
            return self._next(exchange, url, about)
        url += ("&" if "?" in url else "?") + urlencode(about)
        return exchange.listed("actions", self.send(exchange, "webhook", "GET", url, {}))

    def _next(self, exchange: Exchange, url: str, told: dict) -> list:
        return exchange.listed("actions", self._post(exchange, "webhook", url, told))

    def _post(self, exchange: Exchange, kind: str, url: str, told: dict):
        return self.send(exchange, kind, "POST", url, {"Content-Type": "application/json"}, json_bytes(told))

    # replies

    def _read(self, status: int, *wanted: str):
        """The request as a dict, and the refusal where it is none or lacks something."""
        if not _authorised(request.headers.get("Authorization", ""), self.application_id):
            return {}, (401, {"title": "Unauthorized", "instance": self.new_uuid()}, None)
        told = request.get_json(silent=True)
        told = told if isinstance(told, dict) else {}
        lacks = [names.split()[0] for names in wanted if not any(told.get(name) for name in names.split())]
        if not lacks and not self._reachable(told):
            lacks = ["to"]
        if not lacks:
            return told, None
        return {}, self._bad(status, lacks)

    def _bad(self, status: int, names: list[str]):
        title = "Bad Request" if status == 400 else "Invalid params"
        named = [{"name": name} for name in names]
        return status, {"title": title, "instance": self.new_uuid(), "invalid_parameters": named}, None

    def _reachable(self, told: dict) -> bool:
        try:
            numbers = (
                (told["to"], "") if isinstance(told["to"], str) else (told["to"][0]["number"], told["from"]["number"])
            )
            self.phone(numbers[0])
        except (BadSetup, LookupError, TypeError):
            return False
        return True


def _authorised(header: str, application_id: str) -> bool:
    scheme, _, jwt = header.partition(" ")
    try:
        claims = json.loads(base64.urlsafe_b64decode(jwt.split(".")[1] + "=="))
        return (
            scheme == "Bearer" and all(claims[name] for name in _CLAIMS) and claims["application_id"] == application_id
        )
    except (ValueError, LookupError, TypeError):
        return False
