"""Stand-ins against what the vendors document: replies, errors, webhooks, and who is asked when."""

import base64
import hashlib
import hmac
import json
import re
from urllib.parse import parse_qs

import pytest
from flask import Flask, request

from tropo_lab import Lab, diagram, steps, today
from tropo_lab.errors import LabError
from tropo_lab.today.vonage import token as vonage_token
from tropo_lab.trace import TO_CATCHER

# a token of Vonage's without an id of its own, which each has to have
NO_ID = f"Bearer {vonage_token({'application_id': today.Vonage.application_id, 'iat': 1, 'jti': ''})}"
TO, FROM = "+14075550112", "+14075550100"
XML = {"Content-Type": "text/xml"}
# the keys of a Message and of a Call resource as Twilio's own library reads them; the stand-in leaves some out
MESSAGE = {
    "account_sid": str, "api_version": str, "body": str, "date_created": str, "direction": str, "from": str,
    "num_media": str, "num_segments": str, "sid": str, "status": str, "to": str, "uri": str,
}  # fmt: skip
CALL = {key: kind for key, kind in MESSAGE.items() if key not in ("body", "num_media", "num_segments")}


@pytest.fixture(params=[False, True], ids=["sealed", "sockets"])
def any_lab(request):
    with Lab(sockets=request.param) as lab:
        yield lab


@pytest.fixture
def lab():
    with Lab(sockets=False) as lab:
        yield lab


def twilio_post(twilio, resource, form, auth=None):
    url = f"https://api.twilio.com/2010-04-01/Accounts/{twilio.account_sid}/{resource}.json"
    return twilio.lab.http.post(url, data=form, auth=auth or twilio.auth)


def vonage_call(vonage, **more):
    ends = {"to": [{"type": "phone", "number": TO[1:]}], "from": {"type": "phone", "number": FROM[1:]}}
    return vonage.lab.http.post("https://api.nexmo.com/v1/calls", json={**ends, **more}, headers=vonage.headers)


def jambonz_call(jambonz, **more):
    told = {"from": FROM, "to": {"type": "phone", "number": TO}, "call_status_hook": "http://catcher.example/status"}
    url = f"{jambonz.url}/v1/Accounts/{jambonz.account_sid}/Calls"
    return jambonz.lab.http.post(url, json={**told, **more}, headers=jambonz.headers)


def catcher(lab, **replies):
    """Host a catcher that answers each of these paths; gives what it was asked, as it grows."""
    server, asked = Flask("catcher"), []

    @server.route("/<path>", methods=["GET", "POST"])
    def answer(path):
        asked.append((path, request.method, request.args.to_dict(), request.get_data(), dict(request.headers)))
        return replies.get(path, "")

    lab.host(server)
    return asked


def kinds(trace):
    return [hop.kind for hop in trace.hops]


def has_shape(data, shape):
    return {key: type(data.get(key)) for key in shape} == shape


# Twilio


def test_twilio_takes_a_text_as_documented_and_it_lands_on_the_phone(any_lab):
    twilio = today.Twilio(any_lab)
    reply = twilio_post(twilio, "Messages", {"To": TO, "From": FROM, "Body": "Café & crème"})
    assert reply.status_code == 201 and has_shape(reply.json(), MESSAGE)
    said = reply.json()
    assert re.fullmatch("SM[0-9a-f]{32}", said["sid"]) and said["status"] == "queued"
    assert said["uri"] == f"/2010-04-01/Accounts/{twilio.account_sid}/Messages/{said['sid']}.json"
    assert kinds(twilio.trace()) == ["request", "request-reply", "text"]
    assert any_lab.phone(TO).texts[-1].text == "Café & crème"


@pytest.mark.parametrize(
    ("resource", "form", "code"),
    [
        ("Messages", {"From": FROM, "Body": "x"}, 21604),
        ("Messages", {"To": TO, "Body": "x"}, 21603),
        ("Messages", {"To": TO, "From": FROM}, 21602),
        ("Messages", {"To": "nobody", "From": FROM, "Body": "x"}, 21211),
        ("Calls", {"From": FROM, "Url": "http://catcher.example/"}, 21201),
        ("Calls", {"To": TO, "Url": "http://catcher.example/"}, 21213),
        ("Calls", {"To": TO, "From": FROM}, 21205),
    ],
)
def test_twilio_refuses_by_its_codes(lab, resource, form, code):
    twilio = today.Twilio(lab)
    reply = twilio_post(twilio, resource, form)
    assert reply.status_code == 400 and set(reply.json()) == {"code", "message", "more_info", "status"}
    assert reply.json()["code"] == code and reply.json()["more_info"].endswith(f"/errors/{code}")
    assert kinds(twilio.trace()) == ["request", "request-reply"] and not twilio.trace().outcome.ok


