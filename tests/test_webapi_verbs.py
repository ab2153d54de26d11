"""Each verb in a voice call and in a text conversation: what it does there, and what it says where it cannot."""

import json

import pytest

from tests.catchers import MESSAGE, Scripted, app_with, run
from tests.dialogues import ALL, CALL, OTHER, PHONE, SAY, TEXT, actions, ask, caught, event, result, rules, said, says

# to an ftp address nothing is sent here
FTP = "ftp://files.example/memo"
RECORD = {"record": {"name": "memo", "url": FTP, "say": {"value": "Speak."}}}
TRANSFER = {"transfer": {"name": "bridge", "to": OTHER}}
ROOM = {"conference": {"id": "room", "name": "meeting", "terminator": "#"}}
START = {"startRecording": {"url": FTP}}
STOP = {"stopRecording": None}
# verb → what it is called with, and what happens to a call and to a text conversation that is up
UP = {
    "answer": ({"answer": {"headers": {"x-a": "1"}}}, "continue", "continue"),
    "ask": (ask(), "continue", "continue"),
    "call": (CALL, "error", "error"),
    "choices": ({"choices": {"value": "a, b"}}, "continue", "continue"),
    "conference": (ROOM, "hangup", "error"),
    "generalLogSecurity": ({"generalLogSecurity": "none"}, "continue", "continue"),
    "hangup": ({"hangup": None}, "hangup", "hangup"),
    "message": (MESSAGE, "continue", "continue"),
    "record": (RECORD, "continue", "error"),
    "redirect": ({"redirect": {"to": "sip:a@sip.example.com"}}, "error", "error"),
    "reject": ({"reject": {}}, "error", "error"),
    "say": (SAY, "continue", "continue"),
    "startRecording": (START, "continue", "error"),
    "stopRecording": (STOP, "continue", "continue"),
    "transfer": (TRANSFER, "continue", "error"),
    "wait": ({"wait": {"milliseconds": 10}}, "continue", "continue"),
}


@pytest.mark.parametrize("verb", UP)
def test_each_verb_in_a_call_and_in_a_text_conversation_that_is_up(sealed, verb):
    one, by_voice, by_text = UP[verb]
    for first, fires in [(CALL, by_voice), (TEXT, by_text)]:
        sealed.phone(PHONE).behave(inputs=["1", "1"])
        sealed.phone(OTHER).behave(hangup_after=5)
        # `redirect` stands alone in its document
        trace, catcher = run(sealed, [first, *ALL], [one, *ALL], b"")
        assert event(catcher, 2) == fires, (verb, first)
        assert trace.outcome.ok and (result(catcher, 2)["error"] is None) == (fires != "error")


def test_a_call_that_comes_in_is_answered_by_answer(any_lab):
    trace, catcher = caught(any_lab, [{"answer": {}}, *ALL])
    assert [hop.kind for hop in trace.hops[:4]] == ["call", "session", "document", "answer"]
    assert (event(catcher), result(catcher)["state"]) == ("continue", "ANSWERED")


@pytest.mark.parametrize("payload", [None, {}, "null"])
def test_reject_declines_a_call_that_comes_in(any_lab, payload):
    trace, catcher = caught(any_lab, [{"reject": payload}, SAY, *ALL])
    assert trace.of_kind("refusal")[0].summary == "rejected" and not trace.of_kind("answer")
    assert (event(catcher), result(catcher)["state"]) == ("continue", "REJECTED")


def test_redirect_hands_a_call_that_comes_in_to_another_address(any_lab):
    trace, catcher = caught(any_lab, [{"redirect": {"to": "sip:9995550100@sip.example.com"}}, *ALL])
    assert trace.of_kind("refusal")[0].summary == "redirected to sip:9995550100@sip.example.com"
    assert (event(catcher), result(catcher)["state"]) == ("continue", "REDIRECTED")


def test_redirect_comes_too_late_after_the_call_was_answered(sealed):
    trace, _ = caught(sealed, [{"answer": {}}, ALL[0]], [{"redirect": {"to": "sip:a@sip.example.com"}}])
    assert trace.outcome.name == "too late to redirect"


