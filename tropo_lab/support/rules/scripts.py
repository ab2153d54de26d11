"""Hosted scripts: what came in place of one, and what went wrong on which of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.names import explained, missing_name
from tropo_lab.support.wire import read_message
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER, LogLine

_LINE = re.compile(r"(?:Line (\d+): )?(.*)", re.S)
# what the platform says besides
_ADDED = re.compile(r"\.? The launch passed .*", re.S)
_CLASS = re.compile(r"^[\w.]*(?:Error|Exception|Warning): ")
_OPEN = re.compile(
    r"never closed|unexpected EOF|end of (?:input|file)|unterminated|missing \)|expected '?\)|EOL while", re.I
)
_OPTION = re.compile(r"knows no option ['\"](.{1,60}?)['\"]; it")
_INDENT = re.compile(r"indent", re.I)
_NOBODY = re.compile(r"nobody to speak to")
_NO_CALL = re.compile(r"currentCall|callerID|calledID|getHeader|initialText|NoneType|of null|on null|for nil")


def scripts(reading: Reading) -> Iterator[Finding]:
    """The error that ended a script, told by its line and by what the launch passed."""
    yield from _no_script(reading)
    before = False
    for line in reading.remarks:
        if line.rule == "script-does-not-compile":
            yield _unreadable(line, reading)
        elif line.rule == "script-error" and not (before and _NOBODY.search(line.text)):
            yield _failed(line, reading)
        elif line.rule == "unknown-option":
            yield from _misspelt_option(line, reading)
        # nobody can be spoken to after a call that failed, and that is told elsewhere
        before = before or line.level == "error"


def _no_script(reading: Reading) -> Iterator[Finding]:
    for hop in reading.of_kind("fetch-reply"):
        message = read_message(hop.wire)
        text = message.text.lstrip("\ufeff").lstrip()
        if message.status in (0, 200) and text.startswith("{") and '"tropo"' in text[:1000]:
            yield Finding(
                "script-is-json",
                hop.number,
                TO_CATCHER,
                BROKEN,
                f"This app is of the type Scripting, and its address gave {quoted(text, 40)}: a document, no script.",
                "A Scripting app runs what it fetches, on Tropo; a document is what a WebAPI app's server answers.",
                "Make the app a WebAPI one, or give it the address of a script.",
            )


def _unreadable(line: LogLine, reading: Reading) -> Finding:
    number, words = _parts(line)
    if _OPEN.search(words):
        why = "Something that is opened there, a bracket or a text, is not closed."
    elif _INDENT.search(words):
        why = "Its indentation does not fit the lines around it."
    else:
        why = "A sign is missing or too many there, or the script is in another language than the app names."
    return Finding(
        "script-does-not-compile",
        _hop(line, reading),
        TO_CATCHER,
        BROKEN,
        f"The script cannot be read{f' at its line {number}' if number else ''}, so nothing of it ran.",
        why,
        f"Mend {f'line {number}' if number else 'it'}, and the line above it if that looks right.",
    )


def _failed(line: LogLine, reading: Reading) -> Finding:
    number, words = _parts(line)
    at, hop = f"Line {number}" if number else "The script", _hop(line, reading)
    if _NOBODY.search(words):
        verb = words.partition(" has nobody")[0].rpartition(" ")[2]
        return Finding(
            "nobody-to-speak-to",
            hop,
            FROM_CATCHER,
            BROKEN,
            f"{at}: {quoted(verb)[1:-1]} has nobody to speak to.",
            "This session was launched by token, and no call is open: currentCall is empty until `call` succeeds.",
            f"Call {_number_name(reading)} above it, with the network SMS for a text, or use message, which calls, "
            "speaks and hangs up.",
        )
    name = missing_name(words)
    about = explained(name, reading) if name not in reading.parameters else None
    if about is not None:
        rule, found, why, fix = about
        return Finding(rule, hop, TO_CATCHER, BROKEN, found.replace("The catcher", at), why, fix)
    if reading.is_launched and _NO_CALL.search(words) and not reading.reached:
        return Finding(
            "no-caller-in-a-launched-session",
            hop,
            TO_CATCHER,
            BROKEN,
            f"{at} failed: {quoted(_CLASS.sub('', words), 120)}.",
            "The session was started by token: nobody called in, so currentCall is empty until you call somebody.",
            "Test currentCall first, and take what you need from the launch's parameters.",
        )
    passed = ", ".join(quoted(one)[1:-1] for one in list(reading.parameters)[:8])
    told = f" The launch passed {passed}." if name and passed else ""
    return Finding(
        "script-error",
        hop,
        FROM_CATCHER,
        BROKEN,
        f"{at} failed: {quoted(_CLASS.sub('', words), 120)}.",
        f"The script ended there.{told}",
        quoted(line.fix, 200)[1:-1] or "Mend that line.",
    )


def _misspelt_option(line: LogLine, reading: Reading) -> Iterator[Finding]:
    """An option in another spelling than a function knows it by: without it something else happens."""
    given = _OPTION.search(line.text)
    known = line.fix.partition(" knows ")[2].rstrip(".").split(", ")
    near = get_close_matches(given[1].lower(), known, 1, 0.72) if given else []
    if near:
        yield Finding(
            "unknown-option",
            _hop(line, reading),
            FROM_CATCHER,
            BROKEN if near[0] in ("network", "channel", "choices", "to") else SUSPICIOUS,
            f"{quoted(line.text, 200)[1:-1].rstrip('.')}.",
            f"It looks like `{near[0]}`, which was left out so.",
            f"Write `{near[0]}`.",
        )


def _parts(line: LogLine) -> tuple[str, str]:
    number, words = _LINE.fullmatch(line.text[:2000]).groups()
    return number or "", _ADDED.sub("", words)


def _hop(line: LogLine, reading: Reading) -> int:
    return reading.script.number if reading.script is not None else line.hop


def _number_name(reading: Reading) -> str:
    """The parameter that looks like a phone number, or words for it."""
    names = (name for name, value in reading.parameters.items() if re.fullmatch(r"\+?\d{10,15}", value.strip()))
    return quoted(next(names, "the phone"))[1:-1]
