"""A catcher's reply as bytes: whether it is a Tropo document at all, and where it stops being one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.document import Document
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.no_json import broken_json, not_utf8
from tropo_lab.support.verbs import KEYS
from tropo_lab.support.wire import half_at
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER

_BEGINS = re.compile(rb'\{\s*"tropo"\s*:')
_SCRIPT = re.compile(
    r"<\?php|#!|import |require |from \w+ import|def |function |call\s*\(|say\s*\(|message\s*\(|answer\s*\("
)
_ERROR_PAGE = re.compile(r"Notice|Warning|Deprecated|Fatal error|Traceback|Exception|Error", re.I)
_OTHERS = {"<response": "TwiML, which is Twilio's", "<vxml": "VoiceXML", '[{"action"': "an NCCO, which is Vonage's"}


def replies(reading: Reading) -> Iterator[Finding]:
    """What is wrong with the replies as wholes: at most one thing for each."""
    for document in reading.documents:
        if not document.ok:
            continue
        if not document.message.body.strip():
            yield from _empty(document)
        elif document.data is None:
            yield _unreadable(document)
        elif document.listed is None:
            yield _not_tropo(document)
        else:
            yield from _marked(document)


def _empty(document: Document) -> Iterator[Finding]:
    if document.is_first:
        yield _finding(
            document,
            "empty-reply",
            "The catcher answered the session JSON with an empty body.",
            "Tropo had nothing to do, so the session ended at once.",
            'Return the document from the handler that answers Tropo: {"tropo": [ … ]}.',
        )


def _unreadable(document: Document) -> Finding:
    body, text = document.message.body, document.text.lstrip("\ufeff").lstrip()
    found = _BEGINS.search(body)
    start = quoted(text, 40)
    kind = next((what for sign, what in _OTHERS.items() if text.lower().startswith(sign)), "")
    if kind:
        return _finding(
            document,
            "reply-of-another-vendor",
            f"The reply begins {start}: {kind}.",
            "Tropo reads JSON with a list under `tropo`, and nothing else.",
            'Answer with {"tropo": [ … ]}.',
        )
    if found and found.start() and body[: found.start()].strip():
        return _text_before(document, found.start(), start)
    if _SCRIPT.match(text):
        return Finding(
            "reply-is-a-script",
            document.number,
            TO_CATCHER,
            BROKEN,
            f"The reply begins {start}: that is a program, not its answer.",
            "A WebAPI app gets JSON from your server; a script that Tropo is to run belongs to a Scripting app.",
            "Make the app a Scripting one with this file, or let your server run the program and send what it makes.",
        )
    if text.startswith("<"):
        page = " an error page" if _ERROR_PAGE.search(text[:2000]) else " a page for people"
        return _finding(
            document,
            "reply-is-html",
            f"The reply begins {start}: HTML,{page}.",
            "Tropo reads JSON here, so it could not go on.",
            "Answer with the document alone, at the address that the app names.",
        )
    if half_at(document.text) >= 0:
        return not_utf8(document)
    return broken_json(document, text)


def _text_before(document: Document, at: int, start: str) -> Finding:
    html = document.text.lstrip("\ufeff").lstrip().startswith("<")
    return _finding(
        document,
        "text-before-json",
        f"The reply is not JSON: it begins {start}{' (HTML)' if html else ''}, and the JSON only at byte {at}.",
        "JSON must begin at the first byte that is not blank, so nothing of it was read.",
        "Keep warnings and prints out of the body: send them to a log, and let a JSON encoder write the body.",
    )


def _not_tropo(document: Document) -> Finding:
    data = document.data
    shown = quoted(document.text.strip(), 40)
    if isinstance(data, str) and '"tropo"' in data:
        what, fix = "The reply is JSON within a JSON text", "Encode the document once, not twice."
    elif isinstance(data, list):
        what, fix = f"The reply is a bare list, {shown}", 'Put the list under `tropo`: {"tropo": [ … ]}.'
    elif not isinstance(data, dict):
        what, fix = f"The reply is {shown}", 'Answer with {"tropo": [ … ]}.'
    elif "tropo" in data:
        what, fix = f"Under `tropo` stands no list: {shown}", 'Put the verbs into a list: {"tropo": [ … ]}.'
    elif "session" in data or "result" in data:
        what, fix = f"The reply gives back what Tropo sent, {shown}", 'Answer with {"tropo": [ … ]}.'
    elif near := next((name for name in data if name.lower().strip() in ("tropo", "trop", "torpo")), ""):
        what, fix = f"The list stands under {quoted(near)}", "Write `tropo`, in small letters."
    elif verb := next((name for name in data if name in KEYS), ""):
        what = f"The verb `{verb}` stands at the top of the reply, without `tropo` around it"
        fix = f'Write {{"tropo": [{{"{verb}": … }}]}}.'
    else:
        what, fix = f"The reply has no `tropo`: {shown}", 'Answer with {"tropo": [ … ]}.'
    return _finding(document, "no-tropo", f"{what}.", "Tropo looks for a list of verbs under `tropo`.", fix)


def _marked(document: Document) -> Iterator[Finding]:
    if document.message.body.startswith(b"\xef\xbb\xbf"):
        yield _finding(
            document,
            "mark-before-json",
            "The reply begins with a byte-order mark (EF BB BF), and the JSON only at byte 3.",
            "JSON must begin at the first byte; this lab passes over the mark, and others do not.",
            "Save the program as UTF-8 without a mark.",
            SUSPICIOUS,
        )


def _finding(document: Document, rule: str, found: str, why: str, fix: str, severity: str = BROKEN) -> Finding:
    return Finding(rule, document.number, FROM_CATCHER, severity, found, why, fix)
