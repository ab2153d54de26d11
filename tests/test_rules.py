"""The lab's switches: what each of them changes, that they are off at first, and how they are set."""

import json

import pytest
import requests

from tests.catchers import MESSAGE, Scripted, app_with, run
from tests.control import PHONE, begun, inbound, play
from tropo_lab import Lab
from tropo_lab.errors import BadSetup
from tropo_lab.platform.applications import MESSAGING
from tropo_lab.platform.network.carrier import GAP, Queue
from tropo_lab.platform.rules import RuleBook, Rules

SESSIONS = "http://api.tropo.com/1.0/sessions"
LONG = "x" * 161


def text(to=PHONE, say="hello"):
    return {"message": {"say": {"value": say}, "to": to, "channel": "TEXT", "network": "SMS"}}


def received(lab, number=PHONE):
    return [one.text for one in lab.phone(number).texts if one.direction == "in"]


def logged(trace):
    return [line.text for line in trace.log]


# setting them


def test_every_rule_is_off_at_first(sealed):
    assert not any(sealed.rules.now) and repr(sealed.rules) == "Rules that are on: none"


def test_some_rules_are_changed_and_the_others_stay(sealed):
    sealed.rules.set(segments=True, opt_out=True)
    assert sealed.rules.set(opt_out=False) == Rules(segments=True) == sealed.rules.now
    assert sealed.rules.segments and repr(sealed.rules) == "Rules that are on: segments"


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"segment": True}, r"no rule 'segment'; the rules are international, segments,.*accept_on_get\.$"),
        ({"self": True}, "no rule 'self'"),
        ({"segments": "yes"}, "'segments' is on or off"),
        ({"opt_out": True, "segments": 1}, "'segments' is on or off"),
    ],
)
def test_a_rule_that_is_none_is_refused_and_nothing_changes(wrong, says):
    rules = RuleBook()
    with pytest.raises(BadSetup, match=says):
        rules.set(**wrong)
    assert rules.now == Rules()
    with pytest.raises(AttributeError, match="no rule 'segment'"):
        _ = rules.segment


def test_the_rules_are_read_and_set_over_http(lab):
    url = f"http://{lab.address}/lab/rules"
    assert requests.get(url).json() == Rules()._asdict()
    said = requests.put(url, json={"segments": True})
    assert (said.status_code, said.json()) == (200, Rules(segments=True)._asdict())
    assert lab.rules.now == Rules(segments=True)
    refused = requests.put(url, json={"nonsense": True})
    assert refused.status_code == 400 and "no rule 'nonsense'" in refused.json()["error"]


def test_a_session_reads_the_rules_of_its_lab_as_they_are_now(sealed):
    session = begun(sealed)
    sealed.rules.set(strict_charset=True)
    assert session.rules.strict_charset is True and session.rules.now == Rules(strict_charset=True)


# international


def test_numbers_elsewhere_are_reached_once_the_rule_is_on(sealed):
    trace, _ = run(sealed, [text("+442079460112")])
    assert [one["rule"] for one in trace.noticed] == ["not-allowed"]
    sealed.rules.set(international=True)
    run(sealed, [text("+442079460112")])
    assert received(sealed, "+442079460112") == ["hello"]


def test_the_argument_of_the_lab_is_the_same_rule():
    with Lab(sockets=False, international=True) as lab:
        assert lab.rules.now == Rules(international=True)


# segments


def test_a_long_text_is_delivered_as_one_and_the_log_counts_its_parts(sealed):
    trace, _ = run(sealed, [text(say=LONG)])
    assert received(sealed) == [LONG]
    assert "The text is 2 SMS segments in GSM-7." in logged(trace)
    assert not any("segment" in line for line in logged(run(sealed, [text(say="x" * 160)])[0]))


