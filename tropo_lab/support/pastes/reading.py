"""A paste read: each thing in it that the desk knows, in order."""

from __future__ import annotations

import json
import re
from time import monotonic

from tropo_lab.support.pastes.curl_lines import read_curl
from tropo_lab.support.pastes.form_lines import read_form
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.http_lines import read_http_message
from tropo_lab.support.pastes.json_lines import read_object, read_other_json
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.logs import payloads, read_log
from tropo_lab.support.pastes.octets import Decoded, text_of
from tropo_lab.support.pastes.piece import CLEANED, Piece
from tropo_lab.support.pastes.printed import with_printed
from tropo_lab.support.pastes.programs import begins_code, code_end, read_program
from tropo_lab.support.pastes.segments import Segment, segments
from tropo_lab.support.pastes.tracebacks import read_traceback
from tropo_lab.support.pastes.traces import recording
from tropo_lab.support.pastes.unknown import unknown
from tropo_lab.support.pastes.urls import read_url
from tropo_lab.support.pastes.xml_lines import read_xml

# nobody reads more of a log or a letter than this; recordings are read whole
MOST = 200_000
MOST_LINES = 5000
MOST_PIECES = 100
MOST_LINE = 20_000
# what is begun thousands of times and never ended would be looked through as often
SECONDS = 5.0


def read_paste(given: str | bytes) -> tuple[Piece, ...]:
    """The pieces of a paste, in order; at least one, which is "unknown" and says why where nothing could be made of it.

    Never raises.
    """
    read = text_of(given)
    if read.failure or not read.text.strip():
        return (unknown("", read.failure or "The paste is empty: paste a launch URL, a reply, a script or a log."),)
    whole = _whole(read.text)
    if whole is not None:
        return (_whole_piece(whole, read),)
    text, remarks = _shortened(read)
    pieces: list[Piece] = []
    words: list[Line] = []
    end = monotonic() + SECONDS
    for segment in segments(text):
        if stopped := _read_segment(segment, pieces, words, end):
            remarks += (f"Reading took too long; what begins at line {stopped} was not read: paste less of it.",)
            break
        if len(pieces) >= MOST_PIECES:
            remarks += (f"More than {MOST_PIECES} things were found; the rest was not read.",)
            break
    if not pieces:
        return (unknown(text, *remarks),)
    if told := _of_words(words):
        remarks += (told,)
    first = pieces[0]
    told = tuple(CLEANED[name] for name in read.cleaned)
    details = {**first.details, "cleaned": tuple(dict.fromkeys((*read.cleaned, *first.details["cleaned"])))}
    pieces[0] = first._replace(remarks=(*told, *remarks, *first.remarks), details=details)
    return tuple(pieces)


def _whole(text: str) -> Found | None:
    """The recording that the whole text is, however long."""
    if text.lstrip()[:1] != "{" or not re.search(r'"(?:entries|trace)"', text):
        return None
    try:
        return recording(json.loads(text), text)
    except (ValueError, RecursionError):
        return None


def _whole_piece(found: Found, read: Decoded) -> Piece:
    lines = [Line(1, read.text, read.text), Line(read.text.count("\n") + 1, "", "")]
    found = found._replace(cleaned=read.cleaned, remarks=(*read.remarks, *found.remarks))
    return _piece(found, lines)


def _shortened(read: Decoded) -> tuple[str, tuple[str, ...]]:
    used = read.text[:MOST]
    if used.count("\n") > MOST_LINES:
        used = "\n".join(used.split("\n", MOST_LINES)[:MOST_LINES])
    if used == read.text:
        return used, read.remarks
    said = f"The paste has {len(read.text):,} characters; the first {len(used):,} were read, and the rest was not."
    return used, (*read.remarks, said)


def _read_segment(segment: Segment, pieces: list[Piece], words: list[Line], end: float) -> int:
    """Reads until `end`; gives the number of the line at which it stopped before the last, or 0."""
    lines, at, no_program = segment.lines, 0, 0
    while at < len(lines) and len(pieces) < MOST_PIECES:
        if not lines[at].text:
            at += 1
            continue
        if monotonic() > end:
            return lines[at].number
        found = _at(lines, at, segment, at >= no_program)
        if found is None:
            if at >= no_program and begins_code(lines, at):
                # where the whole is no program, no part of it is
                no_program = _program_end(lines, at, segment)
            words.append(lines[at])
            at += 1
            continue
        taken = lines[at : max(found.end, at + 1)]
        at += len(taken)
        found, taken = with_printed(found, taken, words)
        pieces.append(_piece(found, taken))
        if found.kind == "log" and isinstance(found.data, tuple):
            pieces += [_piece(inner, taken) for inner in payloads(found)]
    return 0


def _program_end(lines: list[Line], at: int, segment: Segment) -> int:
    return len(lines) if segment.fenced else code_end(lines, at)


def _at(lines: list[Line], at: int, segment: Segment, may_be_code: bool) -> Found | None:
    """What begins in this line."""
    text = lines[at].text
    if len(text) > MOST_LINE and not text.lstrip().startswith(("{", "[", "<", "http", "GET", "POST")):
        return None
    for reader in (read_http_message, read_curl, read_log, read_traceback):
        if found := reader(lines, at):
            return found
    begins = text.lstrip()[:1]
    structured = (read_object, read_xml, read_other_json) if begins in ("{", "[") else (read_object, read_xml)
    if begins in ("{", "[", "<", '"', "“"):
        for reader in structured:
            if found := reader(lines, at):
                return found
    if may_be_code and begins_code(lines, at):
        end = _program_end(lines, at, segment)
        if found := read_program(lines, at, end, segment.language):
            return found
    unread = () if begins in ("{", "[", "<", '"', "“") else (read_object, read_xml)
    for reader in (read_form, *unread, read_url):
        if found := reader(lines, at):
            return found
    return None


def _piece(found: Found, lines: list[Line]) -> Piece:
    mended = frozenset().union(*(line.cleaned for line in lines)) | set(found.cleaned)
    cleaned = tuple(name for name in CLEANED if name in mended)
    details = {
        "raw": "\n".join(line.raw for line in lines),
        "lines": (lines[0].number, lines[-1].number),
        "cleaned": cleaned,
        "sure": "likely",
        **found.details,
    }
    # what the loose reader of JSON says of each line is plainer than these
    plainer = {"json", "wrapped", "curly-quotes"} if "problems" in details else set()
    plainer |= {"curly-quotes"} if "curly" in details else set()
    told = [CLEANED[name] for name in cleaned if name not in plainer]
    return Piece(found.kind, found.text, found.data, details, tuple(dict.fromkeys((*told, *found.remarks))))


def _of_words(words: list[Line]) -> str:
    """A remark on the lines that belong to nothing."""
    words = [line for line in words if re.search(r"\w", line.text)]
    if not words:
        return ""
    first = words[0].text.strip()
    shown = first if len(first) <= 60 else first[:59] + "…"
    count, were = (f"{len(words)} lines", "were") if len(words) > 1 else ("One line", "was")
    return f"{count} around it, beginning with “{shown}”, {were} taken for words and not read."
