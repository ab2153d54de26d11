"""Every encoding taken off, and the way back to where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.leaks import ENCODINGS
from tropo_lab.exports.unfolding import Unfolded, meant

TEXTWISE = sorted(name for name in ENCODINGS if "base64" not in name and name != "form")
WORDS = st.text("abcé漢😀 +&<", min_size=1, max_size=8)


@pytest.mark.parametrize("encoding", TEXTWISE)
@given(words=WORDS)
def test_what_was_encoded_is_read_and_led_back_to_where_it_stands(encoding, words):
    encoded = ENCODINGS[encoding](words)
    unfolded = Unfolded(f"before {encoded} behind")
    assert unfolded.layers[-1] == f"before {words} behind"
    start, end = unfolded.span(7, 7 + len(words))
    assert unfolded.layers[0][start:end] == encoded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("%2525252B", "+"),
        ("\\\\\\\\u002b", "+"),
        ("&amp;amp;#43;", "+"),
        ("\\ud83d\\ude00", "😀"),
        ("\\u{1F600}\\x41\\101", "😀AA"),
        ("1\x002\u200b3\xad4", "1234"),
        ("%C3%A9%ff", "é\udcff"),
        ("100% &copy &nosuch; \\q", "100% &copy &nosuch; \\q"),
    ],
)
def test_these_are_read_as(written, read):
    assert meant(written) == read


def test_digits_of_every_script_are_digits():
    assert Unfolded("١٤０7").readable == ["1407"]


@given(st.text(), st.data())
def test_a_place_leads_back_into_the_text_in_order(text, data):
    unfolded = Unfolded(text)
    last = len(unfolded.layers[-1])
    start = data.draw(st.integers(0, last))
    end = data.draw(st.integers(start, last))
    first, over = unfolded.span(start, end)
    assert 0 <= first <= over <= len(text)
    assert unfolded.span(0, start)[1] <= over
