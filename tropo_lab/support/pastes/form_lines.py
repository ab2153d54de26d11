"""Fields as forms send them, alone on a line: a reply of Tropo's, or another vendor's webhook."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from tropo_lab.launch_reply import read_reply
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.vendors import vendor_of_form

_REPLY = re.compile(r"(?:^|[\s\"'`:])(success=(?:true|false)(?:&[^\s\"'`]*)?)")
_FIELDS = re.compile(r"\s*[\w.]+=[^\s&]*(?:&[\w.]+=[^\s&]*)+\s*")


def read_form(lines: list[Line], at: int) -> Found | None:
    """The fields in this line, if they tell whose they are."""
    text = lines[at].text
    if "=" not in text:
        return None
    if reply := _REPLY.search(text):
        data = read_reply(200, "application/x-www-form-urlencoded", reply[1])
        details = {"format": "form", "trace_lines": (), "sure": "certain"}
        return Found("launch-reply", reply[1], data, details, end=at + 1)
    if _FIELDS.fullmatch(text):
        fields = parse_qsl(text.strip(), keep_blank_values=True)
        if vendor := vendor_of_form({name for name, _ in fields}):
            details = {"vendor": vendor[0], "what": vendor[1], "sure": "certain"}
            return Found("foreign", text.strip(), dict(fields), details, end=at + 1)
    return None
