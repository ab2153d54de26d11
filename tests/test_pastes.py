"""Pastes as people make them, each with what it must be taken for. All of them are made up."""

import pytest

from tropo_lab.support.pastes import KINDS, read_paste

TOKEN = "f" * 8 + "0123456789abcdef" * 5
SESSION = (
    '{"session":{"id":"b81ad71bf6e7776c5c30a3084616e4fc","accountId":"12345","timestamp":"2013-04-05T06:07:08.901Z",'
    '"userType":"NONE","initialText":null,"callId":null,"parameters":{"token":"' + TOKEN + '","action":"create",'
    '"numbertodial":"14075550112","msg":"hi"}}}'
)
DOCUMENT = '{"tropo":[{"message":{"say":{"value":"hi"},"to":"+14075550112","channel":"TEXT","network":"SMS"}}]}'
RESULT = (
    '{"result":{"sessionId":"b81ad71bf6e7776c5c30a3084616e4fc","callId":null,"state":"DISCONNECTED",'
    '"sessionDuration":2,"sequence":1,"complete":true,"error":null}}'
)
LAUNCH = f"http://api.tropo.com/1.0/sessions?action=create&token={TOKEN}&numbertodial=14075550112&msg=hi+there"
REPLY = f"<session><success>true</success><token>{TOKEN}</token><id>b81ad71bf6e7776c5c30a3084616e4fc\n</id></session>"
PYTHON = 'call("+" + numbertodial, {"network": "SMS"})\nsay(msg)\n'
LOG = f"""\
14:02:11 HTTPDriver.doGet(): action = create
14:02:11 Found hostedCloudDnsApplicationInfo [_url=http://catcher.example/app, _type=tropo-web]
14:02:11 ApplicationInstance[http://catcher.example/app , 5] starts execution on Thread Tropo-Thread-b81ad71bf6e7776c
14:02:12 Sending TropoML Payload on Tropo-Thread-b81ad71bf6e7776c [url=http://catcher.example/app]: {SESSION}
14:02:13 Received non-2XX status code on Tropo-Thread-b81ad71bf6e7776c [url=http://catcher.example/app, code=500]
14:02:13 Thread Tropo-Thread-b81ad71bf6e7776c returned engine 7"""