def test_twilio_lets_nobody_in_without_the_auth_token(lab):
    twilio = today.Twilio(lab)
    reply = twilio_post(twilio, "Messages", {"To": TO, "From": FROM, "Body": "x"}, auth=(twilio.account_sid, "guess"))
    assert (reply.status_code, reply.json()["code"]) == (401, 20003)


def test_a_call_by_twilio_rings_first_and_asks_the_url_of_the_request_then(any_lab):
    twilio, phone = today.Twilio(any_lab), any_lab.phone(TO)
    twiml = '<Response><Gather numDigits="1" action="/keyed"><Say>Coming?</Say></Gather><Say>Bye</Say></Response>'
    asked = catcher(any_lab, voice=(twiml, XML), keyed=("<Response><Say>Good</Say><Hangup/></Response>", XML))
    phone.behave(inputs=["1"])
    reply = twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Url": "http://catcher.example/voice"})
    assert reply.status_code == 201 and has_shape(reply.json(), CALL) and reply.json()["sid"].startswith("CA")
    assert kinds(twilio.trace()) == [
        "request", "request-reply", "call", "answer", "webhook", "webhook-reply", "speech", "input",
        "webhook", "webhook-reply", "speech", "hangup",
    ]  # fmt: skip
    assert phone.calls[-1]["heard"] == ["Coming?", "Good"] and phone.calls[-1]["state"] == "ended"
    told = [{name: values[0] for name, values in parse_qs(body.decode()).items()} for _, _, _, body, _ in asked]
    first = {"CallSid": reply.json()["sid"], "AccountSid": twilio.account_sid, "From": FROM, "To": TO}
    first |= {"CallStatus": "in-progress", "ApiVersion": "2010-04-01", "Direction": "outbound-api"}
    assert told == [first, {**first, "Digits": "1"}]


def test_twilio_signs_what_it_sends_as_documented(lab):
    twilio = today.Twilio(lab)
    asked = catcher(lab, voice=("<Response/>", XML))
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Url": "http://catcher.example/voice?x=1"})
    twilio.trace()
    _, _, _, body, headers = asked[0]
    fields = sorted((name, values[0]) for name, values in parse_qs(body.decode()).items())
    text = "http://catcher.example/voice?x=1" + "".join(map("".join, fields))
    wanted = base64.b64encode(hmac.new(twilio.auth_token.encode(), text.encode(), hashlib.sha1).digest()).decode()
    assert headers["X-Twilio-Signature"] == wanted and "Tropo Lab" in headers["X-Stand-In"]


def test_the_signature_is_the_one_of_twilios_own_library():
    # what compute_signature of RequestValidator gives in twilio 9.13 for the token "12345"
    fields = {"To": "+14075550112", "CallSid": "CA1234567890ABCDE", "From": "+14075550100", "Digits": "1234"}
    assert (
        today.twilio.signature("12345", "https://choir.example/voice?foo=1&bar=2", fields)
        == "BOMqXXLHr6l4mupinI16JJQf6L0="
    )


@pytest.mark.parametrize(
    ("reply", "name"),
    [
        (({"tropo": []}, 200), "12300"),
        (("<Response><Say>", XML), "12100"),
        (("no", 500), "11200"),
        (("<!DOCTYPE x [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>", XML), "12100"),
    ],
)
def test_twilio_numbers_what_is_wrong_with_a_catcher(lab, reply, name):
    twilio = today.Twilio(lab)
    catcher(lab, voice=reply)
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Url": "http://catcher.example/voice"})
    trace = twilio.trace()
    assert trace.outcome.name == name and trace.outcome.where == "catcher → platform"
    assert "Broke at hop 6 (catcher → platform): Twilio's error" in steps(trace).plain
    assert lab.phone(TO).calls[-1]["heard"] == []


