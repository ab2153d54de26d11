"""What can go wrong, in words. Each error is one sentence that says what to do.

LabError
 ├── BadLaunch       a launch request that the session API refuses
 ├── BadSetup        an app, phone or option that the lab cannot set up
 ├── Held            a request waits at a breakpoint, and its caller does not
 ├── LabClosed       the lab was closed
 ├── NotFound        a session, app or phone that the lab does not know
 └── SessionFailed   one session cannot go on; knows at which hop
      └── BadDocument     a catcher's reply that is no Tropo document; knows the JSON path
"""

from urllib.parse import urlsplit

from tropo_lab.trace import FROM_CATCHER


class LabError(Exception):
    """The base of everything that the lab refuses; its text is one sentence for a person."""


class BadSetup(LabError):
    """An app, phone, host or option cannot be set up as asked."""


class NotFound(LabError):
    """The lab has no session, app or phone of that name."""


class Held(LabError):
    """A request waits at a breakpoint. It is still on its way; whoever sent it through `lab.http` goes on without."""


class LabClosed(LabError):
    """The lab was closed, and is asked for something."""

    def __init__(self):
        super().__init__("This lab is closed: run the cell that starts it again, and those below it.")


class BadLaunch(LabError):
    """A launch request is refused.

    `status` is the HTTP status; `reason` the short text in the reply body; the sentence says what to change.
    """

    def __init__(self, sentence: str, *, status: int = 200, reason: str = "", rule: str = "bad-launch"):
        super().__init__(sentence)
        self.status, self.reason, self.rule = status, reason or sentence, rule


class SessionFailed(LabError):
    """One session ends here, alone. `name` is the short outcome, `where` the name of the hop, `fix` what to do."""

    def __init__(self, name: str, where: str, sentence: str, *, fix: str = ""):
        super().__init__(sentence)
        self.name, self.where, self.fix = name, where, fix

    @property
    def rule(self) -> str:
        """The name as log lines and findings carry it: with hyphens."""
        return self.name.replace(" ", "-")


class BadDocument(SessionFailed):
    """A catcher's reply cannot be carried out. `path` is the place, such as `tropo[0].message.say`."""

    def __init__(self, sentence: str, *, path: str = "", rule: str = "bad-document"):
        fix = f"Mend {f'`{path}` in ' if path else ''}the JSON that your catcher sends."
        super().__init__(rule.replace("-", " "), FROM_CATCHER, sentence, fix=fix)
        self.path = path


def half_a_character(what: str) -> BadSetup:
    """What is said of an edited text that cannot become bytes."""
    return BadSetup(f"{what} holds half a character (a lone surrogate), which no bytes can carry.")


def bad_address(url: str, where: str = "") -> SessionFailed:
    """What is said of an address that nothing can be posted to."""
    return SessionFailed(
        "bad address",
        where,
        f"{url!r:.200} is not an address that can be posted to.",
        fix="Write it like http://catcher.example/path.",
    )


def place_of(url: str) -> str:
    """A URL as sentences show it: without a password and without its query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path or '/'}"


def no_answer_in_time(url: str, patience: float) -> SessionFailed:
    """What is said of a catcher that keeps silent."""
    return SessionFailed(
        "no answer in time",
        FROM_CATCHER,
        f"The catcher at {place_of(url)} did not answer within {patience:g} seconds.",
        fix="Answer first, and do slow work afterwards.",
    )


def nobody_listens(url: str) -> SessionFailed:
    """What every driver says of a catcher that is down."""
    return SessionFailed(
        "connection refused",
        "",
        f"Could not connect to {place_of(url)}: nothing listens there.",
        fix="Start the catcher, or correct its address.",
    )


def connection_reset() -> SessionFailed:
    """What is said of a catcher that closes the connection in place of a reply."""
    return SessionFailed(
        "connection reset",
        FROM_CATCHER,
        "The catcher closed the connection without an answer.",
        fix="Look into the catcher's own log for a crash.",
    )


def reply_cut_short() -> SessionFailed:
    """What is said of a reply whose connection ends too soon."""
    return SessionFailed(
        "reply cut short",
        FROM_CATCHER,
        "The catcher's reply ended before its announced length.",
        fix="Send the whole body, with its true Content-Length.",
    )
