"""The encoding bench: what launchers send, what comes of it, and what is said of that."""

import json
import re
import socket
from http.client import HTTPResponse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import traces  # noqa: F401 (its hypothesis profile)
from tests.html_elements import check_controls, parsed
from tropo_lab import Lab
from tropo_lab.encodings import encodings
from tropo_lab.encodings.alterations import changes, named, told
from tropo_lab.encodings.bench import LONGEST, carried
from tropo_lab.encodings.careless_launcher import FORMS, MISTAKES, NUMBER, TOKEN
from tropo_lab.errors import BadSetup
from tropo_lab.launcher import LaunchRequest

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
TEXTS = (
    "hello",
    "1+1=2",
    "Fish & chips, 100% + 1?",
    "a&b=1&c",
    "x&",
    "room #7",
    "#",
    "50%41%zz",
    'say "hi" <b> \\n',
    "two\nlines\r\n\tand a tab",
    " both ends ",
    "end   ",
    "Zoë, café €5 😀",
    "日本語",
    "&token=stolen",
    '","token":"stolen',
    "&action=destroy",
    "&numbertodial=1",
    "&msg=other",
    "a\x01b\x7f",
    "a HTTP/1.1",
    "",
)
no_control = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
sendable = st.text(no_control | st.sampled_from("\n\r\t"), max_size=40)
any_text = st.text(st.sampled_from(" +&=#%\"'<>\\\n\r\t\x00éß€😀,") | st.characters(), max_size=30)


def rows(text, mistake=""):
    return {(row.form, row.way): row for row in carried(text, mistake)}


def row(text, form, mistake=""):
    """The first row of that form."""
    return next(row for row in carried(text, mistake) if row.form == form)


# what is sent


@given(sendable)
def test_without_a_mistake_the_bench_sends_what_the_launcher_sends(text):
    request = LaunchRequest(TOKEN, {"numbertodial": NUMBER, "msg": text})
    assert [row.sent.wire for row in carried(text)] == [request.wire(form) for form in FORMS]


@given(any_text, st.sampled_from(MISTAKES))
def test_a_mistake_changes_nothing_but_the_value_and_the_length(text, mistake):
    for row in carried(text, mistake):
        if row.sent.wire:
            _, before, value, after = row.sent
            usual = next(other for other in carried("hello") if other.form == row.form).sent
            assert (before, after) == (usual.before, usual.after)
            assert before + value + after in row.sent.wire
            length = re.search(rb"Content-Length: (\d+)", row.sent.wire)
            assert length is None or int(length[1]) == len(before + value + after)


@pytest.mark.parametrize(
    ("form", "mistake", "way", "value"),
    [
        ("get", "", 0, b"a+%26+%22%C3%A9%22"),
        ("json", "", 0, 'a & \\"é\\"'.encode()),
        ("xml", "", 0, "a &amp; &quot;é&quot;".encode()),
        ("form", "not encoded", 0, 'a & "é"'.encode()),
        ("json", "not encoded", 0, 'a & "é"'.encode()),
        ("get", "encoded twice", 0, b"a%2B%2526%2B%2522%25C3%25A9%2522"),
        ("json", "encoded twice", 0, '\\"a & \\\\\\"é\\\\\\"\\"'.encode()),
        ("xml", "encoded twice", 0, "a &amp;amp; &amp;quot;é&amp;quot;".encode()),
        ("form", "wrong charset", 0, b"a+%26+%22%E9%22"),
        ("json", "wrong charset", 0, b'a & \\"\xe9\\"'),
        ("xml", "wrong charset", 1, "a &amp; &quot;Ã©&quot;".encode()),
    ],
)
def test_the_values_own_bytes_are_what_such_a_launcher_writes(form, mistake, way, value):
    found = [row for row in carried('a & "é"', mistake) if row.form == form]
    assert found[way].sent.value == value


def test_what_follows_a_hash_in_an_address_stays_at_home():
    assert row("a#b", "get", "not encoded").sent.value == b"a"
    assert row("a#b", "form", "not encoded").sent.value == b"a#b"


# what comes of it


@given(sendable)
def test_without_a_mistake_every_text_reaches_the_phone_unharmed_in_every_form(text):
    assert [(row.unharmed, row.says) for row in carried(text)] == [(True, "arrived unharmed")] * len(FORMS)


class Echo:
    """A catcher that texts on what it finds as `msg`, and keeps what it was told."""

    def __init__(self):
        self.told = []

    def __call__(self, environ, start_response):
        asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        given = asked["session"]["parameters"]
        self.told.append(given)
        message = {"say": {"value": given["msg"]}, "to": given["numbertodial"], "channel": "TEXT", "network": "SMS"}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"tropo": [{"message": message}]}).encode()]


def status(lab, wire):
    host, _, port = lab.address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(wire)
        reply = HTTPResponse(connection)
        reply.begin()
        reply.read()
        return reply.status


