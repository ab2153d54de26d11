"""Runs a learner's code and comes back: whatever loops, sleeps or prints without end is stopped.

On the main thread of Linux and macOS an alarm interrupts the code where it stands, in its sleep, too. Elsewhere the
code runs in a thread that is asked to stop, and that is left behind when it sleeps on.
"""

from __future__ import annotations

import ctypes
import io
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import copy_context
from functools import partial
from pathlib import Path
from time import monotonic

SECONDS = 5.0
CHARACTERS = 20_000
_TICK, _GRACE = 0.01, 1.0
# so many ticks a library is left to come back to the learner's code by itself
_PATIENCE = 100
_INSTALLED = (sys.prefix, sys.base_prefix, str(Path(__file__).parent.parent))


class Stopped(BaseException):
    """The code was stopped. No Exception: a learner's `except Exception` must not swallow it."""


class OutOfTime(Stopped):
    """It took too long."""


class TooMuchPrinted(Stopped):
    """It printed more than anybody reads."""


class Printed(io.StringIO):
    """Keeps what is printed during a check, up to a limit."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > CHARACTERS:
            raise TooMuchPrinted
        return super().write(text)


@contextmanager
def caught_printing() -> Iterator[None]:
    """Keep what is printed from the cell. Once for a whole check: streams that threads exchange end up exchanged."""
    with redirect_stdout(Printed()) as printed, redirect_stderr(printed):
        yield


def printed_so_far() -> str:
    """What was printed since the present check began."""
    return sys.stdout.getvalue() if isinstance(sys.stdout, Printed) else ""


def limited(work: Callable, seconds: float):
    """What `work()` gives. OutOfTime and TooMuchPrinted when it had to be stopped."""
    return (_by_alarm if _has_alarm() else _in_thread)(work, seconds)


def _has_alarm() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _by_alarm(work: Callable, seconds: float):
    over, rang = False, 0

    def ring(_, frame):
        nonlocal rang
        if over:
            return
        # a bare `except:` catches this, so it rings again, and the next line that runs raises it again
        rang += 1
        signal.setitimer(signal.ITIMER_REAL, _TICK)
        if _is_installed(frame) and rang < _PATIENCE:
            # a library may stand here because garbage is collected, where nobody would hear of an error
            return
        _raise_at_next_line(frame, here)
        raise OutOfTime

    here, began, tracing = sys._getframe(), monotonic(), sys.gettrace()
    _watch(seconds)
    handler = signal.signal(signal.SIGALRM, ring)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        try:
            result = work()
        finally:
            over = True
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(tracing)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            # the limit around this one goes on
            signal.setitimer(signal.ITIMER_REAL, max(outer - (monotonic() - began), 0.001))
    if rang:
        raise OutOfTime
    return result


def _watch(seconds: float) -> None:
    """Watch every line in Python 3.10, where nothing interrupts a loop that begins with `try` and calls nothing."""
    if sys.version_info >= (3, 11):
        return
    end = monotonic() + seconds

    def watch(frame, event, _what):
        if event == "call" and _is_installed(frame):
            # libraries need no watching, and would become slow
            return None
        if event == "line" and monotonic() > end:
            raise OutOfTime
        return watch

    sys.settrace(watch)


def _is_installed(frame) -> bool:
    """True for the code of Python, of a library, or of this package, which is nothing that a learner wrote."""
    return frame.f_code.co_filename.startswith(_INSTALLED)


def _raise_at_next_line(frame, end) -> None:
    def tracer(called, event, _what):
        if event == "call" and _is_installed(called):
            return None
        # not at the exception on its way: a tracer that raises is switched off, and somebody may yet catch that one
        if event in ("line", "call"):
            raise OutOfTime
        return tracer

    while frame is not None and frame is not end:
        if not _is_installed(frame):
            frame.f_trace = tracer
        frame = frame.f_back
    sys.settrace(tracer)


def _in_thread(work: Callable, seconds: float):
    kept: list = []

    def run():
        _watch(seconds)
        try:
            kept.append((work(), None))
        except BaseException as error:
            kept.append((None, error))

    thread = threading.Thread(target=partial(copy_context().run, run), name="your code", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        stop_thread(thread)
        raise OutOfTime
    result, error = kept[0]
    if error is not None:
        raise error
    return result


def stop_thread(thread: threading.Thread) -> bool:
    """Ask a thread to stop until it does; False when it cannot hear, as one that sleeps."""
    end = monotonic() + _GRACE
    # SystemExit: the one error that ends a thread without a traceback in the cell that runs
    while thread.is_alive() and monotonic() < end:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
        thread.join(_TICK)
    return not thread.is_alive()
