"""The line to the platform: one JSON object a line, both ways, one question at a time."""

import _thread
import json
import os
import sys


class Channel:
    """One question at a time; `turn` is held until its answer is there, and a callback may ask on meanwhile."""

    def __init__(self, descriptor):
        self.turn = _thread.RLock()
        self.reader = os.fdopen(descriptor, "r", encoding="utf-8", newline="\n")
        self.writer = os.fdopen(os.dup(descriptor), "w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def tell(self, message):
        self.writer.write(json.dumps(message) + "\n")
        self.writer.flush()

    def hear(self):
        line = self.reader.readline()
        if not line:
            os._exit(0)  # the platform has gone
        return json.loads(line)


class Script:
    """The script that this process runs; error lines name it."""

    name = "script.py"

    @classmethod
    def line(cls):
        """The line that is being executed."""
        frame = sys._getframe()
        while frame is not None and frame.f_code.co_filename != cls.name:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    @classmethod
    def line_of(cls, error):
        """The line on which an error arose, or on which what raised it was called."""
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == cls.name:
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


def plain(value):
    """`value` as JSON can say it: anything odd becomes its text."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def sent(options):
    """The options as they travel: of a callback, only that there is one."""
    return {
        str(key): True if callable(value) and str(key).startswith("on") else plain(value)
        for key, value in options.items()
    }