def test_a_lab_behind_a_real_port_makes_the_same_of_the_same_bytes():
    with Lab() as lab:
        echo = Echo()
        lab.app("bench", messaging=f"{lab.host(echo)}/messaging", messaging_token=TOKEN)
        for text in TEXTS:
            for mistake in MISTAKES:
                for row in carried(text, mistake):
                    if not row.sent.wire:
                        continue
                    echo.told.clear()
                    seen = len(lab.phone(NUMBER).texts)
                    came = status(lab, row.sent.wire)
                    assert (came == 400) == (row.parameters is None), row
                    texts = [text.text for text in lab.phone(NUMBER).texts[seen:]]
                    assert texts == ([row.text.text] if row.text else []), row
                    assert [told["msg"] for told in echo.told] == [row.read] * bool(row.told), row


def test_the_catcher_is_told_by_the_session_json_strays_included():
    assert row("a&b=c", "form", "not encoded").told == '"msg":"a","b":"c"'
    assert json.loads("{" + row('"\n😀', "get").told + "}") == {"msg": '"\n😀'}


@pytest.mark.parametrize(
    ("text", "segments", "beyond"),
    [("é{€", 1, ""), ("x" * 161, 2, ""), ("{" * 81, 2, ""), ("ê" * 71, 2, "ê"), ("a😀b😀漢", 1, "😀漢")],
)
def test_the_phone_counts_segments_and_names_what_left_the_gsm_alphabet(text, segments, beyond):
    assert (row(text, "json").text.segments, row(text, "json").beyond_gsm) == (segments, beyond)


def test_what_tropo_warns_of_is_told():
    [remark] = row("é", "form", "wrong charset").remarks
    assert "not UTF-8 (byte 0xe9)" in remark and remark in str(encodings("é", "wrong charset"))


# what is said of it


@pytest.mark.parametrize(
    ("text", "form", "mistake", "sentence"),
    [
        ("Fish & welcome", "form", "not encoded", "cut at the & – the rest became a parameter named ‘ welcome’"),
        ("a&b&c", "get", "not encoded", "cut at the & – the rest became parameters named ‘b’ and ‘c’"),
        ("x&", "get", "not encoded", "& at the end was lost"),
        ("+ & x", "form", "not encoded", "+ arrived as a space, cut at the & – the rest became a parameter named ‘ x’"),
        ("room#7", "get", "not encoded", "cut at the # – the rest never left the launcher"),
        ("end ", "get", "not encoded", "a space at the end was lost"),
        ("%41%zz", "form", "not encoded", "%41 became A"),
        ('a" b="c', "xml", "not encoded", 'cut at the " – the rest was lost'),
        ("a\nb", "xml", "not encoded", "a line break arrived as a space"),
        ("a\\nb", "json", "not encoded", "\\n arrived as a line break"),
        ("&token=x", "form", "not encoded", "cut at the & – the rest was lost, the parameter 'token' was overwritten"),
        ("&action=x", "get", "not encoded", "cut at the & – the rest was lost, the parameter 'action' was overwritten"),
        ("a b, c", "get", "encoded twice", "a space became + (2 times), ‘,’ became %2C"),
        ("é b&", "form", "encoded twice", "é became %C3%A9, a space became +, & became %26"),
        ("a<b>&\"", "xml", "encoded twice", "< became &lt;, > became &gt;, & became &amp;, 1 more change"),
        ("hi", "json", "encoded twice", '" was added at the start, " was added at the end'),
        ("café 😀", "get", "wrong charset", "é became �, 😀 became ?"),
    ],
)  # fmt: skip
def test_one_sentence_says_what_was_lost_or_changed(text, form, mistake, sentence):
    assert row(text, form, mistake).says.split(", refused:")[0] == sentence


def test_utf_8_that_was_taken_for_latin_1_arrives_as_two_signs_in_every_form():
    found = [row for row in carried("é", "wrong charset") if "taken for latin-1" in row.way]
    assert [(row.form, row.says) for row in found] == [(form, "é became Ã©") for form in FORMS]


@pytest.mark.parametrize(
    ("text", "form", "mistake", "words"),
    [
        ("hello world", "get", "not encoded", "refused: This request cannot be read (its first line has 4 parts"),
        ("a\nb", "get", "not encoded", "a line break ends its first line too early"),
        ("é", "get", "not encoded", "its address holds the byte 0xc3"),
        ('"', "json", "not encoded", "refused: The body is labelled JSON but cannot be read as JSON"),
        ("&", "xml", "not encoded", "refused: The body is labelled XML but cannot be read as XML"),
        ("é", "json", "wrong charset", "refused: The body is labelled JSON"),
        ("&token=x", "get", "not encoded", "refused: The token 'x' belongs to no app here"),
        ("&numbertodial=1", "get", "not encoded", "'numbertodial' was overwritten, nothing reached this phone"),
        ("a\x01", "xml", "", "not sent: XML cannot carry the character U+0001 in 'msg'; send it in another form."),
        ("a\ud83c", "json", "encoded twice", "not sent: The text of 'msg' holds half of a character"),
        ("a\ud83c", "form", "not encoded", "not sent: The text of 'msg' holds half of a character"),
    ],
)
def test_what_does_not_arrive_has_the_sentence_of_whoever_refuses_it(text, form, mistake, words):
    assert words in row(text, form, mistake).says and row(text, form, mistake).text is None


