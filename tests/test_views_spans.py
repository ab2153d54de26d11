"""Every byte of a hop has a label: the parts joined are the bytes, and each known part has its sentence."""

import json
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import conversations, traces
from tests.protocol_paths import PATHS
from tropo_lab.fidelity import MARKS
from tropo_lab.trace import KINDS, Hop
from tropo_lab.views.octets.form_part_spans import form_part_spans
from tropo_lab.views.octets.form_spans import form_spans
from tropo_lab.views.octets.json_spans import DEEPEST, json_spans
from tropo_lab.views.octets.keys import UNKNOWN, _entries, known
from tropo_lab.views.octets.sound_spans import sound_spans
from tropo_lab.views.octets.span import LAYOUT, MORE, MOST, NAMES
from tropo_lab.views.octets.spans import LIMIT, sections, spans
from tropo_lab.views.octets.xml_spans import xml_spans

SHORT = settings(max_examples=60)
BITS = st.sampled_from(
    [
        b"GET /1.0/sessions?a=b%20c&d+e=%zz&&x HTTP/1.1",
        *(b"HTTP/1.1 200 OK", b"SMS", b"\r\n", b"\r\n\r\n", b"\n", b": ", b"Host: x", b"Content-Length: 3"),
        b"Content-Type: application/json; charset=utf-8",
        b"Content-Type: text/xml",
        b"Content-Type: application/x-www-form-urlencoded",
        *(b"{", b"}", b"[", b"]", b",", b":", b'"', b'"a"', b'"tropo":', b"\\", b"\\ud83d", b"-1.5e3", b"true"),
        b'{"a": [1, {"b": "\\u00e9"}], "a": null}',
        *(
            b"<a b='c'>",
            b"<var name=\"x\" value='y'/>",
            b"</a>",
            b"<![CDATA[",
            b"]]>",
            b"<!--",
            b"&amp;",
            b"&no;",
            b"<?x?>",
        ),
        *(b"\xff", b"\xc3", "é漢😀".encode(), b"\xef\xbb\xbf", b" ", b"\x00"),
        *(b"%", b"%C3%83%C2%A9", b"+", b"&", b"=", b"#"),
        b"Content-Type: multipart/form-data; boundary=xx",
        *(
            b"--xx",
            b"--xx--",
            b"\r\n--xx\r\n",
            b"Content-Disposition: form-data; filename=a",
            b"Content-Type: audio/wav",
        ),
        *(b"RIFF", b"WAVE", b"fmt ", b"data", b"\x00\x00\x00\x01", b"KEYS", b"WORDS"),
    ]
)
WIRES = st.one_of(st.binary(max_size=60), st.lists(st.one_of(BITS, st.binary(max_size=4)), max_size=25).map(b"".join))
PARTIES = st.sampled_from([("launcher", "tropo"), ("tropo", "catcher"), ("tropo", "phone"), ("phone", "tropo")])


def hop(wire, kind="launch", sender="launcher", receiver="tropo"):
    return Hop(1, 0, sender, receiver, kind, "x", wire)


def posted(body, type="application/json", kind="launch"):
    return hop(b"POST /x HTTP/1.1\r\nContent-Type: %b\r\n\r\n%b" % (type.encode(), body), kind)


def joined(parts):
    return b"".join(part.sent for part in parts)


def at(parts, path, label=None):
    return next(one for one in parts if one.path == path and one.label == (label or one.label))


def odd(parts):
    return [one.odd for one in parts if one.odd]


# the parts are the bytes


@given(WIRES, st.sampled_from(list(KINDS)), PARTIES)
@SHORT
def test_the_parts_of_any_bytes_are_the_bytes(wire, kind, parties):
    parts = spans(hop(wire, kind, *parties))
    assert joined(parts) == wire
    assert all(one.sent and one.label for one in parts)


@given(WIRES, st.booleans(), st.sampled_from([json_spans, xml_spans]))
@SHORT
def test_any_bytes_can_be_taken_for_json_or_xml(data, whole, cut):
    assert joined(cut(data, "launch", "utf-8", whole)) == data


@given(WIRES)
@SHORT
def test_any_bytes_can_be_taken_for_a_form(data):
    assert joined(form_spans(data, "launch")) == data


@given(WIRES)
@SHORT
def test_any_bytes_can_be_taken_for_a_form_with_files_or_a_sound(data):
    assert joined(form_part_spans(data)) == joined(form_part_spans(b"--xx\r\n" + data))[6:] == data
    assert joined(sound_spans(data)) == data