def test_a_catcher_that_is_nowhere_ends_the_call_and_says_so(lab):
    twilio = today.Twilio(lab)
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Url": "http://nowhere.example/"})
    assert kinds(twilio.trace())[-1] == "hangup"
    assert "Broke at hop 5 (platform → catcher): Nothing answers at http://nowhere.example/." in str(
        steps(twilio.trace())
    )


@pytest.mark.parametrize(
    ("answer", "status"), [("busy", "busy"), ("never", "no-answer"), ("unreachable", "failed"), ("human", "completed")]
)
def test_a_call_that_nobody_takes_reaches_no_catcher_and_is_reported(lab, answer, status):
    twilio = today.Twilio(lab)
    asked = catcher(lab, voice=("<Response><Say>Hi</Say></Response>", XML))
    lab.phone(TO).behave(answer)
    urls = {"Url": "http://catcher.example/voice", "StatusCallback": "http://catcher.example/status"}
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, **urls})
    twilio.trace()
    assert [path for path, *_ in asked] == (["voice"] if status == "completed" else []) + ["status"]
    assert parse_qs(asked[-1][3].decode())["CallStatus"] == [status]


@pytest.mark.parametrize(("answer", "status"), [("human", "delivered"), ("unreachable", "undelivered")])
def test_how_a_text_fared_comes_by_a_webhook(lab, answer, status):
    twilio = today.Twilio(lab)
    asked = catcher(lab)
    lab.phone(TO).behave(answer)
    form = {"To": TO, "From": FROM, "Body": "x", "StatusCallback": "http://catcher.example/status"}
    twilio_post(twilio, "Messages", form)
    twilio.trace()
    told = parse_qs(asked[-1][3].decode())
    assert told["MessageStatus"] == [status] and told.get("ErrorCode", ["30003"]) == ["30003"]


def test_nobody_picks_up_a_phone_that_a_person_holds(lab):
    lab.phone(TO).behave(held=True)
    twilio = today.Twilio(lab)
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Twiml": "<Response><Say>Hi</Say></Response>"})
    assert kinds(twilio.trace()) == ["request", "request-reply", "call"]


def test_keys_end_at_the_pound_sign_unless_twiml_says_otherwise(lab):
    asked = catcher(lab, keyed=("<Response/>", XML))
    twilio = today.Twilio(lab)
    for more in ("", 'finishOnKey="*"'):
        lab.phone(TO).behave(inputs=["12#3*4"])
        twiml = f'<Response><Gather action="http://catcher.example/keyed" {more}/></Response>'
        twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Twiml": twiml})
        twilio.trace()
    assert [parse_qs(body.decode())["Digits"] for _, _, _, body, _ in asked] == [["12"], ["12#3"]]


def test_silence_is_told_to_jambonzs_action_hook(lab):
    asked = catcher(lab, status="", keyed=[], verbs=[{"verb": "gather", "timeout": 5, "actionHook": "/keyed"}])
    jambonz = today.Jambonz(lab)
    jambonz_call(jambonz, call_hook="http://catcher.example/verbs")
    jambonz.trace()
    told = json.loads(next(body for path, _, _, body, _ in asked if path == "keyed"))
    assert told["reason"] == "timeout" and "digits" not in told


def test_somebody_who_hangs_up_hears_no_more(lab):
    twilio = today.Twilio(lab)
    lab.phone(TO).behave(hangup_after=2)
    twiml = "<Response><Say>one two three four five six</Say><Pause length='5'/><Say>never</Say></Response>"
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Twiml": twiml})
    hangup = twilio.trace().hops[-1]
    assert (hangup.kind, hangup.sender) == ("hangup", "phone") and len(lab.phone(TO).calls[-1]["heard"]) == 1


# Vonage


def test_vonage_takes_a_text_as_documented(any_lab):
    vonage = today.Vonage(any_lab)
    told = {"message_type": "text", "channel": "sms", "to": TO[1:], "from": FROM[1:], "text": "hi"}
    asked = catcher(any_lab)
    told["webhook_url"] = "http://catcher.example/status"
    reply = any_lab.http.post("https://api.nexmo.com/v1/messages", json=told, headers=vonage.headers)
    assert reply.status_code == 202 and list(reply.json()) == ["message_uuid"]
    vonage.trace()
    assert any_lab.phone(TO).texts[-1].text == "hi"
    status = json.loads(asked[0][3])
    assert status["status"] == "delivered" and status["message_uuid"] == reply.json()["message_uuid"]
    assert {"to", "from", "timestamp", "channel"} <= status.keys()


