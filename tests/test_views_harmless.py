"""Texts and bytes from strangers do no harm in any face."""

import json
import re
import zlib
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests import conversations, traces
from tropo_lab import EncodingBench, Stepper
from tropo_lab.encodings import encodings
from tropo_lab.escapes import clipped, visible, visible_html
from tropo_lab.exports import FORMS, export
from tropo_lab.trace import COMPLETED, Hop, Outcome
from tropo_lab.views import diagram, diff, follow, mermaid, side_by_side, steps, table, walk, wire
from tropo_lab.views.pause import pause
from tropo_lab.views.phone.handset import handset

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
VOID = {"br", "hr", "img", "input", "wbr"}
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
    "h2",
    "section",
    "mark",
    "ins",
    "del",
    "wbr",
}
# where controls are asked for
CONTROLS = {"form", "label", "input", "textarea", "button", "fieldset", "legend", "select", "option", "noscript"}


class Strict(HTMLParser):
    """Fails on a tag that we do not write, on an attribute that acts or loads, and on tags that do not nest."""

    def __init__(self, allowed=ALLOWED):
        super().__init__()
        self.allowed, self.open, self.words = allowed, [], []

    def handle_starttag(self, tag, attributes):
        assert tag in self.allowed, tag
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
        # what is edited must be there as it is; nothing else happens in a text area
        if self.open and self.open[-1] not in ("style", "textarea"):
            self.words.append(data)


def words(html, controls=False):
    parser = Strict(ALLOWED | CONTROLS if controls else ALLOWED)
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


PAYLOADS_OF_MARKUP = {
    **PAYLOADS,
    "end of an attribute": b"\" autofocus onfocus='alert(1)' x='",
    "end of a text area": b"</textarea></title></style><script>alert(1)</script>",
    "a template": b"{{7*7}}{% include 'x' %}${7*7}",
    "JSON with a script": b'{"tropo":[{"say":{"value":"</script><script>alert(1)</script><!--"}}]}',
    "line ends": b"\n" * 200_000,
}
any_payload = pytest.mark.parametrize("payload", PAYLOADS_OF_MARKUP.values(), ids=PAYLOADS_OF_MARKUP)


def sessions_with(payload):
    """Both flows with the payload in every place that a stranger writes."""
    text = payload.decode("utf-8", "replace")
    launch = (
        b"POST /x?msg=" + payload + b" HTTP/1.1\r\nX: " + payload + b"\r\nCookie: a=" + payload + b"\r\n\r\n" + payload
    )
    told = traces.message("POST / HTTP/1.1", {"session": {"id": text, "parameters": {"msg": text}}})
    said = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + payload
    hops = [
        (0, "launcher", "tropo", "launch", text, launch),
        (1, "tropo", "launcher", "launch-reply", text, said),
        (1, "tropo", "catcher", "session", text, told),
        (2, "catcher", "tropo", "document", text, said),
        (3, "tropo", "phone", "text", text, b"SMS\r\nFrom: 1\r\nTo: 2\r\n\r\n" + payload),
    ]
    outcome = Outcome(text, "platform → handset", text)
    of_flow = {"webapi": hops, "scripting": [*hops[:2], hops[4]]}
    webapi, scripting = (traces.trace(flow, *its, outcome=outcome, app=text) for flow, its in of_flow.items())
    return webapi, scripting


def phone_with(text):
    """The state of a phone whose every word is `text`, but for its own number."""
    calls = [
        {
            "id": text[:30],
            "from": text,
            "to": "+14075550112",
            "state": state,
            "waiting": waits,
            "heard": [text],
            "at": "",
        }
        for state, waits in (("ringing", True), ("active", True), ("ended", False))
    ]
    return {
        "number": "+14075550112",
        "texts": [{"from": text, "to": "+14075550112", "text": text, "segments": 1, "at": text}],
        "calls": calls,
        "behaviour": {"held": False, "answer": "human", "inputs": [text], "hangup_after": None},
        "apps": [{"name": text, "number": text[:40]}],
    }


def held_with(text):
    """A held message as `GET /lab/held` lists it."""
    told = {"id": text[:30], "session": text, "app": text, "number": 3, "kind": "text", "sender": "tropo"}
    return {**told, "receiver": "phone", "summary": text, "wire": text, "editable": True}


