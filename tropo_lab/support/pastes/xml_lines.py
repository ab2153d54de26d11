"""XML within lines: replies to a launch, launches, and the documents of other vendors."""

from __future__ import annotations

import re

from tropo_lab.launch_reply import LaunchReply, read_reply
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.json_kinds import Shape
from tropo_lab.support.pastes.launches import posted_body
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.vendors import vendor_of_xml

_ROOT = re.compile(r"<(?:\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE[^>]{0,300}>\s*|<!--.{0,2000}?-->\s*|<){0,9}"
                   r"(?P<root>sessions?|error|signal|Response|TwilioResponse|vxml|ccxml)\b", re.DOTALL)  # fmt: skip
_PROLOG = re.compile(r"<[?!]")
_JAVA = re.compile(r"\s*(?:at [\w$.<>]+\([^)]*\)|Caused by: |\.\.\. \d+ more|[\w.$]+(?:Exception|Error)\b)")


def read_xml(lines: list[Line], at: int) -> Found | None:
    """The XML that begins in this line, if its root is one that telephony knows."""
    if "<" not in lines[at].text:
        return None
    text = lines[at].text
    # what stands before the root may go over several lines
    begun = _PROLOG.search(text)
    found = _ROOT.search("\n".join(line.text for line in lines[at : at + 20]) if begun else text)
    if not found or found.start() >= len(text):
        return None
    joined = "\n".join(line.text for line in lines[at : at + 2000])
    root = found["root"]
    closing = re.compile(rf"</{root}\s*>|<{root}\b[^>]*/>").search(joined, found.start())
    end = closing.end() if closing else len(joined)
    text = joined[found.start() : end]
    shape = _of_xml(root, text)
    if shape is None:
        return None
    last = at + joined.count("\n", 0, end) + 1
    below = 0
    while last + below < len(lines) and (_JAVA.match(lines[last + below].text) or not lines[last + below].text):
        below += 1
    below = below if shape.kind == "launch-reply" else 0
    traced = tuple(line.text for line in lines[last : last + below] if line.text)
    remarks = shape.remarks
    if not closing:
        remarks = (*remarks, f"The XML ends before its </{root}>; something is missing.")
    details = {"sure": "certain" if closing else "likely", **shape.details}
    if shape.kind == "launch-reply":
        details |= {"trace_lines": traced, "status": 200, "headers": ()}
        if traced:
            remarks = (*remarks, "The lines of Java below it are Tropo's own stack trace and were kept apart.")
    if shape.kind == "launch":
        return posted_body(text, "text/xml", details, remarks)._replace(end=last)
    return Found(shape.kind, text, shape.data, details, remarks, last + (below if traced else 0))


def _of_xml(root: str, text: str) -> Shape | None:
    children = {name.lower() for name in re.findall(r"<([A-Za-z][\w.-]*)", text)[1:200]}
    if root in ("session", "sessions") and children & {"success", "reason", "id"}:
        return Shape("launch-reply", _read_xml_reply(text), {"format": "xml"})
    if root in ("session", "sessions") and children & {"token", "var"}:
        return Shape("launch", None, {"form": "xml"})
    if root == "error":
        return Shape("launch-reply", read_reply(400, "", text), {"format": "xml"})
    if root == "signal":
        return Shape("unknown", None, {"what": "signal-reply"}, ("This is the reply to a signal, not to a launch.",))
    if vendor := vendor_of_xml(root.lower(), children, text):
        return Shape("foreign", None, {"vendor": vendor[0], "what": vendor[1]})
    return None


def _read_xml_reply(text: str) -> LaunchReply:
    """The reply, also from XML that no parser takes."""
    reply = read_reply(200, "text/xml", text)
    if reply.success or ("token" in text and (reply.token or reply.reason) and "no reply of" not in reply.reason):
        return reply
    told = {name: value.strip() for name, value in re.findall(r"<(success|token|id|reason)>([^<]*)", text)}
    return reply._replace(success=told.get("success") == "true", token=told.get("token", ""), id=told.get("id", ""),
                          reason=told.get("reason", ""))  # fmt: skip
