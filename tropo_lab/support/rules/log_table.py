"""What each warning and error of the platform's log means to somebody with a question: who has to change, and why.

Names with `*` stand for all that fit. A test compares the table with the platform's source, so that it cannot drift.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple

from tropo_lab.support.finding import BROKEN, SUSPICIOUS
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, RESULT, TO_CATCHER, TO_PHONE

# whose hop has to change
LAUNCH, DOCUMENT, REQUEST, LINE = "launch", "document", "request", "line"
# the place of the hop that the line stands beside
WHEREVER = ""


class Row(NamedTuple):
    """What becomes of a line of the log: a finding of this rule, or of the line's own. `why` is what the line lacks;
    without a `fix` its own is told."""

    blame: str
    where: str
    severity: str
    why: str
    fix: str = ""
    rule: str = ""


def _rows(names: str, *row: str, **more: str) -> dict[str, Row]:
    return {name: Row(*row, **more) for name in names.split()}


_NO_SESSION = "No session was started."
_STOPS = "Tropo stopped at that place, and nothing behind it was carried out."
_IGNORED = "It was passed over, so it has no effect."
_TOO_MUCH = "There is a bound, so that one session cannot hold up the others."
_SCRIPT_ENDS = "The script ended there, and nothing behind that line was carried out."
_NOT_YOURS = "That is no fault of your code."
_BY_SWITCH = "A switch or a breakpoint of this lab did that, so no code is to blame."

ROWS = {
    **_rows("bad-launch launch-too-large too-many-parameters", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION),
    **_rows("bad-json", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="body-is-not-json"),
    **_rows("bad-xml", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="body-is-not-xml"),
    **_rows("unsupported-type", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="body-of-unknown-type"),
    **_rows("bad-method", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="launch-by-wrong-method"),
    **_rows("no-such-address", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="launch-elsewhere"),
    **_rows("no-action bad-action", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION, rule="no-action"),
    **_rows("no-token unknown-token not-placed", LAUNCH, AT_LAUNCH, BROKEN, _NO_SESSION),
    **_rows(
        "launch-encoding",
        LAUNCH,
        AT_LAUNCH,
        SUSPICIOUS,
        "The app gets other values than were meant.",
        "Encode the launch as UTF-8, and label its body as what it is.",
    ),
    **_rows(
        "odd-name name-taken",
        LAUNCH,
        AT_LAUNCH,
        SUSPICIOUS,
        "The script cannot read that parameter under its own name.",
    ),
    **_rows(
        "journal-full too-many-sessions",
        LINE,
        AT_LAUNCH,
        BROKEN,
        f"{_NO_SESSION} {_NOT_YOURS}",
        "Let some sessions end, or start the lab anew.",
    ),
    **_rows("launch-lost", LINE, AT_LAUNCH, BROKEN, f"{_NO_SESSION} {_BY_SWITCH}", "Launch again, and let it through."),
    **_rows(
        "click-lost nothing-launched",
        LINE,
        AT_LAUNCH,
        BROKEN,
        f"Your page launched nothing. {_BY_SWITCH}",
        "Click again, and let it through.",
    ),
    **_rows("*-lost", LINE, WHEREVER, BROKEN, _BY_SWITCH, "Send it again, and let it through."),
    **_rows("dropped-at-breakpoint", LINE, WHEREVER, BROKEN, _BY_SWITCH),
    **_rows("fault-dribble fault-duplicate fault-late fault-wrong-type", LINE, WHEREVER, SUSPICIOUS, _BY_SWITCH),
    **_rows("fault-*", LINE, WHEREVER, BROKEN, _BY_SWITCH),
    **_rows("no-*-address", LAUNCH, AT_LAUNCH, BROKEN, "The token of that side starts nothing.", rule="wrong-token"),
    **_rows(
        "signal-*",
        LINE,
        AT_LAUNCH,
        SUSPICIOUS,
        "The signal did not get through as it was sent, so nothing was interrupted.",
    ),
    **_rows("too-many-signals", LINE, AT_LAUNCH, SUSPICIOUS, "The signal was not taken, so nothing was interrupted."),
    # reaching the catcher
    **_rows(
        "connection-refused host-not-allowed name-not-found no-trusted-tls bad-address no-answer-in-time",
        REQUEST,
        TO_CATCHER,
        BROKEN,
        "The session ended there, whatever the launch was told.",
    ),
    **_rows(
        "connection-reset not-http reply-too-large",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        "So there were no instructions, and the session ended.",
    ),
    **_rows("reply-cut-short", DOCUMENT, FROM_CATCHER, BROKEN, "Half a document is none, so the session ended."),
    **_rows(
        "status-*",
        DOCUMENT,
        TO_CATCHER,
        BROKEN,
        "The session ended there, and no verb of it ran.",
        rule="catcher-failed",
    ),
    **_rows("redirect-not-alone", DOCUMENT, FROM_CATCHER, BROKEN, _STOPS),
    **_rows(
        "redirect-*",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        "Tropo does not follow redirects, so it got no document.",
        rule="redirect",
    ),
    # documents
    **_rows(
        "not-json no-tropo empty-reply not-utf-8 unknown-charset too-deep too-large "
        "bad-document unknown-verb missing-key",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        _STOPS,
    ),
    **_rows("*-is-a-string wrong-type unknown-value bad-choices too-many", DOCUMENT, FROM_CATCHER, BROKEN, _STOPS),
    **_rows("unknown-key", DOCUMENT, FROM_CATCHER, SUSPICIOUS, _IGNORED),
    **_rows("first-url-only", DOCUMENT, FROM_CATCHER, SUSPICIOUS, "The other addresses get nothing."),
    **_rows(
        "too-many-documents too-many-messages too-many-bytes too-many-calls", DOCUMENT, FROM_CATCHER, BROKEN, _TOO_MUCH
    ),
    **_rows(
        "no-verbs",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        "Success in the launch's reply means started, not sent.",
        "Use message, or call and then say.",
    ),
    **_rows("unknown-network", DOCUMENT, FROM_CATCHER, BROKEN, "A voice call is not what such a name asks for."),
    **_rows(
        "nobody-to-speak-to",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        "In a launched session there is no call until you place one.",
    ),
    **_rows("call-during-a-call call-is-over voice-only too-late-to-*", DOCUMENT, FROM_CATCHER, BROKEN, _STOPS),
    **_rows("room-full no-place-in-the-room", DOCUMENT, TO_PHONE, BROKEN, "So nobody could join."),
    **_rows(
        "answer-goes-nowhere",
        DOCUMENT,
        RESULT,
        BROKEN,
        "An answer is posted to a `next` and nowhere else, so it is lost.",
    ),
    **_rows(
        "upload-failed upload-refused",
        LINE,
        RESULT,
        BROKEN,
        "The recording, or its text, did not arrive at your server.",
    ),
    # numbers, and what the network allows
    **_rows(
        "bad-number short-code sip-address emergency-number",
        DOCUMENT,
        TO_PHONE,
        BROKEN,
        "So nobody was called or texted there.",
    ),
    **_rows("not-allowed", DOCUMENT, TO_PHONE, BROKEN, "So nobody was called or texted there.", rule="number-outside"),
    **_rows(
        "no-country-code",
        DOCUMENT,
        TO_PHONE,
        SUSPICIOUS,
        "Bare US numbers were taken at some times, and not at others.",
        rule="number-without-plus",
    ),
    **_rows(
        "sms-first-only",
        DOCUMENT,
        TO_PHONE,
        BROKEN,
        "Those others get nothing, and no error says so.",
        rule="several-recipients",
    ),
    **_rows("unknown-dial-option", DOCUMENT, TO_PHONE, SUSPICIOUS, _IGNORED),
    **_rows("foreign-from", DOCUMENT, TO_PHONE, SUSPICIOUS, "The phone shows another sender than was meant."),
    **_rows(
        "no-number", LINE, TO_PHONE, BROKEN, "So no text could leave. The code is fine; the app's settings are not."
    ),
    **_rows(
        "outbound-off",
        DOCUMENT,
        TO_PHONE,
        BROKEN,
        "The message was ready; the code is fine, and the account's setting is not.",
    ),
    **_rows("opted-out", LINE, TO_PHONE, BROKEN, "The network keeps texts from people who do not want them."),
    **_rows("message-failed", DOCUMENT, TO_PHONE, SUSPICIOUS, "Nobody heard or read it."),
    # hosted scripts
    **_rows("script-error", DOCUMENT, FROM_CATCHER, BROKEN, _SCRIPT_ENDS),
    **_rows(
        "script-does-not-compile",
        DOCUMENT,
        TO_CATCHER,
        BROKEN,
        "Nothing of the script ran.",
        "Mend that line, or choose the language that the script is in.",
    ),
    **_rows(
        "callback-failed", DOCUMENT, FROM_CATCHER, SUSPICIOUS, "The script goes on, without what the callback was for."
    ),
    **_rows(
        "script-not-found script-not-fetched script-is-html script-is-json script-is-empty "
        "script-is-not-utf-8 script-too-large",
        DOCUMENT,
        TO_CATCHER,
        BROKEN,
        "A Scripting app runs what its address gives, and this is no script.",
    ),
    **_rows("missing-to missing-argument bad-option unknown-call", DOCUMENT, FROM_CATCHER, BROKEN, _SCRIPT_ENDS),
    **_rows("unknown-option", DOCUMENT, FROM_CATCHER, SUSPICIOUS, _IGNORED),
    **_rows(
        "callbacks-too-deep script-ignores-errors script-left script-broke-its-channel "
        "script-printed-too-much script-said-too-much script-took-too-long "
        "script-used-too-much request-too-large too-many-requests unknown-request",
        DOCUMENT,
        FROM_CATCHER,
        BROKEN,
        _SCRIPT_ENDS,
    ),
    **_rows(
        "python-2 tabs-expanded",
        DOCUMENT,
        FROM_CATCHER,
        SUSPICIOUS,
        "It runs here; whether each line means the same is worth a look.",
    ),
    **_rows(
        "interpreter-missing script-not-started scripts-need-a-process scripts-need-linux",
        LINE,
        TO_CATCHER,
        BROKEN,
        f"So the script did not run. {_NOT_YOURS}",
    ),
    **_rows(
        "interrupted",
        LINE,
        FROM_CATCHER,
        SUSPICIOUS,
        "It has no end of its own, so this is not the whole of it.",
        "Let the session end before the lab is closed.",
    ),
    **_rows("platform-error", LINE, FROM_CATCHER, BROKEN, _NOT_YOURS),
}

# what is told in another way, or need not be told; with the reason
SILENT = {
    "not-carried-out": "what this lab leaves out is no mistake of whoever wrote it",
    "content-type": "real catchers often label their documents wrongly, and Tropo went by the content",
    "voice-by-default": "a voice message is often meant: rules/channels.py tells it where a text was",
    "text-waited": "one line for each text: rules/endings.py tells them together",
}


def row_of(rule: str) -> Row | None:
    """What the table says of a rule; None where it says nothing."""
    return ROWS.get(rule) or next((row for name, row in ROWS.items() if "*" in name and fnmatchcase(rule, name)), None)
