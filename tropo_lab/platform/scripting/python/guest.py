"""Inside a hosted script's own process: its variables, and its one run.

The script's functions are blocking: each writes one JSON line to the channel and reads one back. Everything about
calls, time and phones is decided by the platform; only callbacks run here.
"""

import os
import sys

import older
from channel import Channel, Script
from functions import FUNCTIONS, Session, carry_out, describe, follow
from objects import OfJava, TropoApp, TropoCall, TropoChoice, TropoEvent

REFUSED = {
    "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "os.killpg",
    "subprocess.Popen", "pty.spawn", "socket.bind", "ctypes.dlopen", "resource.setrlimit",
}  # fmt: skip
CLASSES = {one.__name__: one for one in (TropoApp, TropoCall, TropoChoice, TropoEvent)}


def play(channel):
    """Run the script that the channel announces, to its end; the zygote has set descriptors, folder and limits."""
    confine()
    sys.stdin = os.fdopen(0, "r", encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    Session.channel, Session.calls = Channel(channel), {}
    hello = Session.channel.hear()
    Script.name = hello["name"]
    # parameters first: a parameter called `say` does not hide the function
    Session.variables = dict(
        hello["parameters"],
        **FUNCTIONS,
        **CLASSES,
        currentCall=None,
        currentApp=TropoApp(hello.get("baseDir")),
        callFactory=OfJava("callFactory"),
        appInstance=OfJava("appInstance"),
        __name__="__main__",
        __builtins__=__builtins__,
    )
    follow(hello)
    Session.variables["incomingCall"] = Session.current or "nullCall"
    last = run(hello["script"], hello.get("fissix"), frozenset(Session.variables))
    flush()
    Session.channel.tell(last)


def run(source, fissix, known):
    """Compile and execute the script; gives the last thing to tell the platform."""
    try:
        code, notes = older.compiled(source, Script.name, fissix, known)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        fix = "This looks like Python 2; write print(…) with brackets." if "print" in str(error) else None
        return {
            "op": "failed", "stage": "compile", "line": getattr(error, "lineno", None), "error": describe(error),
            "missing": None, "fix": fix,
        }  # fmt: skip
    for note in notes:
        carry_out("note", [note])
    try:
        exec(code, Session.variables)
    except SystemExit:
        pass
    except BaseException as error:
        return {
            "op": "failed", "stage": "run", "line": Script.line_of(error), "error": describe(error),
            "missing": getattr(error, "name", None) if isinstance(error, NameError) else None, "fix": remedy(error),
        }  # fmt: skip
    return {"op": "end"}


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass


def remedy(error):
    if isinstance(error, EOFError):
        return "A hosted script has no keyboard: take the value from a parameter."
    if isinstance(error, ImportError) and str(error.name).split(".")[0] in ("java", "javax", "com", "org"):
        return "Classes of Java were within reach on Tropo, and are not here: use Python's own library."
    return None


def confine():
    """Refuse what would let the script out of this process."""
    # no way round subprocess, whose audit event is raised by its Python part only
    sys.modules["_posixsubprocess"] = None
    sys.addaudithook(refuse)


def refuse(event, args):
    if event in REFUSED:
        raise PermissionError(
            "a hosted script may not do this (%s): it has one process and no listening socket" % event
        )
