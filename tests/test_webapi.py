"""The dialogue with a catcher: session JSON, documents, events and results."""

import json
import time

import pytest

from tests.catchers import MESSAGE, Scripted, app_with, launch, run

PHONE = "+14075550112"
CALL = {"call": {"to": PHONE}}
SAY = {"say": {"value": "hello there"}}


def on(event, next=None, say=None):
    return {"on": {"event": event, **({"next": next} if next else {}), **({"say": {"value": say}} if say else {})}}


def kinds(trace):
    return [hop.kind for hop in trace.hops]


def result(catcher, number=1):
    return catcher.json(number)["result"]


def test_the_session_json_of_a_token_launch_has_the_captured_keys_in_their_order(sealed):
    trace, catcher = run(sealed, [MESSAGE], msg="hi")
    session = catcher.json(0)["session"]
    assert list(session) == [
        "id", "accountId", "applicationId", "timestamp", "userType", "initialText", "callId", "parameters",
    ]  # fmt: skip
    assert (session["userType"], session["initialText"], session["callId"]) == ("NONE", None, None)
    assert session["id"] == trace.id


def test_one_message_is_sent_and_nothing_is_posted_back(sealed):
    trace, catcher = run(sealed, [MESSAGE])
    assert kinds(trace) == ["launch", "launch-reply", "session", "document", "text"]
    assert trace.outcome.ok and len(catcher.asked) == 1
    assert [text.text for text in sealed.phone(PHONE).texts] == ["hello"]


def test_on_continue_the_result_is_posted_with_the_captured_keys(sealed):
    trace, catcher = run(sealed, [on("continue", "/done"), MESSAGE], b"")
    assert catcher.asked[1][0] == "/done"
    assert result(catcher) == {
        "sessionId": trace.id, "callId": None, "state": "DISCONNECTED", "sessionDuration": 1, "sequence": 1,
        "complete": True, "error": None, "calledid": None,
    }  # fmt: skip


def test_an_answered_call_gives_a_result_with_its_call_id(sealed):
    trace, catcher = run(sealed, [CALL, SAY, on("continue", "next")], b"")
    got = result(catcher)
    assert (got["state"], got["complete"], got["calledid"]) == ("ANSWERED", True, "4075550112")
    assert len(got["callId"]) == 32
    assert kinds(trace)[4:] == ["call", "answer", "speech", "result", "document", "hangup"]
    assert sealed.phone(PHONE).calls[0]["heard"] == ["hello there"]


@pytest.mark.parametrize("answer, why", [("busy", "busy"), ("never", "no answer")])
def test_a_call_that_is_not_answered_fires_incomplete_and_the_rest_is_skipped(sealed, answer, why):
    sealed.phone(PHONE).behave(answer=answer)
    trace, catcher = run(sealed, [CALL, SAY, on("incomplete", "/no"), on("continue", "/yes")], b"")
    got = result(catcher)
    assert catcher.asked[1][0] == "/no"
    assert (got["state"], got["callId"], got["complete"], got["calledid"]) == ("FAILED", None, False, "4075550112")
    assert trace.of_kind("refusal")[0].summary == why and not trace.of_kind("speech")


def test_a_phone_that_never_answers_rings_for_the_timeout(sealed):
    sealed.phone(PHONE).behave(answer="never")
    _, catcher = run(sealed, [{"call": {"to": PHONE, "timeout": "12"}}, on("incomplete", "/no")], b"")
    assert result(catcher)["sessionDuration"] == 12


def test_a_failure_that_is_not_required_lets_the_next_verb_run(sealed):
    sealed.phone(PHONE).behave(answer="busy")
    voice = {"message": {"say": {"value": "x"}, "to": PHONE, "required": False}}
    text = {"message": {"say": {"value": "by text"}, "to": PHONE, "network": "SMS"}}
    trace, _ = run(sealed, [voice, text])
    assert trace.outcome.ok and [text.text for text in sealed.phone(PHONE).texts] == ["by text"]


def test_without_a_handler_for_its_event_continue_catches_all(sealed):
    sealed.phone(PHONE).behave(answer="busy")
    _, catcher = run(sealed, [CALL, on("continue", "/all")], b"")
    assert catcher.asked[1][0] == "/all" and result(catcher)["complete"] is False


