"""Pastes as people bring them to the desk: by what each is, what is found first, and whether it can be mended."""

from __future__ import annotations

import json
from typing import NamedTuple

URL = "http://api.tropo.com/1.0/sessions?action=create&token=0a1b2c3d4e5f6a7b8c9d"
SESSION = {"id": "b81ad71bf6e7776c5c30a3084616e4fc", "userType": "NONE", "initialText": None, "callId": None}
MESSAGE = {"to": "+14075550112", "network": "SMS", "say": {"value": "hello"}}
RESULT = {"sessionId": SESSION["id"], "state": "ANSWERED", "sequence": 1, "complete": True, "error": None}
SCRIPT = 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})\n'


def document(*verbs) -> str:
    return json.dumps({"tropo": list(verbs)})


def session(**parameters) -> str:
    return json.dumps({"session": {**SESSION, "parameters": {"token": "T", "action": "create", **parameters}}})


class Paste(NamedTuple):
    """A paste, the rule that is found first (empty for none), and what the mended one brings to a phone."""

    text: str | bytes
    rule: str = ""
    mended: str = ""
    wanted: str = ""


PASTES = {
    "a sound launch": Paste(f"{URL}&numbertodial=14075550112&msg=hello"),
    "a launch with raw spaces": Paste(
        f"{URL}&numbertodial=14075550112&msg=see you at eight", "blank-in-request-line", "see you at eight"
    ),
    "a request line with a raw space": Paste(
        f"GET {URL[20:]}&numbertodial=14075550112&msg=see you HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n",
        "blank-in-request-line",
        "see you",
    ),
    "a launch with a raw plus": Paste(f"{URL}&numbertodial=+14075550112&msg=hello", "plus-became-blank", "hello"),
    "a launch with a raw ampersand": Paste(
        f"{URL}&numbertodial=14075550112&msg=Tom%20&%20Jerry", "value-cut-at-ampersand", "Tom & Jerry"
    ),
    "a launch with a raw hash": Paste(
        f"{URL}&numbertodial=14075550112&msg=C#%20is%20fun", "hash-in-address", "C# is fun"
    ),
    "a launch in Latin-1": Paste(f"{URL}&numbertodial=14075550112&msg=caf%E9", "launch-encoding", "café"),
    "a launch to ten digits": Paste(
        f"{URL}&numbertodial=4075550112&msg=hello", "number-without-country-code", "SMS to +14075550112"
    ),
    "a launch that was encoded twice": Paste(
        f"{URL}&numbertodial=14075550112&msg=caf%25C3%25A9", "encoded-twice", "café"
    ),
    "a launch without action": Paste(
        "http://api.tropo.com/1.0/sessions?token=0a1b2c3d4e5f6a7b8c9d&numbertodial=14075550112&msg=hello",
        "no-action",
        "hello",
    ),
    "a launch by curl": Paste(f"$ curl '{URL}&numbertodial=14075550112&msg=hello'"),
    "a JSON launch under a wrong label": Paste(
        "curl -X POST http://api.tropo.com/1.0/sessions -H 'Content-Type: text/plain' "
        """-d '{"token": "0a1b2c3d4e5f6a7b8c9d", "msg": "hello", "numbertodial": "14075550112"}'""",
        "body-of-unknown-type",
        "hello",
    ),
    "a refused launch's reply": Paste(
        "<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>",
        "launch-refused",
    ),
    "a launch's reply": Paste(f"<session><success>true</success><token>T</token><id>{SESSION['id']}</id></session>"),
    "a session": Paste(session(numbertodial="14075550112", msg="hello")),
    "a session with a spoilt number": Paste(
        session(numbertodial=" 14075550112", msg="hello"), "plus-became-blank", "hello"
    ),
    "a session from outside": Paste(
        json.dumps({"session": {**SESSION, "from": {"id": "14075550112", "channel": "TEXT"}, "initialText": "hi"}})
    ),
    "a sound answer": Paste(document({"message": MESSAGE})),
    "an answer without a network": Paste(
        document({"message": {"to": "+14075550112", "say": {"value": "hello"}}}),
        "message-names-no-network",
        "SMS to +14075550112: hello",
        "text",
    ),
    "an answer with a bare say": Paste(document({"message": {**MESSAGE, "say": "hello"}}), "say-is-a-string", "hello"),
    "an answer to three people": Paste(
        document({"message": {**MESSAGE, "to": ["+14075550112", "+14075550113", "+14075550114"]}}),
        "several-recipients",
        "+14075550114",
    ),
    "an answer to ten digits": Paste(
        document({"message": {**MESSAGE, "to": "4075550112"}}), "number-without-country-code", "+14075550112"
    ),
    "an answer behind a notice": Paste(
        f"<br />\n<b>Notice</b>: Undefined index: from in <b>c.php</b><br />\n{document({'message': MESSAGE})}",
        "text-before-json",
        "hello",
    ),
    "an answer labelled as a web page": Paste(
        f"HTTP/1.1 200 OK\nContent-Type: text/html\n\n{document({'message': MESSAGE})}"
    ),
    "an answer without tropo": Paste(json.dumps({"message": MESSAGE}), "no-tropo", "hello"),
    "an answer with curly quotes": Paste(
        document({"message": MESSAGE}).replace('"', "“"), "not-json", "SMS to +14075550112: hello"
    ),
    "an answer with a comma too many": Paste(
        document({"message": MESSAGE}).replace("}}}]", "}},}]"), "not-json", "hello"
    ),
    "an answer with a misspelt key": Paste(
        document({"message": {"to": "+14075550112", "netwrok": "SMS", "say": {"value": "hello"}}}),
        "unknown-key",
        "SMS to +14075550112",
    ),
    "an answer whose message has its say outside": Paste(
        document({"message": {"to": "+14075550112", "network": "SMS"}}, {"say": {"value": "hello"}}),
        "say-beside-message",
        "hello",
    ),
    "a question that leads nowhere": Paste(
        document(
            {"call": {"to": "+14075550112"}},
            {"ask": {"name": "x", "say": {"value": "Yes?"}, "choices": {"value": "yes(1), no(2)"}}},
        ),
        "answer-goes-nowhere",
        "Yes?",
    ),
    "an answer to ten digits behind a plus": Paste(
        document({"message": {**MESSAGE, "to": "+4075550112"}}), "number-outside", "+14075550112"
    ),
    "an answer with numbers in one text": Paste(
        document({"message": {**MESSAGE, "to": "+14075550112,+14075550113"}}), "numbers-in-one-text", "+14075550113"
    ),
    "an answer with the country code twice": Paste(
        document({"message": {**MESSAGE, "to": "+114075550112"}}), "country-code-twice", "SMS to +14075550112"
    ),
    "an answer with a misspelt verb": Paste(document({"mesage": MESSAGE}), "unknown-verb", "hello"),
    "an answer with a verb within a verb": Paste(
        document({"call": {"to": "+14075550112", "say": {"value": "hello"}}}), "verb-inside-verb", "say: hello"
    ),
    "an answer with a key too deep": Paste(
        document({"message": {"to": "+14075550112", "say": {"value": "hello", "network": "SMS"}}}),
        "key-in-wrong-place",
        "SMS to +14075550112: hello",
    ),
    "a text where a call was wanted": Paste(document({"message": MESSAGE}), "text-for-a-call", "say: hello", "call"),
    "a question that waits for no such event": Paste(
        document(
            {"call": {"to": "+14075550112"}},
            {"ask": {"name": "x", "say": {"value": "Yes?"}, "choices": {"value": "yes, no"}}},
            {"on": {"event": "continu", "next": "/then"}},
        ),
        "unknown-event",
        "Yes?",
    ),
    "an answer with line numbers in front": Paste(
        '1. {"tropo":\n2.   [{"message": {"to": "+14075550112", "network": "SMS",\n3.   "say": "hello"}}]}',
        "say-is-a-string",
        "hello",
    ),
    "a launch on broken lines": Paste(
        f"> {URL}\n> &numbertodial=+14075550112&\n> msg=hello", "plus-became-blank", "SMS to +14075550112: hello"
    ),
    "a catcher that was asked directly": Paste(
        "GET /catcher HTTP/1.1\r\nHost: www.example.com\r\n\r\n\nHTTP/1.1 200 OK\r\n"
        f"Content-Type: application/json\r\n\r\n{document({'message': MESSAGE})}",
        "catcher-asked-directly",
    ),
    "an error page": Paste("HTTP/1.1 500 Internal Server Error\n\nKeyError: 'from'", "no-caller-in-a-launched-session"),
    "a session and what was answered": Paste(
        f"{session(numbertodial='14075550112', msg='hello')}\n\n"
        f"{document({'message': {**MESSAGE, 'say': {'value': 'None'}}})}",
        "value-lost-in-catcher",
    ),
    "a launch and what was answered": Paste(
        f"{URL}&numbertodial=14075550112&msg=hello\n\n{document({'message': {**MESSAGE, 'say': 'hello'}})}",
        "say-is-a-string",
        "hello",
    ),
    "a result": Paste(json.dumps({"result": {**RESULT, "actions": {"name": "x", "value": "yes", "utterance": "1"}}})),
    "a sound script": Paste(SCRIPT),
    "a script that speaks first": Paste("say(msg)\n", "nobody-to-speak-to", "say: "),
    "a script and a launch that do not fit": Paste(
        f"{URL}&numbertodial=14075550112&msg=hello\n\n```python\n"
        'message(msg, {"to": "+" + numberToDial, "network": "SMS"})\n```\n',
        "name-in-other-case",
        "SMS to +14075550112: hello",
    ),
    "a script that misspells a name": Paste(
        f"{URL}&numbertodial=14075550112&msg=hello\n\n```python\n"
        'message(mesg, {"to": "+" + numbertodial, "network": "SMS"})\n```\n',
        "name-misspelt",
        "SMS to +14075550112: hello",
    ),
    "a script that texts ten digits": Paste(
        'message(msg, {"to": "4075550112", "network": "SMS"})\n', "number-without-country-code", "SMS to +14075550112"
    ),
    "a script that calls where a text was wanted": Paste(
        'call("+" + numbertodial)\nsay(msg)\n', "call-names-no-network", "SMS to +14075550112", "text"
    ),
}
UNUSABLE = {
    "nothing": "",
    "half a word": "api.tropo.com/1.0/sess",
    "binary": bytes(range(256)) * 40,
    "five megabytes": "x" * 5_000_000,
    "another vendor's": "<Response><Say>Hi</Say></Response>",
    "a catcher's code": "from flask import Flask, request\nfrom tropo import Tropo\napp = Flask(__name__)\n"
    "@app.route('/', methods=['POST'])\ndef index():\n    raise SystemExit('run')\n",
    "prose": "My texts never arrive. What can I do?",
}
