"""Crossings: what becomes of one message on its way, at a breakpoint or by a fault switch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tropo_lab.platform.crossing.damage import damaged
from tropo_lab.platform.crossing.faults import FROM_SERVERS, SLOW, TO_LAB, TO_SERVERS, remark
from tropo_lab.platform.messages import Reply
from tropo_lab.trace import LOST

# lab time beyond the patience of Tropo at which something late arrives
TOO_LATE = 1_000
# fault → how whoever waits outside gets its reply then (see `Reply.delivery`)
DELIVERIES = {"refuse": "refused", "reset": "reset", "hang": "never", "late": "never", "dribble": "slowly"}


class Edited(NamedTuple):
    """An edited message, read: what the record says of it, its bytes, and what they mean to the receiver."""

    summary: str
    wire: bytes
    message: Any


Reader = Callable[[bytes], Edited]


class Crossing(NamedTuple):
    """What became of a message: how many times it crossed, and as what, when it was edited.

    `fault` is the fault that it met, if any; `delay` is the lab time that this took (in milliseconds, where it is Tropo
    that waits), and `delivery` is how whoever waits outside gets the reply (see `Reply`).
    """

    times: int = 1
    edited: Edited | None = None
    fault: str = ""
    delay: int = 0
    delivery: str = ""

    @property
    def lost(self) -> bool:
        return self.times == 0

    @property
    def twice(self) -> bool:
        return self.times == 2

    @property
    def message(self) -> Any:
        """What it means to the receiver; None when the original crossed."""
        return None if self.edited is None else self.edited.message

    @property
    def place(self) -> str:
        """Where it was decided, for sentences."""
        return "by a fault switch" if self.fault else "at a breakpoint"

    def recorded(self, summary: str, wire: bytes) -> tuple[str, bytes]:
        """Summary and wire for the record, given those of the original."""
        if self.edited is not None:
            summary, wire = self.edited.summary, self.edited.wire
        return summary + LOST * self.lost, wire

    def remarks(self, number: int) -> list[tuple[str, str, str, str]]:
        """What the log says of it once it is hop `number`: text, level, rule, fix."""
        if self.fault:
            return [remark(self.fault, number)]
        said = []
        if self.edited is not None:
            said.append((f"Hop {number} was edited at a breakpoint.", "info", "", ""))
        if self.twice:
            said.append((f"Hop {number} was sent twice at a breakpoint.", "info", "", ""))
        if self.lost:
            sentence = f"Hop {number} was dropped at a breakpoint, so it never arrived."
            said.append((sentence, "warning", "dropped-at-breakpoint", "Launch again, and let it go on."))
        return said

    def delivered(self, reply: Reply | None) -> Reply | None:
        """What whoever waits outside gets when a message crossed so; `reply` is what is on its way to them."""
        if self.delivery:
            return (reply or Reply(0, ()))._replace(delivery=self.delivery)
        return None if self.lost else reply


AS_SENT = Crossing()


def met(fault: str, kind: str, wire: bytes, read: Reader | None, patience: float) -> Crossing:
    """What becomes of a message of that kind when it meets this fault; Tropo waits for `patience` seconds."""
    if fault in ("lost", "duplicate"):
        return Crossing(0 if fault == "lost" else 2, fault=fault)
    if fault not in DELIVERIES:
        return Crossing(1, read(damaged(fault, kind, wire)), fault)
    by_tropo = kind in TO_SERVERS or kind in FROM_SERVERS
    delivery = "" if by_tropo or (fault == "dribble" and kind in TO_LAB) else DELIVERIES[fault]
    if fault in ("dribble", "late"):
        late = int(patience * 1000) + TOO_LATE
        return Crossing(1, None, fault, (SLOW if fault == "dribble" else late) if by_tropo else 0, delivery)
    # a request of Tropo's own does leave: see `outgoing`
    return Crossing(int(kind in TO_SERVERS), None, fault, 0, delivery)
