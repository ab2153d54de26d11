"""Events: what a function gives back to a script, and what its callbacks are called with."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.platform.control.nlsml import nlsml
from tropo_lab.platform.control.result import Heard, Result
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.scripting.functions import EVENTS

# how a verb ended → the event, where the function itself says nothing else
NAMES = {"failed": "callFailure", "nomatch": "badChoice"}
VALUES = {"timeout": "NO_SPEECH", "badChoice": "NO_MATCH"}
# a recording is told before what was answered in it
ORDER = ("onRecord", *[name for name in EVENTS.values() if name != "onRecord"], "onSilenceTimeout")
GRAMMAR = "0@5e6f7a8b.vxmlgrammar"


class Event(NamedTuple):
    """What happened. `leg` is the call that it brought, `more` the callbacks that it fires besides its own.

    `told` is True once they have been fired: each attempt that failed fires them by itself.
    """

    name: str
    value: str | None = None
    heard: Heard | None = None
    recording: str | None = None
    attempt: int = 1
    leg: Leg | None = None
    more: tuple[str, ...] = ()
    told: bool = False

    @property
    def callbacks(self) -> tuple[str, ...]:
        """The callbacks in their order: those for this kind of event, then the one for every kind."""
        return (*sorted([EVENTS[self.name], *self.more], key=ORDER.index), "onEvent")

    def as_dict(self, call: dict | None) -> dict:
        """The event as it is sent to the script; `call` is the call that it brought, as scripts see it."""
        heard = self.heard
        return {
            "name": self.name,
            "value": self.value,
            "choice": None if heard is None else _choice(heard),
            "recordURI": self.recording,
            "attempt": self.attempt,
            "call": call,
        }


def event_of(result: Result, done: str, value: str | None = None, asked: bool = False) -> Event:
    """The event of a result; `done` is its name when all went well, and `value` its value then.

    `asked` is True where somebody was to say something.
    """
    heard, recording = result.heard, result.lasted.url if result.lasted and result.lasted.url else None
    if result.how == "signal":
        return Event("signal", result.detail, attempt=result.attempt)
    if not result.ok:
        name = NAMES.get(result.how, result.how)
        return Event(name, VALUES.get(name) if asked else None, recording=recording, attempt=result.attempt)
    if heard is not None:
        return Event("choice", heard.value, heard, recording, result.attempt)
    return Event(done, value, None, recording, result.attempt)


def _choice(heard: Heard) -> dict:
    return {
        "concept": heard.concept,
        "interpretation": heard.interpretation,
        "utterance": heard.utterance,
        # a text with a point, as the runtime of 2009 gave it
        "confidence": str(heard.confidence / 100),
        "xml": nlsml(heard, GRAMMAR),
        # tags come from grammar files alone, which the lab does not read
        "tag": None,
    }