@pytest.mark.parametrize("header", ["", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer a.e30.c", NO_ID])
def test_vonage_lets_nobody_in_without_a_token(lab, header):
    today.Vonage(lab)
    reply = lab.http.post("https://api.nexmo.com/v1/calls", json={}, headers={"Authorization": header})
    assert reply.status_code == 401 and reply.json()["title"] == "Unauthorized"


def test_vonage_names_the_parameters_that_are_missing(lab):
    vonage = today.Vonage(lab)
    reply = lab.http.post("https://api.nexmo.com/v1/messages", json={"to": TO[1:]}, headers=vonage.headers)
    named = [one["name"] for one in reply.json()["invalid_parameters"]]
    assert (reply.status_code, named) == (422, ["from", "channel", "message_type", "text"])
    assert vonage_call(vonage).json()["invalid_parameters"] == [{"name": "answer_url"}]
    assert vonage_call(vonage, answer_url="http://catcher.example/").status_code == 400


def test_vonage_fetches_the_ncco_by_get_and_posts_the_digits(any_lab):
    vonage, phone = today.Vonage(any_lab), any_lab.phone(TO)
    take = {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": ["http://catcher.example/keyed"]}
    asked = catcher(
        any_lab, ncco=[{"action": "talk", "text": "Coming?"}, take], keyed=[{"action": "talk", "text": "Good"}]
    )
    phone.behave(inputs=["1"])
    urls = {"answer_url": ["http://catcher.example/ncco"], "event_url": ["http://catcher.example/event"]}
    reply = vonage_call(vonage, **urls)
    said = reply.json()
    assert reply.status_code == 201 and (said["status"], said["direction"]) == ("started", "outbound")
    assert set(said) == {"uuid", "status", "direction", "conversation_uuid"} and said["conversation_uuid"][:4] == "CON-"
    vonage.trace()
    assert [(path, method) for path, method, *_ in asked] == [("ncco", "GET"), ("keyed", "POST"), ("event", "POST")]
    ids = {"uuid": said["uuid"], "conversation_uuid": said["conversation_uuid"]}
    assert asked[0][2] == {"to": TO[1:], "from": FROM[1:], **ids}
    assert json.loads(asked[1][3])["dtmf"] == {"digits": "1", "timed_out": False}
    assert json.loads(asked[2][3])["status"] == "completed" and phone.calls[-1]["heard"] == ["Coming?", "Good"]


def test_silence_is_told_to_vonages_event_url_too(lab):
    vonage = today.Vonage(lab)
    asked = catcher(lab, keyed=[{"action": "talk", "text": "Bye"}])
    take = {"action": "input", "type": ["dtmf"], "eventUrl": ["http://catcher.example/keyed"]}
    vonage_call(vonage, ncco=[take, {"action": "talk", "text": "never"}])
    vonage.trace()
    assert json.loads(asked[0][3])["dtmf"] == {"digits": "", "timed_out": True}
    assert lab.phone(TO).calls[-1]["heard"] == ["Bye"]


def test_who_hangs_up_at_a_question_of_vonage_answers_nothing(lab):
    asked = catcher(lab, keys=[])
    lab.phone(TO).behave(hangup_after=2)
    vonage = today.Vonage(lab)
    ask = {"action": "input", "dtmf": {"timeOut": 10}, "eventUrl": ["http://catcher.example/keys"]}
    vonage_call(vonage, ncco=[ask])
    assert kinds(vonage.trace())[-1] == "hangup" and asked == []


# jambonz


def test_jambonz_asks_the_call_hook_and_signs_it(any_lab):
    jambonz, phone = today.Jambonz(any_lab), any_lab.phone(TO)
    gather = {"verb": "gather", "input": ["digits"], "numDigits": 1, "actionHook": "/keyed", "say": {"text": "Coming?"}}
    asked = catcher(any_lab, hook=[gather], keyed=[{"verb": "say", "text": "Good"}, {"verb": "hangup"}])
    phone.behave(inputs=["1"])
    reply = jambonz_call(jambonz, call_hook={"url": "http://catcher.example/hook", "method": "POST"})
    assert reply.status_code == 201 and list(reply.json()) == ["sid"]
    jambonz.trace()
    assert [path for path, *_ in asked] == ["hook", "keyed", "status"]
    first, keyed, status = (json.loads(body) for _, _, _, body, _ in asked)
    assert (first["call_sid"], first["direction"], first["call_status"]) == (
        reply.json()["sid"],
        "outbound",
        "in-progress",
    )
    assert (keyed["reason"], keyed["digits"], status["call_status"]) == ("dtmfDetected", "1", "completed")
    assert phone.calls[-1]["heard"] == ["Coming?", "Good"]
    at, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", asked[0][4]["Jambonz-Signature"]).groups()
    data = f"{at}.".encode() + asked[0][3]
    assert signed == hmac.new(jambonz.webhook_secret.encode(), data, hashlib.sha256).hexdigest()


def test_jambonz_wants_a_key_and_the_hooks(lab):
    jambonz = today.Jambonz(lab)
    assert jambonz_call(jambonz).status_code == 400  # its own client: application_sid or call_hook is required
    hook = {"call_hook": "http://catcher.example/hook"}
    assert jambonz_call(jambonz, **hook, call_status_hook="").status_code == 400
    jambonz.api_key = "ANOTHER"
    headers = {"Authorization": "Bearer NOT-A-REAL-API-KEY"}
    url = f"{jambonz.url}/v1/Accounts/{jambonz.account_sid}/Calls"
    assert lab.http.post(url, json={}, headers=headers).status_code == 401


def test_jambonz_sends_a_text(lab):
    jambonz = today.Jambonz(lab)
    url = f"{jambonz.url}/v1/Accounts/{jambonz.account_sid}/Messages"
    reply = lab.http.post(url, json={"from": FROM, "to": TO, "text": "hi"}, headers=jambonz.headers)
    assert reply.status_code == 201 and list(reply.json()) == ["sid"] and jambonz.trace().outcome.ok
    assert lab.phone(TO).texts[-1].text == "hi"


@pytest.mark.parametrize("reply", ["<Response/>", {"verb": "say"}, ("[]", 500)])
def test_a_reply_that_is_no_list_breaks_the_call_of_those_that_want_one(lab, reply):
    jambonz, vonage = today.Jambonz(lab), today.Vonage(lab)
    catcher(lab, hook=reply)
    jambonz_call(jambonz, call_hook="http://catcher.example/hook")
    vonage_call(vonage, answer_url=["http://catcher.example/hook"])
    assert jambonz.trace().outcome.name == "no verbs" and vonage.trace().outcome.name == "no actions"


# what is no address

NO_ADDRESS = "http://["


@pytest.mark.parametrize(
    "form",
    [
        {"Url": NO_ADDRESS},
        {"Twiml": f"<Response><Redirect>{NO_ADDRESS}</Redirect></Response>"},
        {"Twiml": f'<Response><Gather action="{NO_ADDRESS}"/></Response>'},
    ],
)
def test_twilio_says_what_is_no_address(lab, form):
    lab.phone(TO).behave(inputs=["1"])
    twilio = today.Twilio(lab)
    twilio_post(twilio, "Calls", {"To": TO, "From": FROM, **form})
    assert twilio.trace().outcome.sentence.startswith(f"{NO_ADDRESS} is no address.")


@pytest.mark.parametrize("hook", [NO_ADDRESS, 5, ["x"], {"number": 5}])
def test_jambonz_says_what_is_no_address(lab, hook):
    catcher(lab, status="")
    jambonz = today.Jambonz(lab)
    jambonz_call(jambonz, call_hook=hook)
    outcome = jambonz.trace().outcome
    assert outcome.where == TO_CATCHER and str(hook) in outcome.sentence


def test_jambonz_says_what_is_no_address_for_an_answer_too(lab):
    catcher(lab, status="", verbs=[{"verb": "gather", "actionHook": NO_ADDRESS}])
    jambonz = today.Jambonz(lab)
    jambonz_call(jambonz, call_hook="http://catcher.example/verbs")
    assert jambonz.trace().outcome.sentence.startswith(f"{NO_ADDRESS} is no address.")


@pytest.mark.parametrize("written", ["http://catcher.example/keys", {"a": 1}, [5]])
def test_vonage_says_that_an_event_url_is_no_list(lab, written):
    vonage = today.Vonage(lab)
    vonage_call(vonage, ncco=[{"action": "input", "eventUrl": written}, {"action": "talk", "text": "unheard"}])
    trace = vonage.trace()
    assert f"has to be a list with an address in it; this one is {written!r}." in trace.outcome.sentence
    assert "speech" not in kinds(trace)


@pytest.mark.parametrize("name", ["answer_url", "event_url"])
@pytest.mark.parametrize("written", [[], [5], "http://catcher.example/", {"a": 1}])
def test_vonage_refuses_what_is_no_list_of_addresses(lab, name, written):
    said = vonage_call(today.Vonage(lab), **{"ncco": [{"action": "talk", "text": "hi"}], name: written})
    assert said.status_code == 400 and said.json()["invalid_parameters"] == [{"name": name}]


# Webex Connect


def test_webex_starts_a_flow_by_an_id_and_keys_of_your_own(any_lab):
    webex = today.Webex(any_lab, to="who", text="what")
    reply = any_lab.http.post(webex.webhook, json={"who": TO, "what": "hi"})
    assert (reply.status_code, reply.content) == (200, b"")
    assert kinds(webex.trace()) == ["request", "request-reply", "text"] and any_lab.phone(TO).texts[-1].text == "hi"
    assert any_lab.http.post(webex.webhook.replace("EVENT", "OTHER"), json={}).status_code == 404


def test_a_flow_wants_a_json_object(lab):
    webex = today.Webex(lab)
    assert [lab.http.post(webex.webhook, json=told).status_code for told in ([], "x", 3)] == [400] * 3


def test_a_flow_that_finds_no_number_says_so(lab):
    webex = today.Webex(lab)
    assert lab.http.post(webex.webhook, json={"to": TO}).status_code == 200
    assert webex.trace().outcome.name == "no number" and "Broke at hop 2" in str(steps(webex.trace()))
    assert lab.http.post(webex.webhook, data="no JSON").status_code == 400


# all of them


@pytest.mark.parametrize("vendor", [today.Twilio, today.Vonage, today.Jambonz, today.Webex])
def test_every_reply_says_that_it_is_a_stand_ins(lab, vendor):
    stand_in = vendor(lab)
    with pytest.raises(LabError, match="send a request first"):
        stand_in.trace()
    for path in (next(iter(stand_in.routes())).replace("<account>", "AC1"), "/elsewhere"):
        reply = lab.http.post(stand_in.url + path)
        assert reply.headers["X-Stand-In"] == f"Tropo Lab, in place of {stand_in.name}"
        assert reply.status_code >= 400
    assert lab.http.get(stand_in.url + next(iter(stand_in.routes())).replace("<account>", "AC1")).status_code == 405


def test_the_pictures_name_the_vendors_own_lane_and_no_tropo(lab):
    for vendor in (today.Twilio, today.Vonage, today.Jambonz, today.Webex):
        stand_in = vendor(lab)
        lab.http.post(stand_in.url + next(iter(stand_in.routes())).replace("<account>", "AC1"))
        shown = today.picture(stand_in.trace())
        assert f"stand-in for {stand_in.name}" in shown.plain and "Tropo" not in shown.plain
        assert "Tropo" not in re.sub(r"<style>.*?</style>", "", shown.html)
        assert str(diagram(stand_in.trace())) == str(steps(stand_in.trace()))


def test_a_trace_of_tropo_is_no_picture_of_today(lab):
    app = lab.app("reminders", messaging="http://catcher.example/")
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.messaging_token})
    with pytest.raises(TypeError, match="diagram shows those of the lab"):
        today.picture(lab.trace())


def test_two_labs_give_the_same_bytes():
    wires = []
    for sockets in (False, True):
        with Lab(sockets=sockets) as lab:
            twilio = today.Twilio(lab)
            catcher(lab, voice=("<Response><Say>Hi</Say></Response>", XML))
            twilio_post(twilio, "Calls", {"To": TO, "From": FROM, "Url": "http://catcher.example/voice"})
            wires.append([hop.wire for hop in twilio.trace().hops])
    assert wires[0] == wires[1]
