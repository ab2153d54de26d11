"""What forums, mail, terminals and editors put in front of lines, taken away."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.lines import Line

_QUOTED = re.compile(r"\s{0,3}>(?:[ \t]?>)*[ \t]?")
_SURELY_QUOTED = re.compile(r"https?:|[{<]|[A-Z]+ /|curl ")
_NUMBERED = re.compile(r"\s*(\d{1,5})(?:\s*[.:|)│]\s?|[ \t]|$)")
# a list of hops counts, too, and there the numbers belong to it
_HOP = re.compile(r"(?:browser|launcher|Tropo|tropo|catcher|phone) → ")
_PROMPT = re.compile(
    r"\s*(?P<sure>(?:>>>|\.\.\.)(?: |$)|In \[\d*\]: |irb\([^)]*\):\d+:\d+[>*\"'] |php > |\w[\w.-]*@[\w.-]+[:\s]"
    r"[^$#\n]{0,60}[$#%] (?=\S)|[A-Z]:\\[^>\n]{0,80}>\s*(?=\S)|PS [^>\n]{0,80}>\s*(?=\S))|\s*[~/\w.-]{0,40}[$#%] (?=\S)"
)
# in front of anything else these signs begin a remark, or a name
_COMMANDS = re.compile(r"(?:curl|wget|https?|python\d?|php|ruby|node|heroku|telnet|nc|echo|cat|export|GET|POST)\b")
_DIFF = re.compile(r"(?:diff --git |@@ .*@@|\+\+\+ \S|--- \S|index [0-9a-f]{7})")
_MARKED = re.compile(r"[+-](?![+-]{2} )\s*\S")
_FROM_CURL = re.compile(r"\* |[{}] \[|\s*% Total|\s+Dload|[\s\d:-]+--:--:--|[<>]$")


def without_quote_marks(lines: list[Line]) -> list[Line]:
    """Lines without the `>` of mail and forums; `curl -v` marks what it sends and receives alike."""
    if any(re.match(r"> [A-Z]+ \S+ HTTP/", line.text) for line in lines) and any(
        re.match(r"[<*] ", line.text) for line in lines
    ):
        return [_without_marks_of_curl(line) for line in lines]
    marked = [_QUOTED.match(line.text) for line in lines]
    out = []
    for at, (line, found) in enumerate(zip(lines, marked, strict=True)):
        neighbour = (at and marked[at - 1]) or (at + 1 < len(marked) and marked[at + 1])
        if found and (neighbour or _SURELY_QUOTED.match(line.text, found.end())):
            line = line.now(line.text[found.end() :], "quote-marks")
        out.append(line)
    return out


def _without_marks_of_curl(line: Line) -> Line:
    """A line of `curl -v`: its remarks become empty, what crossed stays."""
    if re.fullmatch(r"[<>]\s*", line.text) or _FROM_CURL.match(line.text):
        return line.now("", "prompt")
    return line.now(re.sub(r"^[<>] ", "", line.text), "prompt")


def without_numbers(lines: list[Line]) -> list[Line]:
    """Each run of lines that count up, without their numbers."""
    out: list[Line] = []
    while len(out) < len(lines):
        at = len(out)
        end = _end_of_count(lines, at)
        run = lines[at:end]
        if len(run) < 2 or any(_HOP.search(line.text) for line in run):
            out += run or lines[at : at + 1]
            continue
        bare = [line.now(_NUMBERED.sub("", line.text, count=1), "line-numbers") for line in run]
        depth = min((len(line.text) - len(line.text.lstrip(" ")) for line in bare if line.text.strip()), default=0)
        out += [line._replace(text=line.text[depth:]) for line in bare]
    return out


def _end_of_count(lines: list[Line], at: int) -> int:
    """The end of the lines that count up from here; single empty lines may stand between them."""
    expected, end = None, at
    for place in range(at, len(lines)):
        found = _NUMBERED.match(lines[place].text)
        if found and expected in (None, int(found[1])):
            expected, end = int(found[1]) + 1, place + 1
        elif lines[place].text.strip() or place > end or expected is None:
            break
    return end


def without_diff_marks(lines: list[Line]) -> list[Line]:
    """The new side of a diff; other lines as they are."""
    filled = [line for line in lines if line.text.strip()]
    marked = [line for line in filled if _MARKED.match(line.text)]
    headed = any(_DIFF.match(line.text) for line in filled)
    if not marked or not (headed or (len(filled) == len(marked) > 1 and any(line.text[0] == "+" for line in marked))):
        return lines
    out, left_out = [], []
    for line in lines:
        if _DIFF.match(line.text) or line.text.startswith("-"):
            left_out.append(line.raw)
            continue
        # what was left out stays with its neighbour as evidence
        line = line._replace(raw="\n".join([*left_out, line.raw]), number=line.number - len(left_out))
        left_out = []
        out.append(line.now(line.text[1:] if line.text[:1] in ("+", " ") else line.text, "diff"))
    return out


def without_prompt(line: Line) -> Line:
    """The line without the prompt of a shell, or of an interpreter."""
    found = _PROMPT.match(line.text)
    if found and (found["sure"] or _COMMANDS.match(line.text, found.end())):
        return line.now(line.text[found.end() :], "prompt")
    return line
