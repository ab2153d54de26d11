"""A stand-in: a small server in the lab under a vendor's host name, which answers as that vendor's documents say.

It is no emulator. It knows the few requests and verbs that the lesson shows, marks every reply and every request to a
catcher with the header `X-Stand-In`, and carries out what it accepted when it is asked for its trace.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from urllib.parse import urlsplit

import requests
from flask import Flask, Response, g, request

from tropo_lab.errors import LabError
from tropo_lab.platform.messages import Reply, Request, json_bytes, phrase
from tropo_lab.platform.network.texts import Text
from tropo_lab.today.call import TEXT_TRANSIT, Call
from tropo_lab.today.exchange import Exchange
from tropo_lab.today.foreign_trace import PLATFORMS, ForeignTrace
from tropo_lab.trace import AT_LAUNCH, TO_CATCHER

MARK = "X-Stand-In"
# what belongs to the vendor's interface; what HTTP clients add beside it is not written down
_TOLD = ("Host", "Authorization", "Content-Type", "Content-Length")


class StandIn:
    """What all stand-ins share. Subclasses name `party` and `host`, and give `routes`: path → what answers a POST.

    What answers takes the variable parts of its path, and gives the status, the data of the JSON body (None for an
    empty one), and what is to be done afterwards (None for nothing).
    """

    party = ""
    host = ""

    def __init__(self, lab):
        self.lab, self.name = lab, PLATFORMS[self.party]
        self._exchanges: list[Exchange] = []
        self._waiting: list[Callable[[], None]] = []
        self._ids = 0
        app = Flask(self.party)
        for path, answer in self.routes().items():
            app.add_url_rule(path, path, partial(self._take, answer), methods=["POST"])
        app.register_error_handler(404, self._unknown)
        app.register_error_handler(405, self._unknown)
        self.url = lab.host(app, self.host).replace("http:", "https:")

    def routes(self) -> dict[str, Callable]:
        raise NotImplementedError

    @property
    def mark(self) -> str:
        """What stands in the header `X-Stand-In`."""
        return f"Tropo Lab, in place of {self.name}"

    # what happened

    def trace(self) -> ForeignTrace:
        """What the latest request caused, once everything that waited is done."""
        while self._waiting:
            self._waiting.pop(0)()
        if not self._exchanges:
            raise LabError(f"Nobody has asked {self.name} for anything in this lab yet: send a request first.")
        return self._exchanges[-1].trace()

    # being asked

    def _take(self, answer: Callable, **path: str) -> Response:
        at = self.lab.engine.call(self.lab.engine.cloud.clock.tick)
        g.exchange = exchange = Exchange(self.new_id(), self.name, self.party, at)
        headers = tuple((name, request.headers[name]) for name in _TOLD if name in request.headers)
        exchange.asked("request", Request("POST", request.full_path.rstrip("?"), headers, request.get_data()))
        status, data, afterwards = answer(**path)
        body = b"" if data is None else json_bytes(data)
        kind = (("Content-Type", "application/json"),) if body else ()
        said = Reply(status, (*kind, ("Content-Length", str(len(body))), (MARK, self.mark)), body, phrase(status))
        exchange.answered("request", said, self.told(data))
        if status >= 400:
            exchange.broke("refused", AT_LAUNCH, f"{self.name} refused the request.")
        self._exchanges.append(exchange)
        if afterwards:
            self._waiting.append(afterwards)
        return Response(body, status, dict(said.headers))

    def told(self, data: dict | None) -> str:
        """What a reply says, in a word or two."""
        return ""

    def _unknown(self, error) -> Response:
        known = ", ".join(self.routes())
        words = f"This is a stand-in for {self.name}. It answers POST to {known}, and nothing else.\n"
        return Response(words, error.code, {MARK: self.mark}, mimetype="text/plain")

    # doing

    def new_id(self) -> str:
        """32 hexadecimal digits, the same in every run."""
        self._ids += 1
        return sha256(f"{self.party} {self._ids}".encode()).hexdigest()[:32]

    def new_uuid(self) -> str:
        """The same with hyphens."""
        return str(uuid.UUID(self.new_id()))

    def phone(self, number: str):
        """The lab's phone of that number; BadSetup when it is none."""
        return self.lab.engine.call(self.lab.engine.cloud.network.phone, number)

    def deliver(self, exchange: Exchange, sender: str, number: str, words: str) -> bool:
        """Bring a text to the lab's phone; False when the phone cannot be reached."""
        phone = self.phone(number)
        if phone.behaviour.answer == "unreachable":
            exchange.note(f"{phone.number} cannot be reached.")
            return False
        exchange.at += TEXT_TRANSIT
        exchange.rang("text", "SMS", (sender, phone.number), f"SMS: {words}", words)
        text = Text(sender, phone.number, words, exchange.at, "in", exchange.id)
        self.lab.engine.call(phone.network.deliver_text, text)
        return True

    def dial(self, exchange: Exchange, sender: str, number: str) -> Call:
        """Ring the lab's phone."""
        return Call(self.lab.engine, exchange, self.phone(number), sender)

    def send(self, exchange: Exchange, kind: str, method: str, url: str, headers: dict, body: bytes = b"") -> Reply:
        """Ask or tell a catcher; gives its reply, and an empty 502 where there is none."""
        try:
            parts = urlsplit(url)
        except ValueError as error:
            exchange.broke("no answer", TO_CATCHER, f"{url} is no address. {error}")
            return Reply(502, ())
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {**headers, MARK: self.mark}
        length = {"Content-Length": str(len(body))} if body else {}
        shown = Request(method, target, tuple({"Host": parts.netloc, **sent, **length}.items()), body)
        exchange.asked(kind, shown)
        try:
            got = self.lab.http.request(method, url, data=body, headers=sent, allow_redirects=False)
        except requests.RequestException as error:
            exchange.broke("no answer", TO_CATCHER, f"Nothing answers at {url}. {error}")
            return Reply(502, ())
        headers = [("Content-Type", got.headers["Content-Type"])] if "Content-Type" in got.headers else []
        said = Reply(got.status_code, (*headers, ("Content-Length", str(len(got.content)))), got.content, got.reason)
        exchange.answered(kind, said, said.content_type)
        return said