@pytest.mark.parametrize("make", conversations.EVERY.values(), ids=conversations.EVERY)
def test_every_part_of_a_sample_is_meant_and_nothing_looks_odd(make):
    for one in make().hops:
        parts = spans(one)
        assert joined(parts) == one.wire
        assert not odd(parts)
        assert all(part.meaning for part in parts if part.label not in (LAYOUT, MORE, "HTML"))


@pytest.mark.parametrize("size", [LIMIT - 1, LIMIT, LIMIT + 1, 10 * LIMIT])
def test_what_is_beyond_the_limit_is_one_part(size):
    for wire in (b"SMS\r\nX: y\r\n\r\n" + b"a" * size, b"GET /" + b"a" * (size - 5) + b"\r\n\r\n"):
        parts = spans(hop(wire))
        assert joined(parts) == wire
        assert [len(one.sent) for one in parts if one.label == "more bytes"] == [size - LIMIT] * (size > LIMIT)


@pytest.mark.parametrize("before", [b"", b"a", b"aa"])
def test_a_cut_does_not_split_a_character(before):
    parts = spans(hop(b"SMS\r\n\r\n" + before + "漢".encode() * LIMIT))
    assert all(one.sent.decode() for one in parts)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 9000 + b"]" * 9000,
        b'{"a":' * 9000,
        b"<a>" * 5000,
        b"<!-- " * 3000,
        b'{"a":1,' + b'"b":2,' * 2500 + b'"c":3}',
        b"[" + b"1," * 7000 + b"1]",
        b"a=1&" * 4000,
        b"&" * 16000,
    ],
)
def test_no_body_has_more_parts_than_a_page_can_hold(body):
    for type in ("application/json", "text/xml", "application/x-www-form-urlencoded"):
        parts = spans(posted(body, type))
        assert joined(parts).endswith(body)
        assert len(parts) < 6 * MOST


# queries and forms


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
@SHORT
def test_a_query_gives_back_what_was_encoded(pairs):
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
    parts = spans(hop(f"GET /1.0/sessions?{query} HTTP/1.1\r\n\r\n".encode()))
    values = [(one.path, one.meant) for one in parts if one.label == "parameter value"]
    assert values == pairs


def test_a_value_is_decoded_once_and_its_bytes_are_kept():
    value = at(form_spans(b"b=%252B&a=1%2B1", "launch"), "a", "parameter value")
    assert (value.sent, value.meant, value.differs) == (b"1%2B1", "1+1", True)


@pytest.mark.parametrize(
    "query, words",
    [
        (b"a=100%", "no percent escape"),
        (b"a=%zz", "“%zz” is no percent escape"),
        (b"a=%FF", "no UTF-8"),
        (b"a=%2520", "%20 is still there"),
        (b"a=caf%C3%83%C2%A9", "Latin-1"),
        (b"a=%EF%BF%BD", "lost"),
        ("a=é".encode(), "beyond ASCII"),
        (b"a=salt & pepper", "No = follows"),
    ],
)
def test_a_suspicious_value_is_said_to_be_odd(query, words):
    assert [words in told for told in odd(form_spans(query, "launch"))] == [True]


def test_an_address_of_the_form_that_proxies_get_is_cut_into_server_path_and_query():
    parts = spans(hop(b"GET http://api.tropo.com/1.0/sessions?msg=a#b HTTP/1.1\r\n\r\n"))
    assert at(parts, "server").sent == b"http://api.tropo.com"
    assert at(parts, "path").meaning == known("path.sessions").means
    assert [one.sent for one in parts if one.label == "fragment"] == [b"#b"]


# JSON


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
KEYS = st.text(max_size=5)
VALUES = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(KEYS, one, max_size=3), max_leaves=12
)


def leaves(value, path=""):
    """Every value that holds no other, with its path."""
    if isinstance(value, dict) and value:
        return [leaf for key, one in value.items() for leaf in leaves(one, f"{path}.{key}" if path else key)]
    if isinstance(value, list) and value:
        return [leaf for index, one in enumerate(value) for leaf in leaves(one, f"{path}[{index}]")]
    return [(path, value if isinstance(value, str) else json.dumps(value))]


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
@SHORT
def test_json_values_have_their_path_and_what_they_stand_for(value, ascii, indent):
    data = json.dumps(value, ensure_ascii=ascii, indent=indent).encode("utf-8", "surrogatepass")
    parts = json_spans(data, "launch")
    if not any("\ud800" <= char <= "\udfff" for char in data.decode("utf-8", "surrogatepass")):
        assert [(one.path, one.meant) for one in parts if one.label == "JSON value"] == leaves(value)


