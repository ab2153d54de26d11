"""The functions of hosted scripts as data: what each takes, with its defaults, and which callbacks it may fire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Option(NamedTuple):
    """One option or argument: its `kind` (see `values.READERS`) and what it is when left out or null.

    `idle`: it is read, and changes nothing in this lab.
    """

    kind: str
    default: object = None
    idle: bool = False


class Function(NamedTuple):
    """One function: its arguments in order, its options, and its callbacks; each of these by name.

    `needs_call` is True where Tropo's own error about a null object came without a call; `required` says how many
    arguments must be there.
    """

    arguments: Mapping[str, Option] = MappingProxyType({})
    options: Mapping[str, Option] = MappingProxyType({})
    callbacks: tuple[str, ...] = ()
    needs_call: bool = True
    required: int = 0


SIGNALS = {"allowSignals": Option("names", "*")}
TEXT = {"text": Option("text", "")}
VOICE = {"voice": Option("text", "allison", idle=True)}
INTERDIGIT_IDLE = {"interdigitTimeout": Option("seconds", 5.0, idle=True)}
MEDIA_IDLE = {"answerOnMedia": Option("flag", False, idle=True)}
TONES_IDLE = {"playTones": Option("flag", False, idle=True)}
# how to reach somebody; both spellings of the number that a call comes from were taken
REACHING = {
    "callerID": Option("number"),
    "callerId": Option("number"),
    "channel": Option("text", ""),
    "network": Option("text", ""),
    "timeout": Option("seconds", 30.0),
}
STORED = {
    "recordFormat": Option("text", "audio/wav"),
    "recordMethod": Option("text", "POST"),
    "recordURI": Option("address", ""),
}
# `attempts` counts all prompts, the older `repeat` those after the first
LISTENING = {
    **SIGNALS,
    "attempts": Option("attempts"),
    "repeat": Option("repeat"),
    "bargein": Option("flag", True),
    "choices": Option("choices"),
    "interdigitTimeout": Option("seconds", 5.0),
    "terminator": Option("text"),
    "timeout": Option("seconds", 30.0),
    **VOICE,
    "mode": Option("text"),
    "choiceMode": Option("text", "any"),
    "minConfidence": Option("share"),
    "choiceConfidence": Option("share", 30),
    "recognizer": Option("text", "en-us", idle=True),
}
RECORDING = {
    **STORED,
    "asyncUpload": Option("flag", False, idle=True),
    "beep": Option("flag", True, idle=True),
    "maxTime": Option("seconds", 30.0),
    "recordPassword": Option("text", ""),
    "recordUser": Option("text", ""),
    "silenceTimeout": Option("seconds", 5.0),
    "transcriptionID": Option("text", ""),
    "transcriptionOutFormat": Option("text", "", idle=True),
    "transcriptionOutURI": Option("address", ""),
}
# how keys and words are told apart matters where something is asked, not where all is recorded
UNMEASURED = {
    **INTERDIGIT_IDLE,
    "minConfidence": Option("share", idle=True),
    "choiceConfidence": Option("share", 30, idle=True),
}
ASKED = ("onBadChoice", "onChoice", "onError", "onEvent", "onHangup", "onSignal", "onTimeout")
RECORDED = (*ASKED, "onRecord", "onSilenceTimeout")

FUNCTIONS = {
    "answer": Function({"timeout": Option("seconds", 30.0, idle=True)}, needs_call=False),
    "ask": Function(TEXT, LISTENING, ASKED, required=1),
    "call": Function(
        {"destination": Option("numbers", ())},
        {
            **SIGNALS,
            **REACHING,
            **STORED,
            **MEDIA_IDLE,
            "headers": Option("map"),
        },
        ("onAnswer", "onCallFailure", "onError", "onEvent", "onSignal", "onTimeout"),
        needs_call=False,
        required=1,
    ),
    "conference": Function(
        {"conferenceId": Option("text", "")},
        {
            **SIGNALS,
            **INTERDIGIT_IDLE,
            "joinPrompt": Option("text", ""),
            "leavePrompt": Option("text", ""),
            "mute": Option("flag", False),
            **TONES_IDLE,
            "terminator": Option("key", ""),
        },
        ("onChoice", "onError", "onEvent", "onHangup", "onSignal"),
        required=1,
    ),
    "getHeader": Function({"name": Option("text", "")}, required=1),
    "hangup": Function(),
    "log": Function({"text": Option("anything", "")}, needs_call=False),
    "message": Function(
        TEXT,
        {**REACHING, "to": Option("numbers", ()), **VOICE},
        needs_call=False,
        required=1,
    ),
    "prompt": Function(TEXT, {**LISTENING, **RECORDING, "record": Option("flag", False)}, RECORDED, required=1),
    "record": Function(TEXT, {**LISTENING, **RECORDING, **UNMEASURED}, RECORDED, required=1),
    "redirect": Function({"destination": Option("text", "")}, required=1),
    "reject": Function(),
    "say": Function(
        TEXT,
        {**SIGNALS, **VOICE},
        ("onError", "onEvent", "onHangup", "onSignal"),
        required=1,
    ),
    "startCallRecording": Function(
        # the order of 2009: where to, as what, and two keys to encrypt it with, which the lab does not do
        {
            "uri": Option("address", ""),
            "format": Option("text"),
            "key": Option("text", idle=True),
            "keyURI": Option("text", idle=True),
        },
        {
            "format": Option("text", "audio/wav"),
            "method": Option("text", "POST"),
            "recordPassword": Option("text", ""),
            "recordUser": Option("text", ""),
            "transcriptionEmailFormat": Option("text", "", idle=True),
            "transcriptionID": Option("text", ""),
            "transcriptionOutURI": Option("address", ""),
        },
        needs_call=False,
        required=1,
    ),
    "stopCallRecording": Function(needs_call=False),
    "transfer": Function(
        {"destination": Option("numbers", ())},
        {
            **SIGNALS,
            **MEDIA_IDLE,
            "callerID": Option("number"),
            "callerId": Option("number"),
            "choices": Option("text", ""),
            "headers": Option("map"),
            **INTERDIGIT_IDLE,
            "playrepeat": Option("attempts", 1),
            "playvalue": Option("text", ""),
            "terminator": Option("key", ""),
            "timeout": Option("seconds", 30.0),
            **VOICE,
        },
        ("onCallFailure", "onChoice", "onError", "onEvent", "onHangup", "onSignal", "onSuccess", "onTimeout"),
        required=1,
    ),
    "wait": Function({"milliseconds": Option("milliseconds", 0.0)}, SIGNALS, ("onSignal",), needs_call=False),
}

# what a call object shows
PROPERTIES = (
    *("callerID", "calledID", "e164CallerID", "e164CalledID", "callerName", "calledName"),
    *("channel", "network", "initialText", "sessionId"),
)
# the variables that every script begins with
GLOBALS = ("currentCall", "currentApp", "incomingCall", "callFactory", "appInstance")
# the kinds of events, with the callback that each fires
EVENTS = {
    "answer": "onAnswer",
    "badChoice": "onBadChoice",
    "callFailure": "onCallFailure",
    "choice": "onChoice",
    "error": "onError",
    "hangup": "onHangup",
    "record": "onRecord",
    "signal": "onSignal",
    "timeout": "onTimeout",
    "transfer": "onSuccess",
}
