"""The bytes of a hop: laid out for reading, or as they crossed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces
from tropo_lab.trace import Hop
from tropo_lab.views import wire
from tropo_lab.views.layout import indented
from tropo_lab.views.octets import LIMIT, fields


def hop(data):
    return Hop(1, 0, "launcher", "tropo", "launch", "x", data)


def test_a_query_is_shown_as_sent_and_as_meant():
    lines = str(wire(traces.webapi().hop(2))).splitlines()
    assert lines[2].startswith("GET /1.0/sessions?action=create&token=fake0token0")
    assert lines[-1].split(maxsplit=2) == ["msg", "test+Tropo+message", "test Tropo message"]


def test_a_form_body_is_shown_as_fields():
    assert "msg   test+Tropo+message  test Tropo message" in str(wire(traces.webapi().hop(1)))


def test_fields_are_decoded_once_and_keep_their_order():
    assert [tuple(field) for field in fields("b=%252B&a=1%2B1&c&a=%FF")] == [
        ("b", "%252B", "%2B"),
        ("a", "1%2B1", "1+1"),
        ("c", "", ""),
        ("a", "%FF", "\udcff"),
    ]


def test_json_is_indented():
    assert '\n  "tropo": [\n    {\n      "message": {' in str(wire(traces.webapi().hop(6)))


LEAVES = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.lists(VALUES) | st.dictionaries(st.text(), VALUES))
def test_indented_json_is_the_same_json_as_python_would_indent_it(value):
    assert indented(json.dumps(value)) == json.dumps(value, indent=2)


def test_indenting_keeps_how_numbers_and_double_keys_were_written():
    assert indented('{"a":1.0,"a":1e5}') == '{\n  "a": 1.0,\n  "a": 1e5\n}'


def test_what_is_no_json_is_shown_as_it_came():
    assert indented('{"a":') == '{"a":'
    assert indented("[" * 60 + "]" * 60) == "[" * 60 + "]" * 60


def test_xml_is_indented_with_text_between_its_tags():
    shown = "<s>\n  <ok>true</ok>\n  <token></token>\n  <r/>\n</s>"
    assert indented("<s><ok>true</ok><token></token><r/></s>") == shown


def test_xml_that_does_not_close_is_shown_as_it_came():
    assert indented("<a><b></a>") == "<a><b></a>"


def test_raw_bytes_show_their_line_ends():
    assert str(wire(hop(b"GET / HTTP/1.1\r\nHost: x\r\n\r\na\nb"), pretty=False)).split("\n")[2:] == [
        "GET / HTTP/1.1\\r\\n",
        "Host: x\\r\\n",
        "\\r\\n",
        "a\\n",
        "b",
    ]


def test_a_long_body_is_cut_with_the_number_of_bytes_left_out():
    shown = str(wire(hop(b"POST / HTTP/1.1\r\n\r\n" + b"A" * 1_000_000)))
    assert shown.count("A") == LIMIT
    assert shown.endswith(f"({1_000_000 - LIMIT:,} more bytes are left out here; hop.wire holds them all.)")


@pytest.mark.parametrize("before", [b"", b"a", b"aa"])
def test_a_cut_does_not_split_a_character(before):
    shown = str(wire(hop(b"SMS\r\n\r\n" + before + "漢".encode() * LIMIT)))
    assert "\\x" not in shown


def test_more_than_a_hundred_fields_are_counted():
    shown = str(wire(hop(b"GET /?" + b"&".join([b"a=1"] * 130) + b" HTTP/1.1\r\n\r\n")))
    assert shown.endswith("(30 more fields are left out here; hop.wire holds them all.)")


def test_the_short_form_of_a_text_is_shown_whole():
    assert str(wire(traces.webapi().hop(7))) == (
        "hop 7: Tropo → phone, text, 63 bytes\n\nSMS\nFrom: +13215550100\nTo: +14075550112\n\ntest Tropo message"
    )


def test_keys_are_marked_in_html_and_values_are_not():
    html = wire(hop(b'X\r\n\r\n{"a": "b: \\"c\\": d"}')).html
    assert '<span class="tl-key">&#34;a&#34;</span>: &#34;b: \\&#34;c\\&#34;: d&#34;' in html
