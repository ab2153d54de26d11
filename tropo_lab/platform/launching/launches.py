"""Launches: from a request on its way to a session that runs, or to a refusal that says what to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tropo_lab.clock import LabClock
from tropo_lab.errors import BadLaunch
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing
from tropo_lab.platform.crossing.readers import reads_reply, reads_request
from tropo_lab.platform.launching.answers import answer_format, refusal, success
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.launching.request import FORM, LaunchForm, read
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.registry import Applications
from tropo_lab.platform.session import TRANSIT
from tropo_lab.platform.sessions import Sessions
from tropo_lab.trace import AT_LAUNCH, BROWSER, LAUNCHER, TROPO, Outcome

TOKEN_SHOWN = 12
# the fault that it met, if any → how a launch ends that does not reach Tropo
_LOST = {
    "": Outcome("launch lost", AT_LAUNCH, "The launch was lost on its way to Tropo, so no session was started."),
    "refuse": Outcome("connection refused", AT_LAUNCH, "The launch met a refused connection, so it started nothing."),
    "reset": Outcome("connection reset", AT_LAUNCH, "The connection broke on the way to Tropo, so it started nothing."),
    "hang": Outcome("no answer in time", AT_LAUNCH, "Tropo took the launch and did nothing, so it started nothing."),
}
_CLOSED = Outcome("interrupted", AT_LAUNCH, "The lab was closed while this launch was held at a breakpoint.")


class Launch(NamedTuple):
    """One launch on its way: its request, the click that it is the first launch of (or None), when it left, and lines
    for its log. `waits` is False where it cannot be held."""

    request: Request
    click: Click | None
    began: int
    waits: bool
    notes: list[tuple[str, str, str, str]]

    @property
    def number(self) -> int:
        """The number of the launch's hop."""
        return 1 if self.click is None else 2

    def note(self, text: str) -> None:
        """Keep a line for the log."""
        self.notes.append((text, "info", "", ""))

    def hops(self, sent: Crossing = AS_SENT) -> list[tuple]:
        """The click, when there is one, and the launch, for the record."""
        click = self.click
        clicked = [] if click is None else [(BROWSER, LAUNCHER, "click", click.summary, click.wire)]
        summary, wire = sent.recorded(_summary(self.request), self.request.wire)
        return [*clicked, (LAUNCHER, TROPO, "launch", summary, wire)]


