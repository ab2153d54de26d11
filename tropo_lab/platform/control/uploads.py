"""Uploads: what was recorded, sent to the server that the app names, and its text to another."""

from __future__ import annotations

import json
import struct
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING

from tropo_lab.errors import SessionFailed, bad_address
from tropo_lab.platform.control.orders import Tape
from tropo_lab.platform.crossing.outgoing import arrived, fetch, given_up, request_to, url_of
from tropo_lab.platform.crossing.readers import measured, reads_reply, reads_request
from tropo_lab.platform.messages import Request
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.session import TRANSIT
from tropo_lab.trace import CATCHER, TROPO

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl

SENT = ("POST", "PUT")


@lru_cache(1)
def tone() -> bytes:
    """A quarter of a second of a square wave, as a WAV file of 8-bit samples: it stands for every recording."""
    rate, count = 8_000, 2_000
    samples = bytes(0xA0 if at * 880 // rate % 2 else 0x60 for at in range(count))
    form = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, rate, rate, 1, 8, b"data", count)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + count, b"WAVE") + form + samples


async def deliver(control: CallControl, leg: Leg, tape: Tape, words: str, milliseconds: int) -> None:
    """Send a recording, and what was said in it where a transcription was asked for."""
    if tape.url:
        await _send_recording(control, leg, tape, milliseconds)
    asked = tape.transcription or {}
    url = str(asked.get("url") or "")
    if url.startswith(("http://", "https://")):
        known = {"guid": control.ids.recording(leg.id), "identifier": str(asked.get("id") or "")}
        text = json.dumps({"result": {"transcription": words, **known}}, ensure_ascii=False)
        body = text.encode("utf-8", "replace")
        await _post(control, url, "POST", "application/json; charset=utf-8", body, "the transcription")
    elif url:
        control.session.log(f"The transcription would go to {url:.100}: {words!r:.100}.")


async def _send_recording(control: CallControl, leg: Leg, tape: Tape, milliseconds: int) -> None:
    method, kind = tape.method.upper(), tape.format or "audio/wav"
    if method not in SENT or not tape.url.startswith(("http://", "https://")):
        url = tape.url.rpartition("@")[2]
        control.session.log(
            f"A recording of {milliseconds} ms would go to {url:.100} by {tape.method:.20}; here only POST and PUT to "
            "an http address are carried out."
        )
        return
    body, what = tone(), f"a recording of {milliseconds} ms"
    if method == "POST":
        edge = f"----{control.ids.recording(leg.id)}"
        name = f"{leg.id[:8]}.{kind.rpartition('/')[2]}"
        about = f'Content-Disposition: form-data; name="filename"; filename="{name}"\r\nContent-Type: {kind}'
        head = f"--{edge}\r\n{about}\r\n\r\n"
        body, kind = head.encode() + body + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
    await _post(control, tape.url, method, kind, body, what, _login(tape))


def _login(tape: Tape) -> tuple[tuple[str, str], ...]:
    """The header that names the user, where the tape has one."""
    if not tape.user:
        return ()
    return (
        ("Authorization", "Basic " + b64encode(f"{tape.user}:{tape.password}".encode("utf-8", "replace")).decode()),
    )


async def _post(
    control: CallControl,
    url: str,
    method: str,
    kind: str,
    body: bytes,
    what: str,
    more: tuple[tuple[str, str], ...] = (),
) -> None:
    """Send something to a server of the app; the session goes on whatever becomes of it."""
    session = control.session
    try:
        request = _request(url, method, kind, body, more)
        session.clock.advance(TRANSIT)
        left = session.clock.at
        message = ("upload", TROPO, CATCHER, f"{method} {request.target} ({what})", request.wire)
        sent = await session.cross(*message, _read_request)
        request = sent.message or request
        for _ in range(sent.times):
            reply = await fetch(session, sent, url_of(request, url), request)
            session.clock.advance(TRANSIT)
            answer = ("upload-reply", CATCHER, TROPO, measured(reply), reply.wire)
            got = await session.cross(*answer, _read_reply)
            reply = got.message or reply
            if not arrived(session, sent, got):
                raise given_up(session, url, left)
            if not 200 <= reply.status < 300:
                session.warn(
                    f"The server answered {reply.status} to {what}.",
                    "upload-refused",
                    "Look into that server's own log.",
                )
    except SessionFailed as failed:
        session.warn(f"{what[:1].upper()}{what[1:]} was not delivered: {failed}", "upload-failed", failed.fix)


def _request(url: str, method: str, kind: str, body: bytes, more: tuple[tuple[str, str], ...]) -> Request:
    try:
        request = request_to(url, method, (("Accept", "*/*"), *more, ("Content-Type", kind)), body)
    except ValueError:
        raise bad_address(url) from None
    host, target = request.header("Host"), request.target
    if not host or not f"{host}{target}".isascii() or not f"{host}{target}{kind}".isprintable() or " " in target:
        raise bad_address(url)
    return request


_read_request = reads_request(lambda request: f"{request.method} {request.target} (edited)")
_read_reply = reads_reply()
