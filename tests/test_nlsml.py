"""The XML of an answer: the same bytes as in captured results, and XML whatever was said."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tropo_lab.platform.control.choices import parse
from tropo_lab.platform.control.nlsml import nlsml
from tropo_lab.platform.control.result import Heard

NAME = "0@5e6f7a8b.vxmlgrammar"
# as captured results hold it: with CR LF, and a line of blanks
CAPTURED = (
    '<?xml version="1.0"?>\r\n<result grammar="{0}">\r\n'
    '    <interpretation grammar="{0}" confidence="{1}">\r\n        \r\n'
    '      <input mode="{2}">{3}</input>\r\n    </interpretation>\r\n</result>\r\n'
)


@pytest.mark.parametrize(
    "grammar, said, channel, concept, confidence, mode, shown",
    [
        ("yes(yes,y,1), no(no,n,2)", "1", "VOICE", "yes", 100, "dtmf", "dtmf-1"),
        ("[5 DIGITS]", "32801", "VOICE", "32801", 100, "dtmf", "32801"),
        ("yes, no", "yes", "TEXT", "yes", 100, "text", "yes"),
        ("department(support)", "support", "VOICE", "department", 53, "speech", "support"),
    ],
)
def test_an_answer_is_reported_as_in_captured_results(grammar, said, channel, concept, confidence, mode, shown):
    choices = parse(grammar)
    # how sure the recogniser was of what it heard is its own affair
    heard = choices.match(said, channel)._replace(confidence=confidence)
    assert heard[:4] == (concept, concept, said, said)
    assert nlsml(heard, NAME, choices) == nlsml(heard, NAME) == CAPTURED.format(NAME, confidence, mode, shown)


@pytest.mark.parametrize(
    "grammar, keyed, shown",
    [
        ("1, 2", "1", "dtmf-1"),
        ("[1 DIGIT]", "1", "1"),
        ("star(*9)", "*9", "dtmf-* dtmf-9"),
        ("zip([2 DIGITS])", "32", "32"),
    ],
)
def test_a_keyed_option_is_told_from_the_digits_of_a_digit_grammar(grammar, keyed, shown):
    choices = parse(grammar)
    assert f'<input mode="dtmf">{shown}</input>' in nlsml(choices.match(keyed, "VOICE"), NAME, choices)


@given(st.text(min_size=1))
def test_whatever_was_written_the_report_is_xml_that_holds_it(said):
    report = nlsml(Heard(said, said, said, said, 100, "text"), '"<' + NAME)
    root = ElementTree.fromstring(report.encode())
    assert root.get("grammar") == '"<' + NAME
    if said.isprintable():
        assert root.find("interpretation/input").text == said
