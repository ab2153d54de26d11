"""More sample traces: questions and answers, two phones, recordings, signals, and a script that is fetched."""

from __future__ import annotations

import json
import struct

from tests import traces
from tests.traces import ASKED, LAUNCH, ROUTED, SESSION, message, trace
from tropo_lab.trace import CATCHER, LAUNCHER, PHONE, TROPO, Trace

APP, PERSON, FRIEND = "+13215550100", "+14075550112", "+14075550113"
CALL_ID = "4f6e0b7d0b1f4a0f9c1d2e3f40516273"
XML = (
    '<?xml version="1.0"?>\r\n<result grammar="0@0" confidence="100">\r\n<interpretation><input mode="dtmf">dtmf-1'
    "</input><instance>pepper</instance></interpretation>\r\n</result>"
)


def leg(what: str, words: str = "", sender: str = APP, receiver: str = PERSON) -> bytes:
    """The short form of what crosses the phone network."""
    return f"{what}\r\nFrom: {sender}\r\nTo: {receiver}\r\n\r\n{words}".encode()


def spoken(at: int, words: str, receiver: str = PERSON, sender: str = APP, how: str = "say") -> tuple:
    return (at, TROPO, PHONE, "speech", f"{how}: {words}", leg("SPEECH", words, sender, receiver))


def rung(at: int, receiver: str = PERSON, sender: str = APP) -> tuple:
    return (at, TROPO, PHONE, "call", f"ring {receiver}", leg("CALL", "", sender, receiver))


def answered(at: int, receiver: str = PERSON, sender: str = APP) -> tuple:
    return (at, PHONE, TROPO, "answer", "answered", leg("ANSWER", "", sender, receiver))


def hung_up(at: int, by: str = "Tropo", receiver: str = PERSON, sender: str = APP) -> tuple:
    ends = (TROPO, PHONE) if by == "Tropo" else (PHONE, TROPO)
    return (at, *ends, "hangup", f"hung up by {by}", leg("HANGUP", "", sender, receiver))


def given(at: int, words: str, sender: str = PERSON) -> tuple:
    """An answer: keys, or words."""
    keys = words.isdecimal()
    wire = leg("KEYS" if keys else "WORDS", words, sender, APP)
    return (at, PHONE, TROPO, "input", f"{'keys' if keys else 'says'} {words}", wire)


def texted(at: int, words: str, by_phone: bool) -> tuple:
    ends = (PERSON, APP) if by_phone else (APP, PERSON)
    parties = (PHONE, TROPO) if by_phone else (TROPO, PHONE)
    return (at, *parties, "text", f"SMS to {ends[1]}: {words}", leg("SMS", words, *ends))


def documented(at: int, *verbs: dict) -> tuple:
    names = ", ".join(next(iter(verb)) for verb in verbs) or "no verbs"
    return (at, CATCHER, TROPO, "document", f"200, {names}", message("HTTP/1.1 200 OK", {"tropo": list(verbs)}))


def reported(at: int, place: str, sequence: int, state: str = "ANSWERED", complete: bool = True, **more) -> tuple:
    told = {
        "sessionId": SESSION,
        "callId": CALL_ID,
        "state": state,
        "sessionDuration": (at - 1000) // 1000,
        "sequence": sequence,
        "complete": complete,
        "error": None,
        "calledid": PERSON[1:],
        **more,
    }
    wire = message(f"POST {place} HTTP/1.1", {"result": told})
    return (at, TROPO, CATCHER, "result", f"POST {place} (result JSON, sequence {sequence})", wire)


def action(name: str, keyed: str, value: str) -> dict:
    """What a result says of one question."""
    return {
        "name": name,
        "attempts": 1,
        "disposition": "SUCCESS",
        "confidence": 100,
        "interpretation": keyed,
        "utterance": keyed,
        "concept": value,
        "value": value,
        "xml": XML.replace("dtmf-1", f"dtmf-{keyed}").replace("pepper", value),
    }


def begun(kind: str, text: str | None = None, place: str = "/voice") -> tuple:
    """The session JSON of a call or text that came in."""
    ends = {"channel": "TEXT" if text else "VOICE", "network": "SMS" if text else "SIP", "name": None}
    told = {
        "id": SESSION,
        "accountId": "12345",
        "applicationId": "100001",
        "timestamp": "2016-05-23T16:00:01.000Z",
        "userType": "HUMAN",
        "initialText": text,
        "callId": CALL_ID,
        "to": {"id": APP[1:], "e164Id": APP[1:], **ends},
        "from": {"id": PERSON[1:], "e164Id": PERSON[1:], **ends},
        "headers": {"Call-ID": "lab-1"},
    }
    wire = message(f"POST {place} HTTP/1.1", {"session": told})
    return (1000, TROPO, CATCHER, "session", f"POST {place} (session JSON)", wire)


