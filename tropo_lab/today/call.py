"""One call from a stand-in to a phone of the lab, which answers, listens and presses keys as it was set up."""

from __future__ import annotations

from tropo_lab.platform.network.behaviour import (
    BUSY_AFTER,
    DAY,
    KEY,
    RINGS_BEFORE_HUMAN,
    RINGS_BEFORE_MACHINE,
    TEXT_TRANSIT,
    WORD,
)
from tropo_lab.platform.network.leg import Leg
from tropo_lab.today.exchange import Exchange

__all__ = ["TEXT_TRANSIT", "Call", "number"]

RINGS_AT_MOST = 60_000


def number(written: object, otherwise: float) -> float:
    """A number as documents write it; `otherwise` where there is none, or none that makes sense."""
    try:
        value = float(written)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return value if 0 <= value <= DAY else otherwise


class Call:
    """A ringing phone. `refused` is empty once it is answered, else `busy`, `never` or `unreachable`."""

    def __init__(self, engine, exchange: Exchange, phone, sender: str):
        self._engine, self.exchange, self._ends = engine, exchange, (sender, phone.number)
        self._leg = Leg(exchange.id, exchange.id, exchange.at, phone, sender, "VOICE", "SIP", False)
        self.refused = self._ring(phone)
        self._answered_at = exchange.at

    @property
    def number(self) -> str:
        return self._leg.phone.number

    @property
    def seconds(self) -> int:
        """How long it has lasted, begun seconds included."""
        return -(-(self.exchange.at - self._answered_at) // 1000)

    @property
    def over(self) -> bool:
        """True once somebody has hung up."""
        return self._leg.state == "ended"

    def _ring(self, phone) -> str:
        exchange, does = self.exchange, phone.behaviour
        self._engine.call(phone.keep, phone.calls, self._leg)
        exchange.rang("call", "CALL", self._ends, f"ring {phone.number}")
        # nobody can act while the stand-in waits, so a phone that a person holds is not picked up
        how = "never" if does.person_decides else does.answer
        waits = {"human": RINGS_BEFORE_HUMAN, "machine": RINGS_BEFORE_MACHINE, "busy": BUSY_AFTER, "unreachable": 0}
        exchange.at += waits.get(how, RINGS_AT_MOST)
        if how in ("human", "machine"):
            exchange.rang("answer", "ANSWER", self._ends, "answered", by_phone=True)
            self._leg.state = "active"
            return ""
        if how == "busy":
            exchange.rang("refusal", "BUSY", self._ends, "busy", by_phone=True)
        self._leg.state = "ended"
        return how

    def say(self, words: str) -> None:
        """Speak, unless the person is gone."""
        if words and not self.left():
            self.exchange.rang("speech", "SPEECH", self._ends, words, words)
            self._leg.heard.append(words)
            self.exchange.at += WORD * len(words.split())
            self.left()

    def keys(self, wait: float, most: int = 0, end: str = "#") -> str:
        """The keys that the person presses within `wait` seconds, `most` at most, without the key that ends them."""
        given = "" if self.left() else self._leg.next_input()
        if not given or set(given) - set("0123456789*#"):
            self.pause(wait)
            return ""
        given = given.partition(end)[0] if end else given
        given = given[:most] if most else given
        self.exchange.at += KEY * len(given)
        self.exchange.rang("input", "KEYS", self._ends[::-1], f"keys {given}", given, by_phone=True)
        return given

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        self.exchange.at += round(seconds * 1000)
        self.left()

    def left(self) -> bool:
        """True when the person has hung up, or does so now."""
        after = self._leg.phone.behaviour.hangup_after
        if not self.over and after is not None and self.exchange.at - self._answered_at >= after * 1000:
            self._end(by_phone=True)
        return self.over

    def hang_up(self) -> None:
        """End it, where it has not ended."""
        if not self.over:
            self._end(by_phone=False)

    def _end(self, by_phone: bool) -> None:
        who = "the phone" if by_phone else self.exchange.name
        self.exchange.rang("hangup", "HANGUP", self._ends, f"hung up by {who}", by_phone=by_phone)
        self._leg.state = "ended"
