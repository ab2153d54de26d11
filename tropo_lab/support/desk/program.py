"""A story as a complete program: a lab of its own, what was pasted as literals, and the findings at its end."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from tropo_lab.platform.applications import MESSAGING
from tropo_lab.source import Source
from tropo_lab.support.desk.literal import literal
from tropo_lab.support.desk.roles import NUMBER, WORDS, roles
from tropo_lab.support.desk.story import Launch, Story

# how long a pasted script may compute without a call, in seconds
PATIENCE = 3
# the HTTP library writes these itself
_OF_THE_LIBRARY = frozenset({"host", "content-length", "connection", "proxy-connection", "transfer-encoding"})
_PLAIN_URL = re.compile(
    r"https?://api\.tropo\.com(?::80|:443)?/[\w.~!$'()*+,;:@/-]*(?:\?[\w.~!$&'()*+,;=:@/?%-]*)?", re.ASCII
)
_SESSIONS = re.compile(r"https?://[^/]+/(?:1\.0|v1)/sessions/?(?:\?|$)")
_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


def program(story: Story) -> Source:
    """The program. Run as a file it prints the findings; as a `Repro` it leaves its `trace`."""
    raw = needs_sockets(story)
    options = ["sockets=False"] * (not raw and story.script is None)
    options += [f"script_patience={PATIENCE}"] * (story.script is not None)
    options += ["international=True"] * story.international
    text = _template().render(
        title=_title(story),
        options=", ".join(options),
        raw=raw,
        astray=story.launch is not None and not raw and not _SESSIONS.match(story.launch.url),
        headers=[pair for pair in story.launch.headers if pair[0].lower() not in _OF_THE_LIBRARY]
        if story.launch
        else [],
        own=None if story.script or story.answers else _own(story),
        inputs=list(story.inputs),
        **{name: getattr(story, name) for name in Story._fields if name not in ("inputs", "international")},
    )
    return Source(re.sub(r"\n{4,}", "\n\n\n", text).strip() + "\n", "python")


def needs_sockets(story: Story) -> bool:
    """True where the launch has to be sent byte for byte, since no HTTP library sends it as it stands."""
    return story.launch is not None and not _sendable(story.launch)


def _sendable(launch: Launch) -> bool:
    """True when an HTTP library sends this URL and these headers as they stand."""
    names = [name.lower() for name, _ in launch.headers]
    texts = [part for pair in launch.headers for part in pair]
    return (
        bool(_PLAIN_URL.fullmatch(launch.url))
        and not re.search(r"%(?![0-9A-Fa-f]{2})", launch.url)
        # a library writes these as what they stand for
        and not re.search(r"(?i)%(?:2d|2e|5f|7e|3\d|[46][1-9a-f]|[57][0-9a])", launch.url)
        and "/../" not in launch.url
        and "/./" not in launch.url
        and launch.method in ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")
        and len(set(names)) == len(names)
        and all(_HEADER.fullmatch(name) for name in names)
        and all(text.isascii() and text.isprintable() and text == text.strip() for text in texts)
    )


def _own(story: Story) -> dict[str, str]:
    """The words and expressions of a catcher that stands for one that was not pasted."""
    number, words = roles(story.passed)
    texts = story.channel == MESSAGING
    message = '[{"message": {"to": to, "network": "SMS", "say": {"value": words}}}]'
    call = '[{"call": {"to": to}}, {"say": {"value": words}}]'
    does = "Say something" if story.inbound else f"{'Text' if texts else 'Call'} the number that the launch names"
    return {
        "does": does,
        "number": f"given.get({literal(number)}, {literal(NUMBER)})" if number else literal(NUMBER),
        "words": f"given.get({literal(words)}, {literal(WORDS)})" if words else literal(WORDS),
        "verbs": message if texts else call,
    }


def _title(story: Story) -> str:
    parts = ["a launch"] * (story.launch is not None)
    parts += ["a hosted script"] * (story.script is not None)
    parts += ["what a catcher answered"] * bool(story.answers and not story.script)
    parts += ["a session from outside"] * (story.inbound is not None)
    return f"What was pasted, in a lab of its own: {' and '.join(parts) or 'a session'}."


@cache
def _template() -> Template:
    templates = Environment(
        loader=PackageLoader("tropo_lab.support.desk"),
        undefined=StrictUndefined,
        # nothing here is HTML: whatever was pasted enters as a literal
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["literal"] = literal
    return templates.get_template("repro.jinja")
