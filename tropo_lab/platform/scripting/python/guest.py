"""Inside a hosted script's own process: its limits, its functions, and its one run.

The script's functions are blocking: each writes one JSON line to the channel and reads one back. Everything about
calls, time and phones is decided by the platform; only callbacks run here.
"""

import _thread
import inspect
import json
import os
import resource
import sys
import traceback

REFUSED = {
    "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "os.killpg",
    "subprocess.Popen", "pty.spawn", "socket.bind", "ctypes.dlopen", "resource.setrlimit",
}  # fmt: skip


class TropoError(Exception):
    """What a function raises when the platform could not carry it out."""


class Channel:
    """One question at a time to the platform."""

    def __init__(self, descriptor):
        self.reader = os.fdopen(descriptor, "r", encoding="utf-8", newline="\n")
        self.turn = _thread.allocate_lock()
        self.writer = os.fdopen(os.dup(descriptor), "w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def tell(self, message):
        self.writer.write(json.dumps(message) + "\n")
        self.writer.flush()

    def hear(self):
        line = self.reader.readline()
        if not line:
            os._exit(0)  # the platform has gone
        return json.loads(line)

    def ask(self, op, args=(), options=None):
        message = {
            "op": op,
            "args": [plain(arg) for arg in args],
            "options": plain(options or {}),
            "line": script_line(),
        }
        # a script may have threads; each question gets its own answer
        with self.turn:
            self.tell(message)
            reply = self.hear()
        if reply.get("error"):
            raise TropoError(reply["error"])
        return reply


def plain(value):
    """`value` without what JSON cannot say: a callback is left at home, anything odd becomes its text."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if not callable(one)}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def script_line():
    """The line of the script that is being executed."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_filename != Script.name:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else None


class Script:
    name = "script.py"


class TropoEvent:
    """What a function gives back: `name`, `value`, and for an answered call the call in `value`."""

    def __init__(self, name, value):
        self.name, self.value = name, value
        self.choice = self.recordURI = None
        self.attempt = 1

    def __str__(self):
        return "TropoEvent(%s)" % self.name

    def onChoice(self, expected, callback):
        if self.name == "choice" and self.value == expected:
            fire(callback, self)
        return True

    def _on(self, name, callback):
        if self.name == name:
            fire(callback, self)
        return True

    def onBadChoice(self, callback):
        return self._on("badChoice", callback)

    def onTimeout(self, callback):
        return self._on("timeout", callback)

    def onError(self, callback):
        return self._on("error", callback)

    def onHangup(self, callback):
        return self._on("hangup", callback)


def fire(callback, event):
    """Run a callback with the event, or bare when it takes nothing; its own errors are logged, as on Tropo."""
    try:
        takes = any(
            one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD, one.VAR_POSITIONAL)
            for one in inspect.signature(callback).parameters.values()
        )
        callback(event) if takes else callback()
    except Exception as error:
        Session.channel.ask("log", ["A callback failed: %s: %s" % (type(error).__name__, error)])


class TropoCall:
    """One leg: its properties, and every function as a method."""

    def __init__(self, shown):
        self._shown = shown

    def __getattr__(self, name):
        if name in PROPERTIES:
            return self._shown[name]
        raise AttributeError("a call has no %r; it has %s" % (name, ", ".join(sorted(PROPERTIES))))

    def state(self):
        shown = Session.channel.ask("state", [], {"leg": self._shown["id"]})["value"]
        self._shown = shown or self._shown
        return self._shown["state"]

    def isActive(self):
        return self.state() not in ("DISCONNECTED", "FAILED", "REJECTED")

    def isIncoming(self):
        return self._shown["incoming"]

    def getHeader(self, name):
        wanted = name.lower()
        return next((value for key, value in self._shown["headers"].items() if key.lower() == wanted), None)

    def __str__(self):
        return "TropoCall(%s)" % self._shown["id"]


PROPERTIES = {
    "callerID", "calledID", "e164CallerID", "e164CalledID", "callerName", "calledName", "channel", "network",
    "initialText", "sessionId",
}  # fmt: skip


class Session:
    channel = None
    variables = None


CALLBACKS = {
    "answer": "onAnswer", "timeout": "onTimeout", "callFailure": "onCallFailure", "error": "onError",
    "hangup": "onHangup", "signal": "onSignal", "choice": "onChoice", "badChoice": "onBadChoice",
}  # fmt: skip


def carry_out(op, args, options):
    """Ask the platform, renew `currentCall`, fire the callbacks, and give the event."""
    options = options or {}
    try:
        reply = Session.channel.ask(op, args, options)
    except TropoError as error:
        if callable(options.get("onError")):
            fire(options["onError"], TropoEvent("error", str(error)))
        raise
    if "currentCall" in reply:
        shown = reply["currentCall"]
        Session.variables["currentCall"] = TropoCall(shown) if shown else None
    event = None
    if reply.get("event"):
        said = reply["event"]
        value = said.get("value")
        if said.get("call"):
            current = Session.variables.get("currentCall")
            same = current is not None and current._shown["id"] == said["call"]["id"]
            value = current if same else TropoCall(said["call"])
        event = TropoEvent(said["name"], value)
        for name in (CALLBACKS.get(event.name), "onEvent"):
            if callable(options.get(name)):
                fire(options[name], event)
    return event


