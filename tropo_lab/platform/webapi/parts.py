"""What several verbs have in common: keys, words to say, choices, and where a recording goes."""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.errors import BadDocument
from tropo_lab.platform.control import choices
from tropo_lab.platform.control.grammar import BadChoices
from tropo_lab.platform.webapi.kinds import (
    FLAG,
    HEADERS,
    KEYPRESS,
    PHONE,
    PROMPT_EVENTS,
    SECONDS,
    SECURITY,
    SIGNALS,
    TEXT,
    one_of,
)
from tropo_lab.platform.webapi.shapes import Either, Key, Many, OneOf, Shape

MOST_SAYS, MOST_PHONES, MOST_URLS = 200, 100, 10


class Prompt(NamedTuple):
    """Words of a question; with `events` only after an attempt that failed so, such as `nomatch:1`."""

    text: str
    events: tuple[str, ...]


NAME, REQUIRED = Key("name", TEXT, ""), Key("required", FLAG, True)
VOICE = Key("voice", TEXT, "allison", idle=True)
ALLOWED = Key("allowSignals", SIGNALS, "*", blank=True)
PRIVATE = Key("promptLogSecurity", SECURITY, "none")
TIMEOUT = Key("timeout", SECONDS, 30.0)
INTERDIGIT = Key("interdigitTimeout", SECONDS, 5.0, idle=True)
TERMINATOR = Key("terminator", KEYPRESS, "")

# whom to reach, and how
HEADERS_SENT = Key("headers", HEADERS)
HEADERS_IDLE = HEADERS_SENT._replace(idle=True)
PLACING = (
    Key("to", Many(PHONE, MOST_PHONES), required=True),
    Key("from", TEXT),
    TIMEOUT,
    Key("answerOnMedia", FLAG, False, idle=True),
)
WHERE = (Key("channel", one_of("VOICE", "TEXT"), ""), Key("network", TEXT, ""))
ABOUT = (Key("callbackUrl", TEXT, "", idle=True), Key("label", TEXT, "", idle=True))
DETECTION = Either("true, false, or an object with an introduction", Shape(Key("introduction", TEXT), VOICE), bool)

# what is said; inside other verbs a say is words alone, whatever else libraries write there
SAID = (
    Key("value", TEXT, required=True, blank=True),
    Key("as", one_of("DATE", "DIGITS", "NUMBER"), idle=True),
    Key("media", Many(TEXT, MOST_URLS), (), idle=True),
    VOICE,
    NAME,
    REQUIRED,
    ALLOWED,
    PRIVATE,
)
WORDS = Shape(*SAID, wraps="say", make=lambda values, given, path: values["value"])
PROMPT = Shape(
    *SAID,
    Key("event", PROMPT_EVENTS, ()),
    wraps="say",
    make=lambda values, given, path: Prompt(values["value"], values["event"]),
)
ANNOUNCEMENT = Either(
    "true, false, or an object with a value", Shape(Key("value", TEXT, required=True), VOICE), bool, str
)


def grammar(values: dict, given: dict, path: str) -> choices.Choices:
    """The choices in these values; BadDocument where they cannot be read."""
    try:
        return choices.parse(values["value"], values["mode"], values["terminator"])
    except BadChoices as bad:
        raise BadDocument(f"{path}.value: {bad}", path=f"{path}.value", rule="bad-choices") from None


ANSWERS = (
    Key("value", TEXT, required=True),
    Key("mode", one_of("any", "dtmf", "speech", also={"keypad": "dtmf"}), "any"),
    TERMINATOR,
)
CHOICES = OneOf(Shape(*ANSWERS, wraps="choices", make=grammar))
# what may end a recording or a transfer needs no choices
ENDING = OneOf(Shape(Key("value", TEXT, ""), *ANSWERS[1:], wraps="choices", make=grammar))

# where a recording goes
FORMAT = Key("format", one_of("audio/wav", "audio/mp3", "audio/au"), "audio/wav")
METHOD = Key("method", one_of("POST", "PUT", "S3"), "POST")
ACCESS = (Key("username", TEXT, ""), Key("password", TEXT, ""))
LINK = (Key("url", TEXT, required=True), METHOD._replace(default=""), *ACCESS)
_LINKED = 'an address as text, or an object with a "url"'
URLS = Many(Either(_LINKED, Shape(*LINK), str), MOST_URLS)
RECORDING = Either(_LINKED, Shape(*LINK, FORMAT), str)
TAPE = (Key("url", URLS, required=True), FORMAT, METHOD, *ACCESS, Key("asyncUpload", FLAG, False, idle=True))
