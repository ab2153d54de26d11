"""The lab's own copies of what was recorded, at addresses that live as long as their session, as Tropo's did."""

from __future__ import annotations

import re

from tropo_lab.platform.control.uploads import tone
from tropo_lab.platform.messages import Reply, Request, reply
from tropo_lab.platform.sessions import Sessions

_PATH = re.compile(r"/recordings/(?P<id>[^/]+)/(?P<name>[^/]+)")


class Recordings:
    """Answers `/recordings/SESSION/NAME.wav`."""

    def __init__(self, sessions: Sessions):
        self.sessions = sessions

    @staticmethod
    def serves(path: str) -> bool:
        """True for the paths of recordings."""
        return _PATH.fullmatch(path) is not None

    def answer(self, request: Request) -> Reply:
        """The recording, or a sentence that says why there is none."""
        if request.method not in ("GET", "HEAD"):
            said = reply(405, f"{request.method} is not for a recording; use GET.\n", "text/plain; charset=utf-8")
            return said._replace(headers=(*said.headers, ("Allow", "GET, HEAD")))
        match = _PATH.fullmatch(request.path)
        session = self.sessions.live(match["id"])
        control = session.control if session is not None else None
        if control is None or match["name"] not in control.recordings:
            sentence = "There is no such recording: a temporary copy is gone when its session has ended.\n"
            return reply(404, sentence, "text/plain; charset=utf-8")
        return reply(200, tone(), "audio/wav")
