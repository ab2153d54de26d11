"""A launch as the platform reads it: from any of the request forms to one set of parameters."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import parse_qsl

from tropo_lab.errors import BadLaunch
from tropo_lab.platform.messages import Request

FORM, JSON, XML = "application/x-www-form-urlencoded", "application/json", "text/xml"
MAX_BODY = 1 << 20
MAX_PARAMETERS = 1000

# media type → the format that it names
FORMATS = {FORM: FORM, JSON: JSON, "text/json": JSON, XML: XML, "application/xml": XML}


class LaunchForm(NamedTuple):
    """What a request carried: its parameters in order, and remarks for the log."""

    parameters: dict[str, str]
    remarks: tuple[str, ...]


def reply_format(request: Request) -> str:
    """The format of the reply: a POST is answered in the format of its Content-Type, a GET always in XML."""
    if request.method == "GET":
        return XML
    return FORMATS.get(request.content_type, XML)


def read(request: Request) -> LaunchForm:
    """The parameters of a launch or a signal; BadLaunch says what to change."""
    if len(request.body) > MAX_BODY or len(request.target) > MAX_BODY:
        raise BadLaunch(f"The launch is larger than {MAX_BODY} bytes; send less.", status=413, rule="launch-too-large")
    remarks: list[str] = []
    pairs = _pairs(request.query.encode("latin-1", "replace"), remarks)
    # a GET may carry a form Content-Type and no body: there is nothing to read then
    if request.method == "POST" and request.body.strip():
        pairs += _body(request, remarks)
    if len(pairs) > MAX_PARAMETERS:
        raise BadLaunch(
            f"The launch carries {len(pairs)} parameters; {MAX_PARAMETERS} is the most.",
            status=400,
            rule="too-many-parameters",
        )
    return LaunchForm({name: _clean(value, name, remarks) for name, value in pairs}, tuple(remarks))


def _body(request: Request, remarks: list[str]) -> list[tuple[str, str]]:
    media_type, body = request.content_type, request.body
    format = FORMATS.get(media_type or FORM)
    if format == JSON:
        return _json(body)
    if format == XML:
        return _xml(body)
    if format is None:
        raise BadLaunch(
            f"A launch body cannot be {media_type}; use {FORM}, {JSON} or {XML}.", status=415, rule="unsupported-type"
        )
    if body.lstrip().startswith(b"<session"):
        # one client family sends XML under a form content type
        remarks.append("The body is XML but is labelled as a form; it was read as XML. Label it text/xml.")
        return _xml(body)
    if body.lstrip().startswith(b"{"):
        remarks.append(
            f"The body looks like JSON but is labelled {media_type or 'with no type'}, so it was read as a "
            "form. Send Content-Type: application/json."
        )
    return _pairs(body, remarks)


def _pairs(text: bytes, remarks: list[str]) -> list[tuple[str, str]]:
    """Form or query pairs, decoded once. Empty pairs are passed over and empty values kept."""
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except ValueError:
        # not plain ASCII, not UTF-8 once decoded, or too much: look closer
        return _doubtful_pairs(text, remarks)


def _doubtful_pairs(text: bytes, remarks: list[str]) -> list[tuple[str, str]]:
    try:
        decoded = parse_qsl(
            text.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=20 * MAX_PARAMETERS
        )
    except ValueError:
        raise BadLaunch(
            f"The launch carries too many parameters; {MAX_PARAMETERS} is the most.",
            status=400,
            rule="too-many-parameters",
        ) from None
    return [(_utf8(name, name, remarks), _utf8(value, name, remarks)) for name, value in decoded]


def _utf8(raw: str, name: str, remarks: list[str]) -> str:
    data = raw.encode("latin-1")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        remarks.append(
            f"The parameter {name!r} is not UTF-8 (byte 0x{data[error.start]:02x}); what could not be read "
            "became \ufffd. Encode it as UTF-8."
        )
        return data.decode(errors="replace")


def _json(body: bytes) -> list[tuple[str, str]]:
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except RecursionError:
        raise BadLaunch("The JSON is nested too deeply; send one flat object.", status=400, rule="bad-json") from None
    except ValueError as error:
        raise BadLaunch(
            f"The body is labelled JSON but cannot be read as JSON ({_short(error)}); send one flat object.",
            status=400,
            rule="bad-json",
        ) from None
    if not isinstance(data, dict):
        raise BadLaunch(
            'The JSON must be one flat object such as {"token": "…", "msg": "…"}.', status=400, rule="bad-json"
        )
    # values are strings only: anything else arrives as its JSON text
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in data.items()
    ]


def _xml(body: bytes) -> list[tuple[str, str]]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadLaunch(
            f"The body is labelled XML but cannot be read as XML ({_short(error)}); send <session>…</session>.",
            status=400,
            rule="bad-xml",
        ) from None
    if root.tag not in ("session", "sessions", "signal"):
        raise BadLaunch(
            f"The XML must begin with <session>; this begins with <{root.tag[:40]}>.", status=400, rule="bad-xml"
        )
    pairs = []
    for element in root:
        if element.tag == "var":
            pairs.append((element.get("name", ""), element.get("value", element.text or "")))
        else:
            pairs.append((element.tag, element.text or ""))
    return pairs


def _clean(value: str, name: str, remarks: list[str]) -> str:
    """The value without half characters, which no JSON may carry."""
    try:
        value.encode()
        return value
    except UnicodeEncodeError:
        remarks.append(f"The parameter {name!r} holds half a character (a lone surrogate); it became \ufffd.")
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _short(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__
