"""Sound launches, as tables: in every form, with values of all kinds, and with what is unusual and right."""

# ruff: noqa: E501 (tables are read row by row)
from __future__ import annotations

from tests.diagnosing import API, PHONE
from tests.exchanges import CATCHER, Exchange, launch
from tropo_lab.launcher import FORMS
from tropo_lab.platform.messages import Request

NUMBER = PHONE[1:]
HI = {"numbertodial": NUMBER, "msg": "hi there"}
# what people send in a text
VALUES = {
    "plain": "hi there",
    "ampersand": "Fish & chips",
    "and without blanks": "R&D",
    "plus": "1 + 1 = 2, C++",
    "equals": "a=b;c=d",
    "hash": "Call #1",
    "per cent": "100% sure, 5%AB",
    "accents": "Café crème à la façon de Zoë",
    "emoji": "Done 😀👍🏽",
    "another script": "日本語 и русский",
    "quotes": 'it\'s "quoted" and ‘so’',
    "two lines": "line one\nline two",
    "blanks": "  two  blanks  ",
    "address": "See https://example.com/?a=1&b=%20#top",
    "angle brackets": "<b>3 < 4</b>",
    "money": "$5 for {you} each, 20 %",
    "words for nothing": "null and void, None of it",
    "everything": "Fish & chips: 100% café #1 + 2 = 3",
    "one letter": "x",
    "digits": "0042",
    "nothing": "",
    "backslash": "C:\\new\\table",
    "signed value": "v1:1400000000:abc==:9f8e",
    "long": "word " * 60,
}
# names of a parameter other than the usual ones
NAMES = [
    "numberToDial",
    "phone",
    "to",
    "my_msg",
    "http.useragent",
    "Größe",
    "msg[]",
    "_x",
    "a-b",
    "From",
    "callback_url",
    "Q1",
]
NUMBERS = ["+14075550112", "+1 (407) 555-0112", "1-407-555-0112", "1.407.555.0112"]

TEXT_HANDLER = """
given = body["session"]["parameters"]
to = "+" + given["numbertodial"].lstrip("+")
return [{"message": {"to": to, "network": "SMS", "say": {"value": given["msg"]}}}]
"""
CALL_AND_SAY = """
given = body["session"]["parameters"]
return [{"call": {"to": "+" + given["numbertodial"], "network": "SMS"}}, {"say": {"value": given["msg"]}}]
"""
VOICE_HANDLER = """
given = body["session"]["parameters"]
return [{"call": {"to": "+" + given["numbertodial"]}}, {"say": {"value": given["msg"]}}, {"hangup": None}]
"""
OTHER_NAME = """
given = body["session"]["parameters"]
return [{"message": {"to": "+" + given["numbertodial"], "network": "SMS", "say": {"value": "You have " + given["%s"]}}}]
"""
REPORTING = """
given = body["session"]["parameters"]
words = {"message": {"to": "+" + given["numbertodial"], "network": "SMS", "say": {"value": given["msg"]}}}
return [words, {"on": {"event": "continue", "next": "/told"}}]
"""


def launches():
    """Launches in every form with every value, and what else is unusual and right."""
    for form in FORMS:
        for name, value in VALUES.items():
            yield Exchange(f"{form}, {name}", launch=launch({**HI, "msg": value}, form), catcher={"/": TEXT_HANDLER})
    for form in ("get", "json"):
        for name in NAMES:
            sent = launch({"numbertodial": NUMBER, name: "salt & pepper"}, form)
            yield Exchange(f"{form}, a parameter named {name}", launch=sent, catcher={"/": OTHER_NAME % name})
        for number in NUMBERS:
            sent = launch({**HI, "numbertodial": number}, form)
            yield Exchange(f"{form}, the number {number}", launch=sent, catcher={"/": TEXT_HANDLER})
        yield Exchange(f"{form}, call and say", launch=launch(HI, form), catcher={"/": CALL_AND_SAY})
        yield Exchange(f"{form}, a report", launch=launch(HI, form), catcher={"/": REPORTING, "/told": []})
        yield Exchange(f"{form}, by voice", "call", launch(HI, form, "voice"), catcher={"/": VOICE_HANDLER})
        for side, happens in (("messaging", "text"), ("voice", "call")):
            sides = {"catcher": {"/": TEXT_HANDLER, "/voice": VOICE_HANDLER}, "voice": f"{CATCHER}voice"}
            yield Exchange(f"{form}, two sides, {happens}", happens, launch(HI, form, side), **sides)
    sent = launch(HI)
    for base in ("http://api.tropo.com/v1/sessions", API.replace("http:", "https:")):
        yield Exchange(f"at {base}", launch=launch(HI, base=base), catcher={"/": TEXT_HANDLER})
    for name, target in {
        "an empty pair": sent.target.replace("&", "&&", 1),
        "an & at the end": f"{sent.target}&",
        "action at the end": f"{sent.target.replace('action=create&', '')}&action=create",
        "a parameter without a value": f"{sent.target}&note=",
    }.items():
        yield Exchange(name, launch=sent._replace(target=target), catcher={"/": TEXT_HANDLER})
    for name, given in {
        "a GET labelled as a form": sent._replace(headers=(*sent.headers, ("Content-Type", "application/x-www-form-urlencoded"))),
        "a POST without an action": launch(HI, "form")._replace(body=launch(HI, "form").body.replace(b"action=create&", b"")),
        "a JSON body with an action": launch({**HI}, "json")._replace(body=launch(HI, "json").body.replace(b"{", b'{"action": "create", ', 1)),
        "a form that names its charset": _labelled(launch(HI, "form"), "application/x-www-form-urlencoded; charset=UTF-8"),
    }.items():  # fmt: skip
        yield Exchange(name, launch=given, catcher={"/": TEXT_HANDLER})


def _labelled(request: Request, label: str) -> Request:
    headers = [(name, value) for name, value in request.headers if name != "Content-Type"]
    return request._replace(headers=(*headers, ("Content-Type", label)))
