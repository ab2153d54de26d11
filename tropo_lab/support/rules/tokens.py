"""Tokens: one that is missing, one that no app has, one that cannot be placed now, one of the wrong side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.launch import Launch
from tropo_lab.support.reading import Reading
from tropo_lab.trace import AT_LAUNCH

_OFFERED = re.compile(r"(?:; |\()([^:;()]{1,80}): ([^;)]*)")
_ENDS = re.compile(r"(voice|messaging) …(\w{4})")
_INSIDE = re.compile(r"could not place|no place to run|UnknownHost|NameNotFound|Exception", re.I)
# real ones have some eighty to a hundred characters, those of this lab 88: shorter ones are never whole
_SHORTEST = 12


def token(reading: Reading) -> Iterator[Finding]:
    """A launch without a token, or one that was refused because of it."""
    launch = reading.launch
    if launch is None or launch.method not in ("GET", "POST"):
        return
    given = launch.values.get("token", "")
    if not given:
        yield from _missing(launch)
    elif _is_about_token(reading):
        yield _unplaced(reading, launch) if _is_inside(reading) else _unknown(reading, launch, given)


def side(reading: Reading) -> Iterator[Finding]:
    """The token of the other side of the app, where what was done, or wanted, tells so."""
    launch, wanted = reading.launch, reading.wanted
    if launch is None or not reading.side or reading.refused or reading.has_one_address:
        return
    texted, rung = bool(reading.from_tropo("text")), bool(reading.from_tropo("call"))
    ends = f"The token that ends in …{_bare(launch.values.get('token', '')[-4:])} is the {reading.side} token"
    if reading.side == "voice" and wanted == "text" and rung and not texted and not _names_no_network(reading):
        did = "so the voice side ran, and a phone was rung."
    elif reading.side == "messaging" and wanted == "call" and texted and not rung:
        did = "so the messaging side ran, and a text was sent."
    elif reading.side == "voice" and wanted != "call" and texted and not rung and _only_texts(reading):
        did = "and all that the app did was to send a text."
    else:
        return
    other = "messaging" if reading.side == "voice" else "voice"
    yield Finding(
        "wrong-token",
        launch.number,
        AT_LAUNCH,
        BROKEN if wanted and (texted, rung) != (wanted == "text", wanted == "call") else SUSPICIOUS,
        f"{ends}, {did}",
        "Each side of an app has a token and an address of its own, and the token decides which one runs.",
        f"Launch with the {other} token if the {other} address was meant; where both are equal, either works.",
    )


def _missing(launch: Launch) -> Iterator[Finding]:
    near = get_close_matches("token", [name.lower() for name in launch.values], 1, 0.7)
    meant = next((name for name in launch.values if near and name.lower() == near[0]), "")
    has = "an empty `token`" if "token" in launch.values else "no `token`"
    yield Finding(
        "no-token",
        launch.number,
        AT_LAUNCH,
        BROKEN,
        f"The launch has {has}{f'; it has {quoted(meant)}' if meant else ''}.",
        "The token says which app is to run, so nothing was started.",
        "Send the app's messaging token for a text, or its voice token for a call, as `token`.",
    )


def _is_about_token(reading: Reading) -> bool:
    """True when the launch was refused because of its token, and not because of how it was written."""
    if reading.remarks:
        return reading.has_remark("unknown-token", "not-placed")
    return reading.launch_reply is not None and reading.launch_reply.success is False


def _is_inside(reading: Reading) -> bool:
    if reading.remarks:
        return reading.has_remark("not-placed")
    return bool(_INSIDE.search(_reason(reading))) or b"Exception" in reading.of_kind("launch-reply")[0].wire


def _reason(reading: Reading) -> str:
    return reading.launch_reply.reason if reading.launch_reply is not None else ""


def _unplaced(reading: Reading, launch: Launch) -> Finding:
    return Finding(
        "not-placed",
        launch.number,
        AT_LAUNCH,
        BROKEN,
        f"The launch failed with {quoted(_reason(reading) or 'no reason')}, and the token is right, as far as can be "
        "seen.",
        "The platform could not place the session, so your code is not the cause.",
        "Launch again later; nothing in your code can repair it.",
    )


def _unknown(reading: Reading, launch: Launch, given: str) -> Finding:
    shape = _odd_shape(given)
    text = next((line.text for line in reading.remarks if line.rule == "unknown-token"), "")
    near = _closest(given, text)
    reason = _reason(reading)
    return Finding(
        "unknown-token",
        launch.number,
        AT_LAUNCH,
        BROKEN,
        f"The token that ends in …{_bare(given[-4:])} matches no app{f' (the closest: {near})' if near else ''}"
        f"{f'; the reply says {quoted(reason)}' if reason and not near else ''}.",
        (not near and shape)
        or "A token is one long word of an app, and one wrong or missing character makes it unknown.",
        "Copy the token from the app's settings, and compare it character by character."
        + ("" if reading.remarks else " If it is right, launch again later: the platform may have no place for it."),
    )


def _odd_shape(given: str) -> str:
    if given.strip() != given or " " in given:
        return "There is a blank in it, which tokens never have."
    if given.strip("\"'“”<>{}[]") != given:
        return "There are quotes or brackets around it, which are no part of a token."
    if "…" in given or "..." in given or "*" in given:
        return "It was shortened when it was copied."
    if given.isupper() or re.search(r"_|your|here|xxx", given, re.I):
        return "It looks like the placeholder of an example."
    return f"It has only {len(given)} characters; a whole one is longer." if len(given) < _SHORTEST else ""


def _closest(given: str, sentence: str) -> str:
    """The token of ours that ends most like the one given, as the platform's sentence tells them."""
    best = (0.49, "")
    for app, tokens in _OFFERED.findall(sentence):
        for side_, ends in _ENDS.findall(tokens):
            alike = SequenceMatcher(None, given[-4:], ends).ratio()
            same = ", which ends alike" if alike == 1 else ""
            best = max(best, (alike, f"app {quoted(app.strip())}, {side_} token …{ends}{same}"))
    return best[1]


def _names_no_network(reading: Reading) -> bool:
    """True when a message takes the voice way by default: rules/channels.py tells that."""
    found = [entry.given for document in reading.documents for entry in document.named("message")]
    return any(not given.get("network") and not given.get("channel") for given in found)


def _only_texts(reading: Reading) -> bool:
    return not reading.is_inbound and not reading.from_tropo("speech")


def _bare(text: str) -> str:
    return quoted(text)[1:-1]
