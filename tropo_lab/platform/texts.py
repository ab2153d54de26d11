"""Text messages, and how many parts the network would have made of them."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.clock import timestamp


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
        plain = all(ch in _GSM7 for ch in self.text)
        one, part = (160, 153) if plain else (70, 67)
        if plain:
            units = sum(2 if ch in _GSM7_EXTENDED else 1 for ch in self.text)
        else:
            units = len(self.text.encode("utf-16-le", "replace")) // 2
        return 1 if units <= one else -(-units // part)

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


_GSM7_EXTENDED = frozenset("^{}\\[~]|€")
_GSM7 = _GSM7_EXTENDED | frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