def test_quotes_of_keys_and_white_space_are_layout_and_numbers_stay_as_written():
    parts = json_spans(b'{ "a" : 1.0,\n"b":1e5}', "launch")
    assert [(one.label, one.sent) for one in parts] == [
        ("layout", b'{ "'),
        ("JSON key", b"a"),
        ("layout", b'" : '),
        ("JSON value", b"1.0"),
        ("layout", b',\n"'),
        ("JSON key", b"b"),
        ("layout", b'":'),
        ("JSON value", b"1e5"),
        ("layout", b"}"),
    ]


@pytest.mark.parametrize(
    "body, words",
    [
        (b'{"a":1,"a":2}', "twice"),
        (b'{"a":"\\x"}', "escape that JSON does not know"),
        (b'{"a":"b\nc"}', "control character"),
        (b'{"a":"\\ud83d"}', "Half a character"),
        (b'{"a":"\xff"}', "no UTF-8"),
        (b'{"a":', "ends before"),
        (b'{"a":1}}', "no JSON"),
        (b'{"a" 1}', "no JSON"),
        (b'{"a":01}', "no JSON"),
        (b'{"a":1,}', "no JSON"),
        (b"['a']", "no JSON"),
        (b'{"a":"b}', "no JSON"),
    ],
)
def test_broken_json_says_where_it_breaks(body, words):
    assert [words in told for told in odd(json_spans(body, "launch"))] == [True]


def test_json_that_was_cut_off_here_or_nests_deeply_is_not_called_broken():
    assert not odd(json_spans(b'{"a":', "launch", "utf-8", False))
    assert not odd(json_spans(b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), "launch"))


def test_a_charset_that_is_named_is_used():
    parts = spans(posted(b'{"msg":"caf\xe9"}', "application/json; charset=ISO-8859-1"))
    assert at(parts, "msg", "JSON value").meant == "café"
    assert not odd(parts)


# XML


def test_the_parameters_of_an_xml_launch_are_found_by_their_names():
    parts = spans(
        posted(b'<session><token>t</token><var name="msg" value="a &amp;&#233;"></var></session>', "text/xml")
    )
    assert at(parts, "session.token", "XML text").meant == "t"
    assert at(parts, "session.var[msg]").meant == "a &é"
    assert at(parts, "session.var[msg]").meaning == known("launch.session.var@value").means


def test_an_entity_of_a_stranger_is_neither_expanded_nor_loaded():
    bomb = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><session><token>&b;</token></session>'
    parts = xml_spans(bomb[bomb.index(b"<session") :], "launch")
    assert at(parts, "session.token", "XML text").meant == "&b;"
    assert "no entity" in odd(parts)[0]
    assert joined(xml_spans(bomb, "launch")) == bomb


@pytest.mark.parametrize(
    "body, words",
    [
        (b"<a><b></a>", "</a> closes nothing"),
        (b"<a>", "still open"),
        (b"<a></a>b", "outside"),
        (b"<a", "no XML"),
        (b"<a>&</a>", "no entity"),
        (b"</a>", "closes nothing"),
    ],
)
def test_broken_xml_says_where_it_breaks(body, words):
    assert words in odd(xml_spans(body, "launch"))[0]


def test_text_in_a_cdata_section_means_itself():
    assert at(xml_spans(b"<a><![CDATA[<&]]></a>", "launch"), "a", "XML text").meant == "<&"


# headings


