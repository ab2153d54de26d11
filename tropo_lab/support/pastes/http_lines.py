"""Raw HTTP requests and replies among lines, also without line ends of HTTP, without a version, or with a raw space."""

from __future__ import annotations

import re

from tropo_lab.exports.pasted import Pasted
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.json_lines import read_object
from tropo_lab.support.pastes.launches import request_piece
from tropo_lab.support.pastes.lines import Line
from tropo_lab.support.pastes.xml_lines import read_xml

_METHODS = "GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH"
_REQUEST = re.compile(rf"\s*({_METHODS}) +(\S.*?)(?: +(HTTP/\d(?:\.\d)?))?\s*")
_REPLY = re.compile(r"\s*HTTP/\d(?:\.\d)? +(\d{3})\b.*")
_SIP = re.compile(r"\s*(?:[A-Z]{3,9} sips?:\S+ SIP/2\.0|SIP/2\.0 \d{3}\b.*)")
_HEADER = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+):(?:[ \t]+(.*)|(?!//)(\S.*)?)$")
_MOST_BODY = 4000


def read_http_message(lines: list[Line], at: int) -> Found | None:
    """The HTTP message that begins in this line."""
    text = lines[at].text
    if not text or (text.lstrip()[:1] not in "GPDHOSIABCNRMU"):
        return None
    if _SIP.fullmatch(text):
        end = _end_of_block(lines, at)
        return Found("foreign", _joined(lines[at:end]), None, {"vendor": "SIP", "what": "signalling"}, end=end)
    if status := _REPLY.fullmatch(text):
        return _reply(lines, at, int(status[1]))
    request = _REQUEST.fullmatch(text)
    if not request or not (request[3] or _is_target(request[2], lines, at)):
        return None
    return _request(lines, at, *request.groups())


def _is_target(target: str, lines: list[Line], at: int) -> bool:
    """True where a method without a version behind its target begins a request all the same."""
    if not re.match(r"/|https?://", target):
        return False
    headed = at + 1 < len(lines) and _HEADER.match(lines[at + 1].text)
    return bool(headed) or bool(re.search(r"/sessions|[?&]\w+=", target)) or " " not in target


def _headers(lines: list[Line], at: int) -> tuple[list[tuple[str, str]], int]:
    out = []
    while at < len(lines) and (found := _HEADER.match(lines[at].text)):
        out.append((found[1], (found[2] or found[3] or "").strip()))
        at += 1
    return out, at


def _request(lines: list[Line], at: int, method: str, target: str, version: str | None) -> Found:
    headers, behind = _headers(lines, at + 1)
    host = next((value for name, value in headers if name.lower() == "host"), "")
    remarks = () if version else ("The request line ends without HTTP/1.1, as logs shorten it; it was added.",)
    if not host and not target.startswith("http"):
        host = "api.tropo.com" if re.match(r"/(?:1\.0|v1)/", target) else "catcher.example"
        if version or headers:
            remarks += (f"The request has no Host header; {host} was taken.",)
    url = target if re.match(r"https?://", target) else f"http://{host}{target if target[0] == '/' else '/' + target}"
    inner, body, end = _body(lines, behind, method not in ("GET", "HEAD", "DELETE"))
    request = Pasted(method, url, tuple(headers), body.encode("utf-8", "surrogatepass"), remarks)
    found = request_piece(request, _joined(lines[at:end]), "http", end)
    if inner is not None and inner.kind in ("session", "result") and found.kind == "catcher-request":
        told = {**inner.details, "method": method, "url": url, "headers": tuple(headers)}
        return inner._replace(details=told, remarks=(*remarks, *inner.remarks), end=end)
    return found


def _reply(lines: list[Line], at: int, status: int) -> Found:
    headers, behind = _headers(lines, at + 1)
    inner, body, end = _body(lines, behind, True)
    told = {"status": status, "headers": tuple(headers)}
    if inner is not None and inner.kind != "launch":
        data = inner.data._replace(status=status) if inner.kind == "launch-reply" else inner.data
        return inner._replace(data=data, details={**inner.details, **told}, end=end)
    problem = "The body is empty." if not body.strip() else "The body holds no JSON."
    if re.match(r"\s*<(?:!doctype|html|head|body|br|b)\b", body, re.IGNORECASE):
        problem = "The body is a page of HTML, and no JSON."
    told |= {"strict": False, "problem": problem, "problems": (("no-json", problem),), "end": "whole"}
    told |= {"before": body[:200], "after": "", "sure": "likely"}
    return Found("document", body, None, told, (problem,), end)


def _body(lines: list[Line], at: int, wanted: bool) -> tuple[Found | None, str, int]:
    """What the body holds if that is known, the body, and where it ends."""
    start = at
    while start < len(lines) and not lines[start].text and start < at + 2:
        start += 1
    first = lines[start].text if start < len(lines) else ""
    if not first or (not wanted and not re.match(r"\s*[{\[<]", first)):
        return None, "", at
    for place in range(start, min(len(lines), start + 60)):
        if place > start and starts_message(lines, place):
            return None, _joined(lines[start:place]), place
        if inner := read_object(lines, place) or read_xml(lines, place):
            before = _joined(lines[start:place])
            told = {**inner.details}
            if before and "before" in told:
                told["before"] = f"{before}\n{told['before']}".strip()
            return inner._replace(details=told), _joined(lines[start : inner.end]), inner.end
        if not lines[place].text:
            break
    end = _end_of_block(lines, start)
    return None, _joined(lines[start:end]), end


def starts_message(lines: list[Line], at: int) -> bool:
    """True where another HTTP message begins."""
    text = lines[at].text
    if _REPLY.fullmatch(text) or _SIP.fullmatch(text):
        return True
    found = _REQUEST.fullmatch(text)
    return bool(found and (found[3] or _is_target(found[2], lines, at)))


def _end_of_block(lines: list[Line], at: int) -> int:
    """The line behind a body whose shape is not known: a page of HTML goes on over empty lines, a form does not."""
    html = re.match(r"\s*<", lines[at].text)
    end = at + 1
    while end < len(lines) and end < at + _MOST_BODY and not starts_message(lines, end):
        if not lines[end].text and not html:
            break
        end += 1
    return end


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
