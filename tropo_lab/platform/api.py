"""The session API: launch and signal requests in, replies out. No sockets: any driver can carry them."""

from __future__ import annotations

import re

from tropo_lab.clock import LabClock
from tropo_lab.platform.launching.answers import problem
from tropo_lab.platform.launching.click import Click
from tropo_lab.platform.launching.launches import Launches
from tropo_lab.platform.launching.signals import Signals, signalled_id
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.registry import Applications
from tropo_lab.platform.sessions import Sessions

_LAUNCH = re.compile(r"/(?:1\.0|v1)/sessions/?")


class SessionApi:
    """Answers `/1.0/sessions` and `/v1/sessions`, with and without a trailing slash, and their signals."""

    def __init__(self, apps: Applications, sessions: Sessions, clock: LabClock):
        self.launches = Launches(apps, sessions, clock, _is_launch)
        self.signals = Signals(sessions)

    @staticmethod
    def serves(path: str) -> bool:
        """True for the paths that are this API's."""
        return _is_launch(path) or signalled_id(path) is not None

    async def answer(self, request: Request, click: Click | None = None, waits: bool = True) -> Reply | None:
        """The reply to a launch or a signal; None when it, or its reply, is lost on the way.

        A launch that is routed starts its session once the reply is on its way. `click` is the page request during
        which this launch was made, when the lab saw it; `waits` is False where neither can be held at a breakpoint.
        """
        path = request.path
        if not self.serves(path):
            return problem(request, 404, f"There is nothing at {path}; launch at /1.0/sessions.")
        if request.method not in ("GET", "POST"):
            said = problem(request, 405, f"{request.method} is not for this address; use GET or POST.")
            return said._replace(headers=(*said.headers, ("Allow", "GET, POST")))
        if signalled_id(path) is not None:
            return await self.signals.answer(request, waits)
        return await self.launches.answer(request, click, waits)


def _is_launch(path: str) -> bool:
    return _LAUNCH.fullmatch(path) is not None
