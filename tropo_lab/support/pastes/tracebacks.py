"""The error of a program among lines, such as a traceback: what a catcher showed where it should have answered."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.lines import Line

_BEGINS = re.compile(r"\s*Traceback \(most recent call last\)")
# how an error is named at the end of a traceback, or alone
_NAMED = re.compile(r"\s*(?:Uncaught )?(?:[A-Za-z_][\w.:]*)?(?:Error|Exception)\b(?:$|: | \().*")
_STEP = re.compile(r"\s+at \S|\s+from \S+:\d+|\s+\.\.\. \d+ more|Caused by: ")
# words in front of what can be read for itself
_HOLDS_MORE = re.compile(r"://|[{<]|\b(?:token|success)=")
MOST = 300


def read_traceback(lines: list[Line], at: int) -> Found | None:
    """The error that is told from this line on."""
    text = lines[at].text
    end = at + 1
    if _BEGINS.match(text):
        while end < len(lines) and end < at + MOST and not _NAMED.match(lines[end].text):
            end += 1
        if end == len(lines) or end == at + MOST:
            return None
        end += 1
    elif not _NAMED.match(text) or len(text) > 1000 or _HOLDS_MORE.search(text):
        return None
    while end < len(lines) and end < at + MOST and _STEP.match(lines[end].text):
        end += 1
    told = "\n".join(line.text for line in lines[at:end])
    remark = "Paste what the program was answering when it failed (the session or result JSON), too."
    return Found("unknown", told, None, {"what": "traceback", "sure": "certain"}, (remark,), end)
