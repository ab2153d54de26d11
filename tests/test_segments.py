"""The parts of a text: as many as the network makes, none longer than it allows, and together the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tropo_lab.platform.network.segments import encoding, is_gsm7, parts

LONG = st.text("ab€[😀я\n\x0c\r", max_size=700)


def septets(text):
    return len(text) + sum(text.count(sign) for sign in "\f^{}\\[~]|€")


@pytest.mark.parametrize(
    "text, lengths",
    [
        ("", [0]),
        ("x" * 160, [160]),
        ("x" * 161, [153, 8]),
        ("x" * 306, [153, 153]),
        ("x" * 307, [153, 153, 1]),
        ("€" * 80, [80]),
        ("€" * 81, [76, 5]),
        ("\f" * 81, [76, 5]),
        ("я" * 70, [70]),
        ("я" * 71, [67, 4]),
        ("я" * 135, [67, 67, 1]),
        ("😀" * 35, [35]),
        ("😀" * 36, [33, 3]),
        ("x" * 70 + "я", [67, 4]),
    ],
)
def test_a_text_is_divided_at_the_known_lengths(text, lengths):
    assert [len(part) for part in parts(text)] == lengths


def test_the_euro_sign_counts_two_and_no_pair_is_divided():
    assert parts("x" * 152 + "€" * 10) == ["x" * 152, "€" * 10]


def test_one_character_of_unicode_makes_the_whole_text_unicode():
    assert (encoding("Grüße à la carte, Ø 5 £"), encoding("çe"), encoding("`")) == ("GSM-7", "UCS-2", "UCS-2")


def test_the_alphabet_has_the_137_characters_of_the_standard():
    # 128 places, less the escape, and the ten of the extension table
    assert sum(is_gsm7(chr(code)) for code in range(0x110000)) == 137


@given(LONG)
def test_the_parts_are_the_text_in_order(text):
    assert "".join(parts(text)) == text


@given(LONG)
def test_no_part_is_longer_than_the_network_allows_nor_shorter_than_it_needs_be(text):
    one, each = (160, 153) if is_gsm7(text) else (70, 67)
    found = parts(text)
    # a part alone may need no Unicode: what counts is what the whole is written in
    weigh = septets if is_gsm7(text) else lambda part: len(part.encode("utf-16-le")) // 2
    assert (len(found) == 1) == (weigh(text) <= one)
    if len(found) > 1:
        assert all(each - 1 <= weigh(part) <= each for part in found[:-1]) and 1 <= weigh(found[-1]) <= each
