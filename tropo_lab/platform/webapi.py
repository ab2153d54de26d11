"""Front end 1, WebAPI: the dialogue with a catcher. Post, read a document, run it, post the result, and again."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urljoin, urlsplit

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.calls import CallControl, Result
from tropo_lab.platform.documents import (
    BUILT,
    Document,
    Handler,
    Verb,
    destinations,
    parse,
    says,
    seconds,
)
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.platform.session import Session
from tropo_lab.platform.session_json import result_document, session_document
from tropo_lab.trace import CATCHER, FROM_CATCHER, RESULT, TO_CATCHER, TROPO

MAX_DOCUMENTS = 100
USER_AGENT = "Apache-HttpClient/4.3.4 (java 1.5)"


class Dialogue:
    """One session's conversation with its catcher at `url`."""

    def __init__(self, session: Session, control: CallControl, url: str):
        self.session, self.control, self.url = session, control, url
        self.cookies: dict[str, dict[str, str]] = {}
        self.sequence = 0
        self.latest: Result | None = None

    async def run(self) -> None:
        """Run the session to its end; SessionFailed says where it broke."""
        document = await self._post(self.url, "session", session_document(self.session), "session JSON", TO_CATCHER)
        for _ in range(MAX_DOCUMENTS):
            target, body = await self._carry_out(document)
            if target is None:
                return
            self.sequence += 1
            what = f"result JSON, sequence {self.sequence}"
            document = await self._post(target, "result", body(self.sequence), what, RESULT)
        raise SessionFailed(
            "too many documents",
            RESULT,
            f"The session went through {MAX_DOCUMENTS} documents and was stopped.",
            fix="Let the last document have no `on continue`, or hang up.",
        )

    async def _carry_out(self, document: Document | None):
        """Run a document: gives the URL to post to next with the maker of its body, or (None, None) at the end."""
        if document is None:
            return None, None
        if document.broken is not None:
            # the sound part of a broken document may say whom to tell
            handler = document.handlers.get("error")
            if handler is None or handler.next is None:
                raise document.broken
            self.session.log(str(document.broken), "error", document.broken.rule, f"Mend {document.broken.path}.")
            return self._next(handler, complete=False, error=str(document.broken))
        if not document.verbs and not document.handlers:
            self.session.warn(
                "The document has no verbs, so nothing was done.",
                "no-verbs",
                "Return the verbs from the handler that answers Tropo.",
            )
        event, complete = await self._perform(document)
        return await self._follow(document, event, complete)

    async def _perform(self, document: Document) -> tuple[str, bool]:
        """Run the verbs in order; gives the event that fires and whether all was completed."""
        for verb in document.verbs:
            if verb.name not in BUILT:
                raise SessionFailed(
                    "verb not built yet",
                    FROM_CATCHER,
                    f"{verb.path}: Tropo knows the verb {verb.name}, but this lab does not carry it out yet.",
                    fix=f"Use {', '.join(sorted(BUILT - {'on'}))} here.",
                )
            self.session.log(f"{verb.path} runs.")
            result = self.latest = await getattr(self, f"_{verb.name}")(verb)
            if verb.name == "hangup" or result.how == "hangup":
                return "hangup", True
            if result.how == "signal":
                return result.detail, True
            if not result.ok:
                if verb.payload.get("required") in (False, "false"):
                    self.session.log(f"{verb.path} failed, but is not required: the next verb runs.")
                    continue
                return "incomplete", False
        return "continue", True

    async def _follow(self, document: Document, event: str, complete: bool):
        """Resolve the event to a handler, in the order the documents give."""
        handler = document.handlers.get(event)
        if handler is None and event != "hangup":
            handler = document.handlers.get("continue")
        if handler is not None:
            await self._speak(handler)
            if handler.next is None and event != "hangup":
                handler = document.handlers.get("continue")
        if handler is not None and handler.next is not None:
            return self._next(handler, complete)
        had_call = self.control.current is not None
        self.control.hang_up()
        last = document.handlers.get("hangup") if had_call and event != "hangup" else None
        if last is not None:
            await self._speak(last)
            if last.next is not None:
                return self._next(last, complete)
        return None, None

    async def _speak(self, handler: Handler) -> None:
        if self.control.current is not None:
            for text in handler.say:
                await self.control.say(text)

    def _next(self, handler: Handler, complete: bool, error: str | None = None):
        target = urljoin(self.url, handler.next)
        failed = not complete and self.latest is not None and self.latest.how in ("failed", "timeout")

        def body(sequence: int) -> bytes:
            return result_document(self.session, self.control, sequence, complete=complete, failed=failed, error=error)

        return target, body

    # verbs

    async def _message(self, verb: Verb) -> Result:
        given = verb.payload
        text = says(given["say"], f"{verb.path}.say")
        if not given.get("network") and str(given.get("channel", "")).upper() != "TEXT":
            self.session.warn(
                f"{verb.path} names no network, so it is placed as a voice call.",
                "voice-by-default",
                'For a text add "network": "SMS".',
            )
        return await self.control.message(
            text,
            destinations(given["to"], f"{verb.path}.to"),
            network=str(given.get("network") or ""),
            channel=str(given.get("channel") or ""),
            from_number=given.get("from"),
            timeout=seconds(given.get("timeout", 30), verb.path),
        )

    async def _call(self, verb: Verb) -> Result:
        given, current = verb.payload, self.control.current
        if current is not None and self.control.still_up(current):
            raise SessionFailed(
                "call during a call",
                FROM_CATCHER,
                f"{verb.path}: call is only for a session with no active call.",
                fix="Use message, or hang up first.",
            )
        return await self.control.call(
            destinations(given["to"], f"{verb.path}.to"),
            network=str(given.get("network") or ""),
            channel=str(given.get("channel") or ""),
            from_number=given.get("from"),
            timeout=seconds(given.get("timeout", 30), verb.path),
            allow_signals=_signals(given),
        )

    async def _say(self, verb: Verb) -> Result:
        for text in says(verb.payload, verb.path):
            result = await self.control.say(text, allow_signals=_signals(verb.payload))
        return result

    async def _wait(self, verb: Verb) -> Result:
        length = seconds(verb.payload["milliseconds"], f"{verb.path}.milliseconds")
        return await self.control.wait(length, _signals(verb.payload))

    async def _hangup(self, verb: Verb) -> Result:
        self.control.hang_up()
        return Result("done")

    # the wire

    async def _post(self, url: str, kind: str, body: bytes, what: str, where: str) -> Document | None:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.get(parts.netloc, {}).items())
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
        document = parse(reply.body) if reply.body.strip() else None
        session.record("document", CATCHER, TROPO, f"{reply.status}, {_summary(reply, document)}", reply.wire)
        self._keep_cookies(parts.netloc, reply)
        self._check(reply)
        if document is None and kind == "session":
            raise SessionFailed(
                "empty reply",
                FROM_CATCHER,
                "The catcher answered with an empty body, so there was nothing to do.",
                fix='Answer with {"tropo": [ … ]}.',
            )
        if document is not None and document.broken is None:
            session.log(f"Received a Tropo document: {_summary(reply, document)}.")
        return document

    def _check(self, reply: Reply) -> None:
        session = self.session
        if 300 <= reply.status < 400:
            raise SessionFailed(
                f"redirect {reply.status}",
                FROM_CATCHER,
                f"The catcher answered {reply.status} and "
                f"points to {reply.header('Location') or 'nowhere'}; Tropo does not follow redirects.",
                fix="Put the final address into the app or the `next`.",
            )
        if not 200 <= reply.status < 300:
            start = reply.body[:80].decode("utf-8", "replace").strip()
            raise SessionFailed(
                f"status {reply.status}",
                FROM_CATCHER,
                f"The catcher answered {reply.status} {reply.reason}: {start!r}.".replace(" :", ":"),
                fix="Look into the catcher's own log; Tropo wants 200 and JSON.",
            )
        media_type = reply.header("Content-Type").partition(";")[0].strip().lower()
        if reply.body.strip() and media_type != "application/json":
            session.warn(
                f"The document is labelled {media_type or 'with no type'}, and was read as JSON all the same.",
                "content-type",
                "Label it application/json; charset=utf-8.",
            )

    def _keep_cookies(self, host: str, reply: Reply) -> None:
        jar = self.cookies.setdefault(host, {})
        for line in reply.all("Set-Cookie"):
            try:
                for name, morsel in SimpleCookie(line).items():
                    if morsel["max-age"] == "0":
                        jar.pop(name, None)
                    else:
                        jar[name] = morsel.coded_value
            except CookieError:
                self.session.warn(
                    "A cookie of the catcher could not be read and was left out.",
                    "bad-cookie",
                    "Set cookies as name=value.",
                )


def _signals(payload: dict):
    allowed = payload.get("allowSignals", "*")
    return [str(name) for name in allowed] if isinstance(allowed, list) else str(allowed)


def _summary(reply: Reply, document: Document | None) -> str:
    """What a reply holds, in a few words: the names of its verbs when it is a document."""
    if document is None:
        return "empty"
    if document.broken is not None:
        return f"{len(reply.body)} bytes"
    return ", ".join([*[verb.name for verb in document.verbs], *[f"on {event}" for event in document.handlers]]) or "[]"
