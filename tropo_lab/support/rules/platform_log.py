"""What the platform itself logged, told as findings; what a rule of its own tells better is left to that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.escapes import visible
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.log_table import DOCUMENT, LAUNCH, REQUEST, SILENT, row_of
from tropo_lab.trace import AT_LAUNCH, FROM_CATCHER, RESULT, TO_CATCHER, TO_PHONE, LogLine

MOST_LETTERS = 600
# what only a switch or a breakpoint of the lab does
SWITCHED = ("fault-", "dropped-at-breakpoint")
PLACES = {
    **dict.fromkeys(("click", "page", "launch", "launch-reply", "signal", "signal-reply"), AT_LAUNCH),
    **dict.fromkeys(("session", "fetch"), TO_CATCHER),
    **dict.fromkeys(("document", "fetch-reply"), FROM_CATCHER),
    **dict.fromkeys(("result", "upload", "upload-reply"), RESULT),
}
_ANY_FIX = "Look at that hop, and at the log beside it."
_TEN_DIGITS = re.compile(r"\+([2-9]\d{2}[2-9]\d{6})\b")
# the words of a parser, which mean something to those who know it
_PARSER = re.compile(
    r" ?\([^()]*(?:line \d|column|char \d|token)[^()]*\)|: [A-Z][^.:]*: line \d+ column \d+ \(char \d+\)"
)


def by_switch(reading: Reading) -> Iterator[Finding]:
    """What a fault switch or a breakpoint of the lab did: whatever follows is no fault of anybody's code."""
    failed = reading.trace.outcome is not None and not reading.trace.outcome.ok
    for line in reading.remarks:
        if line.rule.startswith(SWITCHED):
            found = _finding(line, reading)
            yield found._replace(severity=BROKEN) if failed else found


def platform_log(reading: Reading) -> Iterator[Finding]:
    """A finding for each other warning and error of the log that its table does not silence."""
    for line in (*reading.remarks, *_outcome(reading)):
        if line.rule not in SILENT and not line.rule.startswith(SWITCHED) and not _is_sound(line, reading):
            yield _finding(line, reading)


def _finding(line: LogLine, reading: Reading) -> Finding:
    row = row_of(line.rule)
    if row is None:
        severity = BROKEN if line.level == "error" else SUSPICIOUS
        return Finding(
            line.rule, line.hop, _place(line.hop, reading), severity, _said(line), "", visible(line.fix) or _ANY_FIX
        )
    return Finding(
        row.rule or line.rule,
        _hop(row.blame, line, reading),
        row.where or _place(line.hop, reading),
        row.severity,
        _said(line),
        row.why,
        visible((_guess(line) or row.fix or line.fix)[:MOST_LETTERS]) or _ANY_FIX,
    )


def _place(number: int, reading: Reading) -> str:
    """The place where the hop of that number crosses."""
    kind = reading.hops[number - 1].kind if 0 < number <= len(reading.hops) else ""
    return PLACES.get(kind, TO_PHONE)


def _outcome(reading: Reading) -> list[LogLine]:
    """How the session failed, where no line says so: in traces that were made elsewhere, or lost at the very start."""
    outcome = reading.trace.outcome
    if outcome is None or outcome.ok or any(line.level == "error" for line in reading.remarks):
        return []
    rule = re.sub(r"\W+", "-", outcome.name.lower()).strip("-")
    last = len(reading.hops)
    fix = "" if row_of(rule) else "Look at the last hop of the session."
    return [LogLine(0, last, "error", outcome.sentence or f"The session ended: {outcome.name}.", rule, fix)]


def _is_sound(line: LogLine, reading: Reading) -> bool:
    """True where the platform warns of what is in order here."""
    document = reading.document_at(line.hop)
    if line.rule == "no-verbs" and document is not None:
        # an empty document is a good last word
        return not document.is_first or reading.is_texted
    if line.rule == "answer-goes-nowhere" and document is not None:
        # a recording goes where its `url` says
        return not any(entry.name == "ask" for entry in document.entries)
    return False


def _hop(blame: str, line: LogLine, reading: Reading) -> int:
    """The number of the hop that has to change."""
    if blame == LAUNCH and reading.launch is not None:
        return reading.launch.number
    if blame == DOCUMENT:
        document = reading.document_at(line.hop)
        if document is not None:
            return document.number
        return reading.script.number if reading.script is not None else line.hop
    if blame == REQUEST:
        asked = [hop for hop in reading.of_kind("session", "result", "fetch") if hop.number <= line.hop]
        return asked[-1].number if asked else line.hop
    return line.hop


def _said(line: LogLine) -> str:
    return visible(_PARSER.sub("", line.text[:MOST_LETTERS])) or f"The platform logged {quoted(line.rule)}."


def _guess(line: LogLine) -> str:
    """A US number behind a plus, without its country code, is the most usual number abroad."""
    found = _TEN_DIGITS.search(line.text) if line.rule == "not-allowed" else None
    return f"If it is a US number, its country code is missing: write +1{quoted(found[1])[1:-1]}." if found else ""
