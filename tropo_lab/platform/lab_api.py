"""The lab's own HTTP interface, `/lab/…`: JSON in and out, errors as `{"error": "…"}`. No sockets here either."""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import parse_qs

from tropo_lab.errors import BadSetup, half_a_character
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.crossing.faults import POSSIBLE, Fault
from tropo_lab.platform.crossing.gate import Breakpoint
from tropo_lab.platform.lab_json import (
    details,
    error_reply,
    is_breakpoint,
    is_fault,
    json_reply,
    object_in,
    paging,
    summary,
)
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.network.behaviour import behaviour
from tropo_lab.platform.routes import Routes

# method, path (words in capitals stand for a part of it), and the method of `LabApi` that answers
ROUTES = [
    ("GET", "/lab/health", "health"),
    ("GET", "/lab/apps", "apps"),
    ("POST", "/lab/apps", "add_app"),
    ("GET", "/lab/sessions", "sessions"),
    ("GET", "/lab/sessions/ID", "session"),
    ("GET", "/lab/refused", "refused"),
    ("GET", "/lab/breakpoints", "breakpoints"),
    ("PUT", "/lab/breakpoints", "set_breakpoints"),
    ("GET", "/lab/rules", "rules"),
    ("PUT", "/lab/rules", "set_rules"),
    ("GET", "/lab/faults", "faults"),
    ("PUT", "/lab/faults", "set_faults"),
    ("GET", "/lab/held", "held"),
    ("POST", "/lab/held/ID", "release"),
    ("GET", "/lab/phones", "phones"),
    ("GET", "/lab/phones/NUMBER", "phone"),
    ("PUT", "/lab/phones/NUMBER/behaviour", "behave"),
    ("POST", "/lab/phones/NUMBER/inputs", "say"),
    ("POST", "/lab/phones/NUMBER/answer", "pick_up"),
    ("POST", "/lab/phones/NUMBER/hangup", "hang_up"),
    ("POST", "/lab/phones/NUMBER/texts", "text"),
    ("POST", "/lab/phones/NUMBER/calls", "call"),
]
_TABLE = Routes(ROUTES)
MAX_WAIT = 600.0


