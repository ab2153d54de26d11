"""What a script sees besides functions: calls, events, and Tropo's placeholders.

`functions` puts the two things in that happen elsewhere: `TropoCall._carry_out` and `TropoEvent._fire`.
"""

PROPERTIES = (
    "id", "sessionId", "callerID", "calledID", "e164CallerID", "e164CalledID", "callerName", "calledName", "channel",
    "network", "initialText",
)  # fmt: skip
ON_A_CALL = (
    "answer", "ask", "conference", "hangup", "log", "prompt", "record", "redirect", "reject", "say",
    "startCallRecording", "stopCallRecording", "transfer", "wait",
)  # fmt: skip
METHODS = (*ON_A_CALL, "getHeader", "isActive", "isIncoming", "state")


class TropoCall:
    """One leg: its properties, and every function as a method."""

    def __init__(self, shown):
        self._shown = shown

    def __getattr__(self, name):
        if name in PROPERTIES:
            return self._shown[name]
        raise AttributeError("a call has no %r; it has %s" % (name, ", ".join(self.methods)))

    @property
    def methods(self):
        """The names of all there is."""
        return sorted([*PROPERTIES, *METHODS])

    def state(self):
        return self._carry_out("state", leg=self)

    def isActive(self):
        return self.state() not in ("DISCONNECTED", "FAILED", "REJECTED")

    def isIncoming(self):
        return self._shown["incoming"]

    def getHeader(self, name):
        wanted = str(name).lower()
        return next((value for key, value in self._shown["headers"].items() if key.lower() == wanted), None)

    def __str__(self):
        return "TropoCall(%s)" % self._shown["id"]


def method(name):
    """A function as a method of a call: it acts on that leg."""

    def on_leg(self, *given):
        return self._carry_out(name, given, self)

    on_leg.__name__ = name
    return on_leg


for _name in ON_A_CALL:
    setattr(TropoCall, _name, method(_name))


class TropoChoice:
    """What was answered: `concept`, `interpretation`, `utterance`, `confidence`, `xml`, `tag`."""

    def __init__(self, said):
        self.concept, self.interpretation, self.utterance = said["concept"], said["interpretation"], said["utterance"]
        self.confidence, self.xml, self.tag = said["confidence"], said["xml"], said["tag"]

    def __str__(self):
        return str(self.concept)


class TropoEvent:
    """What a function gives back; the event of an answered call may be used like the call."""

    def __init__(self, said, value):
        self.name, self.value, self.recordURI, self.attempt = said["name"], value, said["recordURI"], said["attempt"]
        self.choice = TropoChoice(said["choice"]) if said["choice"] else None

    def __getattr__(self, name):
        if isinstance(self.__dict__.get("value"), TropoCall):
            return getattr(self.value, name)
        raise AttributeError("an event has no %r" % name)

    def __str__(self):
        return "TropoEvent(%s)" % self.name

    def onChoice(self, expected, callback=None):
        if self.name == "choice" and (callback is None or self.value == expected):
            self._fire(callback or expected, self)
        return True


def handler(kind):
    """A method of events that runs a callback when the event is of one kind; true either way, so that they chain."""

    def on_kind(self, callback):
        if self.name == kind:
            self._fire(callback, self)
        return True

    return on_kind


for _kind in ("badChoice", "timeout", "error", "hangup", "record", "signal", "silenceTimeout"):
    setattr(TropoEvent, "on" + _kind[0].upper() + _kind[1:], handler(_kind))


class TropoApp:
    """`currentApp`: the folder of the app."""

    def __init__(self, baseDir):
        self.baseDir = baseDir


class OfJava:
    """A name that scripts could print on Tropo, where it stood for an object of its Java side."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        raise AttributeError("%s belongs to Tropo's Java side, and has nothing here" % self._name)

    def __str__(self):
        return self._name
