"""The rules about documents: each found where it is needed, and silent on its neighbours."""

import json

import pytest

from tests.diagnosing import ASK, CALL, NEXT, OTHER, PHONE, TEXT, elsewhere, exchange, only, rules, session_json
from tests.traces import message as wire
from tropo_lab.trace import FROM_CATCHER, RESULT, TO_CATCHER, TO_PHONE

WORDS = TEXT["message"]
SAY = {"say": {"value": "hi there"}}
TEXT_CALL = {"call": {"to": PHONE, "network": "SMS"}}
TOLD = json.dumps({"tropo": [TEXT]})


def text(**changes):
    """A document with one text whose keys are changed so; what becomes None is left out."""
    return [{"message": {name: value for name, value in {**WORDS, **changes}.items() if value is not None}}]


# reply, rule, where, and words that the finding has to have
BROKEN = [
    # the bytes
    ("", "empty-reply", FROM_CATCHER, ["empty body"]),
    (f"<br />\n<b>Notice</b>: Undefined index{TOLD}", "text-before-json", FROM_CATCHER, ["HTML", "byte 37", "Notice"]),
    (f"debug: 1\n{TOLD}", "text-before-json", FROM_CATCHER, ["debug: 1", "byte 9"]),
    ("<h1>Welcome</h1>", "reply-is-html", FROM_CATCHER, ["<h1>Welcome</h1>"]),
    ("<?php echo 1;", "reply-is-a-script", TO_CATCHER, ["<?php echo 1;", "Scripting"]),
    ('call("+1")\nsay("x")', "reply-is-a-script", TO_CATCHER, ["Scripting"]),
    ("<Response><Message>x</Message></Response>", "reply-of-another-vendor", FROM_CATCHER, ["TwiML"]),
    (str({"tropo": [TEXT]}), "not-json", FROM_CATCHER, ["single quotes", "character 2"]),
    (f"{TOLD[:-2]},]}}", "not-json", FROM_CATCHER, ["comma before a closing bracket"]),
    ('{"tropo": None}', "not-json", FROM_CATCHER, ["null, true and false"]),
    (f"{TOLD} {TOLD}", "not-json", FROM_CATCHER, ["follows the end"]),
    (f'{{“tropo”: []}}', "not-json", FROM_CATCHER, ["typographic"]),  # noqa: F541
    (TOLD[:-9], "reply-cut-short", FROM_CATCHER, ["stops in the middle"]),
    (TOLD.replace("hi there", "caf\xe9").encode("latin-1"), "not-utf-8", FROM_CATCHER, ["E9", "UTF-8"]),
    # the frame
    (json.dumps([TEXT]), "no-tropo", FROM_CATCHER, ["bare list"]),
    (json.dumps(TEXT), "no-tropo", FROM_CATCHER, ["`message`", "without `tropo`"]),
    (json.dumps({"Tropo": [TEXT]}), "no-tropo", FROM_CATCHER, ["'Tropo'", "small letters"]),
    (json.dumps({"tropo": TEXT}), "no-tropo", FROM_CATCHER, ["no list"]),
    (json.dumps(TOLD), "no-tropo", FROM_CATCHER, ["once, not twice"]),
    ('{"session": {}}', "no-tropo", FROM_CATCHER, ["gives back"]),
    ("[]", "no-tropo", FROM_CATCHER, ["bare list"]),
    ([], "no-verbs", FROM_CATCHER, ["without verbs"]),
    # the verbs
    ([{"mesage": WORDS}], "unknown-verb", FROM_CATCHER, ["'mesage'", "Write `message`"]),
    ([{"Message": WORDS}], "unknown-verb", FROM_CATCHER, ["Write `message`"]),
    ([{"call": {"to": PHONE}, "say": {"value": "hi"}}], "not-one-verb", FROM_CATCHER, ["2 keys in one object"]),
    ([{"to": PHONE, "say": {"value": "hi"}}], "not-one-verb", FROM_CATCHER, ['{"message": { … }}']),
    (["say"], "not-one-verb", FROM_CATCHER, ["no object"]),
    ([{"call": {**TEXT_CALL["call"], **SAY}}], "verb-inside-verb", FROM_CATCHER, ["`say`", "entry of its own"]),
    ([{"message": {"to": PHONE, "network": "SMS"}}, SAY], "say-beside-message", FROM_CATCHER, ["Move it inside"]),
    (text(say="hi"), "say-is-a-string", FROM_CATCHER, ["tropo[0].message.say", '{"say": {"value": "hi"}}']),
    ([TEXT_CALL, {"say": "hi"}], "say-is-a-string", FROM_CATCHER, ["tropo[1].say"]),
    (text(to=None), "missing-key", FROM_CATCHER, ["tropo[0].message has no `to`"]),
    (text(say=None), "missing-key", FROM_CATCHER, ["no `say`"]),
    (text(say={"vlaue": "hi"}), "unknown-key", FROM_CATCHER, ["'vlaue'", "Write `value`"]),
    (text(network=None, netwrok="SMS"), "unknown-key", FROM_CATCHER, ["'netwrok'", "Write `network`"]),
    (text(to=None, number=PHONE), "unknown-key", FROM_CATCHER, ["'number'", "Write `to`"]),
    (text(network=None, say={"value": "hi", "network": "SMS"}), "key-in-wrong-place", FROM_CATCHER, ["beside `say`"]),
    (text(network="TEXT"), "unknown-network", FROM_CATCHER, ["'TEXT'", '"network": "SMS"']),
    ([SAY], "nobody-to-speak-to", FROM_CATCHER, ["say has nobody to speak to"]),
    ([TEXT_CALL, {"wait": {"milliseconds": "soon"}}], "wrong-type", FROM_CATCHER, ["tropo[1].wait.milliseconds"]),
    # the numbers
    (text(to=[PHONE, OTHER]), "several-recipients", TO_PHONE, ["2 numbers", OTHER, "one message for each"]),
    (text(to=f"{PHONE},{OTHER}"), "numbers-in-one-text", TO_PHONE, ["several numbers in one text"]),
    (text(to=f"{PHONE}; {OTHER}"), "numbers-in-one-text", TO_PHONE, ["several numbers in one text"]),
    (text(to="+4075550112"), "number-outside", TO_PHONE, ["+14075550112"]),
    (text(to="+114075550112"), "country-code-twice", TO_PHONE, ["Write +14075550112"]),
    (text(to="+None"), "number-not-filled-in", TO_PHONE, ["'+None'", "numbertodial, msg"]),
    (text(to=""), "number-not-filled-in", TO_PHONE, ["no number"]),
    (text(to="my phone"), "bad-number", TO_PHONE, ["'my phone'"]),
    # the words
    (text(say={"value": "None"}), "value-lost-in-catcher", TO_CATCHER, ["numbertodial, msg", "'None'", "parameters"]),
    (text(say={"value": "You said undefined."}), "value-lost-in-catcher", TO_CATCHER, ["'undefined'"]),
    (text(say={"value": None}), "value-lost-in-catcher", TO_CATCHER, ["null"]),
    (text(say={"value": "Dear {{ name }}"}), "template-not-filled-in", TO_CATCHER, ["{{ name }}"]),
]  # fmt: skip


