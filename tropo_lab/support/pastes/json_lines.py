"""JSON within lines: found, read as far as it goes, and named."""

from __future__ import annotations

import json
import re
from itertools import islice

from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.json_kinds import Shape, shape_of
from tropo_lab.support.pastes.launches import posted_body
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.loose_json import Read, read_json

_BEGINS = re.compile(r"[{\[]\s*(?=[\"'“”„‘’`{}\[\]]|\\+\"|\w+['\"]?\s*(?::|=>)|[uU]['\"]|$)")
_ESCAPED = ("escaped", "The quotes of the JSON had backslashes before them, as JSON within JSON has.")
_HEADLESS = ("cut-off", "The beginning of the JSON is missing; it was read as if a { stood before it.")
_BLANK_LINE, _MOST_BLANKS = re.compile(r"\n(?:[ \t]*\n)+"), 20
# words that no name, no value and no bracket of JSON is
_TALK = re.compile(r"(?!true\b|false\b|null\b)[^\W\d_][\w'’]*(?:[ ,.!?;]+[^\s:=\"{}\[\]]|[.!?]*\s*$)", re.MULTILINE)
_HALF = re.compile(r"\s*[\"“]\w+[\"”]\s*:")


def read_object(lines: list[Line], at: int) -> Found | None:
    """The JSON that begins in this line, if something in it is of a known kind."""
    text = lines[at].text
    if "{" not in text and "[" not in text:
        return _half_object(lines, at) if _HALF.match(text) else None
    for found in list(_BEGINS.finditer(text))[:6]:
        joined = _without_talk("\n".join(line.text for line in lines[at:]), found.start())
        escaped = bool(re.match(r"[{\[]\s*(?:[{\[]\s*)*\\+\"", joined[found.start() : found.start() + 40]))
        whole = joined.replace('\\"', '"') if escaped else joined
        if (read := read_json(whole, found.start())) and (shape := shape_of(read.value)):
            passed = whole.count("\n", 0, read.end)
            behind = whole[read.end :].partition("\n")[0].strip()
            if escaped:
                read = read._replace(problems=(_ESCAPED, *read.problems), strict=False)
            if shape.kind == "launch" and not isinstance(shape.data.get("token"), str):
                continue
            piece = _named(shape, read, whole[found.start() : read.end])
            around = {"before": text[: found.start()].strip(), "after": behind}
            return piece._replace(details={**piece.details, **around}, end=at + passed + 1)
    return _half_object(lines, at) if _HALF.match(text) else None


def _without_talk(text: str, start: int) -> str:
    """The text up to an empty line that words of a letter follow, where no JSON ends before them."""
    try:
        json.JSONDecoder().raw_decode(text, start)
        return text
    except (ValueError, RecursionError):
        pass
    for blank in islice(_BLANK_LINE.finditer(text, start), _MOST_BLANKS):
        before = text[start : blank.start()].replace('\\"', "")
        if before.count('"') % 2 == 0 and _TALK.match(text, blank.end()):
            return text[: blank.start()]
    return text


def read_other_json(lines: list[Line], at: int) -> Found | None:
    """Strict JSON that begins a line and is of no kind known here; its parts are not looked through."""
    joined = "\n".join(line.text for line in lines[at:])
    start = len(joined) - len(joined.lstrip())
    read = read_json(joined, start)
    if read is None or not read.strict or not read.value or isinstance(read.value, (str, int, float)):
        return None
    text = joined[start : read.end]
    remark = "This is JSON, but nothing that Tropo sends or takes."
    end = at + joined.count("\n", 0, read.end) + 1
    return Found("unknown", text, read.value, {"what": "json", "sure": "certain"}, (remark,), end)


def _half_object(lines: list[Line], at: int) -> Found | None:
    """JSON whose beginning is missing."""
    joined = "{" + "\n".join(line.text for line in lines[at:])
    read = read_json(joined)
    if read is None or not isinstance(read.value, dict):
        return None
    shape = shape_of(read.value)
    if shape is None or shape.kind not in ("session", "result", "document", "launch-reply"):
        return None
    others = tuple(one for one in read.problems if one[0] != _HEADLESS[0])
    read = read._replace(strict=False, whole=False, problems=(_HEADLESS, *others))
    found = _named(shape, read, joined[1 : read.end])
    return found._replace(end=at + joined.count("\n", 0, read.end) + 1)


def _named(shape: Shape, read: Read, text: str) -> Found:
    problems = tuple(sentence for _, sentence in read.problems)
    details = {
        "strict": read.strict,
        "problem": problems[0] if problems else "",
        "problems": read.problems,
        "end": "whole" if read.whole else "cut off",
        "sure": "certain" if read.strict else "likely",
        "before": "",
        "after": "",
        **shape.details,
    }
    cleaned = {"wrapped", "curly-quotes"} & {name for name, _ in read.problems}
    cleaned = (*sorted(cleaned), "json") if problems else ()
    if shape.kind == "launch":
        return posted_body(text, "application/json", details, problems[:4], cleaned)
    return Found(shape.kind, text, shape.data, details, (*shape.remarks, *problems[:4]), cleaned=cleaned)
