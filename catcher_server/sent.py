"""What your server knows about its sessions: launched by its page, or met by its catcher."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

ASKED = "asked"
INSTRUCTED = "instructions given"
SENT = "sent"
NOT_SENT = "not sent"
ANSWERED = "answered"
NOT_ANSWERED = "not answered"
FAILED = "failed"


class Launch(NamedTuple):
    """One session: what was to be sent, how far it got (`state`), and a sentence about it (`note`).

    `channel` is `text` or `voice`; `session` is Tropo's id, empty when the launch was refused.
    """

    number: int
    to: str
    msg: str
    channel: str
    session: str
    state: str
    note: str


class Sent:
    """The latest launches, one per session, safe to use from many threads."""

    def __init__(self, limit: int = 200):
        self._limit = limit
        self._lock = Lock()
        self._launches: dict[int, Launch] = {}
        self._count = 0

    def add(self, to: str, msg: str, channel: str, session: str, state: str, note: str) -> Launch:
        """The launch as it is now remembered: a new one, or that session's with the new state and note.

        Tropo may reach the catcher before the launcher has read the reply to its own request, so either may be the
        first to speak of a session, and `asked` never replaces a later state.
        """
        with self._lock:
            known = self._of(session)
            if known is None:
                self._count += 1
                known = Launch(self._count, to, msg, channel, session, state, note)
            elif state != ASKED:
                known = known._replace(state=state, note=note)
            self._launches[known.number] = known
            if len(self._launches) > self._limit:
                del self._launches[min(self._launches)]
            return known

    def of(self, session: str) -> Launch | None:
        """The launch with that session id, or None."""
        with self._lock:
            return self._of(session)

    def newest_first(self) -> list[Launch]:
        """All that is remembered, the latest launch first."""
        with self._lock:
            return sorted(self._launches.values(), reverse=True)

    def _of(self, session: str) -> Launch | None:
        return next((launch for launch in self._launches.values() if session and launch.session == session), None)
