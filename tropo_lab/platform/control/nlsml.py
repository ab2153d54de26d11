"""An answer as XML: what the recogniser reported (NLSML), which results carry as `xml`."""

from __future__ import annotations

import re
from html import escape

from tropo_lab.platform.control.choices import Choices
from tropo_lab.platform.control.result import Heard

# what no XML 1.0 document can hold, not even escaped; made ready when it is first needed, as that takes milliseconds
_NOT_XML = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def nlsml(heard: Heard, grammar: str, choices: Choices | None = None) -> str:
    """The document in the layout of captured results, with their CR LF line ends.

    `grammar` is the name that Tropo gave the grammar, such as `0@5e6f7a8b.vxmlgrammar`. A keyed option is written
    `dtmf-1`, the digits of a digit grammar as they are; without the `choices`, one key counts as an option.
    """
    name = _text(grammar)
    lines = (
        '<?xml version="1.0"?>',
        f'<result grammar="{name}">',
        f'    <interpretation grammar="{name}" confidence="{heard.confidence}">',
        "        ",
        f'      <input mode="{heard.mode}">{_text(_input(heard, choices))}</input>',
        "    </interpretation>",
        "</result>",
        "",
    )
    return "\r\n".join(lines)


def _input(heard: Heard, choices: Choices | None) -> str:
    if heard.mode != "dtmf":
        return heard.utterance
    listed = len(heard.utterance) == 1 if choices is None else choices.lists(heard.utterance)
    return " ".join(f"dtmf-{key}" for key in heard.utterance) if listed else heard.utterance


def _text(text: str) -> str:
    return escape(re.sub(_NOT_XML, "\N{REPLACEMENT CHARACTER}", text))
