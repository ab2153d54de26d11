"""The functions of hosted scripts as data: what each takes, with its defaults, and which callbacks it may fire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Option(NamedTuple):
    """One option or argument: its `kind` (see `values.READERS`) and what it is when left out or null."""

    kind: str
    default: object = None


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
    "voice": Option("text", ""),
    "mode": Option("text"),
    "choiceMode": Option("text", "any"),
    "minConfidence": Option("share"),
    "choiceConfidence": Option("share", 30),
    "recognizer": Option("text", ""),
}
RECORDING = {
    **STORED,
    "asyncUpload": Option("flag", False),
    "beep": Option("flag", True),
    "maxTime": Option("seconds", 30.0),
    "recordPassword": Option("text", ""),
    "recordUser": Option("text", ""),
    "silenceTimeout": Option("seconds", 5.0),
    "transcriptionID": Option("text", ""),
    "transcriptionOutFormat": Option("text", ""),
    "transcriptionOutURI": Option("address", ""),
}
ASKED = ("onBadChoice", "onChoice", "onError", "onEvent", "onHangup", "onSignal", "onTimeout")
RECORDED = (*ASKED, "onRecord", "onSilenceTimeout")

FUNCTIONS = {
    "answer": Function({"timeout": Option("seconds", 30.0)}, needs_call=False),
    "ask": Function(TEXT, LISTENING, ASKED, required=1),
    "call": Function(
        {"destination": Option("numbers", ())},
        {
            **SIGNALS,
            **REACHING,
            **STORED,
            "answerOnMedia": Option("flag", False),
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
            "interdigitTimeout": Option("seconds", 5.0),
            "joinPrompt": Option("text", ""),
            "leavePrompt": Option("text", ""),
            "mute": Option("flag", False),
            "playTones": Option("flag", False),
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
        {**REACHING, "to": Option("numbers", ()), "voice": Option("text", "")},
        needs_call=False,
        required=1,
    ),
    "prompt": Function(TEXT, {**LISTENING, **RECORDING, "record": Option("flag", False)}, RECORDED, required=1),
    "record": Function(TEXT, {**LISTENING, **RECORDING}, RECORDED, required=1),
    "redirect": Function({"destination": Option("text", "")}, required=1),
    "reject": Function(),
    "say": Function(
        TEXT,
        {**SIGNALS, "voice": Option("text", "")},
        ("onError", "onEvent", "onHangup", "onSignal"),
        required=1,
    ),
    "startCallRecording": Function(
        # the order of 2009: where to, as what, and two keys to encrypt it with
        {"uri": Option("address", ""), "format": Option("text"), "key": Option("text"), "keyURI": Option("text")},
        {
            "format": Option("text", "audio/wav"),
            "method": Option("text", "POST"),
            "recordPassword": Option("text", ""),
            "recordUser": Option("text", ""),
            "transcriptionEmailFormat": Option("text", ""),
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
            "answerOnMedia": Option("flag", False),
            "callerID": Option("number"),
            "callerId": Option("number"),
            "choices": Option("text", ""),
            "headers": Option("map"),
            "interdigitTimeout": Option("seconds", 5.0),
            "playrepeat": Option("attempts", 1),
            "playvalue": Option("text", ""),
            "terminator": Option("key", ""),
            "timeout": Option("seconds", 30.0),
            "voice": Option("text", ""),
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
