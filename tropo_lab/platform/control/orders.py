"""What the longer verbs are asked to do: the same for a document of a catcher and for a call of a hosted script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tropo_lab.platform.control.choices import Choices
from tropo_lab.platform.control.result import Result
from tropo_lab.platform.network.leg import Leg

# told of each attempt that failed; it may carry out verbs itself
Tell = Callable[[Result], Awaitable[None]]


class Question(NamedTuple):
    """A question: what is said on every attempt, and what counts as an answer. Times are in seconds.

    `retry` gives what is said before the next attempt, after `timeout` or `nomatch` on that attempt. `hidden` keeps the
    answer out of the log: empty, `suppress`, or a mask such as `XXDD-` (see `answers`).
    """

    prompts: tuple[str, ...]
    choices: Choices
    attempts: int = 1
    timeout: float = 30.0
    interdigit: float = 5.0
    bargein: bool = True
    min_confidence: int = 30
    retry: Callable[[str, int], tuple[str, ...]] | None = None
    hidden: str = ""


class Tape(NamedTuple):
    """Where a recording goes and how: `method` is POST (a multipart form), PUT, or another that is only logged.

    `transcription` is None, or where its text goes: `id` and `url`.
    """

    url: str
    format: str = "audio/wav"
    method: str = "POST"
    user: str = ""
    password: str = ""
    transcription: dict | None = None


class Taping(NamedTuple):
    """A message to record: `silence` ends it, and `longest` at the latest; all in seconds. `retry` is a question's."""

    prompts: tuple[str, ...]
    tape: Tape
    attempts: int = 1
    timeout: float = 30.0
    silence: float = 5.0
    longest: float = 30.0
    bargein: bool = True
    terminator: str = ""
    choices: Choices | None = None
    retry: Callable[[str, int], tuple[str, ...]] | None = None


class Bridge(NamedTuple):
    """A transfer: whom to ring, and what the caller hears meanwhile, `repeat` times.

    `connect` is given the far party's leg before the two are joined; False drops that party.
    """

    to: list[str]
    from_number: str | None = None
    timeout: float = 30.0
    ring: tuple[str, ...] = ()
    repeat: int = 1
    terminator: str = ""
    headers: dict | None = None
    connect: Callable[[Leg], Awaitable[bool]] | None = None


class Room(NamedTuple):
    """A conference to join: `join` and `leave` are said to the others."""

    id: str
    mute: bool = False
    terminator: str = ""
    join: str = ""
    leave: str = ""
