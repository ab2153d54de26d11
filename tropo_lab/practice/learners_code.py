"""A learner's function, called within limits: what it does wrong becomes one sentence."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.escapes import clipped, visible
from tropo_lab.practice import limits
from tropo_lab.practice.checking import Wrong
from tropo_lab.practice.shown_values import said, shown


def called(function: Callable, *args, passing: tuple[type, ...] = ()) -> object:
    """What `function(*args)` gives; Wrong when it is stopped or raises (but for `passing`)."""
    if not callable(function):
        raise Wrong(f"Expected a function, got {shown(function)}: write it with `def`.")
    name = f"Your function `{name_of(function)}`"
    try:
        return limits.limited(lambda: function(*args), limits.SECONDS)
    except (Wrong, *passing):
        raise
    except limits.Stopped as stop:
        raise Wrong(f"{name} {_stopped(stop)}") from None
    except BaseException as error:  # SystemExit and KeyboardInterrupt, too: they must not end the notebook
        if type(error).__module__.startswith(("requests.", "urllib")):
            # nothing outside the lab is there, and a lab's names are known to its own `http` alone
            way = "make the request with the `http` that your function is given"
            raise Wrong(f"{name} reached nobody{_line(function, error)}: {way}.") from None
        raise Wrong(f"{name} raised {said(error)}{_line(function, error)}.") from None


def _stopped(stop: limits.Stopped) -> str:
    if isinstance(stop, limits.TooMuchPrinted):
        return f"printed more than {limits.CHARACTERS:,} characters, and was stopped: look for a loop that prints."
    return f"did not end within {limits.SECONDS:g} seconds: look for a loop that never ends, or a long sleep."


def name_of(function: Callable) -> str:
    """The name that its author gave it."""
    return visible(clipped(str(getattr(function, "__name__", type(function).__name__)), 60))


def _line(function: Callable, error: BaseException) -> str:
    """The line of the learner's own code that raised it, counted from the `def` of the function it stands in."""
    written_in = getattr(getattr(function, "__code__", None), "co_filename", None)
    step, found = error.__traceback__, None
    while step is not None:
        if step.tb_frame.f_code.co_filename == written_in:
            found = step
        step = step.tb_next
    # where the stack happened to be full says nothing
    if found is None or isinstance(error, RecursionError):
        return ""
    code = found.tb_frame.f_code
    line = found.tb_lineno - code.co_firstlineno + 1
    return f" in its line {line}" if code is function.__code__ else f" in line {line} of `{visible(code.co_name)}`"
