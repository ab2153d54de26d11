"""What differs by nature between two sessions: ids, and times that shift with the start. Neither is news by itself."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from tropo_lab.escapes import decoded
from tropo_lab.trace import Hop, Trace

_ID = re.compile("[0-9A-Fa-f]{32}")
_KINDS = (
    r"(?<![0-9A-Za-z])(?:([0-9A-Fa-f]{32}%s)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)(?![0-9A-Za-z])"
)
_VARYING = re.compile(_KINDS % "")
# ids that are cut short, too: what is called so may also be a number
_PARTLY = re.compile(_KINDS % "|[0-9a-f]{8}")
# where an id of its own stands that nothing names: the boundary of a form, and the file in it
_MADE_UP = re.compile(r"(?:boundary=-*|filename=\")$")


def masked(text: str) -> str:
    """The text without its ids and times, for finding what belongs together."""
    return _VARYING.sub(lambda found: "#" if found[1] else "@", text)


def _split(text: str) -> tuple[list[str], list[re.Match]]:
    """What stands between the ids and times of a text, and these."""
    found = list(_PARTLY.finditer(text))
    ends = [0, *(match.end() for match in found)]
    return [
        text[end:begin] for end, begin in zip(ends, [*(match.start() for match in found), None], strict=True)
    ], found


def _milliseconds(written: str) -> int:
    if written.endswith("GMT"):
        # by hand: the standard library's reader of such dates brings sockets along
        moment = datetime.strptime(written, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=timezone.utc)
        return round(moment.timestamp() * 1000)
    return round(datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp() * 1000)


class Varying:
    """Which id of the one session stands for which id of the other, and by how much their times differ."""

    def __init__(self, one: Trace, other: Trace):
        # an id that both know means the same in both
        self.ids = {id: id for id in _ids(one) & _ids(other)}
        self.taken = set(self.ids)
        if one.id != other.id and _ID.fullmatch(one.id) and _ID.fullmatch(other.id):
            self._pair(one.id, other.id)
        self.hops: tuple[Hop, Hop] | None = None
        self.first: tuple[Hop, Hop] | None = None

    def look_at(self, one: Hop, other: Hop) -> None:
        """From now on, times are compared as seen from these two hops; the first two tell when each session began."""
        self.hops = (one, other)
        self.first = self.first or self.hops

    def _pair(self, one: str, other: str) -> None:
        self.ids[one] = other
        self.taken.add(other)

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """The pairs of ids that differ."""
        return [(one, other) for one, other in self.ids.items() if one != other]

    def same(self, one: str, other: str, name: str = "") -> bool:
        """True when the texts differ in nothing, or in ids and times that correspond.

        The value of a name that ends in `id` may be an id not seen before: then its partner is learned.
        """
        if one == other:
            return True
        if _ID.fullmatch(one) and _ID.fullmatch(other) and name.lower().endswith("id"):
            if one not in self.ids and other not in self.taken:
                self._pair(one, other)
            return self.ids.get(one) == other
        (between, ones), (between_other, others) = _split(one), _split(other)
        if between != between_other:
            return False
        both = zip(between, ones, others, strict=False)
        return all(a[0] == b[0] or self._belong(before, a, b) for before, a, b in both)

    def _belong(self, before: str, a: re.Match, b: re.Match) -> bool:
        """True when two ids or times, which stand behind the same words, correspond."""
        if not (a[1] and b[1]):
            return not (a[1] or b[1]) and self._shifted(a[0], b[0])
        if _MADE_UP.search(before) and a[0] not in self.ids and b[0] not in self.taken:
            self._pair(a[0], b[0])
        return any(id.startswith(a[0]) and its.startswith(b[0]) for id, its in self.ids.items())

    def _shifted(self, one: str, other: str) -> bool:
        """True when two times differ as the sessions' own times do, now or at their start."""
        try:
            shift = _milliseconds(other) - _milliseconds(one)
        except ValueError:  # the 31st of February
            return False
        exact = "." in one and "." in other
        lags = {other.at - one.at for one, other in filter(None, (self.first, self.hops))}
        return any(lag and (shift == lag if exact else abs(shift - lag) < 1000) for lag in lags)

    def lasted(self, one: int, other: int) -> bool:
        """True when two durations in seconds differ because the sessions took as much longer or shorter so far."""
        (a, b), (first_a, first_b) = self.hops, self.first
        longer = (b.at - first_b.at) - (a.at - first_a.at)
        return longer != 0 and abs((other - one) * 1000 - longer) < 1000


def _ids(trace: Trace) -> set[str]:
    return {found[1] for hop in trace.hops for found in _VARYING.finditer(decoded(hop.wire)) if found[1]} | {trace.id}
