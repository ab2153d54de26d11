"""Questions in a document: attempts and their prompts, named answers, the text that began it all, and bounds."""

import pytest

from tests.catchers import app_with, run
from tests.dialogues import ALL, CALL, PHONE, TEXT, actions, ask, caught, event, result, rules, said, says
from tropo_lab.platform.webapi.documents import parse

PROMPTS = [
    {"value": "Nothing heard.", "event": "timeout"},
    {"value": "Not on the list.", "event": "nomatch:1 nomatch:2"},
    {"value": "Once more.", "event": "nomatch"},
    {"value": "Yes or no?"},
]


@pytest.mark.parametrize("first", [CALL, TEXT])
def test_an_answer_is_told_in_voice_and_in_text(any_lab, first):
    any_lab.phone(PHONE).behave(inputs=["yes"])
    _, catcher = run(any_lab, [first, ask(), *ALL], b"")
    told = actions(catcher)
    assert event(catcher) == "continue" and result(catcher)["complete"] is True
    assert (told["name"], told["attempts"], told["disposition"]) == ("answer", 1, "SUCCESS")
    assert {told[key] for key in ("value", "concept", "interpretation", "utterance")} == {"yes"}


def test_each_attempt_has_the_words_that_are_meant_for_it(sealed):
    question = ask(attempts=5, say=PROMPTS)
    trace, catcher = caught(sealed, [question, *ALL], inputs=["", "what", "what", "what", "1"])
    assert said(trace)[1:-1] == [
        "Nothing heard.", "Yes or no?", "Not on the list.", "Yes or no?", "Once more.", "Yes or no?", "Once more.",
    ]  # fmt: skip
    assert (actions(catcher)["attempts"], actions(catcher)["value"]) == (5, "yes")


@pytest.mark.parametrize("inputs, disposition", [([], "TIMEOUT"), (["", "7"], "NOMATCH"), (["7"], "TIMEOUT")])
def test_used_up_attempts_are_told_with_how_the_last_one_failed(sealed, inputs, disposition):
    _, catcher = caught(sealed, [ask(attempts=2), *ALL], inputs=inputs)
    assert event(catcher) == "incomplete"
    assert actions(catcher) == {"name": "answer", "attempts": 2, "disposition": disposition}
    assert (result(catcher)["complete"], result(catcher)["state"]) == (False, "ANSWERED")


def test_of_several_questions_the_answers_are_a_list_in_the_order_of_the_document(sealed):
    _, catcher = caught(sealed, [ask(), ask("[5 DIGITS]", name="zip"), *ALL], inputs=["2", "32801"])
    assert [(one["name"], one["value"]) for one in actions(catcher)] == [("answer", "no"), ("zip", "32801")]
    assert [one["xml"].split('"')[3].split("@")[0] for one in actions(catcher)] == ["0", "1"]


def test_a_question_that_fails_ends_the_document_and_both_are_told(sealed):
    trace, catcher = caught(sealed, [ask(), ask(name="second"), ask(name="third"), *ALL], inputs=["1"])
    assert [one["disposition"] for one in actions(catcher)] == ["SUCCESS", "TIMEOUT"]
    assert event(catcher) == "incomplete" and len(trace.of_kind("speech")) == 2


def test_a_question_that_is_not_required_lets_the_next_one_be_asked(sealed):
    trace, catcher = caught(sealed, [ask(required="false"), ask(name="second"), *ALL], inputs=["", "1"])
    assert [one["disposition"] for one in actions(catcher)] == ["TIMEOUT", "SUCCESS"]
    assert event(catcher) == "continue" and says(trace, "tropo[0].ask failed, but is not required")


def test_an_answer_without_a_name_is_named_after_its_verb(sealed):
    _, catcher = caught(sealed, [ask(name=None), *ALL], inputs=["1"])
    assert actions(catcher)["name"] == "ask"


def test_the_text_that_began_the_conversation_answers_the_first_question_unasked(any_lab):
    swallow = ask("[ANY]", prompt="", name="first")
    trace, catcher = caught(any_lab, [swallow, ask(), *ALL], by="text", text="HELLO THERE", inputs=["no"])
    assert [one["value"] for one in actions(catcher)] == ["HELLO THERE", "no"]
    assert said(trace) == ["Yes or no?"]


def test_a_first_text_that_does_not_match_uses_up_an_attempt(any_lab):
    question = ask(attempts=2, say=PROMPTS)
    trace, catcher = caught(any_lab, [question, *ALL], by="text", text="HELLO THERE", inputs=["no"])
    assert said(trace) == ["Not on the list.", "Yes or no?"]
    assert (actions(catcher)["attempts"], actions(catcher)["value"]) == (2, "no")


def test_a_text_to_a_session_that_waits_answers_its_question(any_lab):
    phone = any_lab.phone(PHONE)
    phone.behave(held=True)
    app, catcher = app_with(any_lab, [ask("[ANY]", "", "first"), ask(), *ALL], [ask(name="again"), *ALL], b"")
    session = phone.text(app.number, "hello")
    assert any_lab.trace(session).state == "running"
    assert [phone.text(app.number, "yes"), phone.text(app.number, "no")] == [session, session]
    assert any_lab.trace(session).outcome.ok
    assert (actions(catcher)[1]["value"], actions(catcher, 2)["value"]) == ("yes", "no")


