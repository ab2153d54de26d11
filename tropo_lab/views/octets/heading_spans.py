"""The parts of a heading: the first line, the headers, and what they say about the body."""

from __future__ import annotations

import re

from tropo_lab.escapes import clipped, decoded, visible
from tropo_lab.trace import PHONE, Hop
from tropo_lab.views.octets.form_spans import form_spans
from tropo_lab.views.octets.keys import NOTHING, UNKNOWN, Key, known
from tropo_lab.views.octets.span import LAYOUT, MOST, Span, odd_text, rest

_REQUEST = re.compile(rb"([A-Za-z]{1,20})( +)(\S.*?)(?:( +)(HTTP/[0-9.]{1,5}))?", re.DOTALL)
_STATUS = re.compile(rb"(HTTP/[0-9.]{1,5})( +)(\d{3})(?:( +)(.*))?", re.DOTALL)
_HOST = re.compile(rb"[a-z]{2,6}://[^/?#]*")
_EVENT = re.compile(rb"[A-Z][A-Z ]{0,40}")
_SIGNALS = re.compile(rb"/(?:1\.0|v1)/(?:sessions/)?[^/]+/signals/?")
_LAUNCHES = re.compile(rb"/(?:1\.0|v1)/sessions/?")
_PROVISIONING = re.compile(rb"/v1/(?:applications|exchanges|addresses|users)\b")
_HEADER = re.compile(rb"([^:\s]+)([ \t]*:[ \t]*)", re.DOTALL)
_CHARSET = re.compile(rb"(;\s*)(charset)(\s*=\s*\"?)([^\s;\"]+)", re.IGNORECASE)
_ROOTS = {"launch": "launch", "launch-reply": "reply", "click": "click", "signal": "signal", "signal-reply": "signal"}


