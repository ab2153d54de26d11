"""The session API: launch and signal requests in, replies out. No sockets: any driver can carry them."""

from __future__ import annotations

import re

from tropo_lab.clock import LabClock
from tropo_lab.errors import BadLaunch
from tropo_lab.platform.applications import Applications
from tropo_lab.platform.click import Click
from tropo_lab.platform.launch_answers import problem, signalled
from tropo_lab.platform.launch_request import read
from tropo_lab.platform.launches import Launches
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.sessions import Sessions

# the PHP client's HEAD posts its signals without `sessions/`
_PATH = re.compile(r"/(?:1\.0|v1)/sessions/?|/(?:1\.0|v1)/(?:sessions/)?(?P<id>[^/]+)/signals/?")
MAX_SIGNAL, MAX_SIGNALS = 256, 100


class SessionApi:
    """Answers `/1.0/sessions` and `/v1/sessions`, with and without a trailing slash, and their signals."""

    def __init__(self, apps: Applications, sessions: Sessions, clock: LabClock):
        self.sessions = sessions
        self.launches = Launches(apps, sessions, clock, self._is_launch)

    @staticmethod
    def serves(path: str) -> bool:
        """True for the paths that are this API's."""
        return _PATH.fullmatch(path) is not None

    @staticmethod
    def _is_launch(path: str) -> bool:
        match = _PATH.fullmatch(path)
        return match is not None and match["id"] is None

    async def answer(self, request: Request, click: Click | None = None, waits: bool = True) -> Reply | None:
        """The reply to a launch or a signal; None when the launch or its reply is lost on the way.

        A launch that is routed starts its session once the reply is on its way. `click` is the page request during
        which this launch was made, when the lab saw it; `waits` is False where neither can be held at a breakpoint.
        """
        match = _PATH.fullmatch(request.path)
        if match is None:
            return problem(request, 404, f"There is nothing at {request.path}; launch at /1.0/sessions.")
        if request.method not in ("GET", "POST"):
            said = problem(request, 405, f"{request.method} is not for this address; use GET or POST.")
            return said._replace(headers=(*said.headers, ("Allow", "GET, POST")))
        if match["id"] is not None:
            return self._signal(request, match["id"])
        return await self.launches.answer(request, click, waits)

    def _signal(self, request: Request, id: str) -> Reply:
        try:
            given = read(request).parameters
        except BadLaunch as bad:
            return problem(request, bad.status, str(bad))
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
        return signalled(request, status)