def test_with_segments_a_long_text_arrives_in_its_parts_and_in_order(sealed):
    sealed.rules.set(segments=True)
    trace, _ = run(sealed, [text(say="я" * 67 + "b" * 4)])
    assert received(sealed) == ["я" * 67, "bbbb"]
    assert [hop.summary for hop in trace.of_kind("text")] == [f"SMS to {PHONE}: {'я' * 67}", f"SMS to {PHONE}: bbbb"]
    assert "The text is 2 SMS segments in UCS-2." in logged(trace)


# opt-out


def stopping(lab, *words):
    """What PHONE got from an app that answers every text, after it texted these words, and the last session's trace."""
    app, _ = app_with(lab, [{"say": {"value": "noted"}}])
    for word in words:
        lab.phone(PHONE).text(app.number, word)
        trace = lab.trace()
    return received(lab), trace


def test_without_the_rule_a_phone_that_says_stop_gets_texts_as_before(sealed):
    assert stopping(sealed, "STOP", "hello")[0] == ["noted", "noted"]


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe", "STOPALL", "cancel", "end", "quit"])
def test_a_phone_that_says_stop_gets_no_more_texts_and_the_log_says_so(sealed, word):
    sealed.rules.set(opt_out=True)
    got, trace = stopping(sealed, word, "hello")
    assert got == [] and [one["rule"] for one in trace.noticed] == ["opted-out"]
    assert "has texted STOP to" in trace.noticed[0]["message"] and trace.outcome.ok
    assert [hop.sender for hop in trace.of_kind("text")] == ["phone"]


@pytest.mark.parametrize("word", ["START", "unstop", "Yes"])
def test_a_phone_that_says_start_gets_texts_again(sealed, word):
    sealed.rules.set(opt_out=True)
    got, trace = stopping(sealed, "STOP", word)
    assert got == ["noted"]
    assert f"{PHONE} texted {word}: from now on it gets texts again from" in "\n".join(logged(trace))


@pytest.mark.parametrize("word", ["please stop", "stop it", "START"])
def test_other_words_choose_nothing(sealed, word):
    sealed.rules.set(opt_out=True)
    got, trace = stopping(sealed, word)
    assert got == ["noted"] and not any("from now on" in line for line in logged(trace))


def test_a_phone_stops_the_texts_of_one_number_only(sealed):
    sealed.rules.set(opt_out=True)
    stopping(sealed, "STOP")
    other = sealed.app("other", messaging=sealed.host(Scripted([text()]), "other.example"))
    sealed.http.get(SESSIONS, params={"action": "create", "token": other.messaging_token})
    sealed.trace()
    assert received(sealed) == ["hello"]


def test_a_stop_that_answers_a_conversation_counts_from_then_on(sealed):
    sealed.rules.set(opt_out=True)
    sealed.phone(PHONE).behave(inputs=["STOP"])

    async def work(control, keep):
        await control.call(PHONE, network="SMS")
        keep((await control.ask(question(), None)).heard.value)
        await control.say("still there?")

    played = play(sealed, work)
    assert played.got == ["STOP"] and received(sealed) == ["more?"]


def question():
    from tropo_lab.platform.control.choices import parse
    from tropo_lab.platform.control.orders import Question

    return Question(("more?",), parse("[ANY]"))


def test_a_stop_that_is_lost_on_its_way_stops_nothing(sealed):
    sealed.rules.set(opt_out=True)
    app, _ = app_with(sealed, [{"say": {"value": "noted"}}])
    sealed.breakpoints.set("text")
    sealed.phone(PHONE).text(app.number, "STOP")
    sealed.breakpoints.drop()
    sealed.breakpoints.set()
    sealed.phone(PHONE).text(app.number, "hello")
    sealed.trace()
    assert received(sealed) == ["noted"]


# one text a second


def times(lab, number=PHONE):
    return [one.at for one in lab.engine.cloud.network.phone(number).texts if one.direction == "in"]


def send(lab, at):
    """A session of an app whose own clock says `at`, and which sends one text; its log."""
    session = begun(lab, MESSAGING)
    session.clock.at = at

    async def work(control, keep):
        await control.message("hi", PHONE, network="SMS")

    return play(lab, work, session).log


