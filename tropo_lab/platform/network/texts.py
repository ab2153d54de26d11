"""Text messages, and how many parts the network would have made of them."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.clock import timestamp
from tropo_lab.platform.network.segments import parts


class Text(NamedTuple):
    """One text message at a phone; `direction` is `in` (the phone received it) or `out` (it sent it)."""

    from_number: str
    to_number: str
    text: str
    at: int
    direction: str
    session: str = ""

    @property
    def segments(self) -> int:
        """How many parts the network would carry: 160 plain characters, or 70 when any needs Unicode."""
        return len(parts(self.text))

    def as_dict(self) -> dict:
        return {
            "from": self.from_number,
            "to": self.to_number,
            "text": self.text,
            "at": timestamp(self.at),
            "direction": self.direction,
            "session": self.session,
            "segments": self.segments,
        }
