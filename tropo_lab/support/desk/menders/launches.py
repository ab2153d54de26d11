"""Launches mended: read as they were meant, and written anew by an encoder."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_to_bytes

from tropo_lab.errors import BadLaunch, BadSetup
from tropo_lab.launcher import SESSIONS, LaunchRequest
from tropo_lab.platform.applications import MESSAGING, VOICE
from tropo_lab.platform.launching.request import read
from tropo_lab.platform.messages import Request
from tropo_lab.support.desk.parts import at_tropo
from tropo_lab.support.desk.roles import TOKENS, roles
from tropo_lab.support.desk.story import Launch, Story
from tropo_lab.support.finding import Finding
from tropo_lab.support.pastes.loose_json import read_json
from tropo_lab.support.rules.encodings import mended

_NUMBER = re.compile(r"\+[0-9()\s.-]{7,20}")
_ENCODED = re.compile(r"%(?:25)*[0-9A-Fa-f]{2}")
# of eleven digits that begin with 1, or ten that may stand in the +1 countries
_TEN = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")


def written_anew(story: Story, finding: Finding) -> Story | None:
    """The same values, each encoded once, to the right address; None where the token cannot be told."""
    if story.launch is None:
        # what was told by the session: a plus that had become a blank
        plus = ((name, re.sub(r"^ +(?=[0-9])", "+", value)) for name, value in story.parameters)
        return story._replace(parameters=tuple(plus))
    return _with(story, _fields(story.launch), _form(story.launch))


def put_in_quotes(story: Story, finding: Finding) -> Story | None:
    """The launch with the whole URL, of which a shell had sent the beginning alone."""
    if story.launch is None or not story.launch.whole:
        return None
    whole = at_tropo(story.launch._replace(url=story.launch.whole, whole="", wire=b""))
    return _with(story, _fields(whole), _form(whole))


def country_code_added(story: Story, finding: Finding) -> Story | None:
    """The launch with a number of ten digits made one with its country code."""
    fields = _fields(story.launch) if story.launch else {"token": story.token, **story.passed}
    name = roles(fields)[0]
    digits = re.sub(r"[\s().+-]", "", fields.get(name, ""))
    if not _TEN.fullmatch(digits):
        return None
    plus = "+" if fields[name].strip().startswith("+") else ""
    fields[name] = f"{plus}1{digits}"
    if story.launch is None:
        return story._replace(parameters=tuple((name, value) for name, value in fields.items() if name != "token"))
    return _with(story, fields, _form(story.launch))


def other_token(story: Story, finding: Finding) -> Story | None:
    """The token of the other side. Where it was pasted, its value is not known, so a placeholder stands for it."""
    channel = VOICE if story.channel == MESSAGING else MESSAGING
    story = story._replace(channel=channel, token=TOKENS[channel])
    if story.launch is None:
        return story
    return _with(story, {**_fields(story.launch), "token": TOKENS[channel]}, _form(story.launch))


def _with(story: Story, fields: dict[str, str], form: str) -> Story | None:
    token = fields.pop("token", "")
    fields.pop("action", None)
    if not token:
        return None
    try:
        parts = LaunchRequest(token, fields).parts(form)
        wire = LaunchRequest(token, fields).wire(form)
    except BadSetup:
        return None
    launch = Launch(parts.method, parts.url, parts.headers, parts.body, wire)
    passed = tuple((name, value) for name, value in fields.items())
    return story._replace(launch=launch, token=token, parameters=passed)


def _form(launch: Launch) -> str:
    """The form of `launcher.FORMS` that the launch comes nearest to."""
    start = launch.body.lstrip()[:1]
    if launch.method == "GET" or (launch.method != "POST" and not launch.body):
        return "get"
    if not launch.body.strip():
        return "query"
    return {b"{": "json", b"<": "xml"}.get(start, "form")


def _fields(launch: Launch) -> dict[str, str]:
    """What was meant: names and values as a person reads them."""
    target = launch.url.removeprefix(SESSIONS)
    query = target.partition("?")[2] if "?" in target else ""
    fields = _from_form(query)
    body = launch.body.decode("utf-8", "surrogateescape").strip()
    if body.startswith("{"):
        told = read_json(body)
        given = told.value if told and isinstance(told.value, dict) else {}
        fields |= {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        fields = {name: _decoded_once(value) for name, value in fields.items()}
    elif body.startswith("<"):
        try:
            headers = (("Content-Type", "text/xml"),)
            fields |= read(Request("POST", "/1.0/sessions", headers, launch.body)).parameters
        except BadLaunch:
            return {}
        fields = {name: _decoded_once(value) for name, value in fields.items()}
    elif body:
        fields |= _from_form(body)
    by_small = {name.lower().strip(): name for name in fields}
    for own in ("token", "action"):
        if own not in fields and own in by_small:
            fields[own] = fields.pop(by_small[own])
    return {name: mended(value) or value for name, value in fields.items()}


def _from_form(text: str) -> dict[str, str]:
    """A query or form, with values that a raw & or # cut put together again."""
    found: list[list[str]] = []
    for part in re.split(r"&amp;(?=\w+=)|&(?=\w+=)", text.replace("\r", "").replace("\n", " ")):
        name, equals, value = part.partition("=")
        if (not equals or re.search(r"[\s+%]", name)) and found:
            found[-1][1] += f"&{part}"
        elif name:
            found.append([name, value])
    return {_decoded(name): _decoded(value) for name, value in found}


def _decoded(raw: str) -> str:
    """A value, decoded as often as it was encoded; a plus before a number stays one."""
    if _NUMBER.fullmatch(raw):
        return raw
    text = raw.replace("+", " ")
    for _ in range(3):
        if not _ENCODED.search(text):
            break
        again = _utf8(unquote_to_bytes(text))
        twice = bool(re.search(r"%25[0-9A-Fa-f]{2}", text))
        text = again
        if not twice:
            break
    return text


def _decoded_once(value: str) -> str:
    """A value that was encoded for a query and put into another body; what only looks a little like it stays."""
    if re.search(r"%2[0-9A-Fa-f]|%C3%|%3[ABDFabdf]", value) or re.search(r"[A-Za-z,.!?]\+[A-Za-z].*\w\+\w", value):
        return _decoded(value)
    return value


def _utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
