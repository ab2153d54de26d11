"""A click: a browser asks a page of yours, and the page launches a session."""

from __future__ import annotations

from tropo_lab.platform.session import Session

# set by the lab on launches made while a page of its own is being asked; never part of a record
HEADER = "Lab-Click"


class Click:
    """What the browser sent (`wire`, and a few words), the session that was launched meanwhile, if any, and the number
    of the launch that was refused meanwhile, if one was."""

    __slots__ = ("refused", "session", "summary", "wire")

    def __init__(self, wire: bytes, summary: str):
        self.wire, self.summary = wire, summary
        self.session: Session | None = None
        self.refused: int | None = None
