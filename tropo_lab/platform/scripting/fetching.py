"""A hosted script that is given by its address: Tropo gets it anew for every run."""

from __future__ import annotations

from tropo_lab.errors import SessionFailed, place_of
from tropo_lab.platform.applications import Script
from tropo_lab.platform.crossing.outgoing import arrived, fetch, given_up, request_to, url_of
from tropo_lab.platform.crossing.readers import measured, reads_reply, reads_request
from tropo_lab.platform.messages import Reply, Request, percent_encoded
from tropo_lab.platform.session import TRANSIT, Session
from tropo_lab.trace import CATCHER, FROM_CATCHER, TO_CATCHER, TROPO

MAX_SCRIPT = 1 << 20


async def fetched(session: Session, script: Script) -> Script:
    """The script with its text; SessionFailed says why there is none."""
    url = percent_encoded(script.url)
    reply = await _get(session, url, request_to(url, "GET", (("Accept", "*/*"),)))
    place = place_of(url)
    text = _checked(reply, place, script.language)
    session.log(f"The script was fetched from {place}: {len(reply.body)} bytes.")
    return script._replace(script=text)


async def _get(session: Session, url: str, request: Request) -> Reply:
    """The reply that counts: that to the first copy of the request which was answered."""
    left, answer = session.clock.at, None
    session.clock.advance(TRANSIT)
    sent = await session.cross("fetch", TROPO, CATCHER, f"GET {request.target}", request.wire, _read_request)
    request = sent.message or request
    for _ in range(sent.times):
        try:
            reply = await fetch(session, sent, url_of(request, url), request)
        except SessionFailed as failed:
            if failed.name == "reply too large":
                raise _too_large() from None
            failed.where = failed.where or TO_CATCHER
            raise
        session.clock.advance(TRANSIT)
        came = await session.cross("fetch-reply", CATCHER, TROPO, measured(reply), reply.wire, _read_reply)
        if arrived(session, sent, came) and answer is None:
            answer = came.message or reply
    if answer is None:
        raise given_up(session, url, left)
    return answer


def _checked(reply: Reply, place: str, language: str) -> str:
    """The text in a reply from that place, when it can be a script."""
    if reply.status in (404, 410):
        raise SessionFailed(
            "script not found",
            FROM_CATCHER,
            f"There is no script at {place}: the server answered {reply.status}.",
            fix="Put the file there, or correct the app's address.",
        )
    if reply.status != 200:
        raise SessionFailed(
            "script not fetched",
            FROM_CATCHER,
            f"The server answered {reply.status} in place of the script at {place}.",
            fix="Let it answer 200, with the script's text; redirects are not followed.",
        )
    if len(reply.body) > MAX_SCRIPT:
        raise _too_large()
    try:
        text = reply.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SessionFailed(
            "script is not utf-8",
            FROM_CATCHER,
            f"The script at {place} is not UTF-8 (byte {error.start} is 0x{error.object[error.start]:02x}).",
            fix="Save it as UTF-8.",
        ) from None
    _check_is_script(text, place, language)
    return text


def _check_is_script(text: str, place: str, language: str) -> None:
    """SessionFailed names what is no script, and would say little, or nothing, when it ran."""
    start = text.lstrip()[:20].lower()
    if start.startswith(("<!doctype", "<html", "<head", "<body")) and not (language == "php" and "<?" in text):
        raise SessionFailed(
            "script is html",
            FROM_CATCHER,
            f"The server sent a page of HTML in place of the script at {place}.",
            fix="Give the address of the bare file; a server that runs PHP itself needs the extension tphp.",
        )
    if start.startswith("{") and '"tropo"' in text[:1000]:
        # a document is a sound expression in some languages, and would end without a word
        raise SessionFailed(
            "script is json",
            FROM_CATCHER,
            f"The server sent a Tropo document (JSON) in place of the script at {place}.",
            fix="Make the app a WebAPI one by giving its address as a URL alone, or give the address of a script.",
        )
    if not start:
        raise SessionFailed(
            "script is empty",
            FROM_CATCHER,
            f"The script at {place} is empty.",
            fix="Save the file, or look whether the server runs it itself in place of sending it.",
        )


def _too_large() -> SessionFailed:
    return SessionFailed(
        "script too large", FROM_CATCHER, f"The script is larger than {MAX_SCRIPT} bytes.", fix="Host a shorter one."
    )


_read_request = reads_request(lambda request: f"{request.method} {request.target}")
_read_reply = reads_reply()