def test_without_the_rule_two_sessions_text_in_the_same_moment(sealed):
    send(sealed, 10_000), send(sealed, 10_200)
    assert times(sealed) == [11_000, 11_200]


def test_with_the_rule_the_texts_of_one_number_are_a_second_apart_whichever_session_sends_them(sealed):
    sealed.rules.set(one_text_a_second=True)
    send(sealed, 10_000)
    log = send(sealed, 10_200)
    send(sealed, 10_900), send(sealed, 9_500), send(sealed, 8_000)
    assert times(sealed) == [9_000, 11_000, 12_000, 13_000, 14_000]
    assert "The text waited 800 milliseconds: one number sends one text a second." in log


def test_a_text_that_waits_is_a_warning_that_says_what_helps(sealed):
    sealed.rules.set(one_text_a_second=True)
    run(sealed, [text()] * 3)
    trace, _ = run(sealed, [text()])
    (found,) = trace.noticed
    assert found["rule"] == "text-waited" and found["severity"] == "warning" and "Pace the launches" in found["fix"]


def test_another_number_has_a_queue_of_its_own(sealed):
    sealed.rules.set(one_text_a_second=True)
    send(sealed, 10_000)
    session = inbound(sealed, MESSAGING, text="hello")
    session.inbound.app_number, session.clock.at = "+14075550199", 10_100

    async def work(control, keep):
        await control.say("hi")

    play(sealed, work, session)
    assert times(sealed) == [11_000, 11_100]


@pytest.mark.parametrize(
    "asked",
    [
        [0] * 50,
        [(7919 * n) % 30_011 for n in range(300)],
        [(613 * n) % 400_009 for n in range(300)],
        list(range(200_000, 0, -700)),
    ],
    ids=["at once", "dense", "loose", "backwards"],
)
def test_the_queue_gives_the_first_moment_that_is_a_second_from_all_others(asked):
    queue, taken = Queue(), []
    for at in asked:
        got, wanted = queue.turn(at), at
        while any(abs(wanted - other) < GAP for other in taken):
            wanted = min(other for other in taken if abs(wanted - other) < GAP) + GAP
        assert got == wanted
        taken.append(got)


def test_the_queue_forgets_what_is_long_past():
    queue = Queue()
    queue.KEPT = 10
    for at in range(0, 1_000_000, 5_000):
        assert queue.turn(at) == at
    assert len(queue._firsts) <= 20


# the reply to a launch


@pytest.fixture
def launched(sealed):
    """Launch, and give the reply."""
    token = app_with(sealed, [MESSAGE])[0].messaging_token

    def launched(method="GET", body=None, token=token, **headers):
        query = {"action": "create", "token": token} if method == "GET" else None
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return sealed.http.request(method, SESSIONS, params=query, data=body, headers=headers)

    launched.token = token
    return launched


def test_a_line_end_follows_the_id_in_every_format(sealed, launched):
    sealed.rules.set(crlf_after_id=True)
    by_json = launched("POST", json.dumps({"token": launched.token}), Content_Type="application/json").json()
    assert len(by_json["id"]) == 34 and by_json["id"].endswith("\r\n")
    assert launched().content.endswith(b"\r\n</id></session>")
    by_form = launched("POST", f"token={launched.token}", Content_Type="application/x-www-form-urlencoded").text
    assert by_form.endswith("%0D%0A")


def test_without_the_rules_no_line_ends_and_xml_whatever_is_accepted(launched):
    said = launched(Accept="application/json")
    assert said.headers["Content-Type"].startswith("text/xml") and b"\n" not in said.content


