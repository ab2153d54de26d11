"""Documents as clients spell them: one thing or a list, with keys left out, in odd bytes, longer than they may be."""

import json

import pytest

from tests.catchers import MESSAGE, app_with, launch, run
from tests.dialogues import ALL, CALL, PHONE, SAY, caught, rules, said
from tropo_lab.platform.webapi.documents import NO_CHARSETS, parse


def read(*verbs):
    return parse(json.dumps({"tropo": list(verbs)}).encode())


def values(document):
    assert document.broken is None
    return [(verb.name, verb.values) for verb in document.verbs]


@pytest.mark.parametrize("verb", ["answer", "hangup", "reject", "stopRecording"])
def test_a_verb_without_options_is_null_an_object_or_a_text(verb):
    assert values(read({verb: None})) == values(read({verb: {}})) == values(read({verb: "null"}))


@pytest.mark.parametrize(
    "one, other",
    [
        ({"say": [{"value": "a"}]}, {"say": {"value": "a"}}),
        ({"message": {"to": [PHONE], "say": [{"value": "a"}]}}, {"message": {"to": PHONE, "say": {"value": "a"}}}),
        ({"call": {"to": 14075550112}}, {"call": {"to": "14075550112"}}),
        ({"call": {"to": PHONE, "timeout": 10.0}}, {"call": {"to": PHONE, "timeout": "10s"}}),
        ({"call": {"to": PHONE, "answerOnMedia": "False"}}, {"call": {"to": PHONE, "required": "true"}}),
        ({"call": {"to": PHONE, "channel": "voice"}}, {"call": {"to": PHONE, "channel": "VOICE"}}),
        ({"record": {"url": ["http://x"], "maxTime": "30"}}, {"record": {"url": "http://x", "maxTime": None}}),
        ({"record": {"url": "http://x", "choices": {"terminator": 1}}},
         {"record": {"url": "http://x", "choices": [{"terminator": "1", "mode": ""}]}}),
        ({"wait": {"milliseconds": 3000.0, "allowSignals": None}}, {"wait": {"milliseconds": "3000ms"}}),
        ({"wait": {"milliseconds": "3000"}}, {"wait": {"milliseconds": 3000, "allowSignals": "*"}}),
        ({"conference": {"id": 1234, "mute": "false"}}, {"conference": {"id": "1234", "terminator": None}}),
        ({"generalLogSecurity": None}, {"generalLogSecurity": "none"}),
        ({"transfer": {"to": PHONE, "on": {"event": "ring", "say": {"value": "a"}}}},
         {"transfer": {"to": [PHONE], "on": [{"event": "ring", "say": [{"value": "a"}]}]}}),
    ],
)  # fmt: skip
def test_spellings_that_mean_the_same_are_read_as_the_same(one, other):
    first, second = values(read(one)), values(read(other))
    for (_, mine), (_, theirs) in zip(first, second, strict=True):
        # the place of a step tells whether there was a list
        strip = json.dumps((mine, theirs), default=str).replace(".on[0]", ".on")
        assert json.loads(strip)[0] == json.loads(strip)[1]


def test_on_may_be_one_or_a_list_and_of_two_for_one_event_the_first_counts():
    listed = read({"on": [{"event": "continue", "next": "a"}, {"event": "hangup", "say": [{"value": "b"}]}]})
    apart = read({"on": {"event": "continue", "next": "a"}}, {"on": {"event": "hangup", "say": {"value": "b"}}})
    assert listed.handlers == apart.handlers
    assert read({"on": {"event": "x", "next": "a"}}, {"on": {"event": "x", "next": "b"}}).handlers["x"].next == "a"


@pytest.mark.parametrize(
    "extra",
    [{"require": True}, {"sendTones": False}, {"exitTone": "#"}, {"event": "hangup"}],
)
def test_keys_that_libraries_add_are_ignored(extra):
    document = read({"say": {"value": "a", **extra}})
    assert document.broken is None and document.notes[0][2] == "unknown-key"


def test_a_key_that_is_nearly_right_is_answered_with_the_right_one():
    (note,) = read({"record": {"url": "http://x", "maxtime": 3}}).notes
    assert note[0] == 'tropo[0].record has no key "maxtime"; what is unknown is ignored.'
    assert note[3] == "Write maxTime."


def test_the_log_is_not_flooded_with_unknown_keys(sealed):
    trace, _ = run(sealed, [{"say": [{"value": "x", "a" * 500: 1}] * 200}, *[MESSAGE] * 100])
    lines = [line for line in trace.log if line.rule == "unknown-key"]
    assert len(lines) == 50 and max(len(line.text) for line in lines) < 200


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b" \r\n\t", b"\xef\xbb\xbf\n"])
def test_a_byte_order_mark_and_white_space_are_no_matter(any_lab, before):
    trace, _ = run(any_lab, before + json.dumps({"tropo": [MESSAGE]}).encode() + b"\n\n")
    assert trace.outcome.ok and said(trace) == ["hello"]


