"""Every recorded and documented message: the platform produces it, accepts it, or it is listed here with the reason."""

import json
from pathlib import Path

import pytest

from tests.catchers import Scripted, app_with, launch, run
from tests.dialogues import ALL, CALL, OTHER, PHONE, SAY, ask, caught, kinds, result

FOLDER = Path(__file__).parent / "fixtures_shapes"
API = "http://api.tropo.com/1.0/sessions"
YES_NO = "yes(yes,y,1), no(no,n,2)"
ROOM = {"conference": {"id": "room1", "name": "room1_name", "terminator": "#"}}
# what these keys hold is the message; what others hold differs from call to call
TOLD = {
    "state", "complete", "error", "disposition", "attempts", "name", "interpretation", "utterance", "concept", "value",
    "channel", "network", "userType", "initialText", "success", "reason", "status", "action", "format",
}  # fmt: skip


def fixture(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def shape(value, key=""):
    """Keys, types and what is told, in order."""
    if isinstance(value, dict):
        return [(name, shape(one, name)) for name, one in value.items()]
    if isinstance(value, list):
        return [shape(one, key) for one in value]
    number = isinstance(value, str) and value.startswith("+")
    return value if key in TOLD and not number else type(value).__name__


def record(name):
    return [verb if "record" not in verb else {"record": verb["record"] | {"url": name, "transcription": None}}
            for verb in fixture("tropo-record")["tropo"]]  # fmt: skip


def without(key, message):
    return {name: value for name, value in message.items() if name != key}


def during(lab, *documents, **behaviour):
    lab.phone(PHONE).behave(**behaviour)
    return {"result": result(run(lab, *documents, b"")[1])}


def inbound(lab, *documents, **how):
    return {"result": result(caught(lab, *documents, **how)[1])}


def transferred(lab, **behaviour):
    lab.phone(OTHER).behave(**behaviour)
    return inbound(lab, [{"transfer": {"name": "bridge", "to": OTHER}}, *ALL])


def signalled(lab):
    lab.phone(PHONE).behave(held=True, answer="human")
    trace, catcher = run(lab, [CALL, ROOM, *ALL], b"")
    lab.signal(trace.id, "leave")
    lab.trace(trace.id)
    return {"result": result(catcher)}


def transcribed(lab):
    store = Scripted(b"")
    lab.host(store, "files.example")
    link = {"id": "order-42", "url": "http://files.example/text"}
    caught(lab, [{"record": {"url": "ftp://files.example/memo", "transcription": link}}], inputs=["a short message"])
    return store.json(0)


def session_of(catcher):
    """The session JSON that the catcher got, without what came only in 2017."""
    return {"session": without("applicationId", catcher.json(0)["session"])}


def launched(lab, **how):
    app, catcher = app_with(lab, b"")
    given = {"action": "create", "numbertodial": "14075550123", "msg": "test launch message"}
    sent = {"token": app.messaging_token} | given
    lab.http.post(API, data=sent) if how else lab.http.get(API, params=sent)
    lab.trace()
    return session_of(catcher)


def by_json(lab, **rules):
    """The reply to a launch by JSON."""
    app, _ = app_with(lab, b"")
    if rules:
        lab.engine.call(lambda: lab.engine.cloud.sessions.routing.rules.set(**rules))
    return lab.http.post(API, json=fixture("launch-request") | {"token": app.messaging_token}).json()


def refused(lab):
    return lab.http.post(API, json={"token": "not-a-real-token"}).json()


def signal_reply(lab):
    lab.phone(PHONE).behave(held=True)
    trace, _ = run(lab, [CALL])
    return lab.http.post(f"{API}/{trace.id}/signals", json=fixture("signal-request")).json()


PRODUCED = {
    "launch-response-success": by_json,
    "launch-response-success-crlf": lambda lab: by_json(lab, crlf_after_id=True),
    # clients look for `error`, too
    "launch-response-failure": lambda lab: without("error", refused(lab)),
    "signal-response": signal_reply,
    "signal-response-notfound": lambda lab: lab.http.post(f"{API}/{'0' * 32}/signals", json={"signal": "exit"}).json(),
    "session-token-launch": launched,
    "session-token-launch-form-post": lambda lab: launched(lab, form=True),
    "session-inbound-voice": lambda lab: caught(lab, [SAY])[1].json(0),
    "session-inbound-sms": lambda lab: caught(lab, [SAY], by="text", text="HELLO THERE")[1].json(0),
    "result-call-answered": lambda lab: during(lab, [CALL, *ALL]),
    "result-call-failed": lambda lab: during(lab, [CALL, *ALL], answer="never"),
    "result-hangup": lambda lab: during(lab, [CALL, SAY, *ALL], hangup_after=0.5),
    "result-ask": lambda lab: during(lab, [CALL, ask(YES_NO, name="signin"), *ALL], inputs=["1"]),
    "result-ask-digits": lambda lab: during(lab, [CALL, ask("[5 DIGITS]", name="zip"), *ALL], inputs=["32801"]),
    "result-ask-speech": lambda lab: during(
        lab, [CALL, ask("department(support)", name="dept"), *ALL], inputs=["support"]
    ),
    "result-ask-text": lambda lab: inbound(lab, [ask("yes, no", name="reply"), *ALL], by="text", text="yes"),
    "result-ask-multi": lambda lab: during(
        lab, [CALL, ask(YES_NO), ask("red(1), blue(2)", name="color", attempts=2), *ALL], inputs=["1", "", "2"]
    ),
    "result-incomplete": lambda lab: during(lab, [CALL, ask(name="signin"), *ALL]),
    "result-nomatch": lambda lab: during(lab, [CALL, ask(name="signin", attempts=3), *ALL], inputs=["8", "8", "8"]),
    "result-record": lambda lab: inbound(lab, record("http://catcher.invalid/upload"), inputs=["one two #"]),
    "result-hangup-during-record": lambda lab: inbound(
        lab, record("http://catcher.invalid/upload"), inputs=["one two"], hangup_after=5
    ),
    "result-transfer": lambda lab: transferred(lab, hangup_after=145),
    "result-transfer-failed": lambda lab: transferred(lab, answer="never"),
    "result-conference-signal": signalled,
    "result-conference-hangup": lambda lab: during(lab, [CALL, ROOM, *ALL], hangup_after=43),
    "result-machine-detection": lambda lab: during(
        lab, [{"call": {"to": PHONE, "machineDetection": True}}, *ALL], answer="machine"
    ),
    "result-message-sent": lambda lab: during(
        lab, [{"message": {"say": {"value": "x"}, "to": PHONE, "network": "SMS"}}, *ALL]
    ),
    "result-transcription": transcribed,
}

# document → how its session begins, and what happens then
ACCEPTED = {
    "tropo-answer": ("call", "answer speech hangup"),
    "tropo-ask": ("call", "answer speech input result document hangup"),
    "tropo-ask-digits": ("text", "result document"),
    "tropo-ask-initial-text": ("text", "result document"),
    "tropo-call-ask-on": ("launch", "call answer result document hangup"),
    "tropo-call-say": ("launch", "text"),
    "tropo-conference": ("call", "answer hangup result document"),
    "tropo-hangup": ("call", "answer speech hangup"),
    "tropo-hangup-object": ("call", "answer speech hangup"),
    "tropo-hangup-string": ("call", "answer speech hangup"),
    "tropo-message": ("launch", "text"),
    "tropo-message-array-say": ("launch", "text"),
    "tropo-message-voice": ("launch", "call answer speech hangup"),
    "tropo-on-array-php": ("call", "answer speech result document hangup"),
    "tropo-record": ("call", "answer speech input upload upload-reply upload upload-reply result document hangup"),
    "tropo-redirect": ("call", "refusal"),
    "tropo-reject": ("call", "refusal"),
    "tropo-say-multi": ("call", "answer speech speech speech hangup"),
    "tropo-start-stop-recording": ("call", "answer speech upload upload-reply hangup"),
    "tropo-transfer": ("call", "answer speech speech call answer speech hangup result document hangup"),
    "tropo-wait-log-security": ("launch", ""),
}
# taken in on the way to the others
USED = ("launch-request", "signal-request", "http-exchanges")
NOT = {
    "session-inbound-sms-2011": "The shape of 2011, which lacked e164Id: the lab speaks that of 2015 to 2018.",
    "session-inbound-voice-legacy-headers": "The shape of 2010, with a list of headers; the lab speaks that of 2015.",
    "session-inbound-mms": "The phones of the lab send no pictures; the session would be that of a text but for them.",
}


@pytest.mark.parametrize("name", PRODUCED)
def test_a_message_that_was_recorded_or_documented_is_produced(any_lab, name):
    said, expected = PRODUCED[name](any_lab), fixture(name)
    if name.startswith("result-ask") or name == "result-record":
        said, expected = (json.loads(json.dumps(one).replace(*_grammars(one))) for one in (said, expected))
    if name.startswith("session-inbound"):
        assert list(said["session"]["headers"]) == list(expected["session"]["headers"])
    assert shape(said) == shape(expected)


def _grammars(message):
    """The name that Tropo gave a grammar, which says nothing, and what stands for it."""
    told = message["result"]["actions"]
    name = (told[0] if isinstance(told, list) else told)["xml"].split('\\"')[0].split('"')[3].partition("@")[2]
    return name, "grammar"


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_document_that_was_sent_or_documented_is_carried_out(any_lab, name):
    by, happens = ACCEPTED[name]
    store = Scripted(b"")
    any_lab.host(store, "recordings.example.com")
    any_lab.phone(PHONE).behave(inputs=["1"])
    body = (FOLDER / f"{name}.json").read_bytes()
    trace, _ = run(any_lab, body, b"") if by == "launch" else caught(any_lab, body, by=by, text="32801")
    assert trace.outcome.ok
    first = next(at for at, hop in enumerate(trace.hops) if hop.kind == "document")
    assert " ".join(kinds(trace)[first + 1 :]) == happens


def test_the_recorded_exchanges_go_as_they_went(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    deaf = {"call": {"to": PHONE, "allowSignals": "stop"}}
    app, _ = app_with(any_lab, [deaf])
    waiting = launch(any_lab, app).id
    known = fixture("launch-response-success")
    for exchange in fixture("http-exchanges"):
        sent, expected = exchange["request"], exchange["response"]
        live = json.dumps(sent).replace(known["token"], app.messaging_token).replace(known["id"], waiting)
        sent = json.loads(live)
        url = f"http://api.tropo.com{sent['target']}"
        reply = any_lab.http.request(sent["method"], url, data=sent["body"] or None, headers=sent["headers"])
        assert reply.status_code == expected["status"]
        assert reply.headers["Content-Type"].partition(";")[0] == expected["content_type"]
        newest = any_lab.trace().id
        body = expected["body"].replace(known["token"], app.messaging_token).replace(known["id"], newest)
        read = json.loads if body.startswith("{") else str
        assert read(reply.text) == read(body), exchange["name"]


def test_every_fixture_is_produced_accepted_used_or_listed_with_the_reason():
    # those of the provisioning have a test of their own: test_provisioning_fixtures
    names = {path.stem for path in FOLDER.glob("*.json") if not path.stem.startswith("provisioning-")}
    listed = [*PRODUCED, *ACCEPTED, *USED, *NOT]
    assert names == set(listed) and len(names) == len(listed)
