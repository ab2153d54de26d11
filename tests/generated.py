"""Launches, documents and phones made at random from a seed: mostly what people write, in part nonsense."""

import json
from urllib.parse import quote, quote_plus, urlencode
from xml.sax.saxutils import quoteattr

from tropo_lab.platform.webapi.verbs import VERBS

PHONES = [f"+1407555010{last}" for last in range(10)]
JUNK = [
    None, True, False, 0, -1, 1.5, 1e308, 10**40, "", " ", "null", "true", "3", "-3s", "12.5", "nan", "x" * 300, "é€😀",
    "\ud800", "\x00", "a\nb", "[ANY]", "[5 DIGITS]", "[9999999-1 DIGITS]", "yes(yes,y,1), no(no,n,2)", "((((", "http://",
    "http://catcher.example/next", "http://[", "ftp://x/y", [], {}, [[]], [None], [{}], {"value": None}, ["a", 1, None],
    {"a": {"b": [1, {"c": None}]}}, "sip:a@b", "+14075550112;postd=1p2;pause=5s", "911", "*", "#", "tel:+14075550112",
]  # fmt: skip
# what people write for a key, whatever the verb
USUAL = {
    "to": [*PHONES, "4075550113", [PHONES[0], PHONES[1]], "+44 20 7946 0000", "sip:9995550100@sip.example.com"],
    "say": [{"value": "Hello"}, [{"value": "one"}, {"value": "two", "event": "nomatch:1 timeout"}]],
    "value": ["Hello", "a b c", 12, "http://audio.example/x.mp3", "<speak>Hi</speak>"],
    "choices": [{"value": "yes(yes,y,1), no(no,n,2)", "terminator": "#"}, {"value": "[1-3 DIGITS]", "mode": "dtmf"}],
    "url": ["http://recordings.example/upload", {"url": "http://catcher.example/upload"}],
    "next": ["/", "next.json", "http://catcher.example/a?b=c", "?x=1", "#"],
    "event": ["continue", "incomplete", "hangup", "error", "exit"],
    "network": ["SMS", "SIP", "PSTN", "MMS", "sms", "CARRIERPIGEON"],
    "channel": ["TEXT", "VOICE", "text"],
    "milliseconds": [0, 1000, "500", 10**6],
    "attempts": [1, 2, 3, "2"],
    "allowSignals": ["*", "", "exit", ["exit", "leave"]],
    "id": ["room1", "room2", 7],
    "headers": [{"x-one": "1"}],
    "machineDetection": [True, "true", {"introduction": "One moment"}],
    "required": [True, False, "false"],
    "timeout": [5, 10.0, "20"],
    "from": [*PHONES[:2], "13215550100"],
    "on": [{"event": "ring", "say": {"value": "Wait"}},
           [{"event": "connect", "ask": {"choices": {"value": "1"}, "say": {"value": "Press 1"}}}],
           {"event": "connect", "post": "http://catcher.example/post", "wait": {"milliseconds": 5}}],
    "transcription": [{"id": "1", "url": "http://catcher.example/text"}, {"url": "mailto:a@b.example"}],
    "terminator": ["#", "*"],
    "asrLogSecurity": ["none", "suppress", "mask"],
    "maskTemplate": ["XXD-", "D"],
}  # fmt: skip
SPECIAL = {
    ("redirect", "to"): ["sip:9995550100@sip.example.com"],
    ("record", "choices"): [{"terminator": "#"}],
    ("transfer", "choices"): [{"terminator": "*"}],
    ("choices", "value"): ["yes(yes,y,1), no(no,n,2)", "[3 DIGITS]"],
    ("generalLogSecurity", "value"): ["suppress", "none"],
}