def check(html, plain="", controls=False, most=700_000):
    assert not UNSEEN.search(words(html, controls)) and not UNSEEN.search(plain)
    assert "<script" not in html and len(html) < most and len(plain) < 500_000


@any_payload
def test_a_payload_is_harmless_in_every_sequence_its_frames_and_what_the_browser_unpacks(payload):
    webapi, scripting = sessions_with(payload)
    for view in (walk(webapi), side_by_side(scripting, webapi), follow(webapi)):
        check(str(view.opened), most=8_000_000)
        book = json.loads(zlib.decompress(view.book))
        check(book["stage"])
        # each frame is bounded: of a message, so many bytes are looked into, and each can take so many characters
        for label, says, _, inner in (frame for track in book["tracks"] for frame in track["frames"]):
            check(inner, most=2_200_000)
            assert not UNSEEN.search(label + says) and len(label + says) < 1000
        for _ in range(view.length):
            check(view.html, view.plain, most=2_200_000)
            view = view.next()


@any_payload
def test_a_payload_is_harmless_in_the_other_faces(payload):
    (webapi, scripting), text = sessions_with(payload), payload.decode("utf-8", "replace")
    shown = [diff(scripting, webapi), diff(traces.webapi(), webapi), encodings(text), encodings(text[:40])]
    stops = [{"kind": "text", "app": text}]
    shown += [handset(phone_with(text)), pause(stops, [held_with(text)])]
    for face in shown:
        check(face.html, face.plain)
    for face in (handset(phone_with(text), True), pause(stops, [held_with(text)], True), encodings(text, "", True)):
        check(face.html, face.plain, controls=True)
        assert not UNSEEN.search(face.says) and len(face.says) < 1000


@any_payload
def test_a_payload_is_harmless_in_the_state_of_widgets(payload):
    text = payload.decode("utf-8", "surrogateescape")
    state = EncodingBench(text).state
    check(state["html"], controls=True)
    book = json.loads(zlib.decompress(Stepper(trace_with(payload)).book))
    # names and sentences are set as text; the rest becomes HTML as it stands
    check(book["stage"] + "".join(frame[3] for frame in book["tracks"][0]["frames"]), most=4_000_000)
    assert not UNSEEN.search(book["name"])


SMALL = {name: payload for name, payload in PAYLOADS_OF_MARKUP.items() if len(payload) < 20_000}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("payload", SMALL.values(), ids=SMALL)
def test_a_payload_is_harmless_in_every_export(payload, form):
    told = export(sessions_with(payload)[0], form)
    # an archive and a program hold the bytes themselves, each in its own escapes; all are text that a terminal bears
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", told)
    if form == "html":
        assert told.count("<script") == 1 and told.count("</script>") == 1
    if form == "svg":
        ElementTree.fromstring(told)


def test_of_a_thousand_held_messages_the_first_are_shown_and_the_others_counted():
    face = pause([], [{**held_with("x" * 10_000), "id": str(number)} for number in range(1000)], True)
    assert len(face.html) < 500_000 and len(face.plain) < 500_000
    assert "980 more wait behind these" in face.html and "980 more wait behind these" in face.plain


def test_a_scripts_answers_that_are_too_long_for_a_page_are_kept_out_of_it():
    state = phone_with("x")
    state["behaviour"]["inputs"] = ["y" * 1000] * 1000
    face = handset(state, True)
    assert len(face.html) < 50_000 and "too long to be shown here" in face.html


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


@pytest.mark.parametrize("make", conversations.EVERY.values(), ids=conversations.EVERY)
def test_faces_are_equal_when_made_again_and_plain_is_repr_and_str(make):
    for one, other in zip(faces(make()), faces(make()), strict=True):
        assert one._repr_mimebundle_() == other._repr_mimebundle_()
        assert repr(one) == str(one) == one._repr_mimebundle_()["text/plain"]


def test_an_output_has_html_and_plain_text():
    for face in (steps(traces.webapi()), table(traces.webapi()), diagram(traces.webapi()), walk(traces.webapi())):
        assert list(face._repr_mimebundle_()) == ["text/html", "text/plain"]


def test_a_completed_trace_closes_with_its_sentence():
    assert str(steps(traces.webapi())).endswith(f"= {COMPLETED.sentence}")