# name → paste, kinds wanted
ONE = {
    "a launch URL": (LAUNCH, "launch"),
    "a launch URL over TLS": (LAUNCH.replace("http:", "https:"), "launch"),
    "a launch URL without a scheme": (LAUNCH.removeprefix("http://"), "launch"),
    "a launch URL without a host": (LAUNCH.removeprefix("http://api.tropo.com"), "launch"),
    "a launch URL cut within its host": (LAUNCH.removeprefix("http://api.tr"), "launch"),
    "only the query": (LAUNCH.partition("?")[2], "launch"),
    "only the query, with its sign": ("?" + LAUNCH.partition("?")[2], "launch"),
    "the later half of a query": (f"&token={TOKEN}&msg=hi", "launch"),
    "a launch URL with a raw space": (LAUNCH.replace("+there", " there friend"), "launch"),
    "a launch URL with a raw plus": (LAUNCH.replace("=1407", "=+1407"), "launch"),
    "a launch URL in a sentence": (f"When I open {LAUNCH} nothing happens, why is that so?", "launch"),
    "a launch URL in angle brackets": (f"see <{LAUNCH}>", "launch"),
    "a Markdown link": (f"[my launch]({LAUNCH})", "launch"),
    "a launch URL of Java's library": (f"https://api.tropo.com/v1/sessions?action=create&token={TOKEN}", "launch"),
    "a launch of the lab": (LAUNCH.replace("api.tropo.com", "localhost:5080"), "launch"),
    "a launch URL as a web page writes it": (LAUNCH.replace("&", "&amp;"), "launch"),
    "a launch URL within another": (
        f"http://out.example/?u=http%3A%2F%2Fapi.tropo.com%2F1.0%2Fsessions%3Faction%3Dcreate%26token%3D{TOKEN}",
        "launch",
    ),
    "a launch URL over three lines": (LAUNCH[:70] + "\n" + LAUNCH[70:140] + "\n" + LAUNCH[140:], "launch"),
    "a raw GET": (f"GET {LAUNCH[20:]} HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n", "launch"),
    "a raw GET with a space in its target": (
        f"GET /1.0/sessions?action=create&token={TOKEN}&msg=hello world HTTP/1.1\nHost: api.tropo.com\n", "launch",
    ),
    "a line of an access log": (f"GET /1.0/sessions?action=create&token={TOKEN}", "launch"),
    "a raw form POST": (
        "POST /1.0/sessions HTTP/1.1\nHost: api.tropo.com\nContent-Type: application/x-www-form-urlencoded\n"
        f"Content-Length: 120\n\naction=create&token={TOKEN}&msg=hi+there\n", "launch",
    ),
    "a raw JSON POST": (
        "POST /1.0/sessions HTTP/1.1\nHost: api.tropo.com\nContent-Type: application/json\n\n"
        '{\n  "token": "' + TOKEN + '",\n  "msg": "hi"\n}', "launch",
    ),
    "a raw XML POST": (
        "POST /1.0/sessions HTTP/1.1\nHost: api.tropo.com\nContent-Type: text/xml\n\n<session><token>"
        f'{TOKEN}</token><var name="msg" value="hi"></var></session>', "launch",
    ),
    "the body of an XML launch": (f'<session><token>{TOKEN}</token><var name="msg" value="hi"/></session>', "launch"),
    "the body of a JSON launch": ('{"token": "' + TOKEN + '", "msg": "hi", "to": "14075550112"}', "launch"),
    "a curl command": (f"$ curl '{LAUNCH}'", "launch"),
    "a curl command over lines": (
        f'curl -X POST https://api.tropo.com/1.0/sessions \\\n  -d "token={TOKEN}" \\\n  -d "msg=hi there"', "launch",
    ),
    "requests in Python": (f'r = requests.get("{LAUNCH}")', "launch"),
    "urlopen with values glued on": (
        'urlopen("http://api.tropo.com/1.0/sessions?action=create&token=" + TOKEN + "&msg=" + msg)', "launch",
    ),
    "file_get_contents": (
        "$reply = file_get_contents('http://api.tropo.com/1.0/sessions?action=create&token=' . $token . '&msg=' . "
        "urlencode($msg));", "launch",
    ),
    "a template text in JavaScript": (
        "const url = `https://api.tropo.com/1.0/sessions?action=create&token=${token}&msg=${msg}`;\nfetch(url);",
        "launch",
    ),
    "a reply in XML": (REPLY, "launch-reply"),
    "a reply in JSON": (
        '{"success":true,"token":"' + TOKEN + '","id":"b81ad71bf6e7776c5c30a3084616e4fc\\r\\n"}', "launch-reply",
    ),
    "a reply as a form": (f"success=true&token={TOKEN}&id=b81ad71bf6e7776c", "launch-reply"),
    "a reply with its HTTP head": (f"HTTP/1.1 200 OK\nContent-Type: text/xml\n\n{REPLY}", "launch-reply"),
    "a refusal with a stack trace": (
        "<session><success>false</success><token></token><reason>FAILED TO ROUTE TOKEN</reason></session>\n"
        "javax.naming.NameNotFoundException: dns\n\tat com.example.Driver.doGet(Driver.java:12)\n\tat a.B.c(B.java:3)",
        "launch-reply",
    ),
    "a refusal as a form": ("success=false&token=fake&reason=Invalid+token", "launch-reply"),
    "session JSON": (SESSION, "session"),
    "session JSON as posted": (
        f"POST /app HTTP/1.1\nHost: catcher.example\nContent-Type: application/json\n\n{SESSION}", "session",
    ),
    "session JSON printed by Python": (
        "{'session': {'id': 'b81a', 'userType': 'NONE', 'callId': None, 'parameters': {'msg': 'hi'}}}", "session",
    ),
    "session JSON printed by Python 2": (
        "{u'session': {u'id': u'b81a', u'userType': u'NONE', u'callId': None}}", "session",
    ),
    "the inner part of session JSON": (SESSION[11:-1], "session"),
    "session JSON within a line of a log": (f"app[web.1]: body={SESSION} done", "session"),
    "a document": (DOCUMENT, "document"),
    "a document with its HTTP head": (f"HTTP/1.1 200 OK\nContent-Type: application/json\n\n{DOCUMENT}", "document"),
    "a document behind a PHP notice": (
        f"<br />\n<b>Notice</b>: Undefined index: msg in /app.php on line 3<br />\n{DOCUMENT}", "document",
    ),
    "a document with words around it": (f"My catcher says {DOCUMENT} and that looks right to me.", "document"),
    "a document with a trailing comma": ('{"tropo": [{"say": {"value": "hi"}},]}', "document"),
    "a document that is cut off": (DOCUMENT[:70], "document"),
    "a document with curly quotes": (DOCUMENT.replace('"', "”"), "document"),
    "a document without its beginning": ('"tropo": [{"say": {"value": "hi"}}]}', "document"),
    "a document with backslashes": (DOCUMENT.replace('"', '\\"'), "document"),
    "a document in a fence": (f"```json\n{DOCUMENT}\n```", "document"),
    "a document as HTML source": (DOCUMENT.replace('"', "&quot;"), "document"),
    "verbs without tropo around them": ('[{"say": {"value": "hi"}}]', "document"),
    "a page of HTML as a catcher's reply": (
        "HTTP/1.1 500 INTERNAL SERVER ERROR\nContent-Type: text/html\n\n<html><h1>Oh no</h1></html>", "document",
    ),
    "result JSON": (RESULT, "result"),
    "result JSON over lines with numbers": (
        '1: {"result": {\n2:   "sessionId": "b81a",\n3:   "state": "ANSWERED",\n4:   "actions": {"name": '
        '"a"}\n5: }}', "result",
    ),
    "a hosted script in Python": (PYTHON, "script"),
    "a hosted script in a fence": (f"```python\n{PYTHON}```", "script"),
    "a hosted script at a prompt": (">>> call('+14075550112')\n>>> say('hi')", "script"),
    "a hosted script in JavaScript": (
        'var event = call("+" + numbertodial, {network: "SMS"});\nif (event.name === "answer") {\n  '
        'say(msg);\n}', "script",
    ),
    "a hosted script in PHP": (
        "<?php\ncall('+' . $numbertodial, array('network' => 'SMS'));\nsay($msg);\n?>", "script",
    ),
    "a hosted script in Ruby": ("call '+' + $numbertodial, {:network => 'SMS'}\nsay $msg\nhangup", "script"),
    "a hosted script in Groovy": (
        'def number = "+" + numbertodial\ncall(number, [network: "SMS"])\nsay(msg)', "script",
    ),
    "a catcher in Flask": (
        "from flask import Flask, request, jsonify\napp = Flask(__name__)\n\n"
        "@app.route('/', methods=['POST'])\ndef catch():\n"
        "    p = request.json['session']['parameters']\n    return jsonify({'tropo': [{'say': {'value': p['msg']}}]})",
        "catcher-code",
    ),
    "a catcher in Express": (
        "var express = require('express');\nvar tropowebapi = require('tropo-webapi');\nvar app = express();\n\n"
        "app.post('/', function (req, res) {\n  var tropo = new tropowebapi.TropoWebAPI();\n  tropo.say('hi');\n"
        "  res.send(tropowebapi.TropoJSON(tropo));\n});", "catcher-code",
    ),
    "a catcher in PHP": (
        "<?php\nrequire 'tropo.class.php';\n$tropo = new Tropo();\n$tropo->say('hi');\n$tropo->RenderJson();",
        "catcher-code",
    ),
    "a catcher in Ruby": (
        "post '/app.json' do\n  tropo = Tropo::Generator.new do\n    say 'hi'\n  end\n  tropo.response\nend",
        "catcher-code",
    ),
    "a catcher in C#": (
        "using TropoCSharp.Tropo;\n\nTropo tropo = new Tropo();\ntropo.Say(\"hi\");\n"
        "tropo.RenderJSON(Response);", "catcher-code",
    ),
    "a list of hops": (
        "1. launcher → Tropo: GET /1.0/sessions?action=create\n2. Tropo → launcher: 200, success true\n= "
        "The session ran to its end.", "log",
    ),
    "TwiML": ("<?xml version=\"1.0\"?>\n<Response>\n  <Say>hi</Say>\n</Response>", "foreign"),
    "a request to Twilio": (
        "curl -X POST https://api.twilio.com/2010-04-01/Accounts/ACfake/Messages.json -d Body=hi -u ACfake:no",
        "foreign",
    ),
    "a webhook of Twilio": ("AccountSid=ACfake&From=%2B14075550112&Body=hi", "foreign"),
    "a program for Twilio": (
        "from twilio.rest import Client\nclient = Client(sid, token)\n"
        "client.messages.create(to='+14075550112', body='hi')", "foreign",
    ),
    "an NCCO": ('[{"action": "talk", "text": "hi"}]', "foreign"),
    "a reply of Nexmo": ('{"message-count": "1", "messages": [{"status": "0", "message-id": "A"}]}', "foreign"),
    "XML of Plivo": ("<Response><Speak>hi</Speak></Response>", "foreign"),
    "verbs of jambonz": ('[{"verb": "say", "text": "hi"}, {"verb": "hangup"}]', "foreign"),
    "VoiceXML": ('<?xml version="1.0"?>\n<vxml version="2.1"><form><block>hi</block></form></vxml>', "foreign"),
    "CCXML": ('<ccxml version="1.0"><eventprocessor/></ccxml>', "foreign"),
    "SIP": ("INVITE sip:14075550112@sip.example SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\nCSeq: 1 INVITE", "foreign"),
    "the catcher opened in a browser": ("http://catcher.example/app.php", "catcher-request"),
    "the catcher called by curl": (f"curl -d '{SESSION}' http://catcher.example/app", "catcher-request"),
    "a request to a catcher": ("GET /app.php HTTP/1.1\nHost: catcher.example\n\n", "catcher-request"),
    "a letter": ("Hello all, my texts do not arrive. What can I do?", "unknown"),
    "a signal": ("https://api.tropo.com/1.0/sessions/b81ad71bf6e7776c/signals?action=signal&value=exit", "unknown"),
}  # fmt: skip

