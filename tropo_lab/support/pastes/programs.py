"""Programs among lines: hosted scripts, catchers of the WebAPI, and programs that launch."""

from __future__ import annotations

import re
from textwrap import dedent

from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.languages import language_of
from tropo_lab.support.pastes.launch_programs import launch_in
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.vendors import vendor_of_code

_VERBS = ("say|ask|call|message|transfer|record|conference|wait|await|hangup|answer|reject|redirect|log|_log|prompt|"
          "startCallRecording|stopCallRecording")  # fmt: skip
_CALLED = re.compile(rf"(?:(?<![\w.>$:@-])|(?<=currentCall\.)|(?<=currentCall->)|(?<=value\.))({_VERBS})"
                     r"(?:\s*\(|[ \t]+(?=[\"'$:“])|[ \t]+(?=\w+(?:,|[ \t]*$)))", re.MULTILINE)  # fmt: skip
_ALONE = re.compile(r"^[ \t]*(hangup|answer|reject)\s*;?\s*$", re.MULTILINE)
_LIBRARIES = (
    (r"TropoWebAPI\b|tropo-webapi|\bTropoJSON\b", "tropo-webapi (Node)"),
    (r"tropo\.class\.php|\$tropo->|(?i:->render_?json\()|TropoWebAPI\.php", "tropo-webapi-php"),
    (r"Tropo::Generator|tropo-webapi-ruby|TropoAPI", "tropo-webapi-ruby"),
    (r"TropoCSharp|\.RenderJSON\(", "tropo-webapi-csharp"),
    (r"com\.voxeo\.tropo|\bimport com\.tropo", "tropo-webapi-java"),
    (r"from tropo import|import tropo\b|\btropo\.RenderJson\(", "tropo-webapi-python"),
    (r"^[ \t]*use Tropo\b", "perl-Tropo"),
    (r"from flask|import flask|Flask\(__name__\)|@\w+\.route\(", "Flask"),
    (r"require\(['\"]express['\"]\)|\bexpress\(\)|\bapp\.(?:post|get|use)\(\s*['\"/]", "Express"),
    (r"from django|HttpResponse\(|JsonResponse\(", "Django"),
    (r"require ['\"]sinatra|^[ \t]*(?:post|get) ['\"]/[^'\"]*['\"] do", "Sinatra"),
    (r"http\.createServer\(", "Node http"),
    (r"BaseHTTPRequestHandler|http\.server|web\.application\(|import web\b|\bbottle\b|itty", "Python web code"),
    (r"php://input|HTTP_RAW_POST_DATA", "PHP"),
    (r"['\"]tropo['\"]\s*(?::|=>|,)", "JSON by hand"),
)
_WEB = ("Flask", "Express", "Sinatra", "Django", "PHP", "Python web code", "Node http")
_COMPILED = [(re.compile(sign, re.MULTILINE), name) for sign, name in _LIBRARIES]
_LINE = re.compile(
    r"\s*(?:<\?php|\?>|#!|(?://|/\*|\*/)|@\w+\.\w+|(?:from [\w.]+ )?import [\w.{*]|using [\w.]+;|namespace |"
    r"(?:public|private|protected|static|class|interface)\s+\w+|(?:def|function|sub)\s+\w+|(?:var|let|const|my)\s+[$@%\w{]|"
    r"(?:if|while|for|foreach|switch|elsif|elif|unless|catch|except)\b.*[({:]|else\b[\s{:]*$|try\s*[:{]|end\s*$|begin\s*$|"
    r"return\b.*[;({\[\"'$]|require(?:_once)?[ (]['\"]|include(?:_once)?[ (]|"
    r"(?:puts|echo|print|println|console\.log)[ (\"']|"
    r"use \w+;|do\s*\||[})\]]+[;,)]*\s*$|"
    rf"(?:{_VERBS})(?:\s*\(|[ \t]+[\"'$“:])|(?:hangup|answer|reject)\s*;?\s*$|"
    r"(?:new )?[$@]?[\w\]\[.'\"$:>-]+\s*\(.*(?:[;){]|\\|,|\+|\.)\s*$|"
    r"[$@]?[A-Za-z_][\w.\]\['\"$>-]*(?:, \w+)*\s*(?:[+.|]?=)(?![=&])\s*\S.*|"
    r"(?:get|post|route)\s+['\"]/.*\bdo\b|"
    # of languages that declare what they make, or that only launch
    r"(?:Dim \w+|[A-Za-z][\w.<>,\[\]]* \w+|\w+(?:, \w+)*\s*:)(?: As [\w ]+)?\s*=\s*[^=\s].*[(\"';]|"
    r"(?:Invoke-(?:RestMethod|WebRequest)|irm|iwr)\s+[-\"'$]|[A-Z]\w*(?:::\w+)*\.\w+ [\"'])"
)
_PLAIN_QUERY = re.compile(r"[\w.]+=[^\s\"'();&]*(?:&[^\s\"'();&]*)+$|[\w.-]+=[^\s\"'($]*$")
_REMARK = re.compile(r"\s*(?:#|//|/\*|\*|--\s)")
_CURLY = re.compile(r"[“”„‘’]")
_STRAIGHT_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_LOOKAHEAD = 12
# what is longer was written by a machine
_LONGEST = 500