@pytest.mark.parametrize(
    "wire, words",
    [
        (b"GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\nfour", "It says 3; the body has 4 bytes."),
        (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "It says x; the body has 0 bytes."),
        (b"GET / HTTP/1.1\r\nHost\r\n\r\n", "a name and a colon"),
        (b"GET / HTTP/1.1\nHost: x\r\nA: b\nC: d\r\n\r\n", "without a carriage return"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", "empty line is missing"),
        (b"GET /\r\n\r\n", "no version of HTTP"),
        (b"hello there\r\n\r\n", "neither as HTTP does"),
        (b"GET / HTTP/1.1\r\nX: \xff\r\n\r\n", "no UTF-8"),
        (b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{"tropo":[]}', "the body looks like JSON"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/json\r\n\r\n<session/>", "the body looks like XML"),
        (b"POST / HTTP/1.1\r\nContent-Type: application/json\r\n\r\na=b", "no JSON"),
    ],
)
def test_a_suspicious_heading_is_said_to_be_odd(wire, words):
    assert [words in told for told in odd(spans(hop(wire, "document")))] == [True]


@pytest.mark.parametrize("type", ["text/html; charset=utf-8", "application/xhtml+xml", "text/plain"])
def test_a_page_is_no_broken_xml(type):
    parts = spans(hop(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n<!doctype html><p>hi<br>" % type.encode(), "page"))
    assert not odd(parts)


def test_the_charset_has_a_part_of_its_own():
    parts = spans(posted(b"{}", "application/json; charset=utf-8"))
    assert (at(parts, "Content-Type", "header value").sent, at(parts, "charset", "header value").sent) == (
        b"application/json",
        b"utf-8",
    )


def test_the_short_form_of_a_call_is_cut_into_event_addresses_and_words():
    titles = [section.title for section in sections(traces.call().hop(7))]
    assert titles == ["Phone network", "Addresses", "Text"]
    parts = spans(traces.call().hop(7))
    assert [at(parts, path).meant for path in ("what happens", "text")] == ["SPEECH", "Hello from Tropo"]


def test_the_empty_line_that_ends_the_heading_is_a_part():
    assert [one.sent for one in spans(traces.webapi().hop(2)) if one.label == "end of the heading"] == [b"\r\n"]


def test_an_upload_is_cut_into_boundaries_headings_and_the_fields_of_the_sound():
    parts = spans(conversations.recorded().hop(7))
    assert [one.label for one in parts if one.label == "boundary"] == ["boundary"] * 2
    assert at(parts, "Content-Disposition", "header value").meant.endswith('filename="4f6e0b7d.wav"')
    assert [at(parts, path).meant for path in ("file kind", "samples a second", "sound length")] == [
        "RIFF",
        "8000",
        "200",
    ]
    assert len(at(parts, "samples").sent) == 16 and sum(len(one.sent) for one in parts if one.label == MORE) == 184


def test_a_sound_that_was_put_is_read_without_a_form():
    parts = spans(posted(conversations.tone(), "audio/wav", "upload"))
    assert at(parts, "bits a sample").meant == "8"


def test_what_is_said_to_be_a_sound_and_is_none_is_shown_in_one_piece():
    parts = spans(posted(b"RIFF but no sound", "audio/wav", "upload"))
    assert at(parts, "data").sent == b"RIFF but no soun" and not odd(parts)


def test_a_form_with_files_that_begins_otherwise_looks_odd():
    assert odd(spans(posted(b"file=x", "multipart/form-data; boundary=x")))


def test_a_script_that_was_fetched_is_text_whatever_it_looks_like():
    for script in (b"<?php say('x'); ?>", b'{"a": 1}', b"say('x')"):
        parts = spans(hop(b"HTTP/1.1 200 OK\r\n\r\n" + script, "fetch-reply", "catcher", "tropo"))
        assert at(parts, "body").sent == script and not odd(parts)


def test_an_error_page_in_the_place_of_a_script_is_told_apart():
    wire = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>no</html>"
    assert any(one.label == "HTML" for one in spans(hop(wire, "fetch-reply", "catcher", "tropo")))


def test_keys_and_words_are_told_apart():
    keys, words = (
        at(spans(conversations.voice_ask().hop(8)), "text"),
        at(spans(conversations.recorded().hop(6)), "text"),
    )
    assert keys.meaning == known("phone.keyed").means and words.meaning == known("phone.said").means


# what the parts mean


def test_every_key_of_the_protocol_has_a_sentence():
    assert [path for path in PATHS if known(path.replace("[]", "")) is UNKNOWN] == []


def test_every_sentence_is_short_and_says_how_it_is_known():
    for path, key in _entries().items():
        assert key.means.endswith(".") and len(key.means) <= 105, path
        assert key.how in MARKS and key.source, path


def test_every_entry_is_found_by_its_own_name():
    assert [path for path, key in _entries().items() if known(path) is not key] == []


def test_the_most_specific_sentence_counts():
    assert known("tropo.message.to") is not known("tropo.transfer.to")
    assert known("tropo.transfer.on.ask.say.value") is known("tropo.say.value")
    assert known("session.to.id") is not known("session.from.id")
    assert known("reply.session.token") is known("reply.token") is not known("launch.token")


@pytest.mark.parametrize(
    "path", ["tropo.say.nonsense", "result.name", "session.msg", "other.host", "host.x", "x" * 999]
)
def test_a_key_that_nobody_knows_is_called_unknown(path):
    assert known(path) is UNKNOWN


def test_a_parameter_that_the_launcher_named_is_passed_on():
    parts = spans(traces.webapi().hop(5))
    assert at(parts, "session.parameters.msg").meaning == known("launch.color").means
    assert at(parts, "session.parameters.token").how == "captured"


@pytest.mark.parametrize("label", sorted(NAMES))
def test_names_carry_the_sentence_of_what_they_name(label):
    every = [part for make in conversations.EVERY.values() for one in make().hops for part in spans(one)]
    every += spans(posted(b'<session><var name="a" value="b"/></session>', "text/xml"))
    assert all(part.meaning for part in every if part.label == label)
    assert any(part.label == label for part in every)
