"""What a paste names of the account and of servers elsewhere: the app's own number, and who takes recordings."""

from __future__ import annotations

import re

from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.network.numbers import BadNumber, e164

_FROM = re.compile(rb"""\b(?:from|callerID)\\?["']?\s*(?::|=>|=|,)\s*\\?["']([+\d][\d\s().-]{8,20})\\?["']""")
_TO_SERVER = re.compile(
    rb"""\b(?:url|recordURI|transcriptionOutURI|startCallRecording)\W{1,8}https?:\\?/\\?/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*)""",
    re.IGNORECASE,
)
MOST = 5


def own_number(spoken: bytes, others: str) -> str:
    """The number that texts are sent from, which is the app's; empty where none is named, or it is that of `others`."""
    found = _FROM.search(spoken)
    try:
        number = e164(found[1].decode()) if found else ""
    except BadNumber:
        return ""
    return number if re.fullmatch(r"\+1[2-9][0-9]{9}", number) and number != others else ""


def receivers(spoken: bytes) -> tuple[str, ...]:
    """The hosts that recordings are sent to: somebody's servers, which the lab has to stand in for."""
    names = dict.fromkeys(name.decode().lower() for name in _TO_SERVER.findall(spoken))
    return tuple(name for name in names if name != API_HOST)[:MOST]
