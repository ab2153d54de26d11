"""A click: a browser asks a page of yours, and the page launches a session."""

from __future__ import annotations

from tropo_lab.platform.session import Session

# set by the lab on launches made while a page of its own is being asked; never part of a record
HEADER = "Lab-Click"
# set by `lab.http`, which does not wait for what is held, and on the reply that says so; never part of a record
HELD_HEADER = "Lab-Held"
# set on the reply that tells `lab.http` what it met in place of a reply, by a fault switch; never part of a record
FAULT_HEADER = "Lab-Fault"


class Click:
    """What the browser sent (`wire`, and a few words), the session that was launched meanwhile, if any, and the number
    of the launch that was refused meanwhile, if one was.

    `notes` are lines for the log of what it launches, `answered` is True once the page has replied, and `waits` is
    False where the click and the page's reply cannot be held.
    """

    __slots__ = ("answered", "notes", "refused", "session", "summary", "waits", "wire")

    def __init__(self, wire: bytes, summary: str, waits: bool = True):
        self.wire, self.summary, self.waits = wire, summary, waits
        self.notes: list[tuple[str, str, str, str]] = []
        self.session: Session | None = None
        self.refused: int | None = None
        self.answered = False

    def note(self, text: str) -> None:
        """Keep a line for the log."""
        self.notes.append((text, "info", "", ""))
