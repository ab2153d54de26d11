"""Rules that the mutation tests asked for: each found where it is needed, and silent on its neighbours."""

from urllib.parse import quote

import pytest

from tests.diagnosing import ASK, CALL, NEXT, OTHER, PHONE, TEXT, elsewhere, exchange, only, rules, session_json
from tests.exchanges import Exchange, launch, play
from tests.sound_launches import HI
from tests.traces import message
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.exchange import exchange as recorded
from tropo_lab.trace import AT_LAUNCH, RESULT, TO_CATCHER

NUMBER = "numbertodial=14075550112"


def said(words):
    return [{"say": {"value": words}}]


def answered(words, **phone):
    return exchange([CALL, ASK, NEXT], said(words), side="voice", **(phone or {"inputs": ["1"]}))


# words for nothing, in later replies and where they stand alone


@pytest.mark.parametrize("words", ["undefined", "None.", "You said undefined"])
def test_an_answer_that_was_lost_shows_in_the_next_reply(words):
    found = only(answered(words))
    assert (found.rule, found.where, found.severity) == ("value-lost-in-catcher", RESULT, "broken")
    assert "an answer to answer" in found.found and "actions" in found.fix


@pytest.mark.parametrize("words", ["You said yes", "Not null and void: yes", "None of it", "Thank you"])
def test_words_beside_an_answer_that_arrived_are_meant(words):
    assert rules(answered(words)) == []


def test_a_word_for_nothing_alone_in_a_text_is_lost_even_beside_another_text():
    lost = {"message": {**TEXT["message"], "say": {"value": "undefined"}}}
    assert rules(exchange([lost, {"message": {**TEXT["message"], "to": OTHER}}])) == ["value-lost-in-catcher"]


def test_a_caller_who_hears_a_word_for_nothing_is_no_launch():
    (found,) = diagnose_trace(play(Exchange("", begins="call", catcher={"/": said("None")})))
    assert (found.rule, found.hop, found.found) == ("value-lost-in-catcher", 3, "The reply says 'None'.")
    assert "session.parameters" not in found.fix
    assert diagnose_trace(play(Exchange("", begins="call", catcher={"/": said("None of us is here")}))) == ()


def test_a_template_among_the_choices_was_not_filled_in():
    asks = {"ask": {**ASK["ask"], "choices": {"value": "{{ choices }}"}}}
    assert rules(exchange([CALL, asks, NEXT], said("x"), side="voice")) == ["template-not-filled-in"]


# one cause


def test_a_result_without_actions_is_a_consequence_where_nobody_could_be_called():
    page = (500, "KeyError: 'actions'")
    nobody = [{"call": {"to": "+None"}}, ASK, NEXT, {"on": {"event": "incomplete", "next": "/next"}}]
    assert rules(exchange(nobody, page, side="voice")) == ["number-not-filled-in"]
    busy = exchange(
        [CALL, ASK, NEXT, {"on": {"event": "incomplete", "next": "/next"}}], page, side="voice", answer="busy"
    )
    assert rules(busy) == ["no-actions"]


def test_keys_in_place_of_verbs_are_told_once():
    assert rules(exchange([{"to": PHONE, "network": "SMS"}, {"value": "hi"}])) == ["not-one-verb"]
    assert rules(exchange([{"value": "hi"}])) == ["unknown-verb"]


def test_a_text_because_of_a_call_that_failed_is_no_text_in_its_place():
    told = [CALL, {"on": {"event": "incomplete", "next": "/next"}}]
    assert rules(exchange(told, [TEXT], side="voice", answer="busy"), "call") == []
    assert rules(exchange([TEXT], side="voice"), "call") == ["text-for-a-call"]


def test_a_message_with_a_voice_of_its_own_is_meant_to_be_heard():
    heard = [{"message": {"to": PHONE, "say": {"value": "hi there"}, "voice": "allison"}}]
    assert rules(exchange(heard)) == rules(exchange(heard), "call") == []
    assert rules(exchange(heard), "text") == ["message-names-no-network"]


# names


@pytest.mark.parametrize("error, rule", [
    ("KeyError: 'parameters'", "value-read-at-wrong-level"),
    ("KeyError: 'mgs'", "name-misspelt"),
    ("KeyError: 'numbertodail'", "name-misspelt"),
    ("KeyError: 'colour'", "catcher-failed"),
])  # fmt: skip
def test_a_name_that_is_not_there_is_told_with_what_the_launch_passed(error, rule):
    found = only(exchange((500, error)))
    assert (found.rule, found.hop) == (rule, 4)
    assert rule == "value-read-at-wrong-level" or "numbertodial, msg" in found.message


# launches


@pytest.mark.parametrize("value", ["1%20+%201", "a+++b", "C%2B%2B%20+%20x"])
def test_a_plus_in_a_text_that_became_a_blank_shows_in_how_its_blanks_were_sent(value):
    found = only(exchange(query=f"{NUMBER}&msg={value}"))
    assert (found.rule, found.hop, found.severity) == ("plus-became-blank", 1, "suspicious")


