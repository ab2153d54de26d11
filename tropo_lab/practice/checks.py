"""One answer checked: done or not yet, and why, in one sentence."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from tropo_lab.escapes import clipped, visible
from tropo_lab.practice import limits, ordering
from tropo_lab.practice.checking import Wrong
from tropo_lab.practice.given import Given
from tropo_lab.practice.shown_values import said
from tropo_lab.practice.task_book import Task

# all calls of one check together
SECONDS = 20.0
# the characters of a sentence that are shown
LONGEST = 2000


class Verdict(NamedTuple):
    """What a check says."""

    done: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'Done' if self.done else 'Not yet'}: {self.sentence}"


def verdict(task: Task, namespace: Mapping[str, object]) -> Verdict:
    """Check what stands in `namespace`. It raises nothing and prints nothing, whatever the learner wrote."""
    given = Given(task, namespace)
    threads = set(threading.enumerate())
    try:
        with limits.caught_printing():
            result = limits.limited(partial(_outcome, task, given), SECONDS)
    except limits.TooMuchPrinted:
        result = Verdict(
            False, "Your code printed more than anybody reads, and was stopped: look for a loop that prints."
        )
    except limits.Stopped:
        result = Verdict(False, f"Your code did not end within {SECONDS:g} seconds, and was stopped.")
    finally:
        given.close()
    if not all(map(limits.stop_thread, _started_by(namespace, threads))):
        sentence = "Something that your code started still runs: restart the kernel to be rid of it."
        result = Verdict(result.done, f"{result.sentence} {sentence}")
    return result


def _started_by(namespace: Mapping[str, object], before: set[threading.Thread]) -> list[threading.Thread]:
    """The threads that began since `before` and run the learner's own code."""
    running, found = sys._current_frames(), []
    for thread in set(threading.enumerate()) - before:
        frame = running.get(thread.ident)
        while frame is not None and frame.f_globals is not namespace:
            frame = frame.f_back
        if frame is not None:
            found.append(thread)
    return found


def _outcome(task: Task, given: Given) -> Verdict:
    try:
        praise = ordering.check(task) if task.kind == "order" else _check_of(task.check_path)(given)
        # a catcher that failed comes first, also where the check overlooked it
        wrong = given.troubles[0] if given.troubles else None
    except Wrong as found:
        wrong = given.troubles[0] if given.troubles else found
    except BaseException as error:
        if isinstance(error, limits.Stopped):
            raise
        wrong = given.troubles[0] if given.troubles else Wrong(_unreadable(task, error))
    return Verdict(False, _harmless(str(wrong))) if wrong else Verdict(True, _harmless(praise or "that is right."))


def _harmless(sentence: str) -> str:
    """The sentence with what a learner's value may have brought into it written out, and never a page of it."""
    return "\n".join(visible(line) for line in clipped(sentence, LONGEST).split("\n"))


def _unreadable(task: Task, error: BaseException) -> str:
    names = " and ".join(f"`{name}`" for name in task.wants) or "your answer"
    return f"The check cannot read {names} ({said(error)}): compare it with what the task asks for."


@cache
def _check_of(path: Path) -> Callable[[Given], str | None]:
    made: dict = {"__name__": "check"}
    exec(compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True), made)
    return made["check"]


def namespace_of(frame) -> dict:
    """The names of the notebook; where there is none, those of the caller."""
    ask = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)
    shell = ask()
    return frame.f_globals if shell is None else shell.user_ns
