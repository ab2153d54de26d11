"""What one request to a stand-in caused: the hops, written down as they cross, and the trace that they make."""

from __future__ import annotations

import json

from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.network.leg import phone_wire
from tropo_lab.today.foreign_trace import ForeignTrace
from tropo_lab.trace import CATCHER, COMPLETED, FROM_CATCHER, LAUNCHER, PHONE, Hop, LogLine, Outcome

# how the hops of another platform are called: `webhook` asks a catcher for instructions, `report` only tells it
REPLY_TO = {"request": "request-reply", "webhook": "webhook-reply", "report": "report-reply"}


class Exchange:
    """One request from a launcher and all that follows; `at` is lab time in milliseconds."""

    def __init__(self, id: str, name: str, party: str, at: int):
        self.id, self.name, self.party, self.at = id, name, party, at
        self.hops: list[Hop] = []
        self.notes: list[LogLine] = []
        self.outcome: Outcome = COMPLETED._replace(sentence=f"{name} has nothing more to do.")

    def asked(self, kind: str, request: Request) -> None:
        """Write down a request: the launcher's, or one to a catcher."""
        ends = (LAUNCHER, self.party) if kind == "request" else (self.party, CATCHER)
        # an account's id is long, and says nothing here
        path = request.target if len(request.path) <= 40 else f"…/{request.path.rpartition('/')[2]}"
        self._add(ends, kind, f"{request.method} {path}", request.wire)

    def answered(self, kind: str, said: Reply, words: str = "") -> None:
        """Write down the reply to a request of that kind; `words` say what is in it."""
        ends = (self.party, LAUNCHER) if kind == "request" else (CATCHER, self.party)
        self._add(ends, REPLY_TO[kind], f"{said.status} {said.reason}".rstrip() + (words and f": {words}"), said.wire)

    def rang(self, kind: str, what: str, ends: tuple[str, str], summary: str, words: str = "", by_phone=False) -> None:
        """Write down what crosses the phone network, in the lab's own short form; `ends` are the numbers as written."""
        parties = (PHONE, self.party) if by_phone else (self.party, PHONE)
        self._add(parties, kind, summary, phone_wire(what, *ends, words))

    def note(self, text: str) -> None:
        """Write down what the stand-in left out."""
        self.notes.append(LogLine(self.at, len(self.hops), "info", text))

    def broke(self, name: str, where: str, sentence: str) -> None:
        """Say how it ended, where that is not at its end."""
        self.outcome = Outcome(name, where, sentence)

    def listed(self, what: str, said: Reply) -> list:
        """The JSON list in a catcher's reply; an empty reply is an empty list, and anything else breaks the call."""
        try:
            found = json.loads(said.body) if said.body.strip() else []
        except (ValueError, RecursionError):
            found = None
        if said.status < 400 and isinstance(found, list):
            return found
        if not self.outcome.where:
            self.broke(f"no {what}", FROM_CATCHER, f"The catcher's reply ({said.status}) is no JSON list of {what}.")
        return []

    def _add(self, ends: tuple[str, str], kind: str, summary: str, wire: bytes) -> None:
        self.hops.append(Hop(len(self.hops) + 1, self.at, *ends, kind, summary, wire))

    def trace(self) -> ForeignTrace:
        """Everything so far."""
        return ForeignTrace(self.id, self.name, "", tuple(self.hops), tuple(self.notes), self.outcome)
