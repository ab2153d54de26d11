"""Sound replies, as tables: documents in all verbs and spellings, conversations, scenes and recorded documents."""

# ruff: noqa: E501 (tables are read row by row)
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.diagnosing import ASK, CALL, NEXT, OTHER, PHONE, TEXT
from tests.exchanges import Exchange, Said, launch
from tests.scenarios import SCENES, Scene, on
from tests.sound_launches import HI, REPORTING, VOICE_HANDLER

MESSAGE = TEXT["message"]
SAY = {"say": {"value": "hi there"}}
RECORD = {
    "record": {
        "name": "memo",
        "url": "http://recordings.example/upload",
        "say": {"value": "Speak."},
        "beep": True,
        "maxTime": 30,
        "choices": {"terminator": "#"},
    }
}
ROOM = {"conference": {"id": "room1", "name": "room", "terminator": "#"}}
THERE = {"call": {"to": PHONE, "network": "SMS"}}
# replies that send a text
TEXTS = {
    "a message": [TEXT],
    "say as a list": [{"message": {**MESSAGE, "say": [{"value": "hi there"}]}}],
    "two says": [{"message": {**MESSAGE, "say": [{"value": "hi"}, {"value": "there"}]}}],
    "to as a list of one": [{"message": {**MESSAGE, "to": [PHONE]}}],
    "a channel for the network": [{"message": {"to": PHONE, "channel": "TEXT", "say": {"value": "hi there"}}}],
    "both": [{"message": {**MESSAGE, "channel": "TEXT"}}],
    "small letters": [{"message": {**MESSAGE, "network": "sms"}}],
    "a name and a timeout": [{"message": {**MESSAGE, "name": "reminder", "required": False, "timeout": 20}}],
    "from the app's number": [{"message": {**MESSAGE, "from": "+13215550100"}}],
    "one for each of two people": [TEXT, {"message": {**MESSAGE, "to": OTHER}}],
    "call and say": [THERE, SAY],
    "call, say, hang up": [THERE, SAY, {"hangup": None}],
    "a text, then hangup as text": [TEXT, {"hangup": "null"}],
    "a report of each end": [{"on": {"event": "continue", "next": "/end"}}, {"on": {"event": "incomplete", "next": "/end"}}, TEXT],
    "on as a list": [TEXT, {"on": [{"event": "continue", "next": "/end"}]}],
    "a relative next": [TEXT, {"on": {"event": "continue", "next": "end"}}],
    "a next with a query": [TEXT, {"on": {"event": "continue", "next": "/end?id=7"}}],
    "an absolute next": [TEXT, {"on": {"event": "continue", "next": "http://catcher.example/end"}}],
    "a log that keeps quiet": [{"generalLogSecurity": "suppress"}, TEXT, {"generalLogSecurity": "none"}],
    "a wait between": [THERE, SAY, {"wait": {"milliseconds": 500}}, {"say": {"value": "and more"}}],
    "a question by text": [THERE, ASK, {"on": {"event": "continue", "next": "/end"}}],
    "a spaced number": [{"message": {**MESSAGE, "to": "+1 407 555 0112"}}],
}  # fmt: skip
# replies that ring a phone
CALLS = {
    "call and say": [CALL, SAY],
    "a say with a voice": [CALL, {"say": {"value": "bonjour", "voice": "florence"}}],
    "a say of digits": [CALL, {"say": {"value": "12345", "as": "DIGITS"}}],
    "says as a list": [CALL, {"say": [{"value": "one"}, {"value": "http://audio.example/chime.mp3"}]}],
    "marked-up words": [CALL, {"say": {"value": "<speak>Hi <break time='1s'/> there</speak>"}}],
    "a message by voice": [{"message": {"to": PHONE, "say": {"value": "hi there"}, "voice": "allison"}}],
    "a message with channel VOICE": [{"message": {"to": PHONE, "channel": "VOICE", "say": {"value": "hi there"}}}],
    "whoever answers": [{"call": {"to": [OTHER, PHONE], "timeout": 20}}, SAY],
    "machine detection": [{"call": {"to": PHONE, "machineDetection": True}}, SAY],
    "a caller id": [{"call": {"to": PHONE, "from": "+13215550100"}}, SAY],
    "a recording": [CALL, RECORD, on("continue", "/end")],
    "a recording without more": [CALL, RECORD],
    "a recorded part": [CALL, {"startRecording": {"url": "http://recordings.example/upload"}}, SAY, {"stopRecording": None}],
    "a transfer": [CALL, {"transfer": {"to": OTHER, "name": "bridge"}}, on("continue", "/end")],
    "a transfer with music": [CALL, {"transfer": {"to": OTHER, "on": {"event": "ring", "say": {"value": "http://audio.example/hold.mp3"}}}}],
    "a room": [CALL, ROOM, on("continue", "/end"), on("hangup", "/end")],
    "a wait": [CALL, {"wait": {"milliseconds": 1000}}, SAY],
    "a question": [CALL, ASK, on("continue", "/end")],
    "a question, on before it": [on("continue", "/end"), on("incomplete", "/end"), CALL, ASK],
    "digits": [CALL, {"ask": {"name": "zip", "choices": {"value": "[5 DIGITS]", "mode": "dtmf", "terminator": "#"}, "say": {"value": "Zip?"}}}, on("continue", "/end")],
    "three attempts": [CALL, {"ask": {**ASK["ask"], "attempts": 3, "timeout": 5, "bargein": True, "say": [{"value": "What?", "event": "nomatch"}, {"value": "Well?", "event": "timeout"}, {"value": "Yes or no?"}]}}, on("continue", "/end"), on("incomplete", "/end")],
    "signals": [CALL, {"ask": {**ASK["ask"], "allowSignals": ["exit", "stop"]}}, on("continue", "/end"), on("exit", "/end")],
    "an empty hangup": [CALL, SAY, {"hangup": {}}],
    "a call and a text": [CALL, SAY, TEXT],
    "an error handler": [CALL, SAY, on("error", "/end"), on("hangup", "/end")],
}  # fmt: skip
# replies to a call that comes in
ANSWERS = {
    "a say": [SAY],
    "an answer": [{"answer": {}}, SAY],
    "an answer with headers": [{"answer": {"headers": {"x-one": "1"}}}, SAY],
    "a rejection": [{"reject": None}],
    "an empty rejection": [{"reject": {}}],
    "a redirection": [{"redirect": {"to": "sip:9995550100@sip.example.com"}}],
    "a question": [ASK, on("continue", "/end")],
    "a transfer": [{"say": {"value": "One moment."}}, {"transfer": {"to": OTHER}}],
    "a voice mail": [{"say": {"value": "Nobody is here."}}, RECORD, {"hangup": None}],
    "a room": [ROOM],
    "a text back": [SAY, TEXT],
}
# how phones behave: nothing of it is anybody's mistake
MOODS = {
    "busy": {"answer": "busy"},
    "never answered": {"answer": "never"},
    "out of reach": {"answer": "unreachable"},
    "a machine": {"answer": "machine"},
    "hung up at once": {"hangup_after": 0},
    "hung up soon": {"hangup_after": 2},
    "silent": {"inputs": []},
    "answered by key": {"inputs": ["1"]},
    "answered by words": {"inputs": ["no"]},
    "answered wrongly": {"inputs": ["maybe", "9"]},
}
# labels and spellings of replies that Tropo read all the same
SPELLINGS = {
    "labelled as HTML": ("text/html; charset=UTF-8", json.dumps),
    "labelled as text": ("text/plain", json.dumps),
    "without a label": ("", json.dumps),
    "on many lines": ("application/json", lambda data: json.dumps(data, indent=4)),
    "after an empty line": ("application/json", lambda data: "\r\n  " + json.dumps(data)),
    "with escapes": ("application/json", lambda data: json.dumps(data).replace("/", "\\/")),
    "with a key of its own": ("application/json", lambda data: json.dumps({"version": "1", **data})),
    "in Latin-1, and labelled so": ("application/json; charset=ISO-8859-1", lambda data: json.dumps(data, ensure_ascii=False).replace("hi", "hé").encode("latin-1")),
}  # fmt: skip
THANKS = [{"say": {"value": "Thank you"}}]
# answers that are read rightly; each ends with a sentence that holds what was said
ONE_QUESTION = """
told = body["result"]["actions"]
return [{"say": {"value": "You said " + told["value"]}}, {"hangup": None}]
"""
ANY_QUESTION = """
if body["result"]["state"] != "ANSWERED":
    return []
told = body["result"].get("actions") or []
told = told if isinstance(told, list) else [told]
said = {one["name"]: one["value"] for one in told if one.get("disposition") == "SUCCESS"}
return [{"say": {"value": "You said " + ", ".join(said.values())}}]
"""
ASK_ZIP = {"ask": {"name": "zip", "say": {"value": "Your zip?"}, "choices": {"value": "[5 DIGITS]"}}}
ASK_WELL = """
given = body["session"]["parameters"]
asks = {"ask": {"name": "answer", "say": {"value": given["msg"]}, "choices": {"value": "yes(yes, y, 1), no(no, n, 2)"}}}
return [{"call": {"to": "+" + given["numbertodial"]}}, asks, {"on": {"event": "continue", "next": "/said"}}]
"""


