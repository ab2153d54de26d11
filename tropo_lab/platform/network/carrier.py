"""The carrier: what the SMS network makes of the texts of an account, in parts, in a queue, or not at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.segments import encoding, parts
from tropo_lab.platform.rules import RuleBook
from tropo_lab.platform.session import Session

# the words that carriers of the +1 countries agreed on; Tropo's own are unknown
STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit"})
START = frozenset({"start", "unstop", "yes"})
GAP = 1_000
# as many characters are one segment in every alphabet, each of them two units long at most
ALWAYS_ONE = 35


class Carrier:
    """Carries the texts of one account as the rules want it."""

    def __init__(self, rules: RuleBook):
        self.rules = rules
        self._stopped: set[tuple[str, str]] = set()
        self._queues: dict[str, Queue] = {}

    def leaving(self, session: Session, leg: Leg, text: str) -> Iterator[str]:
        """The texts to send for this one, each when its turn has come; none to a phone that does not want them."""
        number, phone, rules = leg.app_number, leg.phone.number, self.rules.now
        if rules.opt_out and (number, phone) in self._stopped:
            session.warn(
                f"The text was not sent: {phone} has texted STOP to {number}, and not START since.",
                "opted-out",
                "Text only those who want it; who texts START gets texts again.",
            )
            return
        # most texts are short, whatever their letters
        pieces = [text] if len(text) <= ALWAYS_ONE else parts(text)
        if len(pieces) > 1:
            session.log(f"The text is {len(pieces)} SMS segments in {encoding(text)}.")
        for piece in pieces if rules.segments else [text]:
            if rules.one_text_a_second:
                self._wait(session, number)
            yield piece

    def arrived(self, session: Session, leg: Leg, text: str) -> None:
        """A text from a phone has reached Tropo: whoever says STOP or START has chosen."""
        number, phone, word = leg.app_number, leg.phone.number, text.strip().casefold()
        if word in STOP:
            self._stopped.add((number, phone))
        elif word in START and (number, phone) in self._stopped:
            self._stopped.remove((number, phone))
        else:
            return
        if self.rules.opt_out:
            told = "gets no more texts" if word in STOP else "gets texts again"
            session.log(f"{phone} texted {text.strip()}: from now on it {told} from {number}.")

    def _wait(self, session: Session, number: str) -> None:
        wait = self._queues.setdefault(number, Queue()).turn(session.clock.at) - session.clock.at
        if wait:
            session.warn(
                f"The text waited {wait} milliseconds: one number sends one text a second.",
                "text-waited",
                "Pace the launches, or spread them over apps with numbers of their own.",
            )
            session.clock.advance(wait)


class Queue:
    """When the texts of one number leave, all at least `GAP` apart, in the lab time of whichever session sends them.

    Sessions keep their own time, so a later text may leave before an earlier one. Times between which no other fits
    are kept as one run: its first and its last.
    """

    KEPT = 10_000

    def __init__(self):
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def turn(self, at: int) -> int:
        """The first moment from `at` on that is free, which is then taken."""
        firsts, lasts = self._firsts, self._lasts
        place = bisect_right(lasts, at - GAP)
        if place < len(firsts) and firsts[place] < at + GAP:
            at = lasts[place] + GAP
            place += 1
        first = last = at
        # what is less than two gaps away leaves no room between
        if place < len(firsts) and firsts[place] - at < 2 * GAP:
            firsts.pop(place)
            last = lasts.pop(place)
        if place and at - lasts[place - 1] < 2 * GAP:
            place -= 1
            first = firsts.pop(place)
            lasts.pop(place)
        firsts.insert(place, first)
        lasts.insert(place, last)
        if len(firsts) > 2 * self.KEPT:
            del firsts[: self.KEPT], lasts[: self.KEPT]
        return at
