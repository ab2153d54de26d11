"""The bounds of one script: how many calls it may make, how many may be refused, and how deep callbacks may go."""

from __future__ import annotations

from tropo_lab.errors import SessionFailed
from tropo_lab.trace import FROM_CATCHER

MAX_REQUESTS = 10_000
# calls that were refused, most often since the phone had hung up
MAX_REFUSED = 1_000
# callbacks within callbacks
MAX_NESTED = 20


class Over(Exception):
    """The script is over, however deep in callbacks; `failed` says why, or is None at a normal end."""

    def __init__(self, failed: SessionFailed | None = None):
        self.failed = failed


def over(name: str, sentence: str, fix: str) -> Over:
    """The end of a script that did what it may not."""
    return Over(SessionFailed(name, FROM_CATCHER, sentence, fix=fix))


class Bounds:
    """What one script has used; `refusal` is the latest sentence and fix that it was refused with."""

    def __init__(self):
        self.requests = self.refused = self.nested = 0
        self.refusal = ("", "")

    def count_request(self) -> None:
        self.requests += 1
        if self.requests > MAX_REQUESTS:
            raise over("too many requests", f"The script made {MAX_REQUESTS} calls and was stopped.", "Let it end.")

    def count_refusal(self, failed: SessionFailed) -> None:
        self.refused += 1
        self.refusal = (str(failed), failed.fix)
        if self.refused >= MAX_REFUSED:
            raise over(
                "script ignores errors",
                f"{MAX_REFUSED} calls of the script were refused and it went on, so it was stopped. The last: {failed}",
                "After a hang-up, end the loop: look at currentCall.isActive(), or let the error through.",
            )

    def __enter__(self) -> None:
        """One callback deeper."""
        if self.nested == MAX_NESTED:
            raise over(
                "callbacks too deep",
                f"The script's callbacks called each other {MAX_NESTED} deep, so it was stopped.",
                "Ask again in a loop, not in the callback of the same question.",
            )
        self.nested += 1

    def __exit__(self, *error) -> None:
        self.nested -= 1