def test_at_the_end_without_continue_tropo_hangs_up_and_tells_on_hangup(sealed):
    trace, catcher = run(sealed, [CALL, on("hangup", "/gone")], b"")
    assert (catcher.asked[1][0], result(catcher)["state"]) == ("/gone", "DISCONNECTED")
    assert trace.of_kind("hangup")[0].summary == "hung up by Tropo"


def test_a_person_who_hangs_up_fires_hangup(sealed):
    sealed.phone(PHONE).behave(hangup_after=1)
    trace, catcher = run(sealed, [CALL, {"say": {"value": "one two three four five"}}, on("hangup", "/gone")], b"")
    assert (catcher.asked[1][0], result(catcher)["complete"]) == ("/gone", True)
    assert trace.of_kind("hangup")[0].summary == "hung up by the phone"


def test_the_hangup_verb_ends_the_call_and_skips_the_rest(sealed):
    trace, _ = run(sealed, [CALL, {"hangup": None}, SAY])
    assert kinds(trace)[-1] == "hangup" and not trace.of_kind("speech")


@pytest.mark.parametrize("payload", [None, {}, "null"])
def test_hangup_is_taken_in_the_spelling_of_every_library(sealed, payload):
    trace, _ = run(sealed, [CALL, {"hangup": payload}])
    assert trace.outcome.ok and kinds(trace)[-1] == "hangup"


def test_say_and_on_may_be_lists_and_message_say_an_array(sealed):
    trace, _ = run(
        sealed,
        [{"say": [{"value": "one"}, {"value": "two"}]}, CALL, {"on": [{"event": "hangup", "next": "/x"}]}],
    )
    assert trace.outcome.name == "nobody to speak to"
    trace, _ = run(sealed, [CALL, {"say": [{"value": "one"}, {"value": "two"}]}])
    assert [hop.summary for hop in trace.of_kind("speech")] == ["say: one", "say: two"]
    trace, _ = run(sealed, [{"message": {"say": [{"value": "a"}, {"value": "b"}], "to": [PHONE], "network": "SMS"}}])
    assert [hop.summary for hop in trace.of_kind("text")] == [f"SMS to {PHONE}: a", f"SMS to {PHONE}: b"]


def test_wait_lets_lab_time_pass_and_no_real_time(sealed):
    _, catcher = run(sealed, [{"wait": {"milliseconds": 90_000}}, on("continue", "/later")], b"")
    assert result(catcher)["sessionDuration"] == 90


def test_a_handler_that_speaks_and_names_no_next_runs_continue_afterwards(sealed):
    trace, catcher = run(
        sealed, [CALL, {"call": {"to": "nonsense"}}, on("incomplete", say="sorry"), on("continue", "/c")], b""
    )
    assert trace.outcome.name == "call during a call"
    sealed.phone(PHONE).behave(hangup_after=None)
    failing = {"message": {"say": {"value": "x"}, "to": "Q"}}
    trace, catcher = run(sealed, [CALL, failing, on("incomplete", say="sorry"), on("continue", "/c")], b"")
    assert trace.of_kind("speech")[0].summary == "say: sorry" and catcher.asked[1][0] == "/c"


def test_a_relative_next_is_resolved_against_the_document_that_named_it(sealed):
    catcher_replies = ([on("continue", "deeper/step.json")], [on("continue", "last?x=1")], b"")
    app, catcher = app_with(sealed, *catcher_replies)
    launch(sealed, app)
    assert [asked[0] for asked in catcher.asked] == ["/start", "/deeper/step.json", "/deeper/last"]
    assert catcher.asked[2][2]["QUERY_STRING"] == "x=1"
    assert [catcher.json(n)["result"]["sequence"] for n in (1, 2)] == [1, 2]


def test_cookies_come_back_within_the_session_and_not_in_the_next(sealed):
    first = ("200 OK", [("Set-Cookie", "id=42; Path=/; HttpOnly")], json.dumps({"tropo": [on("continue", "/b")]}))
    app, catcher = app_with(sealed, first, b"", first, b"")
    launch(sealed, app)
    launch(sealed, app)
    assert [asked[2].get("HTTP_COOKIE") for asked in catcher.asked] == [None, "id=42", None, "id=42"]


