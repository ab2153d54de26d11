"""Texts and bytes from strangers do no harm in any face."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests import traces
from tropo_lab.escapes import clipped, visible, visible_html
from tropo_lab.trace import COMPLETED, Hop, Outcome
from tropo_lab.views import diagram, mermaid, side_by_side, steps, table, walk, wire

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
VOID = {"br", "hr", "img", "wbr"}
ALLOWED = {
    "div",
    "style",
    "p",
    "b",
    "span",
    "code",
    "pre",
    "ol",
    "li",
    "figure",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "title",
    "desc",
    "g",
    "rect",
    "line",
    "path",
    "text",
    "tspan",
}


class Strict(HTMLParser):
    """Fails on a tag that we do not write, on an attribute that acts or loads, and on tags that do not nest."""

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED, tag
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("src", "href", "id"), name
            assert "url(" not in (value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def words(html):
    parser = Strict()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert "@import" not in html and "url(" not in html
    return "".join(parser.words)


def faces(trace):
    shown = [steps(trace), table(trace), diagram(trace), mermaid(trace), walk(trace)]
    for hop in trace.hops:
        shown += [wire(hop), wire(hop, pretty=False), walk(trace, hop.number), diagram(trace, hop.number)]
    return shown


@given(traces.any_trace())
@settings(max_examples=60)
def test_every_face_of_any_trace_is_wellformed_and_shows_nothing_unseen(trace):
    for face in faces(trace):
        assert not UNSEEN.search(words(face.html))
        assert not UNSEEN.search(str(face))
    assert not UNSEEN.search(diagram(trace).svg)


PAYLOADS = {
    "script": b"<script>alert(1)</script>",
    "terminal escape": b"\x1b]0;title\x07\x1b[2J",
    "bidi": "\u202egnirts\u2069\u200f".encode(),
    "nul": b"a\x00b",
    "broken UTF-8": b"\xff\xfe\xc3(",
    "a megabyte": b"A" * 1_000_000,
    "nested deeply": b"[" * 9000 + b"]" * 9000,
    "many fields": b"a=1&" * 4000,
    "end of a block": b"</pre></div></svg>]]>-->\n```",
}


def trace_with(payload):
    text = payload.decode("utf-8", "surrogateescape")
    message = b"POST /x?" + payload + b" HTTP/1.1\r\nX: " + payload + b"\r\n\r\n" + payload
    hops = (Hop(1, 0, "launcher", "tropo", "launch", text, message), Hop(2, 0, "tropo", "phone", "text", text, payload))
    return traces.Trace("x", text, "scripting", hops, (), Outcome(text, "platform → handset", text))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_harmless_and_of_bounded_size_in_every_face(payload):
    trace = trace_with(payload)
    for face in [*faces(trace), side_by_side(trace, traces.webapi())]:
        assert not UNSEEN.search(words(face.html))
        assert not UNSEEN.search(str(face))
        assert "<script" not in face.html
        assert len(face.html) < 250_000 and len(str(face)) < 150_000
    ElementTree.fromstring(diagram(trace).svg)


def test_bytes_that_are_no_utf8_are_written_as_escapes():
    assert "\\xff\\xfe\\xc3(" in str(wire(trace_with(PAYLOADS["broken UTF-8"]).hop(2)))


def test_an_escape_is_marked_in_html_so_that_it_differs_from_a_typed_backslash():
    assert visible_html("\x1b") == '<span class="tl-esc">\\x1b</span>'
    assert visible_html("\\x1b") == "\\x1b"


def test_emoji_and_accents_stay_as_they_are():
    assert visible("é 漢 👩‍👩‍👧 😀") == "é 漢 👩‍👩‍👧 😀"


def test_a_clipped_text_ends_in_an_ellipsis():
    assert clipped("abcdef", 4) == "abc…"
    assert clipped("abcd", 4) == "abcd"


@pytest.mark.parametrize("make", traces.SAMPLES.values(), ids=traces.SAMPLES)
def test_faces_are_equal_when_made_again_and_plain_is_repr_and_str(make):
    for one, other in zip(faces(make()), faces(make()), strict=True):
        assert one._repr_mimebundle_() == other._repr_mimebundle_()
        assert repr(one) == str(one) == one._repr_mimebundle_()["text/plain"]


def test_an_output_has_html_and_plain_text():
    for face in (steps(traces.webapi()), table(traces.webapi()), diagram(traces.webapi()), walk(traces.webapi())):
        assert list(face._repr_mimebundle_()) == ["text/html", "text/plain"]


def test_a_completed_trace_closes_with_its_sentence():
    assert str(steps(traces.webapi())).endswith(f"= {COMPLETED.sentence}")
