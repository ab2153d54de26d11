"""How a verb ended, and what it brought."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.platform.network.leg import Leg

# why a transfer failed whose far party did not do what was asked of it
NOT_ACCEPTED = "not accepted"


class Heard(NamedTuple):
    """What a question collected. `confidence` is 0 to 100; `mode` is `dtmf`, `speech` or `text`."""

    value: str
    concept: str
    interpretation: str
    utterance: str
    confidence: int
    mode: str


def pressed(key: str) -> Heard:
    """One key that ended what went on."""
    return Heard(key, key, key, key, 100, "dtmf")


class Lasted(NamedTuple):
    """How long something took, in milliseconds of lab time, and what is known of it afterwards.

    `connected` and `called` (E.164) are of a transfer's far party, `timestamp` is when it answered, and `user_type` who
    did; `url` is where the lab keeps a recording.
    """

    milliseconds: int
    connected: int = 0
    url: str = ""
    timestamp: str = ""
    called: str = ""
    user_type: str = ""


class Result(NamedTuple):
    """How a verb ended: `done`, `timeout`, `nomatch`, `failed`, `hangup` or `signal`.

    `detail` is the signal's name, or why it failed (`busy`, `declined`, `unreachable`, `bad number`, `room full`,
    `not accepted`); `attempt` counts the prompts of a question from 1.
    """

    how: str
    leg: Leg | None = None
    detail: str = ""
    attempt: int = 1
    heard: Heard | None = None
    lasted: Lasted | None = None

    @property
    def ok(self) -> bool:
        return self.how == "done"
