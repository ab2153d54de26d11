"""Signals: requests that interrupt a running session. Read in every spelling, kept in its trace, queued, answered."""

from __future__ import annotations

import re
from typing import NamedTuple

from tropo_lab.errors import BadLaunch
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing, Reader
from tropo_lab.platform.crossing.readers import reads_reply, reads_request
from tropo_lab.platform.launching.answers import problem, signalled
from tropo_lab.platform.launching.request import LaunchForm, read
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.session import Session
from tropo_lab.platform.sessions import Sessions
from tropo_lab.trace import LAUNCHER, TROPO

MAX_SIGNAL, MAX_SIGNALS = 256, 100
QUEUED, NOTFOUND, FAILED = "QUEUED", "NOTFOUND", "FAILED"
# the PHP client's HEAD posts its signals without `sessions/`
_PATH = re.compile(r"/(?:1\.0|v1)/(?:sessions/)?(?P<id>[^/]+)/signals/?")


def signalled_id(path: str) -> str | None:
    """The id of the session that a path signals; None when it is no path of a signal."""
    match = _PATH.fullmatch(path)
    return match and match["id"]


class Asked(NamedTuple):
    """A signal as it was read: its name, what the log says of it, and why it cannot be queued (rule and sentence)."""

    name: str
    remarks: tuple[str, ...] = ()
    rule: str = ""
    trouble: str = ""


class Signals:
    """Takes the signals to all sessions. One that reaches a running session is kept in that session's trace."""

    def __init__(self, sessions: Sessions):
        self.sessions, self.gate = sessions, sessions.gate

    async def answer(self, request: Request, waits: bool = True) -> Reply | None:
        """The reply to a signal; None when it, or its reply, is lost on the way. See `SessionApi.answer`."""
        session = self.sessions.live(signalled_id(request.path))
        if session is None or session.outcome is not None:
            return signalled(request, NOTFOUND)
        if session.is_full:
            # it is not kept: nobody reads on
            return signalled(request, FAILED)
        message = ("signal", LAUNCHER, TROPO, _summary(request), request.wire)
        sent = await self._held(session, message, _read_request, waits)
        session.record_sent(sent, *message)
        request = sent.message or request
        said = None if sent.lost else self._carry_out(session, request)
        if sent.twice:
            session.record(*message[:3], *sent.recorded(*message[3:]))
            self._carry_out(session, request)
        if said is not None:
            said = await self._reply(session, said, waits)
        if session.outcome is not None:
            # it ended while this was held
            self.sessions.amended(session)
        return sent.delivered(said)

    def _carry_out(self, session: Session, request: Request) -> Reply:
        """Queue what a request asks for; gives the reply. Once edited, it may be for another session, or no signal."""
        id = signalled_id(request.path)
        if id is None:
            return problem(request, 404, f"There is nothing at {request.path}; signal at /1.0/sessions/ID/signals.")
        if request.method not in ("GET", "POST"):
            return problem(request, 405, f"{request.method} is not for this address; use GET or POST.")
        meant = session if id == session.id else self.sessions.live(id)
        if meant is None or meant.outcome is not None:
            session.warn(
                f"Tropo was asked to signal {id[:8]}…, which is no session that runs.",
                "signal-to-no-session",
                "Signal while the session runs, under the id that its launch was answered with.",
            )
            return signalled(request, NOTFOUND)
        asked = _asked(request, meant)
        for remark in asked.remarks:
            session.warn(remark, "signal-encoding", "Encode signals as UTF-8, and label them as what they are.")
        if asked.trouble:
            session.warn(asked.trouble, asked.rule, 'Send one name, such as value=exit or {"signal": "exit"}.')
            return signalled(request, FAILED)
        meant.log(f"The signal {asked.name!r} was queued.")
        meant.signal(asked.name)
        return signalled(request, QUEUED)

    async def _reply(self, session: Session, said: Reply, waits: bool) -> Reply | None:
        message = ("signal-reply", TROPO, LAUNCHER, _said(said), said.wire)
        sent = await self._held(session, message, _read_reply, waits)
        session.record_sent(sent, *message)
        if sent.twice:
            session.record(*message[:3], *sent.recorded(*message[3:]))
        return sent.delivered(sent.message or said)

    async def _held(self, session: Session, message: tuple, read: Reader, waits: bool) -> Crossing:
        """What becomes of a message at a breakpoint; its session goes on meanwhile."""
        if not self.gate.is_set or not self.gate.stops(message[0], session.app.name):
            return AS_SENT
        return await session.held(message, read, blocks=False, waits=waits)


def _asked(request: Request, session: Session) -> Asked:
    try:
        form = read(request)
    except BadLaunch as bad:
        return Asked("", (), f"signal-{bad.rule}", f"The signal cannot be read: {bad}")
    name = _name(form)
    if not name:
        return Asked(name, form.remarks, "signal-without-name", "The signal has no name: send it as `value`.")
    if len(name) > MAX_SIGNAL:
        sentence = f"The signal's name has {len(name)} characters; {MAX_SIGNAL} is the most."
        return Asked(name, form.remarks, "signal-too-long", sentence)
    if len(session.signals) >= MAX_SIGNALS:
        sentence = f"{MAX_SIGNALS} signals wait in this session's queue already, so one more was not taken."
        return Asked(name, form.remarks, "too-many-signals", sentence)
    return Asked(name, form.remarks)


def _name(form: LaunchForm) -> str:
    return form.parameters.get("value") or form.parameters.get("signal") or ""


def _summary(request: Request) -> str:
    path, id = request.path[:100], signalled_id(request.path) or ""
    try:
        name = _name(read(request))
    except BadLaunch:
        name = ""
    return f"{request.method} {path.replace(id, f'{id[:8]}…') if len(id) > 8 else path} ({name[:40] or 'no name'})"


def _said(said: Reply) -> str:
    status = next((word for word in (QUEUED, NOTFOUND, FAILED) if word.encode() in said.body), "no status")
    return f"{said.status}, {status}"


_read_request = reads_request(_summary, absolute=True)
_read_reply = reads_reply(_said, own=True)