class LabApi:
    """Answers `/lab/…` for one cloud."""

    def __init__(self, cloud: Cloud):
        self.cloud = cloud

    def wait(self, request: Request) -> tuple[str, float] | None:
        """The session id and the seconds that a request asks to wait for (`?wait=`), or None."""
        match = re.fullmatch(r"/lab/sessions/([^/]+)/?", request.path)
        asked = parse_qs(request.query).get("wait") if match and request.method == "GET" else None
        try:
            return (match[1], min(MAX_WAIT, max(0.0, float(asked[-1])))) if asked else None
        except ValueError:
            return None

    def answer(self, request: Request) -> Reply:
        """The reply to one request."""
        nothing = f"There is nothing at {request.path}; see the README for the lab's addresses."
        return _TABLE.answer(
            request, lambda name, *parts: getattr(self, f"_{name}")(request, *parts), error_reply, nothing
        )

    # what is there

    def _health(self, request: Request) -> Reply:
        sessions, network = self.cloud.sessions, self.cloud.network
        return json_reply({
            "status": "ok", "sessions": sessions.started, "running": len(sessions.running),
            "refused": sessions.refused, "texts": network.texts_delivered,
        })  # fmt: skip

    def _apps(self, request: Request) -> Reply:
        return json_reply({"apps": [app.as_dict() for app in self.cloud.apps.by_name.values()]})

    def _sessions(self, request: Request) -> Reply:
        limit, before = paging(request)
        traces, older = self.cloud.sessions.page(limit, before)
        shown = {"sessions": [summary(trace) for trace in traces]}
        if older is not None:
            shown["next"] = f"/lab/sessions?limit={limit}&before={older}"
        return json_reply(shown)

    def _session(self, request: Request, id: str) -> Reply:
        return json_reply(details(self.cloud.sessions.trace(id)))

    def _refused(self, request: Request) -> Reply:
        limit, before = paging(request)
        upto = self.cloud.sessions.refused if before is None else before - 1
        return json_reply({"refused": [details(trace) for _, trace in self.cloud.journal.page(limit, upto, "refused")]})

    def _phones(self, request: Request) -> Reply:
        return json_reply({"phones": [phone.as_dict() for phone in self.cloud.network.phones.values()]})

    def _phone(self, request: Request, number: str) -> Reply:
        return json_reply(self.cloud.network.known(number).as_dict())

    def _breakpoints(self, request: Request) -> Reply:
        return json_reply({"breakpoints": self.cloud.gate.breakpoint_dicts()})

    def _faults(self, request: Request) -> Reply:
        return json_reply({"faults": self.cloud.gate.faults.as_dicts(), "possible": POSSIBLE})

    def _held(self, request: Request) -> Reply:
        return json_reply({"held": self.cloud.gate.as_dicts()})

    def _rules(self, request: Request) -> Reply:
        return json_reply(self.cloud.rules.now._asdict())

    # what is done

    def _set_rules(self, request: Request) -> Reply:
        self.cloud.rules.set(**object_in(request))
        return self._rules(request)

    def _set_breakpoints(self, request: Request) -> Reply:
        given = object_in(request).get("breakpoints")
        if not isinstance(given, list) or not all(is_breakpoint(one) for one in given):
            raise BadSetup('Send {"breakpoints": [{"kind": "text", "app": null}]}, with as many as you like, or none.')
        self.cloud.gate.set([Breakpoint(one["kind"], one.get("app")) for one in given])
        return self._breakpoints(request)

    def _set_faults(self, request: Request) -> Reply:
        given = object_in(request).get("faults")
        if not isinstance(given, list) or not all(is_fault(one) for one in given):
            raise BadSetup(
                'Send {"faults": [{"fault": "html", "kind": "document", "app": null, "nth": null, "first": null}]}, '
                "with as many as you like, or none."
            )
        self.cloud.gate.set_faults([Fault(**one) for one in given])
        return self._faults(request)

    def _release(self, request: Request, id: str) -> Reply:
        given = object_in(request)
        do, wire, encoded = given.get("do"), given.get("wire"), given.get("wire_base64")
        if not isinstance(do, str) or not isinstance(wire, str | None) or not isinstance(encoded, str | None):
            raise BadSetup('Send {"do": "go"}, "drop" or "twice", and the bytes as "wire" or "wire_base64" if edited.')
        try:
            data = b64decode(encoded, validate=True) if encoded is not None else None
            data = wire.encode() if wire is not None and data is None else data
        except UnicodeEncodeError:
            raise half_a_character("`wire`") from None
        except ValueError:
            raise BadSetup("`wire_base64` is not base64: send the bytes encoded, or as text in `wire`.") from None
        self.cloud.gate.release(id, do, data)
        return json_reply({"id": id}, 202)

    def _add_app(self, request: Request) -> Reply:
        given = object_in(request)
        allowed = ("name", "voice", "messaging", "voice_token", "messaging_token", "number")
        unknown = [key for key in given if key not in allowed]
        if unknown:
            raise BadSetup(f"An app has no {unknown[0]!r}; it has {', '.join(allowed)}.")
        given.setdefault("name", None)
        return json_reply(self.cloud.add_app(**given).as_dict(), 201)

    def _behave(self, request: Request, number: str) -> Reply:
        given = object_in(request)
        allowed = ("answer", "inputs", "hangup_after", "held")
        unknown = [key for key in given if key not in allowed]
        if unknown:
            raise BadSetup(f"A behaviour has no {unknown[0]!r}; it has {', '.join(allowed)}.")
        wanted = behaviour(**given)
        self.cloud.network.set_up(number, wanted)
        return json_reply({"number": number, **wanted.as_dict()})

    def _say(self, request: Request, number: str) -> Reply:
        said = object_in(request).get("input")
        if not isinstance(said, str):
            raise BadSetup('Send {"input": "…"} with what the phone says, keys or texts.')
        return self._done(number, self.cloud.arrivals.input(number, said))

    def _pick_up(self, request: Request, number: str) -> Reply:
        return self._done(number, self.cloud.network.known(number).pick_up())

    def _hang_up(self, request: Request, number: str) -> Reply:
        return self._done(number, self.cloud.network.known(number).hang_up())

    def _done(self, number: str, reached: bool) -> Reply:
        if not reached:
            return error_reply(
                409, f"{number} is in no call or text conversation just now; start a session that calls it."
            )
        return json_reply({"number": number}, 202)

    def _text(self, request: Request, number: str) -> Reply:
        given = object_in(request)
        to, text = given.get("to"), given.get("text")
        if not isinstance(to, str) or not isinstance(text, str):
            raise BadSetup('Send {"to": "+1…", "text": "…"}, with the number of an app.')
        return json_reply({"session": self.cloud.arrivals.text(number, to, text)}, 202)

    def _call(self, request: Request, number: str) -> Reply:
        to = object_in(request).get("to")
        if not isinstance(to, str):
            raise BadSetup('Send {"to": "+1…"}, with the number of an app.')
        return json_reply({"session": self.cloud.arrivals.call(number, to)}, 202)