@pytest.mark.parametrize("value", ["a+b", "a%20b", "a++b", "+++", "1+%2B+1", "++a++b++", "a%2Bb%20c"])
def test_blanks_that_are_sent_in_one_way_are_sound(value):
    assert rules(exchange(query=f"{NUMBER}&msg={value}")) == []


@pytest.mark.parametrize("value", ["日本語 x", "и ещё", "😀"])
def test_letters_of_any_script_that_were_read_as_latin_1_are_found(value):
    spoilt = quote(value.encode().decode("latin-1"))
    assert only(exchange(query=f"{NUMBER}&msg={spoilt}")).rule == "read-as-latin-1"
    assert rules(exchange(query=f"{NUMBER}&msg={quote(value)}")) == []


def test_words_that_end_in_odd_letters_are_no_spoilt_ones():
    assert rules(exchange(query=f"{NUMBER}&msg=CAF%C3%89%C2%BB")) == []


def test_a_letter_that_was_lost_before_the_launch_is_found():
    found = only(exchange(query=f"{NUMBER}&msg=caf%EF%BF%BD"))
    assert (found.rule, found.hop, found.where) == ("letter-lost", 1, AT_LAUNCH)


def test_a_label_that_hides_a_body_is_the_one_cause():
    body = launch({**HI, "msg": "Fish & chips"}, "json")
    headers = tuple((name, value) for name, value in body.headers if name != "Content-Type")
    form = ("Content-Type", "application/x-www-form-urlencoded")
    (found,) = diagnose_trace(play(Exchange("", launch=body._replace(headers=(*headers, form)))))
    assert found.rule == "body-is-mislabelled"


@pytest.mark.parametrize("path", ["/session", "/sessions/1.0", "/"])
def test_a_launch_that_went_to_another_path_of_tropo_is_a_launch(path):
    asked = f"GET {path}?action=create&token=abc HTTP/1.1\r\nHost: api.tropo.com\r\n\r\n".encode()
    trace = recorded(asked, b"HTTP/1.1 404 Not Found\r\n\r\n")
    assert [(one.rule, one.hop) for one in diagnose_trace(trace)] == [("launch-elsewhere", 1)]
    elsewhere = recorded(asked.replace(b"api.tropo.com", b"catcher.example"), b"HTTP/1.1 404 Not Found\r\n\r\n")
    assert elsewhere.hops[0].kind == "click"


# addresses


@pytest.mark.parametrize("begins, side", [("call", "voice"), ("hello", "messaging")])
def test_a_number_without_an_address_is_told_without_a_word_of_tokens(begins, side):
    (found,) = diagnose_trace(play(Exchange("", begins=begins, address="")))
    assert (found.rule, found.hop, found.where) == ("no-address", 1, TO_CATCHER)
    assert side in found.found and "token" not in found.message + found.fix


def test_a_key_in_the_wrong_place_is_not_missing_as_well():
    found = only(exchange([{"message": {"say": {"value": "hi", "to": PHONE}, "network": "SMS"}}]))
    assert (found.rule, found.fix) == ("key-in-wrong-place", "Move `to` one level up, beside `say`.")


# a launch is flat


def posted(**body):
    wire = message("POST /1.0/sessions HTTP/1.1\r\nHost: api.tropo.com", {"token": "TOKEN", **body})
    return elsewhere([TEXT], wire, session_json(msg="hi"))


@pytest.mark.parametrize("name, severity", [("parameters", "broken"), ("session", "broken"), ("order", "suspicious")])
def test_values_that_lie_deeper_than_tropo_looks_are_found(name, severity):
    found = only(posted(**{name: {"numbertodial": PHONE, "msg": "hi"}}))
    assert (found.rule, found.hop, found.severity) == ("values-lie-too-deep", 1, severity)
    assert found.fix == "Put numbertodial, msg beside `token`, each with its value."


@pytest.mark.parametrize("value", ["hi", 3, True, [1], {}])
def test_other_values_of_a_launch_may_stand_there(value):
    assert rules(posted(parameters=value)) == []


@pytest.mark.parametrize(
    "var, words",
    [
        ('<var name="msg" value="Fish & chips"/>', "a bare &, in '& chips"),
        ('<var name="msg" value="hi">', "is not whole"),
    ],
)
def test_xml_that_cannot_be_read_is_the_cause_and_not_the_token_in_it(var, words):
    body = f"<session><token>TOKEN</token>{var}</session>"
    wire = message("POST /1.0/sessions HTTP/1.1\r\nHost: api.tropo.com", body, "text/xml")
    found = only(elsewhere([TEXT], wire, session_json(msg="hi")))
    assert (found.rule, found.hop) == ("body-is-not-xml", 1) and words in found.found