def test_the_keys_of_a_question_reach_the_phone(sealed):
    for more, inputs, disposition in [
        ({"minConfidence": 95}, ["yes"], "NOMATCH"),
        ({"minConfidence": "90"}, ["yes"], "SUCCESS"),
        ({"choices": {"value": "yes(1)", "mode": "speech"}}, ["1"], "NOMATCH"),
        ({"choices": {"value": "yes(1)", "mode": "keypad"}}, ["1"], "SUCCESS"),
        ({"choices": {"value": "[1-9 DIGITS]", "mode": "dtmf", "terminator": "#"}}, ["12#"], "SUCCESS"),
        ({"choices": [{"value": "yes(1)"}]}, ["1"], "SUCCESS"),
        ({"attempts": 2.0, "bargein": "false", "interdigitTimeout": "3s"}, ["", "1"], "SUCCESS"),
    ]:
        _, catcher = caught(sealed, [ask(**more), *ALL], inputs=inputs)
        assert actions(catcher)["disposition"] == disposition, more


@pytest.mark.parametrize("timeout, seconds", [(10, 10), ("2.5s", 2), (None, 30)])
def test_silence_lasts_as_long_as_the_question_waits(sealed, timeout, seconds):
    _, catcher = caught(sealed, [ask(prompt="", timeout=timeout), *ALL], inputs=[])
    assert result(catcher)["sessionDuration"] == seconds


def test_any_text_is_for_texts_and_matches_nothing_in_a_call(sealed):
    _, catcher = caught(sealed, [ask("[ANY]"), *ALL], inputs=["anything"])
    assert actions(catcher)["disposition"] == "NOMATCH"


def test_a_hangup_during_a_question_fires_hangup(any_lab):
    _, catcher = caught(any_lab, [ask(), *ALL], hangup_after=2)
    assert event(catcher) == "hangup" and result(catcher)["state"] == "DISCONNECTED"
    assert actions(catcher)["disposition"] == "HANGUP" and result(catcher)["complete"] is True


def test_a_signal_ends_a_question_and_fires_the_handler_of_its_name(any_lab):
    any_lab.phone(PHONE).behave(held=True, answer="human")
    trace, catcher = caught(any_lab, [ask(), {"on": {"event": "exit", "next": "/exit"}}, *ALL])
    assert trace.state == "running"
    any_lab.signal(trace.id, "exit")
    assert any_lab.trace(trace.id).outcome.ok and event(catcher) == "exit"
    assert actions(catcher) == {"name": "answer", "attempts": 1, "disposition": "EXTERNAL_EVENT"}


@pytest.mark.parametrize(
    "security, shown, hidden",
    [
        ({}, "'32801'", "nothing to hide"),
        ({"asrLogSecurity": "suppress"}, "(suppressed)", "32801"),
        ({"asrLogSecurity": "mask", "maskTemplate": "XXDDD"}, "'**801'", "32801"),
        ({"asrLogSecurity": "mask"}, "(suppressed)", "32801"),
        ({"maskTemplate": "XXXXX"}, "'32801'", "nothing to hide"),
    ],
)
def test_the_log_shows_as_much_of_an_answer_as_the_question_lets_it(sealed, security, shown, hidden):
    trace, catcher = caught(sealed, [ask("[5 DIGITS]", **security), *ALL], inputs=["32801"])
    assert says(trace, f"The answer {shown}" if shown[0] == "'" else shown) and not says(trace, hidden)
    # the catcher is told in any case
    assert actions(catcher)["value"] == "32801"


def test_the_log_shows_the_words_of_a_verb_unless_they_are_suppressed(sealed):
    private = {"promptLogSecurity": "suppress"}
    secret = [ask(prompt="secret", **private), {"say": {"value": "secret"} | private}]
    trace, _ = caught(sealed, [ask(), *secret], inputs=["1", "1"])
    assert says(trace, 'tropo[0].ask runs: "Yes or no?".') and says(trace, "tropo[1].ask runs: (suppressed).")
    assert not says(trace, "secret") and "secret" in said(trace)


def test_a_question_of_100_000_choices_is_refused_in_one_sentence(sealed):
    trace, _ = caught(sealed, [ask(", ".join(map(str, range(100_000))))])
    assert trace.outcome.sentence.startswith("tropo[0].ask.choices.value: The choices")
    assert rules(trace)[-1] == "bad-choices" and trace.outcome.sentence.count(". ") == 0


def test_a_question_that_is_asked_for_ever_is_refused():
    document = parse(b'{"tropo":[{"ask":{"say":{"value":"x"},"choices":{"value":"1"},"attempts":1000000000}}]}')
    assert str(document.broken) == (
        "tropo[0].ask.attempts is the number 1000000000; it must be a whole number from 1 to 100."
    )