@pytest.mark.parametrize("reply, rule, where, words", BROKEN, ids=lambda value: str(value)[:40])
def test_what_is_broken_in_a_reply_is_the_one_thing_found(reply, rule, where, words):
    found = only(exchange(reply), wanted="")
    assert (found.rule, found.hop, found.where, found.severity) == (rule, 4, where, "broken")
    assert [word for word in words if word not in f"{found.message} {found.fix}"] == []


SUSPICIOUS = [
    (b"\xef\xbb\xbf" + TOLD.encode(), "mark-before-json", FROM_CATCHER),
    (text(to="4075550112"), "number-without-country-code", TO_PHONE),
    (text(to="14075550112"), "number-without-plus", TO_PHONE),
    (text(network=None), "message-names-no-network", FROM_CATCHER),
    (text(network=None, channel="VOICE"), "message-names-no-network", FROM_CATCHER),
    ([CALL, SAY], "call-names-no-network", FROM_CATCHER),
    (text(colour="red"), "unknown-key", FROM_CATCHER),
    ([TEXT, {"on": {"event": "continue"}}], "on-without-next", RESULT),
]


@pytest.mark.parametrize("reply, rule, where", SUSPICIOUS, ids=lambda value: str(value)[:40])
def test_what_works_and_may_not_be_meant_is_suspicious(reply, rule, where):
    found = only(exchange(reply))
    assert (found.rule, found.hop, found.where, found.severity) == (rule, 4, where, "suspicious")


