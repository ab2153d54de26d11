"""The line to a catcher: each POST of a session, with its cookies, and the check of what comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.crossing.crossings import AS_SENT, Crossing, Edited
from tropo_lab.platform.crossing.edits import edited_reply
from tropo_lab.platform.crossing.outgoing import arrived, fetch, given_up, request_to, url_of
from tropo_lab.platform.crossing.readers import reads_request
from tropo_lab.platform.messages import Reply, Request, percent_encoded
from tropo_lab.platform.session import TRANSIT, Session
from tropo_lab.platform.webapi.documents import Document, parse
from tropo_lab.trace import CATCHER, FROM_CATCHER, RESULT, TROPO

MAX_COOKIES = 50
_BEYOND_LATIN1 = re.compile("[^\x00-\xff]")
# a cookie is taken back by an age of nothing, or by a date before the lab's own time
_GONE = {"max-age": re.compile(r"^(0|-\d)"), "expires": re.compile(r"[ -](19\d\d|20(0\d|1[0-5])|[789]\d)( |$)")}


class Answer(NamedTuple):
    """What a catcher said: its reply, the document in it (None when the body is empty), and a few words for it."""

    reply: Reply
    document: Document | None
    summary: str


class CatcherLine:
    """One session's POSTs to its catcher; `url` is where the latest went. Cookies live as long as the session."""

    def __init__(self, session: Session):
        self.session, self.url = session, ""
        self._cookies: dict[str, dict[str, str]] = {}

    async def post(self, url: str, kind: str, body: bytes, what: str, where: str) -> Document | None:
        """The document that the catcher answers with, or None for an empty body; SessionFailed says what failed."""
        # once, for the record and for the wire
        url = self.url = percent_encoded(url)
        parts = urlsplit(url)
        host = parts.netloc
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.get(host, {}).items())
        charset, told = "utf-8", ""
        if self.session.rules.latin1_json:
            charset, body, told = "ISO-8859-1", _as_latin1(body), " in ISO-8859-1"
        headers = (
            ("Accept", "application/json"),
            ("Content-Type", f"application/json; charset={charset}"),
            *((("Cookie", cookies),) if cookies else ()),
        )
        self.session.log(f"Sending {what} to {parts._replace(netloc=host.rpartition('@')[2]).geturl()}{told}.")
        answer = await self._exchange(request_to(url, "POST", headers, body), kind, what, where)
        document = answer.document
        self._keep_cookies(host, answer.reply)
        self._check(answer.reply)
        if document is not None and document.broken is None:
            self.session.log(f"Received a Tropo document: {answer.summary}.")
        return document

    async def tell(self, url: str, body: bytes, what: str) -> None:
        """Post something whose answer is not looked at; the session goes on whatever becomes of it."""
        base = self.url
        try:
            await self.post(url, "result", body, what, RESULT)
        except SessionFailed as failed:
            self.session.log(f"{what} was posted in vain: {failed}")
        finally:
            # addresses are read against that of the document, which this was not
            self.url = base

    async def _exchange(self, request: Request, kind: str, what: str, where: str) -> Answer:
        """The answer that counts; what is lost on the way, there or back, is no answer in time."""
        session = self.session
        session.clock.advance(TRANSIT)
        message = (kind, TROPO, CATCHER, f"{request.method} {request.target} ({what})", request.wire)
        sent, left, url = AS_SENT, session.clock.at, self.url
        if session.gate.is_set and session.gate.stops(kind, session.app.name):
            sent = await session.held(
                message, reads_request(lambda request: f"{request.method} {request.target} ({what})")
            )
            session.record_sent(sent, *message)
            if sent.message is not None:
                # it goes where it was going, and asks there for what it asks now
                request = sent.message
                url = url_of(request, url)
        else:
            session.record(*message)
        answer = await self._ask(sent, url, request, where) if not sent.lost else None
        if sent.twice:
            session.record(kind, TROPO, CATCHER, *sent.recorded(*message[3:]))
            answer = await self._ask_again(url, request, where, answer)
        if answer is None:
            raise given_up(session, self.url, left)
        return answer

    async def _ask_again(self, url: str, request: Request, where: str, first: Answer | None) -> Answer | None:
        """Send the second copy of a request: its reply counts where the first one's was lost."""
        try:
            second = await self._ask(AS_SENT, url, request, where)
        except SessionFailed as failed:
            self.session.log(f"The second copy of the request failed: {failed}")
            return first
        if first is not None:
            self.session.log("The reply to the second copy of the request is ignored.")
        return first or second

    async def _ask(self, sent: Crossing, url: str, request: Request, where: str) -> Answer | None:
        """The catcher's answer to a request, recorded; None when it is lost. SessionFailed names what went wrong."""
        try:
            reply = await fetch(self.session, sent, url, request)
        except SessionFailed as failed:
            if failed.where == "":
                failed.where = where
            raise
        self.session.clock.advance(TRANSIT)
        read = self._read
        answer = read(reply)
        summary = f"{reply.status}, {answer.summary}"
        got = await self.session.cross(
            "document", CATCHER, TROPO, summary, reply.wire, lambda wire: _edited(wire, read)
        )
        return got.message or answer if arrived(self.session, sent, got) else None

    def _check(self, reply: Reply) -> None:
        if 300 <= reply.status < 400:
            raise SessionFailed(
                f"redirect {reply.status}",
                FROM_CATCHER,
                f"The catcher answered {reply.status} and points to {reply.header('Location') or 'nowhere'}; "
                "Tropo does not follow redirects.",
                fix="Put the final address into the app or the `next`.",
            )
        if not 200 <= reply.status < 300:
            start = reply.body[:80].decode("utf-8", "replace").strip()
            raise SessionFailed(
                f"status {reply.status}",
                FROM_CATCHER,
                f"The catcher answered {' '.join(filter(None, [str(reply.status), reply.reason]))}: {start!r}.",
                fix="Look into the catcher's own log; Tropo wants 200 and JSON.",
            )
        media_type = reply.content_type
        if reply.body.strip() and media_type != "application/json":
            self.session.warn(
                f"The document is labelled {media_type or 'with no type'}, and was read as JSON all the same.",
                "content-type",
                "Label it application/json; charset=utf-8.",
            )

    def _read(self, reply: Reply) -> Answer:
        """What a reply means: the document in it, decoded as it declares, or as this lab's switch says."""
        declared = "charset=" in reply.header("Content-Type").lower()
        charset = "iso-8859-1" if self.session.rules.strict_charset and not declared else reply.charset
        document = parse(reply.body, charset) if reply.body.strip() else None
        return Answer(reply, document, _summary(reply, document))

    def _keep_cookies(self, host: str, reply: Reply) -> None:
        jar = self._cookies.setdefault(host, {})
        for line in reply.all("Set-Cookie"):
            # by hand: PHP and Express set values that the standard library refuses
            pair, _, attributes = line.partition(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            if _is_taken_back(attributes):
                jar.pop(name, None)
            elif name and len(jar) < MAX_COOKIES:
                jar[name] = value


def _as_latin1(body: bytes) -> bytes:
    """JSON as ISO-8859-1; what that does not have is written as JSON escapes."""
    return _BEYOND_LATIN1.sub(lambda found: json.dumps(found[0])[1:-1], body.decode()).encode("latin-1")


def _is_taken_back(attributes: str) -> bool:
    """True when the attributes of a cookie say that it is to be forgotten."""
    for attribute in attributes.split(";"):
        name, _, value = (part.strip() for part in attribute.partition("="))
        gone = _GONE.get(name.lower())
        if gone is not None and gone.search(value):
            return True
    return False


def _edited(wire: bytes, read: Callable[[Reply], Answer]) -> Edited:
    answer = read(edited_reply(wire))
    return Edited(f"{answer.reply.status}, {answer.summary}", answer.reply.wire, answer)


def _summary(reply: Reply, document: Document | None) -> str:
    """What a reply holds, in a few words: the names of its verbs when it is a document."""
    if document is None:
        return "empty"
    if document.broken is not None:
        return f"{len(reply.body)} bytes"
    return ", ".join([*[verb.name for verb in document.verbs], *[f"on {event}" for event in document.handlers]]) or "[]"
