"""What a reader of pastes gives: a `Piece` for each thing that was found.

Every piece has these details:

    raw        the lines as they were pasted, before anything was cleaned: the evidence
    lines      (first, last) of them in the paste, counted from 1
    cleaned    names of what was mended, from `CLEANED`
    sure       "certain" | "likely" | "a guess"

and, by kind:

    launch           method, url, headers (pairs), body (bytes); parameters (pairs, decoded once); form "query" |
                     "form" | "json" | "xml"; source "url" | "query" | "http" | "curl" | "program" | "body"; language,
                     library (of a program);
                     holes (names that the program fills in), glued (those of them that nothing encodes); after (words
                     behind a URL that may belong to it); cut (its beginning is missing); whole (the URL that was
                     meant where a shell cut it). data: Pasted, with `.wire`
    catcher-request  the same, to a catcher. data: Pasted
    launch-reply     format "xml" | "json" | "form"; status, headers (where its HTTP head was pasted); trace_lines (of
                     Java below XML). data: LaunchReply
    session, result, document
                     method, url, headers of the HTTP message around it, or status, headers; before and after (what
                     stands around the JSON in the body); strict (it is JSON as it stands), problem (the first reason
                     why not, in words; "" when strict), problems ((name, sentence) of each: "single-quotes",
                     "trailing-comma", "no-comma", "no-colon", "bracket", "cut-off", "curly-quotes", "wrapped",
                     "inner-quote", "escape", "bare-name", "arrow", "word", "comment", "tuple", "python-prefix",
                     "stray", "depth", "escaped", "no-json"); end "whole" | "cut off"; from_log (the line of a log that
                     it stood in). data: the JSON value, or None
    script           language, certainty (0 to 1), verbs (those of Tropo that it calls), curly (lines with curly quotes)
    catcher-code     language, library (such as "Flask", "tropo-webapi-php"), verbs, curly
    log              origin "platform" | "lab", sessions (ids), codes (HTTP statuses told). data: tuple of LogEntry;
                     of a log as JSON the list itself
    trace            form "har" | "lab". data: Trace
    foreign          vendor, what (such as "TwiML"). data: the parsed payload or None
    unknown          what: a word for it, or "", such as "html" | "traceback" | "token" | "session-id" | "json" |
                     "xml" | "curl" | "signal" | "signal-reply" | "other-request" | "har". data: what could
                     be parsed, or None
"""

from __future__ import annotations

from typing import NamedTuple

KINDS = ("launch", "catcher-request", "launch-reply", "session", "document", "result", "script", "catcher-code", "log",
         "trace", "foreign", "unknown")  # fmt: skip

# what may have been mended on the way → what a person is told of it
CLEANED = {
    "byte-order-mark": "A byte order mark at the beginning was left out; whoever sends one breaks the JSON behind it.",
    "not-utf-8": "The bytes are no UTF-8 and were read as Windows-1252; whoever sends them so breaks accents.",
    "utf-16": "The text came as UTF-16, as some editors save it, and was read as such.",
    "invisible": "Characters that cannot be seen (such as zero-width spaces) were left out.",
    "nbsp": "Non-breaking spaces were read as spaces, as web pages put them in; in a program they would be an error.",
    "fence": "Fences or tags around code were left out.",
    "quote-marks": "Quote marks of a forum or of mail (`>`) at the beginning of lines were left out.",
    "line-numbers": "Line numbers in front were left out.",
    "prompt": "Prompts in front of lines were left out.",
    "diff": "This is a diff: added lines were kept, removed ones left out.",
    "entities": "HTML entities such as &amp; were read as what they mean; if your program sends them, that is a fault.",
    "percent": "The whole URL was percent-encoded, as links within links are, and was decoded once.",
    "wrapped": "Lines that were wrapped were joined again.",
    "curly-quotes": "Curly quotes were read as straight ones; if they are really sent so, nothing can read them.",
    "json": "What is no strict JSON was read all the same; Tropo would refuse it as it stands.",
}


class LogEntry(NamedTuple):
    """One line of a log that says something.

    `event` is "launch" | "routed" | "start" | "engine" | "sent" | "received" | "refused" | "end" | "hop" | "outcome" |
    "parameter" | "other"; `payload` is the JSON in it, if it could be read.
    """

    line: int
    event: str
    text: str
    session: str = ""
    url: str = ""
    code: int = 0
    payload: object = None


class Piece(NamedTuple):
    """One thing found in a paste; the module says what `details` hold."""

    kind: str
    text: str
    data: object
    details: dict
    remarks: tuple[str, ...]
