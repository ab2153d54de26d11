"""What a phone does when it is rung: how it answers, what is said to it, and how long things take."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadSetup

ANSWERS = ("human", "machine", "busy", "never", "unreachable")
# what a phone says without being picked up
REFUSALS = ("busy", "unreachable")

# how long things take, in milliseconds of lab time: our choice, near what people know
RINGS_BEFORE_HUMAN = 4_000
RINGS_BEFORE_MACHINE = 20_000
BUSY_AFTER = 1_000
WORD = 400
KEY = 300
TEXT_TRANSIT = 1_000
# how long a phone that nobody holds stays in a conference or a transfer, unless it hangs up sooner
STAY = 60_000
# in seconds: no session lasted longer than some hours
DAY = 86_400


class Behaviour(NamedTuple):
    """What a phone does: how it answers, what is said to successive questions of a call, when it hangs up (seconds of
    lab time after the answer), and whether a person holds it (then questions wait for that person in real time).

    An input is keys when it is made of `0-9*#`, otherwise words; an empty one is silence, and so is all after the last.
    An answering machine says nothing, and an unreachable phone gets no texts either. A held phone whose `answer` was
    not set rings until the person picks up.
    """

    answer: str = "human"
    inputs: tuple[str, ...] = ()
    hangup_after: float | None = None
    held: bool = False
    picks_up: bool = True

    @property
    def person_decides(self) -> bool:
        """True when the phone rings until the person who holds it acts."""
        return self.held and not self.picks_up

    def as_dict(self) -> dict:
        shown = self._asdict()
        del shown["picks_up"]
        return {**shown, "inputs": list(self.inputs)}


def behaviour(answer: str | None = None, inputs=(), hangup_after: float | None = None, held: bool = False) -> Behaviour:
    """A checked behaviour; BadSetup says which field is wrong and what it may be."""
    if answer is not None and answer not in ANSWERS:
        raise BadSetup(f"`answer` is one of {', '.join(ANSWERS)}; this is {answer!r}.")
    if not isinstance(inputs, list | tuple) or not all(isinstance(given, str) for given in inputs):
        raise BadSetup('`inputs` is a list of texts, such as ["1", "yes"].')
    number = isinstance(hangup_after, int | float) and not isinstance(hangup_after, bool) and 0 <= hangup_after <= DAY
    if hangup_after is not None and not number:
        raise BadSetup("`hangup_after` is a number of seconds up to a day, or null.")
    if not isinstance(held, bool):
        raise BadSetup("`held` is true or false.")
    return Behaviour(answer or "human", tuple(inputs), hangup_after, held, not held or answer is not None)