PROMPT = "test Tropo message: press 1 for pepper, 2 for salt"
CHOSEN = "You chose pepper. How many grams?"
ASK = {"name": "spice", "say": {"value": PROMPT}, "choices": {"value": "pepper(1), salt(2)", "mode": "dtmf"}}
GRAMS = {"name": "grams", "say": {"value": CHOSEN}, "choices": {"value": "[1-4 DIGITS]", "terminator": "#"}}


def voice_ask() -> Trace:
    """A WebAPI session that calls somebody and asks two questions, one in each document."""
    return trace(
        "webapi",
        LAUNCH,
        ROUTED,
        ASKED,
        documented(1000, {"call": {"to": PERSON}}, {"ask": ASK}, {"on": {"event": "continue", "next": "/spice"}}),
        rung(1000),
        answered(5000),
        spoken(5000, PROMPT),
        given(9300, "1"),
        reported(9300, "/spice", 1, actions=action("spice", "1", "pepper")),
        documented(9300, {"ask": GRAMS}, {"on": {"event": "continue", "next": "/grams"}}),
        spoken(9300, CHOSEN),
        given(13400, "250"),
        reported(13400, "/grams", 2, actions=action("grams", "250", "250")),
        documented(13400, {"say": {"value": "250 grams of pepper"}}, {"hangup": None}),
        spoken(13400, "250 grams of pepper"),
        hung_up(15000),
        app="spices",
    )


def script_ask() -> Trace:
    """The same by a hosted script."""
    return trace(
        "scripting",
        LAUNCH,
        ROUTED,
        rung(1000),
        answered(5000),
        spoken(5000, PROMPT),
        given(9300, "1"),
        spoken(9300, CHOSEN),
        given(13400, "250"),
        spoken(13400, "250 grams of pepper"),
        hung_up(15000),
        app="spices",
    )


def text_conversation() -> Trace:
    """A WebAPI session that a phone began by a text, and that asks back."""
    swallow = {"ask": {"say": {"value": ""}, "choices": {"value": "[ANY]"}, "name": "first"}}
    ask = {"ask": {"say": {"value": "Which city?"}, "choices": {"value": "[ANY]"}, "name": "city"}}
    return trace(
        "webapi",
        texted(1000, "weather", by_phone=True),
        begun("text", "weather", "/messaging"),
        documented(1000, swallow, ask, {"on": [{"event": "continue", "next": "/city"}]}),
        texted(1000, "Which city?", by_phone=False),
        texted(3000, "São Paulo", by_phone=True),
        reported(3000, "/city", 1, actions=[action("first", "weather", "weather"), action("city", *["São Paulo"] * 2)]),
        documented(3000, {"say": {"value": "São Paulo: sunny, 24 degrees"}}),
        texted(3000, "São Paulo: sunny, 24 degrees", by_phone=False),
        app="weather",
    )


def transferred() -> Trace:
    """A call that came in, and was joined with a second phone."""
    ring = {"event": "ring", "say": {"value": "http://catcher.example/ring.mp3"}}
    transfer = {"name": "friend", "to": FRIEND, "from": APP, "timeout": 20, "on": ring}
    lasted = {"name": "friend", "duration": 9, "connectedDuration": 5, "disposition": "SUCCESS"}
    lasted |= {"timestamp": "2016-05-23T16:00:07.000Z", "calledid": FRIEND[1:], "userType": "HUMAN"}
    return trace(
        "webapi",
        (1000, PHONE, TROPO, "call", f"call to {APP}", leg("CALL", "", PERSON, APP)),
        begun("call"),
        documented(
            1000,
            {"say": {"value": "One moment."}},
            {"transfer": transfer},
            {"on": {"event": "continue", "next": "/done"}},
        ),
        (1000, TROPO, PHONE, "answer", "answered by Tropo", leg("ANSWER", "", PERSON, APP)),
        spoken(1000, "One moment.", APP, PERSON),
        spoken(1800, "http://catcher.example/ring.mp3", APP, PERSON, "play"),
        rung(2200, FRIEND),
        answered(6200, FRIEND),
        given(6200, "hello there", FRIEND),
        spoken(6200, "hello there", APP, PERSON, "passes on"),
        hung_up(12000, "the phone", FRIEND),
        reported(12000, "/done", 1, actions=lasted),
        documented(12000),
        hung_up(12000, receiver=APP, sender=PERSON),
        app="reception",
    )


def tone() -> bytes:
    """A very short WAV file."""
    form = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", 200)
    return struct.pack("<4sI4s", b"RIFF", 236, b"WAVE") + form + bytes([0x60, 0xA0]) * 100


def uploaded(at: int, place: str, type: str, body: bytes, what: str) -> tuple:
    heading = f"POST {place} HTTP/1.1\r\nHost: catcher.example\r\nContent-Type: {type}\r\nContent-Length: {len(body)}"
    return (at, TROPO, CATCHER, "upload", f"POST {place} ({what})", f"{heading}\r\n\r\n".encode() + body)