SOUND = [
    [TEXT],
    [TEXT, {"on": {"event": "continue", "next": "/start"}}][:1],
    text(network="sms"),
    text(network=None, channel="TEXT"),
    text(to="+1 (407) 555-0112"),
    text(to=[PHONE]),
    text(say=[{"value": "one"}, {"value": "two"}]),
    text(say={"value": "None of you is late, hi there"}),
    text(say={"value": "hi there: null and void"}),
    text(say={"value": "café, hi there 😀"}),
    text(say={"value": "100% of {x} for $5"}),
    [TEXT_CALL, SAY],
    [{"call": {"to": PHONE}}, {"say": {"value": "Something else"}}],
    [{"call": {"to": [PHONE, OTHER]}}, {"say": {"value": "Whoever answers"}}],
    [CALL, SAY, {"record": {"url": "http://recordings.example/x", "name": "r"}}],
    [TEXT, {"hangup": None}],
    [{"message": {**WORDS, "name": "m", "required": False, "timeout": 20}}],
    " \n" + TOLD,
]


@pytest.mark.parametrize("reply", SOUND, ids=lambda value: str(value)[:60])
def test_a_sound_reply_gives_no_finding(reply):
    assert rules(exchange(reply)) == []


def test_a_word_for_nothing_that_the_launch_carried_is_meant():
    assert rules(exchange(text(say={"value": "None"}), query="numbertodial=14075550112&msg=None")) == [
        "value-not-filled-in"
    ]
    assert rules(exchange(text(say={"value": "a null b"}), query="numbertodial=14075550112&msg=a+null+b")) == []


def test_a_voice_call_is_broken_where_a_text_was_wanted():
    found = only(exchange(text(network=None)), "text")
    assert (found.rule, found.severity) == ("message-names-no-network", "broken")
    assert only(exchange([CALL, {"say": {"value": "x"}}]), "text").rule == "call-names-no-network"
    assert rules(exchange(text(network=None)), "call") == []
    assert rules(exchange(text(network=None), side="voice")) == []


def test_a_text_is_broken_where_a_call_was_wanted():
    found = only(exchange(text(), side="voice"), "call")
    assert (found.rule, found.severity) == ("text-for-a-call", "broken")


# answers


@pytest.mark.parametrize(
    "document, severity",
    [
        ([CALL, ASK], "broken"),
        ([CALL, ASK, {"hangup": None}], "broken"),
        ([CALL, ASK, {"say": {"value": "Thank you"}}], "suspicious"),
        ([CALL, ASK, {"on": {"event": "continue"}}], "broken"),
    ],
)
def test_a_question_without_a_next_is_blamed_on_the_document_that_asks(document, severity):
    found = only(exchange(document, inputs=["1"], side="voice"))
    assert (found.rule, found.hop, found.where, found.severity) == ("answer-goes-nowhere", 4, RESULT, severity)
    assert '{"on": {"event": "continue"' in found.fix


@pytest.mark.parametrize("slip, rule", [
    ({"on": {"event": "contine", "next": "/next"}}, "unknown-event"),
    ({"on": {"event": "Continue", "next": "/next"}}, "unknown-event"),
    ({"on": {"event": "continue", "nxt": "/next"}}, "unknown-key"),
    ({"on": {"event": "continue", "url": "/next"}}, "unknown-key"),
])  # fmt: skip
def test_a_slip_in_the_handler_is_the_one_cause_of_a_lost_answer(slip, rule):
    found = only(exchange([CALL, ASK, slip], inputs=["1"], side="voice"))
    assert (found.rule, found.severity) == (rule, "broken")