class Launches:
    """Takes launches, starts their sessions, and answers. `is_launch` tells whether a path is for launches."""

    def __init__(self, apps: Applications, sessions: Sessions, clock: LabClock, is_launch: Callable[[str], bool]):
        self.apps, self.sessions, self.clock, self.gate = apps, sessions, clock, sessions.gate
        self.is_launch = is_launch

    async def answer(self, request: Request, click: Click | None, waits: bool) -> Reply | None:
        """The reply to a launch; see `SessionApi.answer`."""
        # the click belongs to the first session that it starts
        click = click if click is not None and click.session is None else None
        launch = Launch(request, click, self.clock.tick(), waits, [*click.notes] if click is not None else [])
        return await self._launch(launch) if self.gate.is_set else await self._carry_out(launch)

    async def _launch(self, launch: Launch) -> Reply | None:
        """Let a launch cross, past the breakpoints, and carry it out."""
        app = self._app_named(launch.request)
        sent = AS_SENT
        if self.gate.stops("launch", app):
            sent = await self._held_launch(launch, app)
        if sent.lost:
            number = self.sessions.refuse(launch.hops(sent), launch.notes, launch.began, _LOST[sent.fault])
            if launch.click is not None:
                launch.click.refused = number
            return sent.delivered(None)
        click = launch.click
        if click is not None and click.session is not None:
            # another launch of the same click was let go on before
            click = None
        launch = launch._replace(request=sent.message or launch.request, click=click)
        if sent.twice:
            note = f"This launch is a second copy, sent {sent.place}."
            again = Launch(launch.request, None, self.clock.tick(), True, [(note, "info", "", "")])
            self.sessions.port.spawn(None, self._arrive(again))
        return sent.delivered(await self._arrive(launch))

    async def _arrive(self, launch: Launch) -> Reply | None:
        """Carry out what came through a breakpoint, which may have become no launch at all there."""
        astray = self._astray(launch.request)
        return await (self._carry_out(launch) if astray is None else self._refuse(launch, astray, "", ()))

    def _astray(self, request: Request) -> BadLaunch | None:
        """What is wrong with a launch that was edited into something else; None when it is one still."""
        if not self.is_launch(request.path):
            sentence = f"There is nothing to launch at {request.path}; launch at /1.0/sessions."
            return BadLaunch(sentence, status=404, rule="no-such-address")
        if request.method not in ("GET", "POST"):
            sentence = f"{request.method} is not for this address; use GET or POST."
            return BadLaunch(sentence, status=405, rule="bad-method")
        return None

    async def _held_launch(self, launch: Launch, app: str) -> Crossing:
        message = ("launch", LAUNCHER, TROPO, _summary(launch.request), launch.request.wire)
        try:
            sent = await self.gate.hold(launch.number, message, _read_launch, launch.note, app=app, waits=launch.waits)
        except BaseException:  # the lab is closing
            self.sessions.refuse(launch.hops(), launch.notes, launch.began, _CLOSED)
            raise
        launch.notes.extend(sent.remarks(launch.number))
        return sent

    def _app_named(self, request: Request) -> str:
        """The name of the app whose token the launch carries; empty when it carries none of ours."""
        try:
            routed = self.apps.by_token.get(read(request).parameters.get("token", ""))
        except BadLaunch:
            return ""
        return routed[0].name if routed is not None else ""

    async def _carry_out(self, launch: Launch) -> Reply | None:
        """Start the session that the launch asks for, or refuse it; gives the reply."""
        request, click = launch.request, launch.click
        token, remarks = "", ()
        try:
            form = read(request)
            token, remarks = form.parameters.get("token", ""), form.remarks
            app, channel = self._route(request, form)
        except BadLaunch as bad:
            return await self._refuse(launch, bad, token, remarks)
        session = self.sessions.create(app, channel, _delivered(request, form), launch.began)
        if click is not None:
            click.session = session
            session.record("click", BROWSER, LAUNCHER, click.summary, click.wire)
            session.clock.advance(TRANSIT)
        session.record("launch", LAUNCHER, TROPO, _summary(request), request.wire)
        for note in launch.notes:
            session.log(*note)
        session.log(f"HTTP {request.method}: action = create, the {channel} token of the app {app.name!r}.")
        for remark in remarks:
            session.warn(remark, "launch-encoding")
        rules = self.sessions.routing.rules
        said = success(answer_format(request, rules), token, session.id, rules)
        session.clock.advance(TRANSIT)
        answer = ("launch-reply", TROPO, LAUNCHER, f"200, success true, id {session.id[:8]}…", said.wire)
        sent = await session.cross(*answer, _read_reply, launch.waits)
        # the page may have given up waiting for it
        if click is not None and not click.answered:
            session.reserve()
        self.sessions.start(session)
        return sent.delivered(sent.message or said)

    async def _refuse(self, launch: Launch, bad: BadLaunch, token: str, remarks: tuple[str, ...]) -> Reply | None:
        """Keep what was refused, and why; gives the reply that says so."""
        said = refusal(launch.request, bad, token, self.sessions.routing.rules)
        sentence = " ".join([str(bad), *remarks])
        hops, outcome = launch.hops(), Outcome(bad.reason, AT_LAUNCH, sentence)
        launch.notes.append((sentence, "error", bad.rule, sentence))
        summary, number, sent = f"{said.status}, {bad.reason}", launch.number + 1, AS_SENT
        if self.gate.stops("launch-reply"):
            message = ("launch-reply", TROPO, LAUNCHER, summary, said.wire)
            try:
                sent = await self.gate.hold(number, message, _read_reply, launch.note, waits=launch.waits)
            except BaseException:  # the lab is closing
                self.sessions.refuse(hops, launch.notes, launch.began, outcome)
                raise
            launch.notes.extend(sent.remarks(number))
        crossed = (TROPO, LAUNCHER, "launch-reply", *sent.recorded(summary, said.wire))
        kept = self.sessions.refuse([*hops, *[crossed] * max(1, sent.times)], launch.notes, launch.began, outcome)
        if launch.click is not None:
            launch.click.refused = kept
        return sent.delivered(sent.message or said)

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
            known = "; ".join(
                f"{app.name}: {', '.join(f'{one.channel} …{one.token[-4:]}' for one in app.tokens) or 'no token yet'}"
                for app in list(self.apps.by_name.values())[:5]
            )
            raise BadLaunch(
                f"The token {shortened(token)} belongs to no app here; compare it with the apps' own "
                f"({known or 'there is no app yet'}).",
                reason="Invalid token",
                rule="unknown-token",
            )
        if self.sessions.routing.rules.unroutable:
            raise BadLaunch(
                f"The token {shortened(token)} is right (the {routed[1]} token of {routed[0].name!r}), but the "
                "platform could not place the session: your code is not the cause, so launch again later.",
                reason="Failed to route token: no place to run it",
                rule="not-placed",
            )
        if self.sessions.journal.is_full:
            raise BadLaunch(self.sessions.journal.trouble, status=503, rule="journal-full")
        if self.sessions.full:
            raise BadLaunch("Too many sessions run at once; let some end first.", status=503, rule="too-many-sessions")
        return routed


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


_read_launch = reads_request(_summary, absolute=True)
_read_reply = reads_reply(own=True)
