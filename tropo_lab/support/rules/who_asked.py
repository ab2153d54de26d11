"""Who asked the catcher, and whether Tropo could: replies that nobody waits for, and addresses out of its reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from tropo_lab.escapes import visible
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.wire import read_json, read_message
from tropo_lab.trace import TO_CATCHER, TROPO, Hop

_UNREACHED = ("connection-refused", "host-not-allowed", "name-not-found", "no-trusted-tls", "no-answer-in-time")
_NO_ADDRESS = re.compile(r"no-(voice|messaging)-address")
_URL = re.compile(r"https?://([^\s/:]+)(?::\d+)?\S*")


def asked_directly(reading: Reading) -> Iterator[Finding]:
    """A catcher's document that was sent to somebody who is not Tropo."""
    if reading.of_kind("session", "result") and all(one.asked is not None for one in reading.documents):
        return
    before: Hop | None = None
    for hop in reading.of_kind("click", "page", "document", "session", "result"):
        if hop.kind in ("click", "session", "result"):
            before = hop
        elif hop.receiver != TROPO or hop.kind == "page" or before is None:
            text = read_message(hop.wire).text
            data = read_json(text) if '"tropo"' in text[:2000] else None
            if isinstance(data, dict) and isinstance(data.get("tropo"), list):
                yield _nobody_waits(before or hop, hop)
                return


def _nobody_waits(asked: Hop, said: Hop) -> Finding:
    line = read_message(asked.wire).start.rpartition(" HTTP/")[0] if asked is not said else ""
    return Finding(
        "catcher-asked-directly",
        asked.number,
        TO_CATCHER,
        BROKEN,
        f"No session asked for this document{f': {quoted(line)} is no request of Tropo' if line else ''}.",
        "Nobody but Tropo acts on it, and Tropo asks for it within a session only, so nothing was sent.",
        "Start from the launcher: GET /1.0/sessions?action=create&token=…; the catcher's address belongs into the app.",
    )


def not_from_tropo(reading: Reading) -> Iterator[Finding]:
    """Session JSON that Tropo would not have sent."""
    for hop in reading.of_kind("session")[:1]:
        message = reading.session_message
        if reading.session and reading.session.get("id"):
            continue
        lacking = "no `session`" if not reading.session else "no session id"
        spoilt = not message.body.strip() or read_json(message.text) is None
        yield Finding(
            "no-session-json",
            hop.number,
            TO_CATCHER,
            BROKEN if spoilt else SUSPICIOUS,
            f"The request to the catcher has {lacking} in its body"
            f"{f': {quoted(message.text, 40)}' if message.body.strip() else ', which is empty'}.",
            "Tropo begins with a JSON object under `session`; what this is, a catcher cannot answer.",
            'Send the catcher what Tropo sends: {"session": {"id": …, "parameters": { … }}}.',
        )


def out_of_reach(reading: Reading) -> Iterator[Finding]:
    """A catcher that was not reached: at an address that only one machine knows, or where nothing listens."""
    for line in reading.remarks:
        if line.rule not in _UNREACHED or line.level != "error":
            continue
        asked = next(
            (hop for hop in reversed(reading.of_kind("session", "result", "fetch")) if hop.number <= line.hop), None
        )
        host = read_message(asked.wire).header("host") if asked else next(iter(_URL.findall(line.text)), "")
        name = host.rpartition("@")[2].partition(":")[0].strip("[]") or host
        private = is_private(name)
        if line.rule == "no-answer-in-time" and not private:
            continue
        yield Finding(
            line.rule,
            asked.number if asked else line.hop,
            TO_CATCHER,
            BROKEN,
            f"Tropo could not ask {quoted(host)}{': nothing listens there' * (line.rule == 'connection-refused')}.",
            "That is an address of one machine, or of one house: even while it answers here, the real service could "
            "never see it."
            if private
            else _why(line.rule),
            "Start the catcher there; for the real service publish it, or tunnel to it, and give the app that address."
            if private and line.rule != "host-not-allowed"
            else "Give the app a public address that leads to your catcher."
            if private
            else visible(line.fix) or "Start the catcher, or correct its address.",
        )
        return


def no_address(reading: Reading) -> Iterator[Finding]:
    """A call or text to an app that has no address on that side."""
    line = next((line for line in reading.remarks if _NO_ADDRESS.fullmatch(line.rule)), None)
    if line is None or reading.launch is not None or not reading.hops:
        return
    side, did = _NO_ADDRESS.fullmatch(line.rule)[1], "texted" if reading.hops[0].kind == "text" else "called"
    yield Finding(
        "no-address",
        1,
        TO_CATCHER,
        BROKEN,
        f"Somebody {did} the number of an app that has no {side} address.",
        "Tropo had nobody to ask, so nothing came back.",
        f"Give the app a {side} address.",
    )


def is_private(name: str) -> bool:
    """True for a name or address that means something on one machine, or in one house, only."""
    if name in ("localhost", "host.docker.internal") or name.endswith((".localhost", ".local", ".lan", ".internal")):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


def _why(rule: str) -> str:
    return {
        "name-not-found": "No name server knows that name, so the session ended there.",
        "no-trusted-tls": "The connection could not be secured, so nothing was sent.",
        "host-not-allowed": "This lab sends to its own hosts and to this machine only.",
    }.get(rule, "Your catcher was never asked, so the session ended there; the launch had been answered before.")
