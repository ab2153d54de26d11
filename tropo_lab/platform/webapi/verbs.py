"""Tropo's verbs as a table: every key with its kind, what stands for it when it is left out, and whether it may be.

What a key does here is said in the ledger (`fidelity.toml`), which has an entry for each.
"""

from __future__ import annotations

from typing import NamedTuple

from tropo_lab.platform.webapi.kinds import (
    ADDRESS,
    FLAG,
    MILLISECONDS,
    PERCENT,
    SECONDS,
    SECURITY,
    SHARE,
    TEXT,
    TRIES,
    one_of,
)
from tropo_lab.platform.webapi.parts import (
    ABOUT,
    ALLOWED,
    ANNOUNCEMENT,
    ANSWERS,
    CHOICES,
    DETECTION,
    ENDING,
    HEADERS_IDLE,
    HEADERS_SENT,
    INTERDIGIT,
    MOST_SAYS,
    NAME,
    PLACING,
    PRIVATE,
    PROMPT,
    RECORDING,
    REQUIRED,
    SAID,
    TAPE,
    TERMINATOR,
    TIMEOUT,
    VOICE,
    WHERE,
    WORDS,
    grammar,
)
from tropo_lab.platform.webapi.shapes import Key, Many, Shape

MOST_STEPS = 50
# what a handler within a transfer can do
STEPS = ("say", "ask", "message", "wait", "post")


class Verb(NamedTuple):
    """One verb of a document: its name, the values of all its keys, and its JSON path."""

    name: str
    values: dict
    path: str


def _steps(values: dict, given: dict, path: str) -> tuple[str, tuple[Verb, ...]]:
    """The event of a handler within a transfer, and what it does, in the order in which it is written."""
    steps = (Verb(name, values[name], f"{path}.{name}") for name in given if name in STEPS)
    return values["event"], tuple(step for step in steps if step.values)


_ask = Shape(
    Key("choices", CHOICES, required=True),
    Key("say", Many(PROMPT, MOST_SAYS), required=True),
    NAME,
    REQUIRED,
    Key("attempts", TRIES, 1),
    TIMEOUT,
    Key("bargein", FLAG, True),
    INTERDIGIT._replace(idle=False),
    Key("minConfidence", PERCENT, 30),
    Key("recognizer", TEXT, "en-us", idle=True),
    VOICE,
    Key("sensitivity", SHARE, 0.5, idle=True),
    Key("speechCompleteTimeout", SECONDS, 0.5, idle=True),
    Key("speechIncompleteTimeout", SECONDS, 0.5, idle=True),
    ALLOWED,
    PRIVATE,
    Key("asrLogSecurity", one_of("none", "suppress", "mask"), "none"),
    Key("maskTemplate", TEXT, ""),
)
_message = Shape(
    Key("say", Many(WORDS, MOST_SAYS), required=True), *PLACING, *WHERE, HEADERS_IDLE, NAME, REQUIRED, VOICE, PRIVATE
)
_wait = Shape(Key("milliseconds", MILLISECONDS, required=True), ALLOWED)
_said = Key("say", Many(WORDS, MOST_SAYS), ())
_during = Shape(
    Key("event", one_of("ring", "connect"), required=True),
    _said,
    Key("ask", _ask),
    Key("message", _message),
    Key("wait", _wait),
    Key("post", TEXT, ""),
    NAME,
    REQUIRED,
    VOICE,
    make=_steps,
)

VERBS = {
    "answer": Shape(HEADERS_IDLE),
    "ask": _ask,
    "call": Shape(
        *PLACING,
        *WHERE,
        HEADERS_SENT,
        *ABOUT,
        NAME,
        REQUIRED,
        Key("machineDetection", DETECTION, False),
        VOICE,
        ALLOWED,
        PRIVATE,
        Key("recording", RECORDING),
    ),
    "choices": Shape(*ANSWERS, wraps="choices", make=lambda *read: {"choices": grammar(*read)}),
    "conference": Shape(
        Key("id", TEXT, required=True),
        NAME,
        REQUIRED,
        Key("mute", FLAG, False),
        Key("playTones", FLAG, False, idle=True),
        TERMINATOR,
        INTERDIGIT,
        Key("joinPrompt", ANNOUNCEMENT, False),
        Key("leavePrompt", ANNOUNCEMENT, False),
        ALLOWED,
        PRIVATE,
    ),
    "generalLogSecurity": Shape(Key("value", SECURITY, "none")),
    "hangup": Shape(HEADERS_IDLE),
    "message": _message,
    "on": Shape(Key("event", TEXT, required=True), Key("next", TEXT, ""), _said, NAME, REQUIRED, VOICE),
    "record": Shape(
        *TAPE,
        Key("choices", ENDING),
        Key("say", Many(PROMPT, MOST_SAYS), ()),
        NAME,
        REQUIRED,
        Key("attempts", TRIES, 1),
        TIMEOUT,
        Key("maxSilence", SECONDS, 5.0),
        Key("maxTime", SECONDS, 30.0),
        Key("beep", FLAG, True, idle=True),
        Key("bargein", FLAG, True),
        INTERDIGIT,
        Key(
            "transcription",
            Shape(
                Key("id", TEXT, ""),
                Key("url", TEXT, required=True),
                Key("emailFormat", TEXT, "", idle=True),
                Key("language", TEXT, "", idle=True),
            ),
        ),
        Key("sensitivity", SHARE, 0.5, idle=True),
        Key("minConfidence", PERCENT, 30, idle=True),
        VOICE,
        ALLOWED,
        PRIVATE,
    ),
    "redirect": Shape(Key("to", ADDRESS, required=True), NAME, REQUIRED),
    "reject": Shape(),
    "say": Shape(*SAID, wraps="say"),
    "startRecording": Shape(
        *TAPE,
        Key("transcriptionID", TEXT, ""),
        Key("transcriptionOutURI", TEXT, ""),
        Key("transcriptionEmailFormat", TEXT, "", idle=True),
        Key("transcriptionLanguage", TEXT, "", idle=True),
    ),
    "stopRecording": Shape(),
    "transfer": Shape(
        *PLACING,
        HEADERS_SENT,
        Key("on", Many(_during, MOST_STEPS), ()),
        Key("choices", ENDING),
        TERMINATOR,
        Key("ringRepeat", TRIES, 1),
        INTERDIGIT,
        NAME,
        REQUIRED,
        Key("machineDetection", DETECTION, False),
        Key("playTones", FLAG, False, idle=True),
        VOICE,
        *ABOUT,
        ALLOWED,
        PRIVATE,
    ),
    "wait": _wait,
}
