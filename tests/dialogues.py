"""Conversations with a catcher: the phone and the verbs that the tests of the WebAPI have in common."""

from tests.catchers import app_with

PHONE, OTHER = "+14075550112", "+14075550113"
CALL = {"call": {"to": PHONE}}
TEXT = {"call": {"to": PHONE, "network": "SMS"}}
SAY = {"say": {"value": "hello there"}}
GONE = {"on": {"event": "hangup", "next": "/gone"}}
ALL = [{"on": {"event": name, "next": f"/{name}"}} for name in ("continue", "incomplete", "error", "hangup")]


def ask(grammar="yes(yes, 1), no(no, 2)", prompt="Yes or no?", name="answer", **more):
    return {"ask": {"name": name, "choices": {"value": grammar}, "say": {"value": prompt}, **more}}


def caught(lab, *documents, by="call", text="hello", **behaviour):
    """A session that the phone begins, by call or by text; gives the trace and the catcher."""
    app, catcher = app_with(lab, *documents, b"")
    phone = lab.phone(PHONE)
    if behaviour:
        phone.behave(**behaviour)
    session = phone.call(app.number) if by == "call" else phone.text(app.number, text)
    return lab.trace(session), catcher


def event(catcher, number=1):
    """Which of the handlers in `ALL` was told, by the path of its address."""
    return catcher.asked[number][0][1:]


def result(catcher, number=1):
    return catcher.json(number)["result"]


def actions(catcher, number=1):
    return result(catcher, number).get("actions")


def said(trace):
    """What was said and texted by Tropo, in order."""
    return [hop.body.decode() for hop in trace.hops if hop.sender == "tropo" and hop.kind in ("speech", "text")]


def says(trace, words):
    """True when a line of the log has these words."""
    return any(words in line.text for line in trace.log)


def rules(trace):
    return [line.rule for line in trace.log if line.rule]


def kinds(trace):
    return [hop.kind for hop in trace.hops]
