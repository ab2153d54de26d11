"""The launch request itself: its line, its address, its action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from tropo_lab.support.finding import BROKEN, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.trace import AT_LAUNCH

_PATH = re.compile(r"/(?:1\.0|v1)/sessions/?")


def request_line(reading: Reading) -> Iterator[Finding]:
    """A request line with more than its three parts, or with what only a browser understands."""
    launch = reading.launch
    if launch is None:
        return
    extra = launch.parts[2:-1] if launch.parts[-1].startswith("HTTP/") else launch.parts[2:]
    if extra:
        name = launch.parts[1].rpartition("&")[2].partition("=")[0].rpartition("?")[2]
        value = launch.target.rpartition(f"{name}=")[2].partition("&")[0]
        yield Finding(
            "blank-in-request-line",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The request line has {len(launch.parts)} parts where HTTP allows 3; the extra text is "
            f"{quoted(' '.join(extra))}.",
            f"A blank ends the address, so the value of `{_shown(name)}` stops there, or the request is refused.",
            f"Encode the value: send {_shown(name)}={_shown(value.replace(' ', '+'))}, or let urlencode build the "
            "query.",
        )
    if "#" in launch.target:
        yield Finding(
            "hash-in-address",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The address holds a bare # before {quoted(launch.target.partition('#')[2])}.",
            "What follows a # is never sent by most programs, so the value is cut there.",
            "Encode the # as %23, or let urlencode build the query.",
        )


def address(reading: Reading) -> Iterator[Finding]:
    """A launch that goes to another path, or by another method, than launches do."""
    launch = reading.launch
    if launch is None or not launch.target:
        return
    if not _PATH.fullmatch(launch.path):
        yield Finding(
            "launch-elsewhere",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The launch goes to {quoted(launch.path)}.",
            "Sessions are started at /1.0/sessions and nowhere else.",
            "Send it to http://api.tropo.com/1.0/sessions.",
        )
    if launch.method not in ("GET", "POST"):
        yield Finding(
            "launch-by-wrong-method",
            launch.number,
            AT_LAUNCH,
            BROKEN,
            f"The launch is sent by {quoted(launch.method, 20)}.",
            "Tropo takes launches by GET and by POST.",
            "Use GET with everything in the query, or POST.",
        )


def action(reading: Reading) -> Iterator[Finding]:
    """A GET without action=create, or another action."""
    launch = reading.launch
    if launch is None or not _PATH.fullmatch(launch.path):
        return
    given = launch.values.get("action")
    if given == "create" or (given is None and launch.method != "GET"):
        return
    if given is not None:
        found = f"The action is {quoted(given)}."
    else:
        near = get_close_matches("action", [name.lower() for name in launch.values], 1)
        meant = next((name for name in launch.values if near and name.lower() == near[0]), "")
        found = f"The query has no `action`{f'; it has {quoted(meant)}' if meant else ''}."
    yield Finding(
        "no-action",
        launch.number,
        AT_LAUNCH,
        BROKEN,
        found,
        "Without action=create a GET starts no session.",
        "Write action=create into the query, in small letters.",
    )


def _shown(text: str) -> str:
    return quoted(text)[1:-1]