@pytest.mark.parametrize("answer, kind", [("human", "HUMAN"), ("machine", "MACHINE")])
@pytest.mark.parametrize("detection", [True, "true", {"introduction": "One moment.", "voice": "victor"}])
def test_machine_detection_tells_who_answered(sealed, answer, kind, detection):
    sealed.phone(PHONE).behave(answer=answer)
    trace, catcher = run(sealed, [{"call": {"to": PHONE, "machineDetection": detection}}, *ALL], b"")
    assert result(catcher)["userType"] == kind
    assert said(trace) == (["One moment."] if isinstance(detection, dict) else [])


def test_without_machine_detection_a_result_has_no_user_type(sealed):
    _, catcher = run(sealed, [{"call": {"to": PHONE, "machineDetection": False}}, *ALL], b"")
    assert "userType" not in result(catcher)


def test_the_headers_of_a_call_reach_the_phone(sealed):
    trace, _ = run(sealed, [{"call": {"to": PHONE, "headers": {"x-order": 42}}}])
    assert b"\r\nx-order: 42\r\n" in trace.of_kind("call")[0].wire


def test_a_call_can_be_recorded_from_its_answer_on(any_lab):
    store = Scripted(b"")
    any_lab.host(store, "files.example")
    put = {"url": "http://files.example/b", "method": "PUT", "format": "audio/mp3"}
    for recording in ("http://files.example/a", put):
        trace, _ = run(any_lab, [{"call": {"to": PHONE, "recording": recording}}, SAY])
        assert trace.outcome.ok and len(trace.of_kind("upload")) == 1
    assert [(asked[0], asked[2]["REQUEST_METHOD"]) for asked in store.asked] == [("/a", "POST"), ("/b", "PUT")]


# recordings


@pytest.mark.parametrize(
    "url",
    [
        "http://files.example/memo",
        {"url": "http://files.example/memo"},
        [{"url": "http://files.example/memo"}, "ftp://x"],
    ],
)
def test_a_recording_is_sent_to_its_address_in_every_spelling(any_lab, url):
    store = Scripted(b"")
    any_lab.host(store, "files.example")
    record = {"record": {**RECORD["record"], "url": url, "choices": {"terminator": "#"}}}
    trace, catcher = caught(any_lab, [record, *ALL], inputs=["hello world #"])
    assert b'name="filename"' in store.asked[0][1] and b"RIFF" in store.asked[0][1]
    told = actions(catcher)
    assert list(told) == [
        "name", "attempts", "disposition", "confidence", "interpretation", "utterance", "concept", "value", "xml",
        "duration", "url",
    ]  # fmt: skip
    assert (told["value"], told["duration"], told["url"]) == ("#", 800, "http://files.example/memo")
    assert ("first-url-only" in rules(trace)) == isinstance(url, list)


def test_a_recording_that_ends_by_silence_has_no_key(sealed):
    _, catcher = caught(sealed, [RECORD, *ALL], inputs=["hello"])
    assert list(actions(catcher)) == ["name", "attempts", "disposition", "duration", "url"]


def test_a_hangup_ends_a_recording_well(any_lab):
    _, catcher = caught(any_lab, [RECORD, *ALL], inputs=["some words"], hangup_after=2)
    assert event(catcher) == "hangup" and result(catcher)["complete"] is True
    assert actions(catcher) == {
        "name": "memo", "attempts": 1, "disposition": "SUCCESS", "url": FTP,
    }  # fmt: skip


def test_a_recording_of_silence_is_tried_again_and_then_incomplete(sealed):
    record = {"record": {**RECORD["record"], "attempts": "2", "timeout": 4.0}}
    trace, catcher = caught(sealed, [record, *ALL], inputs=[])
    assert (event(catcher), said(trace)) == ("incomplete", ["Speak.", "Speak."])
    assert actions(catcher) == {"name": "memo", "attempts": 2, "disposition": "TIMEOUT"}


def test_a_transcription_is_posted_to_its_own_address(any_lab):
    store = Scripted(b"")
    any_lab.host(store, "files.example")
    record = {**RECORD["record"], "transcription": {"id": "order-42", "url": "http://files.example/text"}}
    caught(any_lab, [{"record": record}, *ALL], inputs=["call me back"])
    told = json.loads(store.asked[0][1])["result"]
    assert (told["transcription"], told["identifier"]) == ("call me back", "order-42")