@given(any_text, st.sampled_from(MISTAKES))
def test_the_changes_make_of_what_was_typed_what_was_read(text, mistake):
    for row in carried(text, mistake):
        if row.read is not None:
            assert applied(row.changes, text) == row.read
            assert row.unharmed is (row.says == "arrived unharmed")


@given(any_text, any_text)
def test_the_changes_between_any_two_texts_lead_from_one_to_the_other(typed, came):
    assert applied(changes(typed, came), typed) == came
    assert (changes(typed, came) == ()) == (typed == came)
    assert len(told(changes(typed, came), typed)) <= 4


def applied(found, typed):
    made, end = "", 0
    for change in found:
        assert typed[change.at : change.ends] == change.typed and change.at >= end
        made += typed[end : change.at]
        assert change.came_at == len(made)
        made, end = made + change.came, change.ends
    return made + typed[end:]


def test_pieces_are_named_so_that_they_can_be_read():
    assert [named(piece) for piece in (" ", "\n", "\t", "a b", ",", "\x1b")] == [
        "a space", "a line break", "a tab", "‘a b’", "‘,’", "\\x1b",
    ]  # fmt: skip


# what is refused by the bench itself


@pytest.mark.parametrize(
    ("text", "mistake", "sentence"),
    [
        ("x" * 1001, "", "The bench takes up to 1,000 characters; this text has 1,001, so shorten it."),
        ("x", "typo", "There is no mistake 'typo' here; choose one of not encoded, encoded twice, wrong charset."),
        (5, "", "The bench takes a text; write '5' in place of 5."),
    ],
)
def test_what_the_bench_cannot_take_is_one_sentence(text, mistake, sentence):
    with pytest.raises(BadSetup) as refusal:
        carried(text, mistake)
    assert str(refusal.value) == sentence


def test_the_face_of_too_long_a_text_keeps_its_form_and_says_so():
    face = encodings("x" * (LONGEST + 1), controls=True)
    assert face.says == face.plain and "so shorten it" in face.plain
    assert "so shorten it" in face.html and "<textarea" in face.html and "<table" not in face.html


# how it looks


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("text", TEXTS)
def test_both_faces_tell_the_same(text, mistake):
    face = encodings(text, mistake)
    words = parsed(face.html)[1]
    for row in carried(text, mistake):
        assert visible_in(row.says, words) and visible_in(row.says, face.plain)
        assert visible_in(row.way, words) and visible_in(row.way, face.plain)
        if row.text:
            assert f"{row.text.segments} segment" in words and f"{row.text.segments} segment" in face.plain
    assert face.says in words and face.says in face.plain


def visible_in(text, shown):
    return UNSEEN.sub("", text) in shown or text.encode("unicode_escape").decode() in shown


@pytest.mark.parametrize("controls", [False, True])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_nasty_text_of_full_length_is_harmless_and_bounded(mistake, controls):
    text = ("<script>alert(1)</script></textarea>\x1b[2J\u202e\x00\n" * 30)[:LONGEST]
    face = encodings(text, mistake, controls)
    elements, words = parsed(face.html)
    assert "<script" not in face.html and len(face.html) < 250_000 and len(face.plain) < 150_000
    assert not UNSEEN.search(face.plain)
    if not controls:  # a field holds what was typed into it
        assert not UNSEEN.search(words)
    assert {element.tag for element in elements} & {"form", "input", "button"} == (
        {"form", "input", "button"} if controls else set()
    )


def test_the_differing_signs_are_marked_where_they_were_typed_and_where_they_came():
    face = encodings("1+1", "not encoded")
    assert "typed         1⟦+⟧1" in face.plain and "Tropo reads   1⟦ ⟧1" in face.plain
    assert "<code>1<del>+</del>1</code>" in face.html and "<code>1<ins> </ins>1</code>" in face.html


def test_of_a_request_only_the_values_own_bytes_are_marked():
    assert "&msg=⟦1%2B1⟧ HTTP/1.1" in encodings("1+1").plain
    assert '&amp;msg=<mark class="tl-launcher">1%2B1</mark> HTTP/1.1' in encodings("1+1").html


def test_the_table_has_a_caption_and_headers_and_the_form_has_labels():
    html = encodings("é", "wrong charset", controls=True).html
    check_controls(html)
    assert html.count("<caption>") == 1 and html.count('scope="col"') == 4 and html.count('scope="rowgroup"') == 8
    chosen = [one.attributes["value"] for one in parsed(html)[0] if "checked" in one.attributes]
    assert chosen == ["wrong charset"] and 'data-tl-live="type"' in html


def test_the_sentence_to_announce_counts_what_came_through():
    says = "Of 4 requests, 1 came through unharmed, 1 changed and 2 not at all."
    assert encodings("Café & crème: 100% + 1?", "not encoded", controls=True).says == says


def test_made_again_it_is_the_same():
    assert encodings("é & 😀", "encoded twice").html == encodings("é & 😀", "encoded twice").html