def test_handlers_of_signals_and_other_events_are_sound():
    asks = [
        CALL,
        {"ask": {**ASK["ask"], "allowSignals": ["contine"]}},
        NEXT,
        {"on": {"event": "contine", "next": "/x"}},
    ]
    assert rules(exchange(asks, [{"say": {"value": "You said yes"}}], inputs=["1"], side="voice")) == []
    for event in ("incomplete", "hangup", "error", "exit", "leave"):
        told = [CALL, ASK, NEXT, {"on": {"event": event, "next": "/x"}}]
        assert rules(exchange(told, [{"say": {"value": "yes"}}], inputs=["1"], side="voice")) == []


@pytest.mark.parametrize("answer, found", [
    ([{"say": {"value": "I do not know 1"}}], ["wrong-field-of-answer"]),
    ([ASK, NEXT], ["wrong-field-of-answer"]),
    ([{"say": {"value": "You said yes"}}], []),
    ([{"say": {"value": "1 means yes"}}], []),
    ([], []),
])  # fmt: skip
def test_an_answer_that_was_read_by_its_key_shows_in_the_next_reply(answer, found):
    assert rules(exchange([CALL, ASK, NEXT], answer, [], inputs=["1"], side="voice")) == found


# another platform, without a log


@pytest.mark.parametrize("reply, rule", [
    (text(say="hi"), "say-is-a-string"),
    (text(to=[PHONE, OTHER]), "several-recipients"),
    (text(to="4075550112"), "number-without-country-code"),
    (text(to=None), "missing-key"),
    ([{"mesage": WORDS}], "unknown-verb"),
    ([CALL, ASK], "answer-goes-nowhere"),
    ([], "no-verbs"),
    ("<html>Sign in</html>", "reply-is-html"),
    (f"Warning: x {TOLD}", "text-before-json"),
    (text(say={"value": "None"}), "value-lost-in-catcher"),
])  # fmt: skip
def test_what_the_bytes_show_is_found_without_a_log(reply, rule):
    assert rules(elsewhere(reply, session=session_json(numbertodial="14075550112", msg="hi"))) == [rule]


def test_a_sound_exchange_elsewhere_gives_no_finding():
    assert rules(elsewhere(text(say={"value": "hi"}), session=session_json(to=PHONE, msg="hi"))) == []


# letters


@pytest.mark.parametrize("said, how", [
    ("cafÃ©", "read as Latin-1"),
    ("caf\ufffd", "read as UTF-8"),
    ("caf?", "forced into ASCII"),
    ("cafu00e9", "lost its backslash"),
])  # fmt: skip
def test_letters_that_the_catcher_spoilt_are_told_with_how_it_did(said, how):
    found = only(exchange(text(say={"value": said}), query="numbertodial=14075550112&msg=caf%C3%A9"))
    assert (found.rule, found.hop, found.where) == ("letters-spoilt", 4, TO_CATCHER)
    assert how in found.why and "'café'" in found.found


def test_letters_that_came_through_are_sound():
    query = "numbertodial=14075550112&msg=caf%C3%A9"
    assert rules(exchange(text(say={"value": "café"}), query=query)) == []
    assert rules(exchange(text(say={"value": "Your café?"}), query=query)) == []


def test_the_charset_of_the_session_is_named():
    latin = {"latin1_json": True}
    told = text(say={"value": "caf\ufffd"})
    found = only(exchange(told, query="numbertodial=14075550112&msg=caf%C3%A9", rules=latin))
    assert found.rule == "letters-spoilt" and "ISO-8859-1" in found.why


def test_a_wrong_label_of_a_sound_document_is_normal():
    told = wire("HTTP/1.1 200 OK", TOLD, "text/html")
    trace = exchange()
    hops = [hop if hop.kind != "document" else hop._replace(wire=told) for hop in trace.hops]
    assert rules(trace._replace(hops=tuple(hops))) == []
