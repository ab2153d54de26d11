"""Names that a program did not find: read from error pages and errors in any language, and told what they should be."""

from __future__ import annotations

import re
from difflib import get_close_matches
from html import unescape

from tropo_lab.support.finding import quoted
from tropo_lab.support.launch import OWN_NAMES
from tropo_lab.support.reading import Reading

MOST_LETTERS = 20_000
# what each language says of a name or key that is not there
_MISSING = re.compile(
    r"""KeyError:?\s*:?['"]?(?P<py>\w+)
    | name\ '(?P<name>\w+)'\ is\ not\ defined
    | Undefined\ (?:array\ key|index|variable|property|offset):?\ (?:[\w\\]+::)?\$?["']?(?P<php>\w+)
    | reading\ '(?P<js>\w+)'
    | [Rr]ead\ property\ '(?P<old>\w+)'\ of
    | (?<!')\b(?P<ref>\w+)\ is\ not\ defined
    | (?:No\ such\ property:|Cannot\ get\ property)\ '?(?P<groovy>\w+)
    | key\ not\ found:\ :?"?(?P<ruby>\w+)
    | undefined\ (?:local\ variable\ or\ )?method\ [`'](?P<method>\w+)'
    | has\ no\ attribute\ '(?P<attr>\w+)'
    | '(?:[\w.]+\ object'\ has\ no\ attribute\ ')?(?P<jinja>\w+)'\ is\ undefined
    | JSONObject\["(?P<java>\w+)"\]\ (?:not\ found|is\ not)
    | [Uu]ndefined:?\ (?:variable\ )?\$(?P<dollar>\w+)""",
    re.X,
)
# nothing was there at all, and no name is said
_NOTHING = re.compile(r"NullPointer|NoneType|for nil|of null|on null|of undefined|on bool|type null", re.I)
_READ = re.compile(r"""[\["'.>:(](from|to|headers|callId)\b["'\])]?""")
# what only a call or a text brings
CALLER = ("from", "to", "headers", "callId", "initialText", "e164Id", "channel", "network")


def missing_name(text: str) -> str:
    """The name that an error speaks of; empty when it speaks of none."""
    found = _MISSING.search(unescape(text[:MOST_LETTERS]))
    return next(filter(None, found.groups()), "") if found else ""


def missing_caller(text: str) -> str:
    """The field of a caller that an error without a name stumbled over, as its own lines show it."""
    page = unescape(text[:MOST_LETTERS])
    if not _NOTHING.search(page):
        return ""
    read = _READ.findall(page)
    return read[-1] if read else ""


def explained(name: str, reading: Reading) -> tuple | None:
    """What is wrong with a name that was not found in a session that a launch began: rule, found, why and fix."""
    passed = reading.parameters
    listed = ", ".join(quoted(one)[1:-1] for one in list(passed)[:8]) or "nothing of your own"
    if not name:
        return None
    other = next((one for one in passed if one.lower() == name.lower() and one != name), "")
    if other:
        return (
            "name-in-other-case",
            f"The catcher reads {quoted(name)}; the launch passed {quoted(other)}.",
            "Names are passed as spelled, and capital letters count.",
            f"Use one spelling on both sides: `{quoted(other)[1:-1]}`.",
        )
    if name in CALLER and reading.is_launched:
        return (
            "no-caller-in-a-launched-session",
            f"The catcher reads {quoted(name)}, which this session has not.",
            "It was started by token: nobody called in, so there is no from, to, headers or callId.",
            f"Look whether `from` is there, and take the rest from session.parameters: {listed}.",
        )
    if name in passed or name in OWN_NAMES:
        return (
            "value-read-at-wrong-level",
            f"The catcher does not find {quoted(name)}, which the session carries under session.parameters.",
            "Launch values stand one level down, and some helper classes do not show that level.",
            f'Read body["session"]["parameters"]["{quoted(name)[1:-1]}"].',
        )
    if name == "parameters" and isinstance(reading.session.get("parameters"), dict):
        return (
            "value-read-at-wrong-level",
            "The catcher does not find 'parameters', which the session JSON carries under session.",
            "Everything of the session stands one level down.",
            'Read body["session"]["parameters"].',
        )
    near = get_close_matches(name.lower(), {one.lower(): one for one in passed}, 1, 0.75)
    # in short names two letters that changed places are much
    near = near or [one.lower() for one in passed if sorted(one.lower()) == sorted(name.lower())]
    if near:
        return (
            "name-misspelt",
            f"The catcher reads {quoted(name)}; the launch passed {listed}.",
            "A name that is spelled in two ways is two names.",
            f"Use one spelling on both sides: `{quoted(next(one for one in passed if one.lower() == near[0]))[1:-1]}`.",
        )
    return None