def test_several_text_recipients_are_cut_to_the_first_and_the_log_names_the_others(sealed):
    trace, _ = run(
        sealed, [{"message": {"say": {"value": "x"}, "to": [PHONE, "+14075550113", "+14075550114"], "network": "SMS"}}]
    )
    assert [hop.summary for hop in trace.of_kind("text")] == [f"SMS to {PHONE}: x"]
    assert any("ignored: +14075550113, +14075550114" in line.text for line in trace.log)


def test_of_several_phones_called_the_first_to_answer_wins(sealed):
    sealed.phone(PHONE).behave(answer="never")
    run(sealed, [{"call": {"to": [PHONE, "+14075550113"]}}, SAY])
    assert sealed.phone("+14075550113").calls[0]["heard"] == ["hello there"]
    assert sealed.phone(PHONE).calls[0]["heard"] == []


def test_a_message_without_a_network_is_placed_as_a_call_and_the_log_says_so(sealed):
    trace, _ = run(sealed, [{"message": {"say": {"value": "hi"}, "to": PHONE}}])
    assert kinds(trace)[4:] == ["call", "answer", "speech", "hangup"]
    assert any(line.rule == "voice-by-default" for line in trace.log)


def test_a_number_without_its_plus_is_taken_and_the_log_says_what_it_was_taken_as(sealed):
    trace, _ = run(sealed, [{"message": {"say": {"value": "hi"}, "to": "4075550112", "network": "SMS"}}])
    assert sealed.phone(PHONE).texts[0].text == "hi"
    assert any("taken as +14075550112" in line.text for line in trace.log)


def test_from_must_be_a_number_of_the_account(sealed):
    app, _ = app_with(sealed, [{"message": {**MESSAGE["message"], "from": "+14075550199"}}])
    trace = launch(sealed, app)
    assert sealed.phone(PHONE).texts[0].from_number == app.number
    assert any(line.rule == "foreign-from" for line in trace.log)


def test_a_wrong_content_type_is_normal_and_only_logged(sealed):
    html = ("200 OK", [("Content-Type", "text/html")], json.dumps({"tropo": [MESSAGE]}))
    trace, _ = run(sealed, html)
    assert trace.outcome.ok and any(line.rule == "content-type" for line in trace.log)


def test_an_endless_chain_of_documents_is_stopped(sealed):
    trace, catcher = run(sealed, [on("continue", "/again")])
    assert trace.outcome.name == "too many documents" and len(catcher.asked) == 101


def test_an_error_handler_of_a_broken_document_is_told(sealed):
    trace, catcher = run(sealed, [{"sing": {}}, on("error", "/trouble")], b"")
    assert catcher.asked[1][0] == "/trouble" and trace.outcome.ok
    assert "there is no verb 'sing'" in result(catcher)["error"]


