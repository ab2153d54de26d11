"""The session API: launch and signal requests in, replies out. No sockets: any driver can carry them."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote_plus

from tropo_lab.clock import LabClock
from tropo_lab.errors import BadLaunch
from tropo_lab.platform.applications import Applications
from tropo_lab.platform.click import Click
from tropo_lab.platform.launch_request import FORM, JSON, LaunchForm, read, reply_format
from tropo_lab.platform.messages import Reply, Request, reply
from tropo_lab.platform.session import TRANSIT
from tropo_lab.platform.sessions import Sessions
from tropo_lab.trace import BROWSER, LAUNCHER, TROPO

# the PHP client's HEAD posts its signals without `sessions/`
_PATH = re.compile(r"/(?:1\.0|v1)/sessions/?|/(?:1\.0|v1)/(?:sessions/)?(?P<id>[^/]+)/signals/?")
TOKEN_SHOWN = 12
MAX_SIGNAL, MAX_SIGNALS = 256, 100


class SessionApi:
    """Answers `/1.0/sessions` and `/v1/sessions`, with and without a trailing slash, and their signals."""

    def __init__(self, apps: Applications, sessions: Sessions, clock: LabClock):
        self.apps, self.sessions, self.clock = apps, sessions, clock

    @staticmethod
    def serves(path: str) -> bool:
        """True for the paths that are this API's."""
        return _PATH.fullmatch(path) is not None

    def answer(self, request: Request, click: Click | None = None) -> Reply:
        """The reply to a launch or a signal. A launch that is routed starts its session once the reply is on its way.

        `click` is the page request during which this launch was made, when the lab saw it.
        """
        match = _PATH.fullmatch(request.path)
        if match is None:
            return self._problem(request, 404, f"There is nothing at {request.path}; launch at /1.0/sessions.")
        if request.method not in ("GET", "POST"):
            said = self._problem(request, 405, f"{request.method} is not for this address; use GET or POST.")
            return said._replace(headers=(*said.headers, ("Allow", "GET, POST")))
        if match["id"] is not None:
            return self._signal(request, match["id"])
        return self._launch(request, click)

    def _launch(self, request: Request, click: Click | None) -> Reply:
        began = self.clock.tick()
        token, remarks = "", ()
        try:
            form = read(request)
            token, remarks = form.parameters.get("token", ""), form.remarks
            app, channel = self._route(request, form)
        except BadLaunch as bad:
            said = self._refusal(request, bad, token)
            sentence = " ".join([str(bad), *remarks])
            hops = [(LAUNCHER, TROPO, "launch", _summary(request), request.wire),
                    (TROPO, LAUNCHER, "launch-reply", f"{said.status}, {bad.reason}", said.wire)]  # fmt: skip
            if click is not None and click.session is None:
                hops.insert(0, (BROWSER, LAUNCHER, "click", click.summary, click.wire))
                click.refused = self.sessions.refused + 1
            self.sessions.refuse(hops, sentence, bad.rule, began, bad.reason)
            return said
        session = self.sessions.create(app, channel, _delivered(request, form), began)
        if click is not None and click.session is None:
            click.session = session
            session.record("click", BROWSER, LAUNCHER, click.summary, click.wire)
            session.clock.advance(TRANSIT)
        session.record("launch", LAUNCHER, TROPO, _summary(request), request.wire)
        session.log(f"HTTP {request.method}: action = create, the {channel} token of the app {app.name!r}.")
        for remark in remarks:
            session.warn(remark, "launch-encoding")
        said = self._success(form.format, token, session.id)
        session.clock.advance(TRANSIT)
        session.record("launch-reply", TROPO, LAUNCHER, f"200, success true, id {session.id[:8]}…", said.wire)
        if click is not None and click.session is session:
            session.reserve()
        self.sessions.start(session)
        return said

    def _route(self, request: Request, form: LaunchForm):
        given = form.parameters
        action, token = given.get("action"), given.get("token", "")
        if action is None and request.method == "GET":
            raise BadLaunch(
                "A launch by GET needs action=create in its query.", reason="Invalid action", rule="no-action"
            )
        if action not in (None, "create"):
            raise BadLaunch(
                f"The action is {action!r}; to start a session it must be create.",
                reason="Invalid action",
                rule="bad-action",
            )
        if not token:
            raise BadLaunch(
                "The launch has no token: send the app's voice or messaging token as `token`.",
                reason="Invalid token",
                rule="no-token",
            )
        routed = self.apps.by_token.get(token)
        if routed is None:
            known = "; ".join(f"{app.name}: voice …{app.voice_token[-4:]}, messaging …{app.messaging_token[-4:]}"
                              for app in list(self.apps.by_name.values())[:5])  # fmt: skip
            raise BadLaunch(
                f"The token {shortened(token)} belongs to no app here; compare it with the apps' own "
                f"({known or 'there is no app yet'}).",
                reason="Invalid token",
                rule="unknown-token",
            )
        if self.sessions.journal.is_full:
            raise BadLaunch(self.sessions.journal.trouble, status=503, rule="journal-full")
        if self.sessions.full:
            raise BadLaunch("Too many sessions run at once; let some end first.", status=503, rule="too-many-sessions")
        return routed

    # replies

    def _success(self, format: str, token: str, id: str) -> Reply:
        if format == JSON:
            return _json({"success": True, "token": token, "id": id})
        if format == FORM:
            return reply(200, f"success=true&token={quote_plus(token)}&id={id}", f"{FORM}; charset=UTF-8")
        return _xml(
            f"<session><success>true</success><token>{escape(token, quote=False)}</token><id>{id}</id></session>"
        )

    def _refusal(self, request: Request, bad: BadLaunch, token: str) -> Reply:
        if bad.status != 200:
            return self._problem(request, bad.status, str(bad))
        format = reply_format(request)
        if format == JSON:
            # some clients read `reason`, some `error`
            return _json({"success": False, "token": token, "reason": bad.reason, "error": bad.reason})
        if format == FORM:
            # never an empty value: the Java client cannot read one
            shown = f"&token={quote_plus(token)}" if token else ""
            return reply(200, f"success=false{shown}&reason={quote_plus(bad.reason)}", f"{FORM}; charset=UTF-8")
        reason = "FAILED TO ROUTE TOKEN" if bad.rule == "unknown-token" else bad.reason
        return _xml(f"<session><success>false</success><token></token><reason>{reason}</reason></session>")

    def _problem(self, request: Request, status: int, sentence: str) -> Reply:
        if reply_format(request) == JSON or request.content_type not in ("", FORM, "text/xml", "application/xml"):
            return _json({"error": sentence}, status)
        return _xml(f"<error>{escape(sentence, quote=False)}</error>", status)

    # signals

    def _signal(self, request: Request, id: str) -> Reply:
        try:
            given = read(request).parameters
        except BadLaunch as bad:
            return self._problem(request, bad.status, str(bad))
        name = given.get("value") or given.get("signal") or ""
        session = self.sessions.live(id)
        if session is None or session.outcome is not None:
            status = "NOTFOUND"
        elif not name or len(name) > MAX_SIGNAL or len(session.signals) >= MAX_SIGNALS:
            status = "FAILED"
        else:
            status = "QUEUED"
            session.log(f"The signal {name!r} was queued.")
            session.signal(name)
        format = reply_format(request)
        if format == JSON:
            return _json({"status": status})
        if format == FORM:
            return reply(200, f"status={status}", f"{FORM}; charset=UTF-8")
        return _xml(f"<signal><status>{status}</status></signal>")


def shortened(token: str) -> str:
    """A token as logs may show it."""
    return repr(token) if len(token) <= TOKEN_SHOWN else f"{token[:6]}…{token[-4:]}"


def _delivered(request: Request, form: LaunchForm) -> dict[str, str]:
    """The parameters as the app sees them: token and action first, `format` after a form POST."""
    given = form.parameters
    first = {"token": given["token"], "action": given.get("action", "create")}
    if request.method == "POST" and request.content_type == FORM and request.body:
        first["format"] = "form"
    return {**first, **given}


def _summary(request: Request) -> str:
    target = request.origin_target
    return f"{request.method} {target if len(target) <= 100 else f'{target[:99]}…'}"


def _json(data: dict, status: int = 200) -> Reply:
    return reply(status, json.dumps(data, ensure_ascii=False, separators=(",", ":")), f"{JSON}; charset=UTF-8")


def _xml(body: str, status: int = 200) -> Reply:
    return reply(status, body, "text/xml; charset=UTF-8")
