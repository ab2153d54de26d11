"""curl commands among lines, as the requests that they send."""

from __future__ import annotations

import re

from tropo_lab.errors import BadSetup
from tropo_lab.exports.pasted import Pasted, from_curl
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.launches import request_piece
from tropo_lab.support.pastes.lines import Line

_CURL = re.compile(r"\s*(?:[$#%>]\s*)?(?:sudo\s+|\w+=\S+\s+)*(?:[\w./\\:-]*[/\\])?curl(?:\.exe)?\s+\S")
_MOST_LINES = 60
# a URL that no quotes hold together, and words behind it that are no options
_UNQUOTED = re.compile(
    r"""(?<![\w"'“‘])(https?://[^\s"'|<>;]*&[^\s"'|<>;]*(?: (?![-&])[^\s"'|<>;&]+(?=[ \w.!?,]*$))*)""", re.MULTILINE
)


def read_curl(lines: list[Line], at: int) -> Found | None:
    """The curl command that begins in this line."""
    if "curl" not in lines[at].text or not _CURL.match(lines[at].text):
        return None
    if not re.search(r"https?:|[\w-]+\.\w+[/?:\s]|\s-\w|\s--\w|localhost|tropo", lines[at].text):
        return None
    end, error = _end(lines, at), ""
    for last in [end, *range(end + 1, min(len(lines), at + _MOST_LINES) + 1)]:
        text = "\n".join(line.text for line in lines[at:last])
        try:
            request = from_curl(text)
        except BadSetup as refused:
            error = error or str(refused)
            if "never closed" in str(refused):
                continue
            break
        return request_piece(request, text, "curl", last, whole=_whole(text, request))
    text = "\n".join(line.text for line in lines[at:end])
    remarks = (f"This is a curl command that cannot be read. {error}",)
    return Found("unknown", text, None, {"what": "curl", "sure": "certain"}, remarks, end)


def _whole(text: str, request: Pasted) -> str:
    """The URL that was meant, where a shell ends the command at an & in it; otherwise empty."""
    if not any("at the & outside quotes" in remark for remark in request.remarks):
        return ""
    found = _UNQUOTED.search(text)
    return found[1] if found and found[1].startswith(request.url) else ""


def _end(lines: list[Line], at: int) -> int:
    """The line behind the command: a sign at the end of a line says that it goes on."""
    end = at + 1
    while end < len(lines) and end < at + _MOST_LINES and re.search(r"[\\^`]\s*$", lines[end - 1].text):
        end += 1
    return end