def test_a_call_is_recorded_from_start_to_stop_and_its_words_are_written_down(any_lab):
    store = Scripted(b"")
    any_lab.host(store, "files.example")
    text = {"transcriptionID": "7", "transcriptionOutURI": "http://files.example/text"}
    start = {"url": "http://files.example/a", **text}
    trace, _ = caught(any_lab, [{"startRecording": start}, SAY, STOP, {"say": {"value": "not on tape"}}])
    assert [asked[0] for asked in store.asked] == ["/a", "/text"]
    assert json.loads(store.asked[1][1])["result"]["transcription"] == "hello there"
    assert says(trace, "ends after 0.8 seconds")


# rooms


def test_a_terminator_ends_a_conference_and_its_length_is_told(sealed):
    _, catcher = caught(sealed, [ROOM, *ALL], inputs=["#"])
    assert event(catcher) == "continue"
    assert actions(catcher) == {"name": "meeting", "duration": 0, "disposition": "SUCCESS"}


def test_a_hangup_ends_a_conference(sealed):
    _, catcher = caught(sealed, [ROOM, *ALL], hangup_after=43)
    assert (event(catcher), result(catcher)["state"]) == ("hangup", "DISCONNECTED")
    assert actions(catcher) == {"name": "meeting", "duration": 43, "disposition": "HANGUP"}


def test_a_signal_ends_a_conference_and_fires_its_own_handler(any_lab):
    any_lab.phone(PHONE).behave(held=True, answer="human")
    trace, catcher = caught(any_lab, [ROOM, {"on": {"event": "exit", "next": "/exit"}}])
    any_lab.signal(trace.id, "exit")
    assert any_lab.trace(trace.id).outcome.ok and event(catcher) == "exit"
    assert (actions(catcher)["disposition"], result(catcher)["complete"]) == ("EXTERNAL_EVENT", True)


@pytest.mark.parametrize(
    "prompt, heard",
    [(True, "Somebody has joined."), ("true", "Somebody has joined."), ({"value": "Hi.", "voice": "kate"}, "Hi.")],
)
def test_the_others_in_a_room_hear_who_comes_and_goes(any_lab, prompt, heard):
    for number in (PHONE, OTHER):
        any_lab.phone(number).behave(held=True, answer="human")
    app, _ = app_with(any_lab, [{"conference": {"id": 42, "joinPrompt": prompt, "leavePrompt": {"value": "Bye."}}}])
    any_lab.trace(any_lab.phone(PHONE).call(app.number))
    second = any_lab.phone(OTHER).call(app.number)
    any_lab.trace(second)
    any_lab.phone(OTHER).hang_up()
    any_lab.trace(second)
    assert any_lab.phone(PHONE).calls[0]["heard"] == [heard, "Bye."]
    any_lab.phone(PHONE).hang_up()


# the log


def test_nothing_that_merely_happens_is_logged_while_the_log_is_suppressed_over_later_documents(sealed):
    first = [{"generalLogSecurity": "suppress"}, {"say": {"value": "secret"}}, ALL[0]]
    second = [{"say": {"value": "x", "volume": 1}}, {"generalLogSecurity": "none"}, {"say": {"value": "open"}}]
    trace, _ = caught(sealed, first, second)
    texts = [line.text for line in trace.log]
    at = texts.index("tropo[0].generalLogSecurity runs.")
    # warnings stay
    assert texts[at + 1 :][:2] == [
        'tropo[0].say has no key "volume"; what is unknown is ignored.',
        'tropo[2].say runs: "open".',
    ]


def test_choices_alone_do_nothing_and_the_log_says_where_they_belong(sealed):
    trace, _ = caught(sealed, [{"choices": {"value": "a, b"}}, SAY])
    assert says(trace, "choices belong into an ask, record or transfer") and said(trace) == ["hello there"]


def test_a_recording_that_failed_has_words_of_its_own_before_the_next_attempt(any_lab):
    prompts = [{"value": "Nothing heard.", "event": "timeout"}, {"value": "Speak."}]
    record = {"record": {**RECORD["record"], "attempts": 2, "say": prompts}}
    trace, _ = caught(any_lab, [record], inputs=["", "hello"])
    assert said(trace) == ["Speak.", "Nothing heard.", "Speak."]