def form_of(file: bytes, edge: str = "----0123456789abcdef") -> tuple[str, bytes]:
    """The Content-Type and the body of an upload by POST."""
    head = 'Content-Disposition: form-data; name="filename"; filename="4f6e0b7d.wav"\r\nContent-Type: audio/wav'
    return (
        f"multipart/form-data; boundary={edge}",
        f"--{edge}\r\n{head}\r\n\r\n".encode() + file + f"\r\n--{edge}--\r\n".encode(),
    )


def recorded() -> Trace:
    """A call in which somebody leaves a message; the recording and its text are sent to the catcher's server."""
    record = {
        "name": "message",
        "say": {"value": "Please leave a message."},
        "url": "http://catcher.example/recordings",
        "beep": True,
        "choices": {"terminator": "#"},
        "transcription": {"id": "m1", "url": "http://catcher.example/words"},
    }
    words = {"result": {"transcription": "call me back", "guid": "5" * 32, "identifier": "m1"}}
    kept = action("message", "#", "#") | {"duration": 1200, "url": "http://api.tropo.com/recordings/1.wav"}
    return trace(
        "webapi",
        (1000, PHONE, TROPO, "call", f"call to {APP}", leg("CALL", "", PERSON, APP)),
        begun("call"),
        documented(1000, {"record": record}, {"on": {"event": "continue", "next": "/recorded"}}),
        (1000, TROPO, PHONE, "answer", "answered by Tropo", leg("ANSWER", "", PERSON, APP)),
        spoken(1000, "Please leave a message.", APP, PERSON),
        given(3800, "call me back #"),
        uploaded(3805, "/recordings", *form_of(tone()), "a recording of 1200 ms"),
        (3810, CATCHER, TROPO, "upload-reply", "200, 2 bytes", message("HTTP/1.1 200 OK", "ok", "text/plain")),
        uploaded(3815, "/words", "application/json", json.dumps(words).encode(), "the transcription"),
        (3820, CATCHER, TROPO, "upload-reply", "200, 2 bytes", message("HTTP/1.1 200 OK", "ok", "text/plain")),
        reported(3820, "/recorded", 1, actions=kept),
        documented(3820, {"say": {"value": "Thank you."}}),
        spoken(3820, "Thank you.", APP, PERSON),
        hung_up(4700, receiver=APP, sender=PERSON),
        app="voicemail",
    )


def signalled() -> Trace:
    """A call that waits in a conference until the launcher sends a signal."""
    room = {"id": "standup", "name": "room", "terminator": "*", "allowSignals": "leave"}
    path = f"/1.0/sessions/{SESSION}/signals"
    ended = {"name": "room", "duration": 20, "disposition": "EXTERNAL_EVENT"}
    return trace(
        "webapi",
        LAUNCH,
        ROUTED,
        ASKED,
        documented(1000, {"call": {"to": PERSON}}, {"conference": room}, {"on": {"event": "leave", "next": "/left"}}),
        rung(1000),
        answered(5000),
        (
            25000,
            LAUNCHER,
            TROPO,
            "signal",
            f"POST /1.0/sessions/{SESSION[:8]}…/signals (leave)",
            message(f"POST {path} HTTP/1.1\r\nHost: api.tropo.com", "value=leave", traces.FORM),
        ),
        (
            25000,
            TROPO,
            LAUNCHER,
            "signal-reply",
            "200, QUEUED",
            message("HTTP/1.1 200 OK", "status=QUEUED", traces.FORM),
        ),
        reported(25000, "/left", 1, actions=ended),
        documented(25000, {"say": {"value": "Goodbye."}}),
        spoken(25000, "Goodbye."),
        hung_up(25400),
        app="conference",
    )


SCRIPT = '# greets whoever is named\nmessage("Hello, " + msg, {"to": numbertodial, "network": "SMS"})\n'


def fetched() -> Trace:
    """A hosted script that Tropo gets from a web server first."""
    return trace(
        "scripting",
        LAUNCH,
        ROUTED,
        (
            1005,
            TROPO,
            CATCHER,
            "fetch",
            "GET /scripts/hello.py",
            b"GET /scripts/hello.py HTTP/1.1\r\nHost: catcher.example\r\nAccept: */*\r\n\r\n",
        ),
        (1010, CATCHER, TROPO, "fetch-reply", "200, 91 bytes", message("HTTP/1.1 200 OK", SCRIPT, "text/x-python")),
        texted(1010, "Hello, test Tropo message", by_phone=False),
        app="hello",
    )


CONVERSATIONS = {
    make.__name__: make
    for make in (voice_ask, script_ask, text_conversation, transferred, recorded, signalled, fetched)
}
EVERY = {**traces.SAMPLES, **CONVERSATIONS}
