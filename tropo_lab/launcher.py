"""A launch request, described once and written in every form that a launcher can send."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from tropo_lab.errors import BadSetup
from tropo_lab.launch_code import program
from tropo_lab.launch_reply import LaunchReply, read_reply
from tropo_lab.source import Source

if TYPE_CHECKING:
    import requests

FORMS = ("get", "form", "json", "xml", "query")
SESSIONS = "http://api.tropo.com/1.0/sessions"
SECONDS = 30

_FORM_TYPE = (("Content-Type", "application/x-www-form-urlencoded"),)
_HEADERS = {
    "get": (),
    "form": _FORM_TYPE,
    "json": (("Accept", "application/json"), ("Content-Type", "application/json")),
    "xml": (("Accept", "text/xml"), ("Content-Type", "text/xml")),
    # with an empty body most clients still name this type, and it settles the format of the reply
    "query": _FORM_TYPE,
}
_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?/[\w.~/-]*", re.ASCII)
_RESERVED = ("token", "action")
_XML_ESCAPES = str.maketrans(
    # a line break in an attribute is read as a space unless it is written as a number
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Parts(NamedTuple):
    """What one HTTP request is made of; `headers` are pairs, in order."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, repr=False)
class LaunchRequest:
    """A token and the parameters to pass on, in order; `base` is the address of the session API."""

    token: str
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    base: str = SESSIONS

    def __post_init__(self):
        _check(self.token, self.parameters, self.base)
        # a read-only copy: a request that was shown must not change afterwards
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def __repr__(self) -> str:
        base = "" if self.base == SESSIONS else f", base={self.base!r}"
        return f"LaunchRequest({self.token!r}, {dict(self.parameters)!r}{base})"

    def fields(self, form: str = "get") -> dict[str, str]:
        """Everything the form carries, in order: `action` where it is sent, the token, the parameters."""
        action = {} if form in ("json", "xml") else {"action": "create"}
        return {**action, "token": self.token, **self.parameters}

    def url(self) -> str:
        """The URL to paste into a browser: a GET with everything in the query."""
        return f"{self.base}?{urlencode(self.fields())}"

    def parts(self, form: str = "get") -> Parts:
        """The request in one of `FORMS`: method, URL, headers, body."""
        if form not in FORMS:
            raise BadSetup(f"There is no launch form {form!r}; choose one of {', '.join(FORMS)}.")
        if form in ("get", "query"):
            return Parts("GET" if form == "get" else "POST", self.url(), _HEADERS[form], b"")
        body = {"form": urlencode, "json": _as_json, "xml": _as_xml}[form](self.fields(form))
        return Parts("POST", self.base, _HEADERS[form], body.encode())

    def wire(self, form: str = "get") -> bytes:
        """The exact bytes of the request, heading and body, as a launcher puts them on the wire."""
        method, url, headers, body = self.parts(form)
        host = urlsplit(url).netloc
        target = url.partition(host)[2]
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers)]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def curl(self, form: str = "get") -> Source:
        """A shell command that sends this request with curl."""
        method, url, headers, body = self.parts(form)
        options = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers]
        if method == "POST":
            options.append(f"--data {shlex.quote(body.decode())}")
        return Source(" \\\n     ".join(["curl -sS", *options, shlex.quote(url)]), "sh")

    def code(self, language: str, form: str = "get") -> Source:
        """A small program that sends this request: `requests`, `urllib`, `php`, `ruby`, `node` or `java`."""
        return program(self, language, form)

    def send(self, http: requests.Session, form: str = "get") -> LaunchReply:
        """Send the request through `http` (such as `lab.http`) and read the reply."""
        method, url, headers, body = self.parts(form)
        reply = http.request(method, url, headers=dict(headers), data=body, timeout=SECONDS)
        return read_reply(reply.status_code, reply.headers.get("Content-Type", ""), reply.content)


def _check(token: str, parameters: Mapping[str, str], base: str) -> None:
    if not _ADDRESS.fullmatch(base):
        raise BadSetup(f"The address {base!r} cannot be used; write one like {SESSIONS}, without a query.")
    for name, value in {"token": token, **parameters}.items():
        for text in (name, value):
            if not isinstance(text, str):
                raise BadSetup(f"Tropo passes text alone; for {name!r} write {str(text)!r} in place of {text!r}.")
            if any("\ud800" <= character <= "\udfff" for character in text):
                raise BadSetup(f"The text of {name!r} holds half of a character and cannot be sent; leave it out.")
    for name in _RESERVED:
        if name in parameters:
            raise BadSetup(f"Tropo keeps the name {name!r} for itself; give your parameter another name.")


def _as_json(fields: dict[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _as_xml(fields: dict[str, str]) -> str:
    for name, value in fields.items():
        if found := _NOT_IN_XML.search(name + value):
            code = f"U+{ord(found[0]):04X}"
            raise BadSetup(f"XML cannot carry the character {code} in {name!r}; send it in another form.")
    escaped = ((name.translate(_XML_ESCAPES), value.translate(_XML_ESCAPES)) for name, value in fields.items())
    (_, token), *parameters = escaped
    variables = "".join(f'<var name="{name}" value="{value}"></var>' for name, value in parameters)
    return f"<session><token>{token}</token>{variables}</session>"
