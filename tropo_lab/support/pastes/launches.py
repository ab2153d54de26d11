"""A request, from wherever it was read, as a piece: a launch, a signal, or a request to a catcher or another vendor."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from tropo_lab.exports.pasted import Pasted
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.loose_json import read_json
from tropo_lab.support.pastes.vendors import vendor_of_form, vendor_of_host

HOME = "http://api.tropo.com/1.0/sessions"
PATH = re.compile(r"/(?:1\.0|v1)/sessions/?")
_SIGNAL = re.compile(r"/(?:1\.0|v1)/(?:sessions/)?[^/]+/signals/?")
_VAR = re.compile(r"<var\s+name\s*=\s*[\"']([^\"']*)[\"']\s*(?:value\s*=\s*[\"']([^\"']*)[\"'])?")
_TOKEN = re.compile(r"<token>([^<]*)</token>")


def request_piece(request: Pasted, text: str, source: str, end: int, **details) -> Found:
    """What this request is, with what every request has as details."""
    url, body = _parts(request.url), request.body.decode("utf-8", "replace")
    parameters, form = _parameters(url.query, body, request.headers)
    told = {
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "body": request.body,
        "parameters": parameters,
        "form": form,
        "source": source,
        "language": "",
        "holes": (),
        "glued": (),
        "after": "",
        "cut": False,
        "sure": "certain",
        **details,
    }
    remarks = request.remarks
    if "@" in url.netloc:
        remarks = (*remarks, "The URL holds a name and a password, which no launch needs; they were left out.")
    if _SIGNAL.fullmatch(url.path):
        told["what"] = "signal"
        return Found("unknown", text, request, told, (*remarks, "This signals a session that runs; no launch."), end)
    if vendor := vendor_of_host(url.netloc):
        return Found("foreign", text, request, {**told, "vendor": vendor, "what": "request"}, remarks, end)
    likely = re.search(r"(?:^|/)sessions/?$", url.path) and {"token", "action"} & set(dict(parameters))
    # a launch whose path is misspelled still is one: nothing else is sent to Tropo with a token
    astray = url.hostname == "api.tropo.com" and "token" in dict(parameters)
    if PATH.fullmatch(url.path) or likely or astray:
        return Found("launch", text, request, told, (*remarks, *_doubts(request, url.query)), end)
    if "api.tropo.com" in url.netloc:
        told["what"] = "other-request"
        remark = "This asks Tropo for something else than a session (such as provisioning)."
        return Found("unknown", text, request, told, (*remarks, remark), end)
    if vendor := vendor_of_form(set(dict(parameters))):
        return Found("foreign", text, request, {**told, "vendor": vendor[0], "what": vendor[1]}, remarks, end)
    return Found("catcher-request", text, request, told, remarks, end)


def _parts(url: str):
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("http://" + re.sub(r"^\w+://|[\[\]]", "", url))


def _parameters(query: str, body: str, headers: tuple) -> tuple[tuple[tuple[str, str], ...], str]:
    """The parameters of a launch, decoded once, in order, and the form that they came in."""
    pairs, form = parse_qsl(query, keep_blank_values=True), "query"
    media = next((value for name, value in headers if name.lower() == "content-type"), "").lower()
    start = body.lstrip()[:1]
    if "json" in media or start in ("{", "["):
        form, read = "json", read_json(body)
        value = read.value if read else None
        told = value if isinstance(value, dict) else {}
        pairs += [(str(name), one if isinstance(one, str) else str(one)) for name, one in told.items()]
    elif "xml" in media or start == "<":
        form = "xml"
        pairs += [("token", token) for token in _TOKEN.findall(body)] + _VAR.findall(body)
    elif body.strip():
        form = "form"
        pairs += parse_qsl(body.strip(), keep_blank_values=True)
    return tuple(pairs), form


def _doubts(request: Pasted, query: str) -> tuple[str, ...]:
    """Remarks on what a screen may have changed in a URL, or what was wrong from the beginning."""
    out = []
    if re.search(r"\s", request.url):
        out.append("The URL holds a raw space, which was left as it is.")
    if not request.url.isascii():
        out.append("The URL holds letters that are not encoded; address lines show them so, programs may send them so.")
    if re.search(r"[“”„‘’]", request.url):
        out.append("The URL holds curly quotes, which were left as they are.")
    if re.search(r"%(?![0-9A-Fa-f]{2})", query):
        out.append("The URL holds a % that begins no escape; it was left as it is.")
    return tuple(out)


def posted_body(text: str, media: str, details: dict, remarks: tuple[str, ...], cleaned: tuple[str, ...] = ()) -> Found:
    """A launch of which only the body was pasted."""
    said = (*remarks, "This is the body of a launch; it was taken as posted to api.tropo.com.")
    request = Pasted("POST", HOME, (("Content-Type", media),), text.encode("utf-8", "surrogatepass"), said)
    found = request_piece(request, text, "body", 0, sure="likely")
    return found._replace(details={**details, **found.details}, cleaned=cleaned)