def replies():
    """Documents in all verbs and spellings, to launches by text and voice, and to calls and texts that come in."""
    for name, verbs in TEXTS.items():
        inputs = {PHONE: {"inputs": ["yes"]}}
        yield Exchange(f"text: {name}", launch=launch(HI), catcher={"/": verbs, "/end": []}, phones=inputs)
    for name, verbs in CALLS.items():
        inputs = {PHONE: {"inputs": ["1"]}, OTHER: {"hangup_after": 20}}
        yield Exchange(
            f"voice: {name}", "call", launch(HI, side="voice"), catcher={"/": verbs, "/end": THANKS}, phones=inputs
        )
    for name, verbs in ANSWERS.items():
        catcher = {"/": verbs, "/end": THANKS}
        yield Exchange(f"called: {name}", "", begins="call", catcher=catcher, phones={PHONE: {"inputs": ["1"]}})
    for name, verbs in {"say": THANKS, "nothing to say": [], "a text": [TEXT], "a question": [ASK, NEXT]}.items():
        yield Exchange(
            f"texted: {name}",
            "",
            begins="hello",
            catcher={"/": verbs, "/next": THANKS},
            phones={PHONE: {"inputs": ["y"]}},
        )
    for name, (label, write) in SPELLINGS.items():
        body = write({"tropo": [{"message": {**MESSAGE, "say": {"value": "hi / there"}}}]})
        said = Said(body if isinstance(body, bytes) else body.encode(), label)
        yield Exchange(f"reply: {name}", launch=launch(HI), catcher={"/": said})
    yield Exchange("reply: empty, after a report", launch=launch(HI), catcher={"/": REPORTING, "/told": Said(b"")})


