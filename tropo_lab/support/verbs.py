"""Tropo's verbs with their keys, and which they cannot do without: what documents are compared with."""

_WORDS = "value as media voice name required allowSignals promptLogSecurity"
_PLACING = "to from timeout answerOnMedia"
_COMMON = "name required"
_TAPE = "url format method username password asyncUpload"

_KEYS = {
    "answer": "headers",
    "ask": f"{_COMMON} choices say attempts timeout bargein interdigitTimeout minConfidence recognizer voice "
    "sensitivity speechCompleteTimeout speechIncompleteTimeout allowSignals promptLogSecurity asrLogSecurity "
    "maskTemplate",
    "call": f"{_PLACING} channel network headers callbackUrl label {_COMMON} machineDetection voice allowSignals "
    "promptLogSecurity recording",
    "choices": "value mode terminator",
    "conference": f"id {_COMMON} mute playTones terminator interdigitTimeout joinPrompt leavePrompt allowSignals "
    "promptLogSecurity",
    "generalLogSecurity": "value",
    "hangup": "headers",
    "message": f"say {_PLACING} channel network headers {_COMMON} voice promptLogSecurity",
    "on": f"event next say {_COMMON} voice",
    "record": f"{_TAPE} choices say {_COMMON} attempts timeout maxSilence maxTime beep bargein interdigitTimeout "
    "transcription sensitivity minConfidence voice allowSignals promptLogSecurity",
    "redirect": f"to {_COMMON}",
    "reject": "",
    "say": _WORDS,
    "startRecording": f"{_TAPE} transcriptionID transcriptionOutURI transcriptionEmailFormat transcriptionLanguage",
    "stopRecording": "",
    "transfer": f"{_PLACING} headers on choices terminator ringRepeat interdigitTimeout {_COMMON} machineDetection "
    "playTones voice callbackUrl label allowSignals promptLogSecurity",
    "wait": "milliseconds allowSignals",
}
# verb → its keys
KEYS = {verb: tuple(keys.split()) for verb, keys in _KEYS.items()}
NEEDED = {
    "ask": ("choices", "say"),
    "call": ("to",),
    "choices": ("value",),
    "conference": ("id",),
    "message": ("say", "to"),
    "on": ("event",),
    "record": ("url",),
    "redirect": ("to",),
    "say": ("value",),
    "startRecording": ("url",),
    "transfer": ("to",),
    "wait": ("milliseconds",),
}
# a key of a verb → the keys of what stands there
INNER = {
    ("ask", "say"): (*KEYS["say"], "event"),
    ("ask", "choices"): KEYS["choices"],
    ("message", "say"): KEYS["say"],
    ("record", "say"): (*KEYS["say"], "event"),
    ("record", "choices"): KEYS["choices"],
    ("record", "transcription"): ("id", "url", "emailFormat", "language"),
    ("transfer", "choices"): KEYS["choices"],
    ("transfer", "on"): ("event", "say", "ask", "message", "wait", "post", *_COMMON.split(), "voice"),
}
# what has to be an object with a value, and is often written as a bare text
WRAPPED = {"say": ("say",), "ask": ("say", "choices"), "message": ("say",)}
EVENTS = ("continue", "incomplete", "error", "hangup", "timeout")
TEXT_NETWORKS = frozenset({"SMS", "MMS", "AIM", "GTALK", "JABBER", "MSN", "YAHOO", "TWITTER"})
VOICE_NETWORKS = frozenset({"PSTN", "SIP", "SKYPE", "INUM"})


def is_text(given: dict) -> bool:
    """True when what was given to a call or message asks for a text: by its network, or else by its channel."""
    network, channel = (str(given.get(name) or "").upper() for name in ("network", "channel"))
    return network in TEXT_NETWORKS or (not network and channel == "TEXT")