def test_a_signal_wakes_a_ringing_call_and_fires_the_handler_of_its_name(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    app, catcher = app_with(any_lab, [CALL, on("exit", "/signalled")], b"")
    trace = launch(any_lab, app)
    assert trace.state == "running" and any_lab.phone(PHONE).calls[0]["waiting"]
    assert any_lab.signal(trace.id, "exit") == "QUEUED"
    assert any_lab.trace(trace.id).outcome.ok and catcher.asked[1][0] == "/signalled"


def test_signals_that_a_verb_does_not_allow_leave_it_ringing(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    app, _ = app_with(any_lab, [{"call": {"to": PHONE, "allowSignals": ["stop"]}}])
    trace = launch(any_lab, app)
    any_lab.signal(trace.id, "exit")
    assert any_lab.trace(trace.id).state == "running"
    any_lab.signal(trace.id, "stop")
    assert any_lab.trace(trace.id).state == "ended"


def test_a_held_phone_rings_until_its_person_acts(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    ring = [CALL, SAY, on("continue", "/up"), on("incomplete", "/declined")]
    app, catcher = app_with(any_lab, ring, b"", ring, b"")
    trace = launch(any_lab, app)
    assert (trace.state, any_lab.phone(PHONE).calls[0]["state"]) == ("running", "ringing")
    assert any_lab.phone(PHONE).pick_up()
    assert any_lab.trace(trace.id).outcome.ok and catcher.asked[1][0] == "/up"
    second = launch(any_lab, app)
    assert any_lab.phone(PHONE).hang_up()
    assert any_lab.trace(second.id).of_kind("refusal")[0].summary == "declined"
    assert catcher.asked[3][0] == "/declined"


def test_a_text_to_the_apps_number_starts_a_session_with_its_words(sealed):
    app, catcher = app_with(sealed, [{"say": {"value": "thanks"}}])
    sealed.phone(PHONE).text(app.number, "HELLO THERE")
    session = catcher.json(0)["session"]
    assert (session["initialText"], session["userType"]) == ("HELLO THERE", "HUMAN")
    assert "parameters" not in session
    assert session["from"] == {
        "id": "14075550112", "e164Id": "14075550112", "name": None, "channel": "TEXT", "network": "SMS",
    }  # fmt: skip
    assert [(text.direction, text.text) for text in sealed.phone(PHONE).texts] == [
        ("out", "HELLO THERE"),
        ("in", "thanks"),
    ]


def test_the_from_header_of_a_text_holds_its_words_percent_encoded(sealed):
    app, catcher = app_with(sealed, [SAY])
    sealed.phone(PHONE).text(app.number, "HELLO & thé")
    headers = catcher.json(0)["session"]["headers"]
    assert ";channel=private;user=14075550112;msg=HELLO%20%26%20th%C3%A9;network=SMS;step=1>" in headers["From"]
    sealed.phone(PHONE).call(app.number)
    headers = catcher.json(1)["session"]["headers"]
    assert headers["Via"].count("\r\n") == 1 and headers["From"].startswith("<sip:14075550112@")


def test_a_call_to_the_apps_number_is_answered_by_the_first_verb_that_needs_it(sealed):
    app, catcher = app_with(sealed, [SAY])
    sealed.phone(PHONE).call(app.number)
    trace = sealed.trace()
    assert kinds(trace) == ["call", "session", "document", "answer", "speech", "hangup"]
    assert catcher.json(0)["session"]["from"]["id"] == "4075550112"


def test_a_hangup_without_its_own_handler_fires_continue(sealed):
    sealed.phone(PHONE).behave(hangup_after=1)
    _, catcher = run(sealed, [CALL, {"say": {"value": "one two three four five"}}, on("continue", "/all")], b"")
    assert (catcher.asked[1][0], result(catcher)["state"]) == ("/all", "DISCONNECTED")


def test_a_handler_with_words_alone_is_followed_by_the_words_of_continue(sealed):
    failing = {"message": {"say": {"value": "x"}, "to": "Q"}}
    trace, _ = run(sealed, [CALL, failing, on("incomplete", say="sorry"), on("continue", "/c", "bye")], b"")
    assert [hop.summary for hop in trace.of_kind("speech")] == ["say: sorry", "say: bye"]


def test_after_a_hangup_a_wait_and_a_message_still_run_and_a_say_is_passed_over(sealed):
    sealed.phone(PHONE).behave(hangup_after=1)
    later = [SAY, {"wait": {"milliseconds": 1000}}, {"message": {**MESSAGE["message"], "to": "+14075550113"}}]
    trace, _ = run(sealed, [CALL, {"say": {"value": "one two three four"}}, on("hangup", "/gone")], later)
    assert trace.outcome.ok and [text.text for text in sealed.phone("+14075550113").texts] == ["hello"]
    assert any("passed over" in line.text for line in trace.log)


def test_a_catcher_that_answers_every_post_of_a_hangup_with_more_ends_all_the_same(sealed):
    sealed.phone(PHONE).behave(hangup_after=1)
    again = [{"say": {"value": "still there?"}}, on("hangup", "/again")]
    trace, catcher = run(sealed, [CALL, {"say": {"value": "one two three four"}}, on("hangup", "/gone")], again)
    assert trace.outcome.ok and len(catcher.asked) == 2


def test_a_recipient_who_hangs_up_a_message_does_not_end_the_call(sealed):
    sealed.phone("+14075550113").behave(hangup_after=1)
    message = {"message": {"say": {"value": "one two three four"}, "to": "+14075550113"}}
    trace, _ = run(sealed, [CALL, message, SAY])
    assert trace.outcome.ok and sealed.phone(PHONE).calls[0]["heard"] == ["hello there"]


def test_a_message_cannot_be_interrupted_and_keeps_the_signal_for_the_next_verb(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    message = {"message": {**MESSAGE["message"], "to": "+14075550113"}}
    app, catcher = app_with(
        any_lab, [CALL, on("exit", "/first")], [message, {"wait": {"milliseconds": 1}}, on("b", "/b")], b""
    )
    trace = launch(any_lab, app)
    any_lab._engine.call(lambda: [any_lab._engine.cloud.sessions.live(trace.id).signal(name) for name in ("exit", "b")])
    any_lab.trace(trace.id)
    assert [asked[0] for asked in catcher.asked][1:3] == ["/first", "/b"]
    assert [text.text for text in any_lab.phone("+14075550113").texts] == ["hello"]


def test_no_signal_is_taken_by_a_verb_that_allows_none(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    app, _ = app_with(any_lab, [{"call": {"to": PHONE, "allowSignals": ""}}])
    trace = launch(any_lab, app)
    any_lab.signal(trace.id, "exit")
    assert any_lab.trace(trace.id).state == "running"
    any_lab.phone(PHONE).hang_up()


def test_any_number_of_the_account_may_send(sealed):
    other = sealed.app("other")
    run(sealed, [{"message": {**MESSAGE["message"], "from": other.number}}])
    assert sealed.phone(PHONE).texts[0].from_number == other.number


def test_another_text_network_is_a_text_too(sealed):
    trace, _ = run(sealed, [{"message": {"say": {"value": "x"}, "to": PHONE, "network": "MMS", "channel": "TEXT"}}])
    assert trace.of_kind("text") and not trace.of_kind("call")


def test_keys_that_change_nothing_here_are_named_in_the_log(sealed):
    trace, _ = run(sealed, [{"call": {"to": PHONE, "voice": "kate", "label": "x", "answerOnMedia": False}}])
    (line,) = [line for line in trace.log if line.rule == "not-carried-out"]
    assert line.text == "tropo[0].call: voice, label change nothing in this lab."


def test_an_error_while_a_document_runs_is_told_to_its_error_handler(sealed):
    trace, catcher = run(sealed, [SAY, on("error", "/trouble")], b"")
    assert catcher.asked[1][0] == "/trouble" and "nobody to speak to" in result(catcher)["error"]
    assert trace.outcome.ok


def test_a_document_is_decoded_by_its_declared_charset(sealed):
    body = json.dumps({"tropo": [{"message": {**MESSAGE["message"], "say": {"value": "café"}}}]}, ensure_ascii=False)
    latin = ("200 OK", [("Content-Type", "application/json; charset=ISO-8859-1")], body.encode("latin-1"))
    run(sealed, latin)
    assert sealed.phone(PHONE).texts[0].text == "café"


def test_an_unknown_network_is_placed_as_a_call_and_named_in_the_log(sealed):
    trace, _ = run(sealed, [{"message": {"say": {"value": "x"}, "to": PHONE, "network": "WHATSAPP"}}])
    assert trace.of_kind("call") and any(line.rule == "unknown-network" for line in trace.log)


def test_of_two_handlers_for_one_event_the_first_counts(sealed):
    _, catcher = run(sealed, [on("continue", "/first"), on("continue", "/second"), MESSAGE], b"")
    assert catcher.asked[1][0] == "/first"


def test_cookies_stay_with_their_host_and_can_be_taken_back(sealed):
    from tests.catchers import Scripted

    other = Scripted(b"")
    sealed.host(other, "other.example")
    first = ("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], json.dumps({"tropo": [on("continue", "/b")]}))
    gone = ("200 OK", [("Set-Cookie", "a=; Max-Age=0")], json.dumps({"tropo": [on("continue", "/c")]}))
    away = [on("continue", "http://other.example/x")]
    app, catcher = app_with(sealed, first, gone, away)
    launch(sealed, app)
    assert [asked[2].get("HTTP_COOKIE") for asked in catcher.asked] == [None, "a=1; b=2", "b=2"]
    assert [asked[2].get("HTTP_COOKIE") for asked in other.asked] == [None]


def test_a_hangup_exactly_at_the_end_of_the_words_is_a_hangup(sealed):
    sealed.phone(PHONE).behave(hangup_after=0.8)
    _, catcher = run(sealed, [CALL, {"say": {"value": "two words"}}, on("hangup", "/gone")], b"")
    assert catcher.asked[1][0] == "/gone"


def test_of_several_held_phones_the_first_to_pick_up_gets_the_call(any_lab):
    second = "+14075550113"
    for number in (PHONE, second):
        any_lab.phone(number).behave(held=True)
    app, _ = app_with(any_lab, [{"call": {"to": [PHONE, second]}}, SAY])
    trace = launch(any_lab, app)
    assert any_lab.phone(PHONE).hang_up()
    assert any_lab.trace(trace.id).state == "running"
    assert any_lab.phone(second).pick_up()
    assert any_lab.trace(trace.id).outcome.ok
    assert any_lab.phone(second).calls[0]["heard"] == ["hello there"]


def test_a_scripted_phone_answers_before_a_held_one(sealed):
    sealed.phone(PHONE).behave(held=True)
    trace, _ = run(sealed, [{"call": {"to": [PHONE, "+14075550113"]}}, SAY])
    assert trace.outcome.ok and sealed.phone("+14075550113").calls[0]["heard"] == ["hello there"]


def test_a_password_in_an_address_is_in_no_line_of_the_log(any_lab):
    host = any_lab.host(Scripted([CALL, on("continue", "/b")], [])).removeprefix("http://")
    trace = launch(any_lab, any_lab.app("secret", messaging=f"http://me:open-sesame@{host}/a?q=1"))
    said = [line.text for line in trace.log]
    assert f"Sending session JSON to http://{host}/a?q=1." in said and "open-sesame" not in str(said)
    assert len(trace.of_kind("result")) == 1


def test_cookies_with_endless_attributes_hold_up_nobody(sealed):
    endless = "; expires=" * 800 + "1 " * 800
    odd = [("Set-Cookie", f"c{number}=1{endless}") for number in range(40)]
    past = [("Set-Cookie", "gone=1"), ("Set-Cookie", f"gone=1{endless}; Expires=Thu, 01-Jan-1970 00:00:00 GMT")]
    first = ("200 OK", [*odd, *past], json.dumps({"tropo": [on("continue", "/b")]}))
    began = time.process_time()
    _, catcher = run(sealed, first, [])
    assert time.process_time() - began < 0.5
    assert catcher.asked[1][2]["HTTP_COOKIE"] == "; ".join(f"c{number}=1" for number in range(40))


def test_odd_cookies_come_back_as_they_were_set(sealed):
    odd = [
        "user[name]=bob",
        'sid={"k":"v"}',
        "a=b c",
        "gone=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "m=1; Max-Age=-1",
    ]
    first = ("200 OK", [("Set-Cookie", line) for line in odd], json.dumps({"tropo": [on("continue", "/b")]}))
    app, catcher = app_with(sealed, first, b"")
    launch(sealed, app)
    assert catcher.asked[1][2]["HTTP_COOKIE"] == 'user[name]=bob; sid={"k":"v"}; a=b c'


def test_a_next_beyond_ascii_is_percent_encoded_on_the_wire_and_in_the_record(any_lab):
    trace, catcher = run(any_lab, [on("continue", "/ü €")], b"")
    assert trace.of_kind("result")[0].wire.startswith(b"POST /%C3%BC%20%E2%82%AC HTTP/1.1\r\n")
    assert catcher.asked[1][2]["PATH_INFO"].encode("latin-1").decode() == "/ü €"


@pytest.mark.parametrize("timeout", [None, ""])
def test_a_timeout_of_nothing_is_the_usual_one(sealed, timeout):
    trace, _ = run(sealed, [{"call": {"to": PHONE, "timeout": timeout}}, SAY])
    assert trace.outcome.ok


def test_a_document_of_endless_words_is_refused(sealed):
    trace, _ = run(sealed, [CALL, {"say": [{"value": "x"}] * 201}])
    assert "more than 200 entries" in trace.outcome.sentence


def test_a_number_that_lacks_its_country_code_is_guessed_in_words(sealed):
    trace, _ = run(sealed, [{"message": {**MESSAGE["message"], "to": "+4075550112"}}])
    assert any("Did you mean +14075550112?" in line.text for line in trace.log)
    assert not trace.of_kind("text")