SEVERAL = {
    "a URL, a reply and a log": (f"{LAUNCH}\n\n{REPLY}\n\n{LOG}", ["launch", "launch-reply", "log", "session"]),
    "a question with two fences": (
        f"I send\n```\n{LAUNCH}\n```\nand my catcher says\n```json\n{DOCUMENT}\n```\nWhy?", ["launch", "document"],
    ),
    "what curl -v says": (
        f"* Connected to api.tropo.com\n> GET {LAUNCH[20:]} HTTP/1.1\n> Host: api.tropo.com\n> Accept: */*\n>\n"
        f"< HTTP/1.1 200 OK\n< Content-Type: text/xml\n<\n{REPLY}", ["launch", "launch-reply"],
    ),
    "a request and its reply": (
        f"POST /app HTTP/1.1\nHost: catcher.example\n\n{SESSION}\n\n"
        f"HTTP/1.1 200 OK\nContent-Type: application/json\n\n{DOCUMENT}",
        ["session", "document"],
    ),
    "a script and the URL that starts it": (f"{PYTHON}\n{LAUNCH}", ["script", "launch"]),
    "mail that quotes": (
        f"> {LAUNCH}\n> \n> {REPLY.splitlines()[0]}\n> </id></session>\nWhat is wrong?", ["launch", "launch-reply"],
    ),
    "session and document on two lines": (f"in: {SESSION}\nout: {DOCUMENT}", ["session", "document"]),
    "a log alone": (LOG, ["log", "session"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_a_paste_is_taken_for_what_it_is(name):
    text, kind = ONE[name]
    assert [piece.kind for piece in read_paste(text)] == [kind]


@pytest.mark.parametrize("name", SEVERAL)
def test_several_pastes_in_one_come_in_order(name):
    text, kinds = SEVERAL[name]
    assert [piece.kind for piece in read_paste(text)] == kinds


def test_each_piece_keeps_its_evidence_and_speaks_in_sentences():
    for text, _ in [*ONE.values(), *SEVERAL.values()]:
        for piece in read_paste(text):
            assert piece.kind in KINDS
            assert piece.details["raw"] in text.replace("\r\n", "\n")
            assert all(remark[0].isupper() or not remark[0].isalpha() for remark in piece.remarks)
            assert all(remark.endswith((".", "?", "”.")) for remark in piece.remarks), piece.remarks
