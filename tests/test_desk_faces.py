"""The desk to look at: as text, as HTML, as a widget. What strangers pasted is harmless in all of them."""

import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk_pastes import PASTES, URL, document
from tests.html_elements import parsed
from tropo_lab import Desk, diagnose
from tropo_lab.errors import BadSetup
from tropo_lab.support.desk.asking import asked
from tropo_lab.support.desk.board import NOTEBOOK, PAGE, Board
from tropo_lab.support.desk.changes import Change
from tropo_lab.support.desk.examples import EXAMPLES

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\x1b[31m"
PLACES = (
    f"{URL}&numbertodial=+14075550112&msg={NASTY}",
    document({"message": {"to": "+14075550112", "say": NASTY}}),
    f"HTTP/1.1 200 OK\nContent-Type: {NASTY}\n\n{NASTY}",
    f"<Response><Say>{NASTY}</Say></Response>",
    f'say("{NASTY}", NASTY)\n',
    NASTY,
)


@pytest.mark.parametrize("place", range(len(PLACES)))
@pytest.mark.parametrize("controls", ["", NOTEBOOK, PAGE])
def test_what_was_pasted_is_harmless_wherever_it_shows(place, controls):
    found = diagnose(PLACES[place])
    shown = Board(PLACES[place], "", found, controls)
    for html in (shown.html, found.html):
        for element in parsed(html)[0]:
            assert element.tag not in ("script", "img", "iframe", "link")
            assert not any(name.startswith("on") for name in element.attributes)
        assert "\u202e" not in html.replace(f">\n{PLACES[place]}".replace("<", "&lt;"), "") or controls
    assert "\u202e" not in found.plain and "\x1b" not in found.plain


def test_text_and_html_say_the_same():
    for name in ("a launch with raw spaces", "an answer with a bare say", "a sound script"):
        found = diagnose(PASTES[name].text)
        words = parsed(found.html)[1]
        for finding in found:
            for sentence in (finding.found, finding.fix):
                assert sentence in found.plain and sentence.replace("`", "") in words
        assert found.taken_for in words and found.taken_for in found.plain
        assert found.next_step in words and repr(found) == str(found) == found.plain


def test_copies_are_offered_where_something_can_be_pressed():
    found = diagnose(PASTES["an answer with a bare say"].text)
    assert "data-tl-copy" not in found.html and "data-tl-copy" not in Board("x", "", found).html
    names = [one for one in parsed(Board("x", "", found, NOTEBOOK).html)[0] if "data-tl-copy" in one.attributes]
    assert len(names) == 3 and not any("hidden" in one.attributes for one in names)
    hidden = [one for one in parsed(Board("x", "", found, PAGE).html)[0] if "data-tl-copy" in one.attributes]
    assert all("hidden" in one.attributes for one in hidden) and len(hidden) == 3


def test_only_what_differs_is_marked_in_both_versions():
    before, after = Change("x", "text", "one two three\nsame", "one 2 three\nsame\nmore").lines
    assert before == [((False, "one "), (True, "two"), (False, " three")), ((False, "same"),)]
    assert after[0][1] == (True, "2") and after[2] == ((True, "more"),)


def test_lines_that_have_little_in_common_are_marked_whole():
    before, after = Change("x", "text", "abc def", "?!").lines
    assert before == [((True, "abc def"),)] and after == [((True, "?!"),)]


# the widget


def test_a_paste_by_call_gives_the_desk_with_its_diagnosis():
    desk = Desk()
    assert desk.diagnosis is None and "desk.paste" in desk.plain and desk.book == b""
    assert desk.paste(PASTES["an answer with a bare say"].text, "text") is desk
    assert desk.diagnosis.findings[0].rule == "say-is-a-string" and desk.at == 4
    book = json.loads(zlib.decompress(desk.book))
    assert len(book["tracks"][0]["frames"]) == 4
    assert "data-tl-own" in desk.state["html"] and "It breaks at catcher → platform" in desk.state["says"]
    data, _ = desk._repr_mimebundle_()
    assert data["text/html"] == desk.html and data["text/plain"] == desk.plain and "data-tl-own" not in desk.html


def test_a_form_and_an_example_do_the_same_as_a_call():
    desk = Desk()
    for place, example in enumerate(EXAMPLES):
        desk._on_form(None, {"text": "", "do": f"example-{place}"}, [])
        called = Desk().paste(example.text, example.wanted)
        assert desk.plain == called.plain and desk.diagnosis.findings and desk.diagnosis.mended
        assert desk.diagnosis.wanted == example.wanted
    desk._on_form(None, {"text": EXAMPLES[2].text.replace("\n", "\r\n"), "wanted": "text", "do": "diagnose"}, [])
    assert desk.diagnosis.findings[0].rule == "message-names-no-network"


def test_a_form_with_nothing_in_it_is_told_beside_it_and_keeps_what_was_found():
    desk = Desk().paste(PASTES["an answer with a bare say"].text)
    before = desk.diagnosis
    desk._on_form(None, {"text": " \r\n", "wanted": "", "do": "diagnose"}, [])
    assert "There is nothing to diagnose yet" in desk.state["html"] and desk.diagnosis is before
    desk.paste("x")
    assert "There is nothing to diagnose yet" not in desk.state["html"] and desk.book == b"" and desk.at == 0


def test_bytes_and_traces_can_be_pasted_by_call():
    desk = Desk().paste(b"\xff\xfe\x00")
    assert not desk.diagnosis.usable
    trace = diagnose(PASTES["an answer with a bare say"].text).trace
    assert desk.paste(trace).diagnosis.trace is trace


@pytest.mark.parametrize(("fields", "words"), [({"do": "dance"}, "cannot do 'dance'"), ({}, "nothing to diagnose")])
def test_a_form_that_asks_for_nothing_is_refused(fields, words):
    with pytest.raises(BadSetup, match=words):
        asked(fields)


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_any_text_can_be_pasted(text):
    shown = Board(text, "", diagnose(text), PAGE)
    assert shown.plain and parsed(shown.html.encode("utf-8", "replace").decode())
