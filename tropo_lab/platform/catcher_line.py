"""The line to a catcher: each POST of a session, with its cookies, and the check of what comes back."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.documents import Document, parse
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.session import Session
from tropo_lab.trace import CATCHER, FROM_CATCHER, TROPO

MAX_COOKIES = 50
# a cookie is taken back by an age of nothing, or by a date before the lab's own time
_GONE = re.compile(r"max-age\s*=\s*(0|-\d+)|expires\s*=[^;]*[ -](19\d\d|20(0\d|1[0-5])|[789]\d)[ ;]", re.I)
USER_AGENT = "Apache-HttpClient/4.3.4 (java 1.5)"


class CatcherLine:
    """One session's POSTs to its catcher; `url` is where the latest went. Cookies live as long as the session."""

    def __init__(self, session: Session):
        self.session, self.url = session, ""
        self._cookies: dict[str, dict[str, str]] = {}

    async def post(self, url: str, kind: str, body: bytes, what: str, where: str) -> Document | None:
        """The document that the catcher answers with, or None for an empty body; SessionFailed says what failed."""
        # what has no place in an address is percent-encoded once, for the record and for the wire
        url = quote(url, safe="%/:=&?~#+!$,;'@()*[]-._|")
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.get(parts.netloc, {}).items())
        headers = (
            ("Host", parts.netloc.rpartition("@")[2]),
            ("User-Agent", USER_AGENT),
            ("Accept", "application/json"),
            ("Content-Type", "application/json; charset=utf-8"),
            *((("Cookie", cookies),) if cookies else ()),
            ("Content-Length", str(len(body))),
        )
        self.url = url
        session = self.session
        session.log(f"Sending {what} to {url}.")
        request = Request("POST", path, headers, body)
        reply = await session.exchange(kind, url, request, f"POST {path} ({what})", where)
        document = parse(reply.body, reply.charset) if reply.body.strip() else None
        summary = _summary(reply, document)
        session.record("document", CATCHER, TROPO, f"{reply.status}, {summary}", reply.wire)
        self._keep_cookies(parts.netloc, reply)
        self._check(reply)
        if document is not None and document.broken is None:
            session.log(f"Received a Tropo document: {summary}.")
        return document

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

    def _keep_cookies(self, host: str, reply: Reply) -> None:
        jar = self._cookies.setdefault(host, {})
        for line in reply.all("Set-Cookie"):
            # by hand: PHP and Express set values that the standard library refuses
            pair, _, attributes = line.partition(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            if _GONE.search(attributes):
                jar.pop(name, None)
            elif name and len(jar) < MAX_COOKIES:
                jar[name] = value


def _summary(reply: Reply, document: Document | None) -> str:
    """What a reply holds, in a few words: the names of its verbs when it is a document."""
    if document is None:
        return "empty"
    if document.broken is not None:
        return f"{len(reply.body)} bytes"
    return ", ".join([*[verb.name for verb in document.verbs], *[f"on {event}" for event in document.handlers]]) or "[]"