def with_leg(options, leg):
    return dict(options or {}, leg=leg._shown["id"])


def call(to, options=None):
    return carry_out("call", [to], options)


def say(text, options=None):
    return carry_out("say", [text], options)


def message(text, options=None):
    carry_out("message", [text], options)


def wait(milliseconds=0, options=None):
    carry_out("wait", [milliseconds], options)


def log(text):
    Session.channel.ask("log", [str(text)])


def hangup():
    carry_out("hangup", [], {})


def answer(timeout=30):
    carry_out("answer_call", [], {})


def reject():
    carry_out("reject", [], {})


def getHeader(name):
    return Session.variables["currentCall"].getHeader(name)


def not_built(name):
    """A function that Tropo had: the platform says in words that it is not carried out yet."""

    def function(*args):
        texts = [arg for arg in args if not isinstance(arg, dict)]
        return carry_out(name, texts, next((arg for arg in args if isinstance(arg, dict)), {}))

    function.__name__ = name
    return function


FUNCTIONS = {one.__name__: one for one in (call, say, message, wait, log, hangup, answer, reject, getHeader)}
NOT_BUILT = ("ask", "prompt", "record", "transfer", "conference", "redirect", "startCallRecording", "stopCallRecording")
FUNCTIONS.update({name: not_built(name) for name in NOT_BUILT})
METHODS = ("say", "hangup", "answer", "reject", "wait", *NOT_BUILT)


def method(name):
    """A function as a method of a call: it acts on that leg."""

    def on_leg(self, *args):
        words = [arg for arg in args if not isinstance(arg, dict)]
        options = next((arg for arg in args if isinstance(arg, dict)), {})
        return carry_out("answer_call" if name == "answer" else name, words, with_leg(options, self))

    return on_leg


for _name in METHODS:
    setattr(TropoCall, _name, method(_name))
TropoCall.log = lambda self, text: log(text)
TropoEvent.hangup = lambda self: self.value.hangup() if isinstance(self.value, TropoCall) else None


def play(channel, output, scratch, limits):
    """Run the script that the channel announces, to its end, within its limits."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.fchdir(scratch)
    for descriptor in (null, output, scratch):
        if descriptor > 2:
            os.close(descriptor)
    limit(limits)
    sys.stdin = os.fdopen(0, "r", encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    Session.channel = Channel(channel)
    hello = Session.channel.hear()
    Script.name = hello["name"]
    shown = hello["currentCall"]
    # parameters first: a parameter called `say` does not hide the function
    Session.variables = dict(
        hello["parameters"],
        **FUNCTIONS,
        currentCall=TropoCall(shown) if shown else None,
        __name__="__main__",
        __builtins__=__builtins__,
    )
    Session.channel.tell(run(hello["script"]))
    flush()


def run(source):
    """Compile and execute the script; gives the last thing to tell the platform."""
    try:
        code = compile(source, Script.name, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        fix = "This looks like Python 2; write print(…) with brackets." if "print" in str(error) else None
        return {
            "op": "failed",
            "stage": "compile",
            "line": getattr(error, "lineno", None),
            "error": describe(error),
            "fix": fix,
        }
    try:
        exec(code, Session.variables)
    except SystemExit:
        pass
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == Script.name]
        flush()
        return {
            "op": "failed", "stage": "run", "line": lines[-1] if lines else None, "error": describe(error),
            "missing": error.name if isinstance(error, NameError) else None, "fix": remedy(error),
        }  # fmt: skip
    flush()
    return {"op": "end"}


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass


def describe(error):
    if isinstance(error, TropoError):
        return str(error)
    if isinstance(error, SyntaxError):
        return "%s: %s" % (type(error).__name__, error.msg)
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be made)"
    return ("%s: %s" % (type(error).__name__, text)).rstrip(": ")


def remedy(error):
    if isinstance(error, EOFError):
        return "A hosted script has no keyboard: take the value from a parameter."
    if isinstance(error, TropoError) and "nobody to speak to" in str(error):
        return "Call somebody first, or use message, which calls, speaks and hangs up."
    return None


def limit(limits):
    """Bound what the script may use, and refuse what would let it out of this process."""
    for name, value in limits.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (ValueError, OSError):
            pass  # a limit that this system does not know
    # no way round subprocess, whose audit event is raised by its Python part only
    sys.modules["_posixsubprocess"] = None
    sys.addaudithook(refuse)


def refuse(event, args):
    if event in REFUSED:
        raise PermissionError(
            "a hosted script may not do this (%s): it has one process and no listening socket" % event
        )
