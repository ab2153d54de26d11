"""Text messages: the parts that the network would have made, and both directions of a conversation."""

import pytest

from tests.catchers import app_with, run
from tropo_lab.platform.network.texts import Text

PHONE = "+14075550112"


@pytest.mark.parametrize(
    "text, segments",
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_counted_in_parts_and_delivered_as_one(text, segments):
    assert Text("+13215550100", PHONE, text, 0, "in").segments == segments


def test_both_directions_of_a_conversation_say_who_texts_whom(sealed):
    app, _ = app_with(sealed, [{"say": {"value": "thanks"}}])
    sealed.phone(PHONE).text(app.number, "hello")
    there, back = (hop.wire.decode().splitlines()[1:3] for hop in sealed.trace().of_kind("text"))
    assert there == [f"From: {PHONE}", f"To: {app.number}"]
    assert back == [f"From: {app.number}", f"To: {PHONE}"]


# where a text or call may go


def refused(lab, to, network="SMS"):
    """The rules of the warnings and errors when somebody is texted (or called) there, and the first sentence."""
    message = {"say": {"value": "hi"}, "to": to, "network": network}
    trace, _ = run(lab, [{"message": message}])
    return [one["rule"] for one in trace.noticed], (trace.noticed or [{"message": ""}])[0]["message"]


@pytest.mark.parametrize("network", ["SMS", "PSTN"])
@pytest.mark.parametrize(
    "to, rule, says",
    [
        ("911", "emergency-number", "'911' is an emergency number, which no app may call or text."),
        ("tel:112", "emergency-number", "'tel:112' is an emergency number"),
        ("+1 911", "emergency-number", "emergency number"),
        ("9-1-1;postd=1", "emergency-number", "emergency number"),
        ("40404", "short-code", "'40404' is a short code: apps reach whole numbers only"),
        ("123-456", "short-code", "short code"),
        ("sip:ann@catcher.example", "sip-address", "is a SIP address; here are phones only"),
        ("SIPS:ann@catcher.example", "sip-address", "is a SIP address"),
        ("Q", "bad-number", "'Q' is not a phone number: write it like +14075550112."),
        ("12", "bad-number", "is not a phone number"),
        ("0901234567", "bad-number", "begins with 0, as numbers do inside a country"),
        ("011442079460112", "bad-number", "begins with 0"),
    ],
)
def test_where_nobody_can_be_reached_the_log_says_why(sealed, to, rule, says, network):
    rules, sentence = refused(sealed, to, network)
    assert rules == [rule] and says in sentence
    assert sealed.engine.cloud.network.phones == {}


@pytest.mark.parametrize(
    "to", [PHONE, "tel:" + PHONE, "Tel:+1 (407) 555-0112", "+1.407.555.0112", "+1-407-555/0112 ;postd=1"]
)
def test_a_number_may_be_written_in_many_forms(sealed, to):
    assert refused(sealed, to)[0] == []
    assert [text.text for text in sealed.phone(PHONE).texts] == ["hi"]


@pytest.mark.parametrize("to", ["4075550112", "14075550112", "(407) 555-0112", "tel:407-555-0112;pause=1s"])
def test_a_us_number_without_a_plus_is_reached_and_the_log_says_as_what(sealed, to):
    rules, sentence = refused(sealed, to)
    assert rules == ["no-country-code"] and f"it was taken as {PHONE}." in sentence
    assert [text.text for text in sealed.phone(PHONE).texts] == ["hi"]


def test_dial_options_are_read_and_said_and_not_played(sealed):
    trace, _ = run(sealed, [{"call": {"to": f"{PHONE};postd=1p2P#;pause=500ms"}}])
    said = [line.text for line in trace.log if "tones" in line.text]
    assert said == [
        "postd=1p2P#: after the answer come the keys 12#, with 2 pauses of 1 second. The lab sends no tones.",
        "pause=500ms: 500 milliseconds pass before the keys. The lab sends no tones.",
    ]
    assert not trace.noticed and not trace.of_kind("input")


def test_dial_options_of_only_pauses_and_in_seconds_are_said_too(sealed):
    trace, _ = run(sealed, [{"call": {"to": f"{PHONE}; postd = p ; pause=2.5S;"}}])
    said = "\n".join(line.text for line in trace.log)
    assert "postd = p: after the answer come no keys, with 1 pause of 1 second." in said
    assert "pause=2.5S: 2.5 seconds pass before the keys." in said


@pytest.mark.parametrize("option", ["postd=hello", "postd", "pause=5", "pause=5h", "ring=1", "postd=" + "1" * 101])
def test_a_dial_option_that_is_none_is_left_out_with_a_warning(sealed, option):
    rules, sentence = refused(sealed, f"{PHONE};{option}")
    assert rules == ["unknown-dial-option"] and f"'{option:.90}" in sentence