def is_code(text: str) -> bool:
    """True when this line stands in a program."""
    text = text[:_LONGEST]
    return bool(_LINE.match(text)) and not _PLAIN_QUERY.match(text.strip())


def begins_code(lines: list[Line], at: int) -> bool:
    """True when a program begins in this line, or remarks in front of one."""
    for place in range(at, min(len(lines), at + 20)):
        if is_code(lines[place].text):
            return True
        if lines[place].text and not _REMARK.match(lines[place].text) and not _in_docstring(lines, at, place):
            return False
    return False


def _in_docstring(lines: list[Line], at: int, place: int) -> bool:
    quotes = [line.text.count('"""') for line in lines[at : place + 1]]
    return bool(quotes[0]) and (sum(quotes) % 2 == 1 or bool(quotes[-1]))


def code_end(lines: list[Line], at: int) -> int:
    """The line behind the program that begins here: it goes on as long as lines of code follow soon."""
    end, place = at + 1, at + 1
    if "<?php" in lines[at].text:
        closing = next((number for number in range(at, len(lines)) if "?>" in lines[number].text), 0)
        if closing + 1 >= len(lines):
            return len(lines)
    while place < len(lines) and place < end + _LOOKAHEAD:
        text = lines[place].text
        if (place == end or not lines[place - 1].text) and _begins_something_else(lines, place):
            break
        if is_code(text) or (text[:1] in (" ", "\t") and text.strip() and place == end):
            end = place + 1
        place += 1
    return end


def _begins_something_else(lines: list[Line], at: int) -> bool:
    text = lines[at].text
    if re.match(r"(?:GET|POST) \S+ ?.*HTTP/|HTTP/\d|https?://\S*$|curl\s|<session>|\{\s*[\"'](?:tropo|session|result|success)\b|"
                r"\d+\. \w+ → |Traceback ", text):  # fmt: skip
        return True
    # a sentence after an empty line
    if lines[at - 1].text or is_code(text) or re.search(r"[{}();=\[\]]", text):
        return False
    return len(re.findall(r"[A-Za-z]{2,}", text)) > 4


def read_program(lines: list[Line], at: int, end: int, hint: str = "") -> Found | None:
    """What the program in these lines is; None where it has nothing of Tropo's or a vendor's and is hardly one."""
    # a forum indents all of it
    code = dedent("\n".join(line.text for line in lines[at:end]))
    code, remarks, curly = _quotes(code)
    language, certainty = language_of(code, hint)
    bare = re.sub(r"(?m)^[ \t]*(?://|#(?!\{)|\*).*$", "", code)
    verbs = tuple(dict.fromkeys([*_CALLED.findall(bare), *_ALONE.findall(bare)]))
    told = {"language": language, "certainty": certainty, "verbs": verbs, "curly": curly,
            "sure": "certain" if certainty > 0.6 else "likely" if certainty > 0.4 else "a guess"}  # fmt: skip
    if certainty <= 0.6 and language:
        remarks = (*remarks, f"It looks like {_spoken(language)}, but few signs tell.")
    library = next((name for sign, name in _COMPILED if sign.search(code)), "")
    cleaned = ("curly-quotes",) if remarks and remarks[0].startswith("All quotes") else ()
    launch = launch_in(code, language, end) if "/sessions" in code or "createSession" in code else None
    if (vendor := vendor_of_code(code)) and not launch and "tropo" not in code.lower():
        return Found("foreign", code, None, {**told, "vendor": vendor, "what": "program"}, remarks, end, cleaned)
    named = "tropo" in re.sub(r"(?i)[\w.]*tropo\.com", "", code).lower()
    # a page that launches uses the same web code as a catcher, but has nothing to answer to Tropo
    if library and not (launch and library in _WEB and not named):
        return Found("catcher-code", code, None, {**told, "library": library}, remarks, end, cleaned)
    real = [verb for verb in verbs if verb not in ("log", "wait", "record", "_log", "await", "prompt", "message")]
    if launch and not real:
        told.pop("sure")
        told = {**launch.details, **told, "library": library}
        return launch._replace(details=told, remarks=(*remarks, *launch.remarks), cleaned=cleaned)
    if verbs:
        return Found("script", code, None, told, remarks, end, cleaned)
    return None


def _spoken(language: str) -> str:
    return {"javascript": "JavaScript", "php": "PHP", "csharp": "C#"}.get(language, language.capitalize())


def _quotes(code: str) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The code, with its quotes made straight where all of them are curly; remarks; and the lines with curly ones."""
    outside = _STRAIGHT_TEXT.sub("", code) if _CURLY.search(code) else ""
    if not _CURLY.search(outside):
        return code, (), ()
    curly = tuple(number for number, line in enumerate(code.split("\n"), 1)
                  if _CURLY.search(_STRAIGHT_TEXT.sub("", line)))  # fmt: skip
    if not re.search(r"[\"']", code):
        straight = re.sub("[“”„]", '"', re.sub("[‘’]", "'", code))
        said = "All quotes in this program are curly, as word processors make them, and were read as straight ones; no "
        return straight, (said + "language runs it as it stands.",), curly
    lines = ", ".join(map(str, curly[:5]))
    said = f"Curly quotes stand among straight ones (line {lines} of the program) and were left as they are; no "
    return code, (said + "language runs that.",), curly