def document(random):
    """The bytes of a catcher's reply: a document of a few verbs, sound, spoiled, or something else."""
    kind = random.random()
    if kind < 0.02:
        return random.choice(
            [b"", b"{}", b"[]", b"<html>", b"\xff\xfe", b'{"tropo": 1}', b'{"tropo": [', b"null", b"1e999"]
        )
    nonsense = random.choice([0, 0, 0, 0.02, 0.2])
    tropo = [_verb(random, nonsense) for _ in range(random.choice([0, 1, 2, 2, 3, 5, 12]))]
    if random.random() < 0.6:
        tropo.insert(0, {"call": _payload(random, "call", 0)})
    if random.random() < 0.7:
        event = random.choice(["continue", "continue", "incomplete", "hangup", "error"])
        tropo.append({"on": {"event": event, "next": "/again"}})
    body = json.dumps({"tropo": tropo}, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    if kind < 0.05:
        at = random.randrange(len(body))
        body = body[:at] + bytes([random.randrange(256)]) + body[at + random.randrange(3) :]
    return body


def _verb(random, nonsense):
    if random.random() < nonsense / 10:
        return random.choice([None, {}, [], "say", {"shout": {}}, {"say": {}, "ask": {}}, {"SAY": {"value": "x"}}])
    name = random.choice(["say", "say", "ask", "ask", "record", "transfer", "conference", "message", *VERBS])
    if random.random() < nonsense / 4:
        return {name: random.choice(JUNK)}
    payload = _payload(random, name, nonsense)
    return {name: [payload] if name in ("say", "on") and random.random() < 0.3 else payload}


def _payload(random, name, nonsense):
    payload = {}
    for key in VERBS[name].keys.values():
        if random.random() < (1 - nonsense / 4 if key.required else 0.15):
            usual = SPECIAL.get((name, key.name)) or USUAL.get(key.name) or [key.default]
            payload[key.name] = random.choice(JUNK if random.random() < nonsense else usual)
    return payload


def launch(random, token):
    """Method, target, content type and body of a launch in one of its forms, mostly with that token."""
    names = {"action": "create", "token": token, "numbertodial": random.choice(PHONES), "msg": _text(random)}
    for name in list(names):
        if random.random() < 0.03:
            del names[name]
    for _ in range(random.choice([0, 0, 1, 3])):
        names[_text(random) or "x"] = _text(random)
    form = random.choice(["get", "get", "form", "json", "xml", "odd"])
    path = random.choice(["/1.0/sessions", "/v1/sessions", "/1.0/sessions/"])
    if form == "get":
        query = urlencode(names, errors="replace") if random.random() < 0.8 else _raw(names)
        return "GET", f"{path}?{query}", "", b""
    if form == "form":
        return "POST", path, "application/x-www-form-urlencoded", urlencode(names, errors="replace").encode()
    if form == "json":
        given = {name: value if random.random() < 0.7 else random.choice(JUNK) for name, value in names.items()}
        return "POST", path, "application/json", json.dumps(given).encode()
    if form == "xml":
        pairs = "".join(f"<var name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in names.items())
        body = f"<session><token>{names.get('token', '')}</token>{pairs}</session>"
        return "POST", path, "text/xml", body.encode("utf-8", "replace")
    kind = random.choice(["text/plain", "application/json", "text/xml", "multipart/form-data", ";;;"])
    return random.choice(["POST", "PUT", "GET"]), path, kind, random.randbytes(random.randrange(60))


def _raw(names):
    """A query whose values were not encoded where it matters."""
    whole = {name: value for name, value in names.items() if "\ud800" not in name + value}
    return "&".join(f"{quote(name, safe='')}={quote_plus(value, safe='&=+#%')}" for name, value in whole.items())


def _text(random):
    return "".join(random.choice("ab 1+&=%#é€😀'\"<>\\/\r\n\t\x00\ud800") for _ in range(random.randrange(12)))


def behaviour(random):
    """How one phone behaves, as `behave` takes it; nobody holds it."""
    inputs = [random.choice(["", "1", "2", "yes", "no thanks", "123", "#", "hello there#", "é"]) for _ in range(4)]
    answer = random.choice(["human", "human", "human", "machine", "busy", "never", "unreachable"])
    return {"answer": answer, "inputs": inputs, "hangup_after": random.choice([None, None, None, 0, 1, 5, 100])}