class Heading:
    """One heading, read: the spans of its first line (`first`, with a `title`) and of its `headers`.

    `root` is where the meanings of names are looked up; `type` and `charset` are what Content-Type says of the body.
    What the heading says is held against `body` and what that looks like. `whole` is False where `data` was cut off.
    """

    def __init__(self, hop: Hop, data: bytes, whole: bool, body: bytes, looks: str):
        self.hop, self.whole, self.body, self.looks = hop, whole, body, looks
        self.root = _ROOTS.get(hop.kind, "")
        self.type, self.charset = "", "utf-8"
        self.is_phone = PHONE in (hop.sender, hop.receiver)
        line, feed, more = data.partition(b"\n")
        line, end = (line[:-1], b"\r\n") if line.endswith(b"\r") and feed else (line, feed)
        self.first, self.title = self._first(line)
        if end:
            self.first.append(Span(end, LAYOUT))
        self.headers = self._headers(more)

    # the first line

    def _first(self, line: bytes) -> tuple[list[Span], str]:
        status = _STATUS.fullmatch(line)
        if status:
            return self._status(status), "Status line"
        request = _REQUEST.fullmatch(line)
        if request and (request[5] or request[3][:1] == b"/"):
            return self._request(request), "Request line"
        if self.is_phone and _EVENT.fullmatch(line):
            self.root = "phone"
            word = decoded(line)
            return [Span(line, "what happens", word, known(f"phone.{word}"), 0, "what happens")], "Phone network"
        if not line:
            return [], "First line"
        odd = odd_text(decoded(line)) or "This begins neither as HTTP does nor as the phones here do."
        return [Span(line, "first line", decoded(line), NOTHING, 0, "", odd)], "First line"

    def _status(self, found: re.Match) -> list[Span]:
        code = decoded(found[3])
        out = [
            _plain(found[1], "protocol version", known("version.reply")),
            Span(found[2], LAYOUT),
            _plain(found[3], "status code", known(f"status.{code[0]}")),
        ]
        if found[4]:
            out.append(Span(found[4], LAYOUT))
        if found[5]:
            out.append(_plain(found[5], "status words", known("status.words")))
        return out

    def _request(self, found: re.Match) -> list[Span]:
        out = [_plain(found[1], "method", known(f"method.{decoded(found[1])}")), Span(found[2], LAYOUT)]
        out += self._target(found[3])
        if found[5]:
            out += [Span(found[4], LAYOUT), _plain(found[5], "protocol version", known("version.request"))]
        elif self.whole:
            out[-1] = out[-1]._replace(odd=out[-1].odd or "The line names no version of HTTP.")
        return out

    def _target(self, target: bytes) -> list[Span]:
        out = []
        host = _HOST.match(target)
        if host:
            out.append(_plain(host[0], "server", known("host")))
            target = target[host.end() :]
        before, mark, fragment = target.partition(b"#")
        path, question, query = before.partition(b"?")
        if path:
            out.append(_plain(path, "path", self._meaning(path)))
        if question:
            out.append(Span(question, LAYOUT))
            out += form_spans(query, self.root or "query", 1)
        if mark:
            odd = "What follows a # is no part of a request: as text it is sent as %23."
            out.append(Span(mark + fragment, "fragment", decoded(fragment), NOTHING, 1, "", odd))
        return out

    def _meaning(self, path: bytes) -> Key:
        if _SIGNALS.fullmatch(path):
            self.root = "signal"
            return known("path.signals")
        if _LAUNCHES.fullmatch(path):
            self.root = self.root or "launch"
            return known("path.sessions")
        if _PROVISIONING.match(path):
            self.root = "provisioning"
        return known(f"path.{self.hop.kind}")

    # the headers

    def _headers(self, data: bytes) -> list[Span]:
        out, at, count = [], 0, 0
        while at < len(data):
            if count == MOST // 2:
                return [*out, rest(data[at:])]
            count += 1
            feed = data.find(b"\n", at)
            stop = len(data) if feed < 0 else feed
            end = stop - 1 if feed >= 0 and data[stop - 1 : stop] == b"\r" and stop > at else stop
            out += self._header(data[at:end], bare=feed >= 0 and end == stop)
            at = len(data) if feed < 0 else feed + 1
            if at > end:
                out.append(Span(data[end:at], LAYOUT))
        return out

    def _header(self, line: bytes, bare: bool) -> list[Span]:
        if not line:
            return []
        found = _HEADER.match(line)
        if not found:
            return [Span(line, "header line", decoded(line), NOTHING, 0, "", "A header needs a name and a colon.")]
        name, value = decoded(found[1]), line[found.end() :]
        bare_end = "This line ends without a carriage return." if bare else ""
        kind = name.lower()
        meaning = known(f"{'phone' if self.root == 'phone' else 'header'}.{kind}")
        out = [
            Span(found[1], "header name", name, NOTHING if meaning is UNKNOWN else meaning, 0, name, bare_end),
            Span(found[2], LAYOUT),
        ]
        text = value.rstrip(b" \t")
        if kind == "content-type":
            out += self._content_type(text, out[0])
        elif text:
            odd = odd_text(decoded(text)) or (self._wrong_length(text) if kind == "content-length" else "")
            out.append(Span(text, "header value", decoded(text), out[0].known, 0, name, odd))
        if len(text) < len(value):
            out.append(Span(value[len(text) :], LAYOUT))
        return out

    def _wrong_length(self, said: bytes) -> str:
        size = len(self.body)
        if said == b"%d" % size:
            return ""
        return f"It says {visible(clipped(decoded(said), 20))}; the body has {size:,} byte{'s' * (size != 1)}."

    def _content_type(self, value: bytes, name: Span) -> list[Span]:
        found = _CHARSET.search(value)
        label = value[: found.start()] if found else value
        self.type = decoded(label).partition(";")[0].strip().lower()
        out = (
            [Span(label, "header value", decoded(label), name.known, 0, name.path, self._wrong_type())] if label else []
        )
        if found:
            self.charset = _charset(decoded(found[4]))
            meaning = known("header.content-type.charset")
            out += [
                Span(found[1], LAYOUT),
                Span(found[2], "header name", decoded(found[2]), meaning, 1, "charset"),
                Span(found[3], LAYOUT),
                Span(found[4], "header value", decoded(found[4]), meaning, 1, "charset"),
            ]
            if found.end() < len(value):
                out.append(Span(value[found.end() :], LAYOUT))
        return out

    def _wrong_type(self) -> str:
        if not self.looks or named(self.type) in (self.looks, "HTML" if self.looks == "XML" else ""):
            return ""
        if named(self.type) or self.looks == "JSON":
            return f"The label says {visible(clipped(self.type, 60))}; the body looks like {self.looks}."
        return ""


def named(type: str) -> str:
    """What a media type promises: JSON, XML, HTML, a form, or an empty text for all else."""
    if type == "application/x-www-form-urlencoded":
        return "a form"
    subtype = type.rpartition("/")[2]
    if "html" in subtype:
        return "HTML"
    return {"json": "JSON", "xml": "XML"}.get(subtype.rpartition("+")[2], "")


def _charset(said: str) -> str:
    return "latin-1" if said.lower() in ("iso-8859-1", "latin-1", "latin1", "windows-1252") else "utf-8"


def _plain(data: bytes, label: str, meaning: Key) -> Span:
    return Span(data, label, decoded(data), meaning, 0, label, odd_text(decoded(data)))