@pytest.mark.parametrize(
    "accept, kind",
    [
        ("application/json", "application/json"),
        ("text/html, application/json;q=0.5", "application/json"),
        ("text/xml;q=0.4, application/json;q=0.9", "application/json"),
        ("application/json; q=0.2, text/xml", "text/xml"),
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("*/*", "text/xml"),
        ("application/json;q=0", "text/xml"),
        ("application/json;q=lots", "text/xml"),
        ("", "text/xml"),
    ],
)
def test_a_get_is_answered_in_what_it_accepts_once_the_rule_is_on(sealed, launched, accept, kind):
    sealed.rules.set(accept_on_get=True)
    for said in (launched(Accept=accept), launched(token="0123456789abcdef", Accept=accept)):
        assert said.headers["Content-Type"].startswith(kind)


def test_a_post_is_answered_in_its_own_format_whatever_it_accepts(sealed, launched):
    sealed.rules.set(accept_on_get=True)
    body = json.dumps({"token": launched.token})
    assert launched("POST", body, Content_Type="application/json", Accept="text/xml").json()["success"] is True


def test_a_broken_get_is_refused_in_json_where_json_is_accepted(sealed, launched):
    sealed.rules.set(accept_on_get=True)
    many = {f"n{number}": "" for number in range(1_001)}
    said = sealed.http.get(SESSIONS, params=many, headers={"Accept": "application/json"})
    assert said.status_code == 400 and "1000 is the most" in said.json()["error"]


# what may go out


@pytest.mark.parametrize(
    "verb", [text(), {"message": {"say": {"value": "hello"}, "to": PHONE}}, {"call": {"to": PHONE}}]
)
def test_an_account_that_may_not_send_out_reaches_nobody_and_the_log_says_why(sealed, verb):
    sealed.rules.set(outbound_off=True)
    trace, _ = run(sealed, [verb])
    (found,) = [one for one in trace.noticed if one["rule"] == "outbound-off"]
    assert found["severity"] == "error" and found["hop"] == 4 and "may not send out" in found["message"]
    assert "lab.rules.set(outbound_off=False)" in found["fix"]
    assert not any(hop.receiver == "phone" for hop in trace.hops) and received(sealed) == []


def test_who_texts_an_app_is_answered_though_nothing_may_go_out(sealed):
    sealed.rules.set(outbound_off=True)
    assert stopping(sealed, "hello")[0] == ["noted"]


# the charset of what is posted


def test_with_latin1_json_what_is_posted_is_latin_1_and_says_so(sealed):
    sealed.rules.set(latin1_json=True)
    trace, _ = run(sealed, [text(), {"on": {"event": "continue", "next": "/next"}}], [], msg="café 😀")
    session, result = (hop for hop in trace.hops if hop.receiver == "catcher")
    assert b"charset=ISO-8859-1\r\n" in session.wire and b"charset=ISO-8859-1\r\n" in result.wire
    assert b'"caf\xe9 \\ud83d\\ude00"' in session.body
    assert "Sending session JSON to http://catcher.example/start in ISO-8859-1." in logged(trace)
    assert f"Content-Length: {len(session.body)}\r\n".encode() in session.wire
    assert json.loads(session.body.decode("latin-1"))["session"]["parameters"]["msg"] == "café 😀"


def test_without_the_rule_what_is_posted_is_utf_8(sealed):
    trace, _ = run(sealed, [text()], msg="café")
    (session,) = trace.of_kind("session")
    assert b"charset=utf-8\r\n" in session.wire and "café".encode() in session.body


# tokens that find no place


def test_a_good_token_that_finds_no_place_is_refused_with_a_reason_of_its_own(sealed, launched):
    unknown = launched(token="0123456789abcdef")
    sealed.rules.set(unroutable=True)
    said = launched()
    assert said.status_code == 200 and b"<success>false</success><token></token>" in said.content
    assert b"<reason>Failed to route token: no place to run it</reason>" in said.content != unknown.content
    (found,) = sealed.refused()[-1].noticed
    assert found["rule"] == "not-placed" and "is right" in found["message"] and "again later" in found["message"]
    assert launched(token="0123456789abcdef").content == unknown.content
    sealed.rules.set(unroutable=False)
    assert launched().content != said.content
