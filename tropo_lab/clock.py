"""Lab time: a clock that starts at a fixed instant and moves only when the lab says so.

Lab times are whole milliseconds since the lab's beginning. Nothing here reads the machine's clock, so
two runs of the same lab give the same times.
"""

from datetime import datetime, timedelta, timezone

EPOCH = datetime(2016, 5, 23, 16, 0, 0, tzinfo=timezone.utc)

# a script may wait as often as it likes, but a date has four digits for its year
_LAST = 200_000_000_000_000


def timestamp(at: int) -> str:
    """The lab time `at` (milliseconds) as Tropo wrote times: `2016-05-23T16:00:00.000Z`."""
    return (EPOCH + timedelta(milliseconds=min(at, _LAST))).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class LabClock:
    """The lab's own time. Each launch, text or call from outside begins a new second.

    A session keeps its own time from there on (see `SessionClock`), so what one session waits for
    never changes the bytes of another.
    """

    STEP = 1000

    def __init__(self, at: int = 0):
        self.at = at

    def tick(self) -> int:
        """The next moment at which something reaches the lab from outside, in milliseconds."""
        self.at += self.STEP
        return self.at


class SessionClock:
    """The time inside one session: it begins at the launch and moves with rings, speech and waits."""

    __slots__ = ("at", "began")

    def __init__(self, began: int):
        self.began = self.at = began

    def advance(self, milliseconds: int) -> None:
        """Let `milliseconds` of lab time pass in this session, at no real time."""
        self.at += milliseconds

    @property
    def seconds(self) -> int:
        """Whole seconds since the session began, as `result.sessionDuration` counts them."""
        return (self.at - self.began) // 1000
