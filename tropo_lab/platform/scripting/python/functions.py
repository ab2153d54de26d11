"""The functions of a script: each asks the platform, runs the callbacks it is told to, and gives the answer."""

import inspect

from channel import Script, plain, sent
from objects import ON_A_CALL, TropoCall, TropoEvent


class TropoError(Exception):
    """What a function raises when the platform could not carry it out."""


class NoCall(AttributeError):
    """The same without a call: what `None.say` raises."""


class Session:
    """What this one run holds: its channel, the script's variables, the calls it has seen, and the current one."""

    channel = variables = calls = current = None


def carry_out(op, given=(), leg=None):
    """Ask the platform; gives the event, or the value, of its answer."""
    options = next((one for one in given if isinstance(one, dict)), {})
    if op == "log":
        # whatever it is, it becomes a text here, in the script's own language
        given, options = [str(one) for one in given], {}
    request = {
        "op": op,
        "args": [plain(one) for one in given if one is not options],
        "options": sent(options),
        "leg": leg._shown["id"] if leg else None,
        "line": Script.line(),
    }
    if leg is None:
        request["null_call"] = True
    channel = Session.channel
    with channel.turn:
        channel.tell(request)
        reply = channel.hear()
        while "callback" in reply:
            follow(reply)
            channel.tell(dict(call_back(options.get(reply["callback"]), event_of(reply["event"])), op="resume"))
            reply = channel.hear()
        follow(reply)
    if "error" in reply:
        raise (NoCall if reply["kind"] == "no-call" else TropoError)(reply["error"])
    return event_of(reply["event"]) if reply["event"] else reply["value"]


def call_back(callback, event):
    """Run one callback of the script; its own error is told, and the function goes on."""
    try:
        run(callback, event)
    except Exception as error:
        return {"error": describe(error), "line": Script.line_of(error)}
    return {}


def fire(callback, event):
    """The same for a callback that the script handed to an event."""
    told = call_back(callback, event)
    if told:
        carry_out("log", ["A callback failed: %s" % told["error"]], Session.current)


def run(callback, event):
    """Call back with the event, or bare where no argument is taken."""
    try:
        parameters = inspect.signature(callback).parameters.values()
    except (TypeError, ValueError):  # a built-in, or what cannot be called at all
        callback(event)
        return
    if any(one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD, one.VAR_POSITIONAL) for one in parameters):
        callback(event)
    else:
        callback()


def follow(reply):
    """Renew `currentCall` when the platform's changes; what the script itself put there else stays."""
    call = known(reply["currentCall"])
    if call is not Session.current:
        Session.current = Session.variables["currentCall"] = call


def known(shown):
    """The object of a call: always the same one, and up to date."""
    if shown is None:
        return None
    call = Session.calls.setdefault(shown["id"], TropoCall(shown))
    call._shown = shown
    return call


def event_of(said):
    return TropoEvent(said, known(said["call"]) if said["call"] else said["value"])


def describe(error):
    """An error in one line."""
    if isinstance(error, TropoError):
        return str(error)
    if isinstance(error, SyntaxError):
        return "%s: %s" % (type(error).__name__, error.msg)
    name = "AttributeError" if isinstance(error, NoCall) else type(error).__name__
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be made)"
    return ("%s: %s" % (name, text)).rstrip(": ")


def function(name):
    """A function as every script has it: it acts on `currentCall`."""

    def on_current(*given):
        current = Session.variables.get("currentCall")
        return carry_out(name, given, current if isinstance(current, TropoCall) else None)

    on_current.__name__ = name
    return on_current


def getHeader(name):
    return Session.variables["currentCall"].getHeader(name)


FUNCTIONS = {name: function(name) for name in (*ON_A_CALL, "call", "message")}
FUNCTIONS["getHeader"] = getHeader
TropoCall._carry_out = staticmethod(carry_out)
TropoEvent._fire = staticmethod(fire)