CAFE = json.dumps({"tropo": [{"message": {**MESSAGE["message"], "say": {"value": "café €"}}}]}, ensure_ascii=False)


@pytest.mark.parametrize(
    "strict, label, text",
    [
        (False, "application/json", "café €"),
        (True, "application/json", "cafÃ© â\x82¬"),
        (True, "application/json; charset=utf-8", "café €"),
        (True, "text/html", "cafÃ© â\x82¬"),
    ],
)
def test_without_a_charset_a_document_is_utf_8_unless_the_lab_is_strict(any_lab, strict, label, text):
    any_lab.engine.call(lambda: any_lab.engine.cloud.sessions.routing.rules.set(strict_charset=strict))
    run(any_lab, ("200 OK", [("Content-Type", label)], CAFE.encode()))
    assert [one.text for one in any_lab.phone(PHONE).texts] == [text]


def test_a_charset_that_is_none_is_named(sealed):
    trace, _ = run(sealed, ("200 OK", [("Content-Type", "application/json; charset=klingon")], CAFE.encode()))
    assert trace.outcome.name == "unknown charset" and "charset='klingon'" in trace.outcome.sentence


# bounds: one sentence each


@pytest.mark.parametrize("charset", NO_CHARSETS)
def test_what_only_python_decodes_by_is_no_charset_however_long_the_body(sealed, charset):
    # by punycode alone, this would take a minute
    trace, _ = run(sealed, ("200 OK", [("Content-Type", f"application/json; charset={charset}")], "a" * (1 << 20)))
    assert trace.outcome.name == "unknown charset"


def test_ten_thousand_verbs_are_refused(any_lab):
    trace, _ = run(any_lab, [SAY] * 10_000)
    assert trace.outcome.sentence == "The document has 10000 verbs, more than 200; send fewer and use `on continue`."
    assert not trace.of_kind("speech")


def test_a_wait_for_a_year_is_refused_and_four_hours_are_not(any_lab):
    trace, _ = run(any_lab, [{"wait": {"milliseconds": 365 * 86_400_000}}])
    assert trace.outcome.sentence == (
        "tropo[0].wait.milliseconds is the number 31536000000; it must be a number of milliseconds from 0 to 14400000 "
        "(4 hours, the longest session)."
    )
    assert run(any_lab, [{"wait": {"milliseconds": 14_400_000}}])[0].outcome.ok


@pytest.mark.parametrize(
    "verb, path, most",
    [
        ({"call": {"to": [PHONE] * 101}}, "call.to", 100),
        ({"say": [SAY["say"]] * 201}, "say", 200),
        ({"message": {"to": PHONE, "say": [SAY["say"]] * 201}}, "message.say", 200),
        ({"transfer": {"to": PHONE, "on": [{"event": "ring"}] * 51}}, "transfer.on", 50),
        ({"record": {"url": ["http://x"] * 11}}, "record.url", 10),
    ],
)
def test_lists_have_an_end(verb, path, most):
    broken = read(verb).broken
    assert (str(broken), broken.rule) == (f"tropo[0].{path} has more than {most} entries; send fewer.", "too-many")


def test_documents_that_lead_to_each_other_are_stopped(any_lab):
    trace, catcher = run(any_lab, [{"on": {"event": "continue", "next": "/b"}}])
    assert (trace.outcome.name, len(catcher.asked)) == ("too many documents", 101)
    assert trace.outcome.sentence == "The session went through 100 documents and was stopped."


def test_a_name_of_a_mebibyte_is_not_repeated_in_the_sentence():
    name = "x" * 900_000
    for verb in ({name: 1}, {"say": {"value": "a", name: 1}}, {"call": {"to": PHONE, "channel": name}}):
        document = read(verb)
        assert len(str(document.broken or document.notes[0])) < 500


def test_every_session_that_ends_so_leaves_the_next_one_alone(any_lab):
    app, _ = app_with(any_lab, [{"sing": {}}], [SAY] * 300, b"{", [CALL, SAY])
    assert [launch(any_lab, app).outcome.ok for _ in range(4)] == [False, False, False, True]


def test_the_error_handler_of_a_document_speaks_before_it_is_told(any_lab):
    broken = [{"sing": {}}, {"on": {"event": "error", "next": "/error", "say": {"value": "Sorry."}}}]
    trace, catcher = caught(any_lab, [{"answer": None}, ALL[0]], broken)
    assert said(trace) == ["Sorry."] and catcher.asked[2][0] == "/error"
    assert "unknown-verb" in rules(trace)
