"""What happened, kept once: hops and the traces they make.

A `Hop` is one message between two parties, with the exact bytes. A `Trace` is everything one launch caused, in
order. Both are immutable, and every view, export and check is a function of a trace and of nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from tropo_lab.clock import timestamp
from tropo_lab.escapes import visible

# The five parties, in the order in which diagrams draw their lanes.
BROWSER, LAUNCHER, TROPO, CATCHER, PHONE = PARTIES = ("browser", "launcher", "tropo", "catcher", "phone")

# The names of the places where a session can break, as support people say them.
AT_LAUNCH = "launcher → platform"
TO_CATCHER = "platform → catcher"
FROM_CATCHER = "catcher → platform"
TO_PHONE = "platform → handset"
RESULT = "result → catcher"


class Hop(NamedTuple):
    """One message that crossed from `sender` to `receiver`.

    `number` counts from 1 within the trace; `at` is lab time in milliseconds; `kind` is one of the keys of
    `KINDS`; `wire` holds the bytes, heading and body, as they crossed.
    """

    number: int
    at: int
    sender: str
    receiver: str
    kind: str
    summary: str
    wire: bytes

    @property
    def body(self) -> bytes:
        """What follows the first empty line of the wire: the body, or nothing."""
        return self.wire.partition(b"\r\n\r\n")[2]

    def as_dict(self) -> dict:
        """The hop as the lab's HTTP interface shows it: the wire as text, and as base64 where it is no UTF-8."""
        shown = {
            "number": self.number,
            "at": timestamp(self.at),
            "sender": self.sender,
            "receiver": self.receiver,
            "kind": self.kind,
            "summary": self.summary,
        }
        try:
            shown["wire"] = self.wire.decode()
        except UnicodeDecodeError:
            shown["wire"] = self.wire.decode(errors="replace")
            shown["wire_base64"] = b64encode(self.wire).decode()
        return shown


# kind → what a hop of that kind is, in a few words
KINDS = {
    "click": "the reader's browser asks your page to send",
    "page": "your page answers the browser",
    "launch": "the launcher asks Tropo to start a session",
    "launch-reply": "Tropo says whether the token was routed",
    "session": "Tropo asks your catcher what to do",
    "document": "your catcher answers with instructions",
    "result": "Tropo tells your catcher how it went",
    "text": "a text message crosses the phone network",
    "call": "a phone is rung",
    "answer": "the call is answered",
    "refusal": "the call is not answered",
    "speech": "words are spoken into a call",
    "input": "the phone says or keys something",
    "hangup": "a call ends",
    "signal": "somebody interrupts the session",
    "signal-reply": "Tropo says whether the signal was queued",
    "upload": "Tropo sends what it recorded to your server",
    "upload-reply": "your server takes it",
    "fetch": "Tropo fetches the hosted script",
    "fetch-reply": "your server hands the script over",
}

# stands for all of them where kinds are chosen
EVERY = "every"
# how the summary of a hop ends that never got to its receiver
LOST = " (lost on the way)"


class LogLine(NamedTuple):
    """One line of a session's log.

    `hop` is the number of the latest hop when it was written; `level` is `info`, `warning` or `error`; warnings
    and errors carry a `rule` (a short name) and a `fix` (what to do about it).
    """

    at: int
    hop: int
    level: str
    text: str
    rule: str = ""
    fix: str = ""

    def as_dict(self) -> dict:
        """The line as the lab's HTTP interface shows it."""
        return {**self._asdict(), "at": timestamp(self.at)}


class Outcome(NamedTuple):
    """How a session ended: a short name, the hop it broke at (empty when it did not), and a sentence."""

    name: str
    where: str = ""
    sentence: str = ""

    @property
    def ok(self) -> bool:
        """True when the session ran to its end."""
        return not self.where

    def __str__(self) -> str:
        return f"{self.where}: {self.name}" if self.where else self.name


COMPLETED = Outcome("completed", "", "The session ran to its end.")


class Trace(NamedTuple):
    """Everything one launch caused: hops, log, and how it ended.

    `id` is the session's id (a refused launch has none, and an id of the form `refused-1`); `flow` is `webapi`,
    `scripting` or empty; `outcome` is None while the session runs.
    """

    id: str
    app: str
    flow: str
    hops: tuple[Hop, ...]
    log: tuple[LogLine, ...]
    outcome: Outcome | None

    @property
    def state(self) -> str:
        """`running` or `ended`."""
        return "running" if self.outcome is None else "ended"

    def hop(self, number: int) -> Hop:
        """The hop with that number, counted from 1; IndexError says how many there are."""
        if not isinstance(number, int) or not 1 <= number <= len(self.hops):
            raise IndexError(f"This trace has hops 1 to {len(self.hops)}; there is no hop {number!r}.")
        return self.hops[number - 1]

    def of_kind(self, kind: str) -> tuple[Hop, ...]:
        """The hops of one kind (see `KINDS`), in order."""
        return tuple(hop for hop in self.hops if hop.kind == kind)

    @property
    def noticed(self) -> list[dict]:
        """What the platform itself noticed: `{"rule","hop","severity","message","fix"}` per warning or error."""
        return [
            {"rule": line.rule, "hop": line.hop, "severity": line.level, "message": line.text, "fix": line.fix}
            for line in self.log
            if line.rule
        ]

    def __repr__(self) -> str:
        lines = [f"{hop.number}. {hop.sender} → {hop.receiver}: {visible(hop.summary)}" for hop in self.hops]
        return "\n".join([*lines, f"= {visible(str(self.outcome or 'running'))}"])
