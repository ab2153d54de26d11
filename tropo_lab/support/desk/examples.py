"""Pastes to try the desk with, each a question as people asked it."""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A paste under a short title."""

    title: str
    text: str
    wanted: str = ""


_URL = "http://api.tropo.com/1.0/sessions?action=create&token=0a1b2c3d4e5f6a7b8c9d"

EXAMPLES = (
    Example("a text with spaces", f"{_URL}&numbertodial=14075550112&msg=see you at eight", "text"),
    Example("a + in a number", f"{_URL}&numbertodial=+14075550112&msg=hello", "text"),
    Example(
        "a text that came as a call",
        '{"tropo": [{"message": {"to": "+14075550112", "say": {"value": "See you at eight"}}}]}',
        "text",
    ),
    Example(
        "an answer that nobody understood",
        "<br />\n<b>Notice</b>: Undefined index: from in <b>catcher.php</b> on line <b>3</b><br />\n"
        '{"tropo":[{"message":{"to":"+14075550112","network":"SMS","say":"See you at eight"}}]}',
    ),
    Example("a script that keeps silent", 'say("You have a new message.")\nsay(msg)\n', "call"),
)