def conversations():
    """Calls in which something is asked and read, with phones of all moods."""
    handlers = {"/": ASK_WELL, "/said": ONE_QUESTION}
    for name in ("answered by key", "answered by words"):
        yield Exchange(
            f"asked: {name}", "call", launch(HI, side="voice"), catcher=handlers, phones={PHONE: MOODS[name]}
        )
    document = [CALL, ASK, ASK_ZIP, on("continue", "/said"), on("incomplete", "/said"), on("hangup", "/said")]
    for name, mood in MOODS.items():
        catcher = {"/": document, "/said": ANY_QUESTION}
        yield Exchange(f"asked twice: {name}", "call", launch(HI, side="voice"), catcher=catcher, phones={PHONE: mood})
        yield Exchange(
            f"told: {name}", "call", launch(HI, side="voice"), catcher={"/": VOICE_HANDLER}, phones={PHONE: mood}
        )
    two = {PHONE: {"inputs": ["1", "32801"]}}
    yield Exchange(
        "asked twice: answered",
        "call",
        launch(HI, side="voice"),
        catcher={"/": document, "/said": ANY_QUESTION},
        phones=two,
    )
    held = {PHONE: {"answer": "human", "held": True}}
    waiting = [CALL, {"ask": {**ASK["ask"], "allowSignals": ["exit"]}}, on("exit", "/out"), NEXT]
    for acts in (("signal exit",), ("input 1",), ("hangup",), ("signal other", "input 2")):
        catcher = {"/": waiting, "/out": THANKS, "/next": THANKS}
        name = f"held: {', '.join(acts)}"
        yield Exchange(name, "call", launch(HI, side="voice"), catcher=catcher, phones=held, acts=acts)


def begun(scene: Scene) -> Exchange:
    """How a scene begins and what its phones do, without anybody who gives instructions."""
    by_text = '"network": "SMS"' in json.dumps(scene.documents["/"])
    given = {"phones": scene.phones, "acts": scene.said}
    if scene.begins != "launch":
        return Exchange(scene.name, "", begins=scene.begins, **given)
    side, happens = ("messaging", "text") if by_text else ("voice", "call")
    return Exchange(scene.name, happens, launch({}, side=side), **given)


def scenes():
    """The scenes that are told twice elsewhere, as documents; those that throw an answer away are left out."""
    for scene in SCENES:
        first = json.dumps(scene.documents["/"])
        if '"ask"' in first and '"next"' not in first:
            continue
        yield replace(begun(scene), name=f"scene: {scene.name}", catcher=scene.documents)


SHAPES = Path(__file__).parent / "fixtures_shapes"


def recorded_documents():
    """Each document of the recordings that can stand alone, in a session that suits it."""
    for path in sorted(SHAPES.glob("tropo-*.json")):
        verbs = json.loads(path.read_text("utf-8"))["tropo"]
        nexts = {one["next"] for verb in verbs for one in _listed(verb.get("on")) if one.get("next")}
        catcher = {"/": verbs, **{f"/{next.lstrip('/')}": THANKS for next in nexts}}
        first = next(iter(verbs[0]))
        alone = first in ("call", "message")
        begins = (
            {"launch": launch(HI, side="messaging" if '"SMS"' in json.dumps(verbs) else "voice")}
            if alone
            else {"begins": "call"}
        )
        # their app has the number that they name as the sender
        yield Exchange(
            f"fixture: {path.stem}",
            "",
            catcher=catcher,
            number="+14075550142",
            phones={PHONE: {"inputs": ["1"]}},
            **begins,
        )


def _listed(value) -> list:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []
