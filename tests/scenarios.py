"""The same scenes told twice: as documents of a catcher, and as a hosted script.

Each document stands under the path that it answers at; the first stands under `/`.
"""

from typing import NamedTuple

PHONE, OTHER, APP = "+14075550112", "+14075550113", "+13215550100"
UPLOAD = "http://recordings.example/upload"


class Scene(NamedTuple):
    """One scene. `phones` are behaviours by number; `begins` is a launch, or the `call` or text of the phone.

    `said` are what happens from outside while somebody is waited for: `input …`, `signal …` or `hangup`.
    """

    name: str
    documents: dict[str, list]
    script: str
    phones: dict[str, dict] = {}  # noqa: RUF012 (never changed)
    begins: str = "launch"
    said: tuple[str, ...] = ()


def on(event, next):
    return {"on": {"event": event, "next": next}}


CALL = {"call": {"to": PHONE}}
TEXT = {"call": {"to": PHONE, "network": "SMS"}}
YES_NO = "yes(yes, y, 1), no(no, n, 2)"


def ask(name="answer", choices=YES_NO, say="Yes or no?", **more):
    return {"ask": {"name": name, "choices": {"value": choices}, "say": {"value": say}, **more}}


SCENES = [
    Scene(
        "message by text",
        {"/": [{"message": {"to": PHONE, "network": "SMS", "say": {"value": "A test é"}}}]},
        f'message("A test é", {{"to": "{PHONE}", "network": "SMS"}})',
    ),
    Scene(
        "message by voice",
        {"/": [{"message": {"to": PHONE, "say": {"value": "A test"}}}]},
        f'message("A test", {{"to": "{PHONE}"}})',
    ),
    Scene(
        "message to two phones, the first to answer wins",
        {"/": [{"message": {"to": [OTHER, PHONE], "say": {"value": "A test"}}}]},
        f'message("A test", {{"to": ["{OTHER}", "{PHONE}"]}})',
        {OTHER: {"answer": "never"}},
    ),
    Scene(
        "call and say by text",
        {"/": [TEXT, {"say": {"value": "one"}}, {"say": {"value": "two"}}]},
        f'call("{PHONE}", {{"network": "SMS"}})\nsay("one")\nsay("two")',
    ),
    Scene(
        "call and say by voice",
        {"/": [CALL, {"say": {"value": "one"}}, {"say": {"value": "http://audio.example/chime.mp3"}}]},
        f'call("{PHONE}")\nsay("one")\nsay("http://audio.example/chime.mp3")',
    ),
    Scene(
        "ask by voice, answered by a key",
        {"/": [CALL, ask(), on("continue", "/said")], "/said": [{"say": {"value": "You said yes"}}]},
        f'call("{PHONE}")\nevent = ask("Yes or no?", {{"choices": "{YES_NO}"}})\nsay("You said " + event.value)',
        {PHONE: {"inputs": ["1"]}},
    ),
    Scene(
        "ask by voice, answered by words",
        {"/": [CALL, ask(), on("continue", "/said")], "/said": [{"say": {"value": "You said no"}}]},
        f'call("{PHONE}")\nevent = ask("Yes or no?", {{"choices": "{YES_NO}"}})\nsay("You said " + event.value)',
        {PHONE: {"inputs": ["no"]}},
    ),
    Scene(
        "ask by text",
        {"/": [TEXT, ask(), on("continue", "/said")], "/said": [{"say": {"value": "You said yes"}}]},
        f'call("{PHONE}", {{"network": "SMS"}})\nevent = ask("Yes or no?", {{"choices": "{YES_NO}"}})\n'
        'say("You said " + event.value)',
        {PHONE: {"inputs": ["y"]}},
    ),
    Scene(
        "two questions, and digits",
        {
            "/": [
                CALL,
                ask(),
                ask("zip", "[5 DIGITS]", "Your zip?"),
                on("continue", "/said"),
            ],
            "/said": [{"say": {"value": "Thank you"}}],
        },
        f'call("{PHONE}")\nask("Yes or no?", {{"choices": "{YES_NO}"}})\n'
        'ask("Your zip?", {"choices": "[5 DIGITS]"})\nsay("Thank you")',
        {PHONE: {"inputs": ["2", "32801"]}},
    ),
    Scene(
        "nobody answers the question",
        {
            "/": [CALL, ask(attempts=2, timeout=10), on("incomplete", "/late")],
            "/late": [{"say": {"value": "Nothing heard"}}],
        },
        f'call("{PHONE}")\nask("Yes or no?", {{"choices": "{YES_NO}", "attempts": 2, "timeout": 10}})\n'
        'say("Nothing heard")',
    ),
    Scene(
        "a wrong answer, and other words before the second attempt",
        {
            "/": [
                CALL,
                {
                    "ask": {
                        "name": "answer",
                        "attempts": 2,
                        "choices": {"value": YES_NO},
                        "say": [{"value": "Not on the list", "event": "nomatch:1"}, {"value": "Yes or no?"}],
                    }
                },
                on("continue", "/said"),
            ],
            "/said": [{"say": {"value": "At last"}}],
        },
        f"""
def wrong(event):
    say("Not on the list")

call("{PHONE}")
ask("Yes or no?", {{"choices": "{YES_NO}", "attempts": 2, "onBadChoice": wrong}})
say("At last")
""",
        {PHONE: {"inputs": ["7", "1"]}},
    ),
    Scene(
        "busy, so a text goes instead",
        {
            "/": [CALL, {"say": {"value": "never said"}}, on("incomplete", "/text")],
            "/text": [{"message": {"to": PHONE, "network": "SMS", "say": {"value": "You were busy"}}}],
        },
        f"""
event = call("{PHONE}")
if event.name == "answer":
    say("never said")
else:
    message("You were busy", {{"to": "{PHONE}", "network": "SMS"}})
""",
        {PHONE: {"answer": "busy"}},
    ),
    Scene(
        "never picked up",
        {"/": [{"call": {"to": PHONE, "timeout": 12}}, {"say": {"value": "never said"}}]},
        f'event = call("{PHONE}", {{"timeout": 12}})\nif event.name == "answer":\n    say("never said")',
        {PHONE: {"answer": "never"}},
    ),
    Scene(
        "the person hangs up, and somebody else is told",
        {
            "/": [CALL, {"say": {"value": "one two three four five six"}}, on("hangup", "/gone")],
            "/gone": [{"message": {"to": OTHER, "network": "SMS", "say": {"value": "They hung up"}}}],
        },
        f"""
call("{PHONE}")
say("one two three four five six")
if not currentCall.isActive():
    message("They hung up", {{"to": "{OTHER}", "network": "SMS"}})
""",
        {PHONE: {"hangup_after": 1}},
    ),
    Scene(
        "record, with its text",
        {
            "/": [
                CALL,
                {
                    "record": {
                        "name": "recording",
                        "url": UPLOAD,
                        "choices": {"terminator": "#"},
                        "say": {"value": "Leave a message"},
                        "transcription": {"id": "order-42", "url": "http://recordings.example/text"},
                    }
                },
                {"say": {"value": "Thank you"}},
            ]
        },
        f"""
call("{PHONE}")
record("Leave a message", {{
    "recordURI": "{UPLOAD}", "terminator": "#",
    "transcriptionID": "order-42", "transcriptionOutURI": "http://recordings.example/text"}})
say("Thank you")
""",
        {PHONE: {"inputs": ["please call back #"]}},
    ),
    Scene(
        "record a part of the call",
        {
            "/": [
                CALL,
                {"startRecording": {"url": UPLOAD}},
                {"say": {"value": "This is recorded"}},
                {"stopRecording": None},
                {"say": {"value": "This is not"}},
            ]
        },
        f'call("{PHONE}")\nstartCallRecording("{UPLOAD}")\nsay("This is recorded")\nstopCallRecording()\n'
        'say("This is not")',
    ),
    Scene(
        "transfer",
        {
            "/": [
                CALL,
                {"transfer": {"to": OTHER, "name": "bridge"}},
                {"say": {"value": "Back again"}},
            ]
        },
        f'call("{PHONE}")\ntransfer("{OTHER}")\nsay("Back again")',
        {OTHER: {"hangup_after": 20}},
    ),
    Scene(
        "transfer to a busy phone",
        {
            "/": [CALL, {"transfer": {"to": OTHER}}, on("incomplete", "/busy")],
            "/busy": [{"say": {"value": "They are busy"}}],
        },
        f'call("{PHONE}")\nevent = transfer("{OTHER}")\nif event.name != "transfer":\n    say("They are busy")',
        {OTHER: {"answer": "busy"}},
    ),
    Scene(
        "conference, left by a key",
        {
            "/": [
                CALL,
                {"conference": {"id": "room1", "name": "room", "terminator": "#"}},
                {"say": {"value": "Out again"}},
            ]
        },
        f'call("{PHONE}")\nconference("room1", {{"terminator": "#"}})\nsay("Out again")',
        {PHONE: {"inputs": ["#"]}},
    ),
    Scene(
        "wait and hang up",
        {"/": [CALL, {"wait": {"milliseconds": 3000}}, {"say": {"value": "Bye"}}, {"hangup": None}]},
        f'call("{PHONE}")\nwait(3000)\nsay("Bye")\nhangup()',
    ),
    Scene(
        "wait in a text conversation",
        {"/": [TEXT, {"say": {"value": "one"}}, {"wait": {"milliseconds": 3000}}, {"say": {"value": "two"}}]},
        f'call("{PHONE}", {{"network": "SMS"}})\nsay("one")\nwait(3000)\nsay("two")',
    ),
    Scene(
        "a call comes in, is answered and asked",
        {"/": [{"answer": {}}, {"say": {"value": "Hello"}}, ask(), {"say": {"value": "Thank you"}}]},
        f'answer()\nsay("Hello")\nask("Yes or no?", {{"choices": "{YES_NO}"}})\nsay("Thank you")',
        {PHONE: {"inputs": ["1"]}},
        "call",
    ),
    Scene("a call comes in and is rejected", {"/": [{"reject": None}]}, "reject()", {}, "call"),
    Scene(
        "a call comes in and is redirected",
        {"/": [{"redirect": {"to": "sip:9995550100@sip.example.com"}}]},
        'redirect("sip:9995550100@sip.example.com")',
        {},
        "call",
    ),
    Scene(
        "a text comes in and answers the first question",
        {"/": [ask(), {"say": {"value": "Thank you"}}]},
        f'ask("Yes or no?", {{"choices": "{YES_NO}"}})\nsay("Thank you")',
        {},
        "yes",
    ),
    Scene(
        "a text comes in, is thrown away, and the person is asked",
        {"/": [ask("first", "[ANY]", ""), ask(attempts=2), {"say": {"value": "Thank you"}}]},
        f'ask("", {{"choices": "[ANY]"}})\nask("Yes or no?", {{"choices": "{YES_NO}", "attempts": 2}})\n'
        'say("Thank you")',
        {PHONE: {"inputs": ["what?", "no"]}},
        "HELLO",
    ),
    Scene(
        "a person who holds the phone answers in the conversation",
        {"/": [ask("first", "[ANY]", ""), ask("name", "[ANY]", "Your name?"), {"say": {"value": "Thank you"}}]},
        'ask("", {"choices": "[ANY]"})\nask("Your name?", {"choices": "[ANY]"})\nsay("Thank you")',
        {PHONE: {"held": True}},
        "HELLO",
        ("input Ann",),
    ),
    Scene(
        "a signal interrupts a question",
        {
            "/": [CALL, ask(allowSignals=["exit"]), on("exit", "/out"), on("continue", "/in")],
            "/out": [{"say": {"value": "Interrupted"}}],
            "/in": [{"say": {"value": "never said"}}],
        },
        f"""
call("{PHONE}")
event = ask("Yes or no?", {{"choices": "{YES_NO}", "allowSignals": ["exit"]}})
say("Interrupted" if event.name == "signal" else "never said")
""",
        {PHONE: {"answer": "human", "held": True}},
        said=("signal other", "signal exit"),
    ),
    Scene(
        "a signal leaves a conference",
        {
            "/": [CALL, {"conference": {"id": "r", "terminator": "#"}}, on("leave", "/left")],
            "/left": [{"say": {"value": "You left"}}],
        },
        f'call("{PHONE}")\nconference("r", {{"terminator": "#"}})\nsay("You left")',
        {PHONE: {"answer": "human", "held": True}},
        said=("signal leave",),
    ),
    Scene(
        "a person hangs up while they are asked",
        {"/": [CALL, ask(), on("hangup", "/gone")], "/gone": []},
        f'call("{PHONE}")\nask("Yes or no?", {{"choices": "{YES_NO}"}})',
        {PHONE: {"answer": "human", "held": True}},
        said=("hangup",),
    ),
]
