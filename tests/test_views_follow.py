"""A value followed through a trace: every place where it is, how it is written there, and where it is lost."""

import json
import zlib
from urllib.parse import quote_plus

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests import conversations, traces
from tests.test_views_harmless import UNSEEN, Strict
from tests.traces import BROWSER, CATCHER, FORM, LAUNCHER, PHONE, ROUTED, TROPO, message
from tropo_lab.trace import COMPLETED
from tropo_lab.views.following.face import follow
from tropo_lab.views.following.occurrences import places as _places
from tropo_lab.views.following.values import Followed, followed


def sent(query, parameters, said, text, clicked="", ascii=True, outcome=COMPLETED):
    """A session: what the launcher sent, what the catcher was told and said, and the text that arrived."""
    hops = [(0, BROWSER, LAUNCHER, "click", "x", message("POST /send HTTP/1.1", clicked, FORM))] if clicked else []
    launch = f"GET /1.0/sessions?action=create&token=fake&{query} HTTP/1.1\r\n\r\n".encode("utf-8", "surrogatepass")
    told = json.dumps({"session": {"parameters": parameters}}, ensure_ascii=ascii)
    document = {"tropo": [{"message": {"say": {"value": said}, "to": "+14075550112"}}]}
    arrived = f"SMS\r\nFrom: +13215550100\r\nTo: +14075550112\r\n\r\n{text}".encode()
    hops += [
        (0, LAUNCHER, TROPO, "launch", "x", launch),
        ROUTED,
        (0, TROPO, CATCHER, "session", "x", message("POST /m HTTP/1.1", told)),
        (0, CATCHER, TROPO, "document", "x", message("HTTP/1.1 200 OK", document)),
        (0, TROPO, PHONE, "text", "x", arrived),
    ]
    return traces.trace("webapi", *hops, outcome=outcome)


def parameters(trace):
    return {name: its.value for name, its in followed(trace).items()}


def places(trace, name, value):
    return _places(trace, Followed(value, homes=frozenset({name})))


def says(trace, name):
    track = next(one for one in follow(trace, name).tracks if one.name == name)
    return [frame.says for frame in track.frames]


# what can be followed


@pytest.mark.parametrize(
    "head, body",
    [
        ("GET /1.0/sessions?token=t&action=create&msg=a+b&to=1 HTTP/1.1", ""),
        ("POST /1.0/sessions?msg=a+b HTTP/1.1\r\nContent-Type: " + FORM, "token=t&to=1"),
        ("POST /1.0/sessions HTTP/1.1\r\nContent-Type: application/json", '{"token":"t","msg":"a b","to":1}'),
        (
            "POST /1.0/sessions HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8",
            '<session><token>t</token><var name="msg" value="a b"/><var name="to" value="1"/></session>',
        ),
    ],
    ids=["query", "form", "JSON", "XML"],
)
def test_the_parameters_of_every_form_of_launch_are_found(head, body):
    launch = (0, LAUNCHER, TROPO, "launch", "x", f"{head}\r\n\r\n{body}".encode())
    trace = traces.trace("scripting", launch)
    assert parameters(trace) == {"msg": "a b", "to": "1"}
    assert [track.name for track in follow(trace).tracks] == ["msg", "to"]
    assert all(
        place.hop.number == 1 for name in ("msg", "to") for place in places(trace, name, parameters(trace)[name])
    )


def test_a_session_that_a_phone_began_is_followed_by_its_text():
    assert parameters(traces.texted()) == {"text": "test Tropo message"}
    assert follow(traces.texted()).track == "text"


def test_a_name_that_was_not_launched_is_refused_with_those_that_were():
    with pytest.raises(ValueError, match=r"under the name 'mgs' in this trace; it has 'numbertodial', 'msg'\."):
        follow(traces.webapi(), "mgs")
    with pytest.raises(ValueError, match="it has none"):
        follow(traces.trace("webapi"), "msg")


def test_a_trace_without_a_value_says_so():
    view = follow(traces.trace("webapi"))
    assert "There is nothing to follow" in str(view) and "There is nothing to follow" in view.html
    assert view.next() == view.first() == view
    assert json.loads(zlib.decompress(view.book))["tracks"] == [{"name": "", "lit": False, "frames": []}]


# every place


def test_a_text_is_followed_from_the_click_to_the_phone():
    assert says(traces.webapi(), "msg") == [
        "Hop 1, browser → launcher, msg: + stands for a space here, as in forms.",
        "Hop 2, launcher → Tropo, msg: unchanged.",
        "Hop 5, Tropo → catcher, session.parameters.msg: JSON text needs no escape here.",
        "Hop 6, catcher → Tropo, tropo[0].message.say.value: unchanged.",
        "Hop 7, Tropo → phone, text: unchanged, now as plain UTF-8.",
    ]


def test_a_number_is_the_same_with_its_plus():
    catcher, phone = says(traces.webapi(), "numbertodial")[3:]
    assert "tropo[0].message.to: the same number, with a + in front; JSON text" in catcher
    assert phone == "Hop 7, Tropo → phone, To: unchanged, now as plain UTF-8."


@pytest.mark.parametrize("written", ["(407) 555-0112", "407-555-0112", "4075550112", "+1 407 555 0112"])
def test_a_number_is_the_same_however_it_is_punctuated(written):
    trace = sent(f"n={quote_plus(written)}", {"n": written}, "hi", "hi")
    assert [place.hop.number for place in places(trace, "n", written)] == [1, 3, 4, 5]


def test_a_longer_number_is_another_one():
    trace = sent("n=14075550112", {"n": "14075550112"}, "call 140755501129", "call 914075550112")
    assert [place.meant for place in places(trace, "n", "14075550112")] == [
        "14075550112",
        "14075550112",
        "+14075550112",
        "+14075550112",
    ]


def test_each_change_of_encoding_is_told():
    told = says(sent("msg=caf%C3%A9", {"msg": "café"}, "café", "café"), "msg")
    assert told == [
        "Hop 1, launcher → Tropo, msg: %C3%A9 stands for é.",
        "Hop 3, Tropo → catcher, session.parameters.msg: JSON text: é is sent as \\u00e9.",
        "Hop 4, catcher → Tropo, tropo[0].message.say.value: unchanged.",
        "Hop 5, Tropo → phone, text: plain UTF-8 on the phone.",
    ]


def test_a_value_inside_a_longer_one_is_found_and_its_own_bytes_are_cut_out():
    trace = sent("msg=%C3%A9t%C3%A9", {"msg": "été"}, 'in "été" 😀', "in été!")
    inside = places(trace, "msg", "été")[2:]
    assert [(place.before, place.sent, place.after) for place in inside] == [
        ('in \\"', "\\u00e9t\\u00e9", '\\" \\ud83d\\ude00'),
        ("in ", "été", "!"),
    ]
    assert says(trace, "msg")[3].endswith("inside a longer value.")


def test_a_word_within_another_word_is_not_the_value():
    trace = sent("msg=here", {"msg": "here"}, "where is there", "where is there")
    assert [place.hop.number for place in places(trace, "msg", "here")] == [1, 3]


def test_a_short_value_is_found_only_under_its_name():
    trace = sent("n=1&msg=1", {"n": "1", "msg": "2"}, "1", "1")
    assert [place.span.path for place in places(trace, "n", "1")] == ["n", "session.parameters.n", "text"]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=3, max_size=15)


@given(WORDS, st.booleans())
@settings(max_examples=60)
def test_any_value_that_crosses_unharmed_is_found_at_each_hop_as_itself(value, ascii):
    # what the messages hold anyway, such as the true of a reply, is found there, too
    without = sent("msg=-", {"msg": "-"}, "-", "-", "msg=-", ascii)
    assume(not any(value.encode() in hop.wire for hop in without.hops))
    trace = sent(f"msg={quote_plus(value)}", {"msg": value}, value, value, f"msg={quote_plus(value)}", ascii)
    found = [place for place in places(trace, "msg", value) if not place.inside]
    assert [place.hop.number for place in found] == [1, 2, 4, 5, 6]
    assert {place.meant for place in found} == {value} and {place.change for place in found} == {""}
    assert not any("goes no further" in one for one in says(trace, "msg"))


# harm


def harmed(trace, name="msg"):
    """The first sentence of harm."""
    frames = next(track for track in follow(trace, name).tracks if track.name == name).frames
    return next(frame.says for frame in frames if "tl-harm" in frame.inner)


def test_a_value_that_is_cut_at_an_ampersand_is_seen_at_the_launch():
    trace = sent("msg=salt & pepper", {"msg": "salt "}, "salt ", "salt ", clicked="msg=salt+%26+pepper")
    assert "Hop 2" in harmed(trace) and "cut off at &, which the launcher did not encode" in harmed(trace)


@pytest.mark.parametrize(
    "value, said, words",
    [
        ("café", "cafÃ©", "misread: its UTF-8 bytes were taken for Latin-1"),
        ("café", "caf?", "characters beyond ASCII became question marks"),
        ("café", "caf\ufffd", "characters beyond ASCII became �"),
        ("salt & pepper", "salt+%26+pepper", "still percent-encoded"),
        ("salt & pepper", "salt%20%26%20pepper", "still percent-encoded"),
        ("salt & pepper", "salt &amp; pepper", "still escaped for HTML"),
        ('say "hi"', 'say \\"hi\\"', "still escaped for JSON"),
        ("salt & pepper", "salt ", "cut off after 5 characters, before “& pepper”"),
    ],
)
def test_a_value_that_the_catcher_harmed_is_found_all_the_same(value, said, words):
    trace = sent(f"msg={quote_plus(value)}", {"msg": value}, said, said)
    assert "Hop 4" in harmed(trace) and words in harmed(trace)


def test_a_value_that_was_encoded_twice_is_still_decoded_in_the_click():
    trace = sent("msg=a%2520b%2520c", {"msg": "a%20b%20c"}, "a%20b%20c", "a%20b%20c", clicked="msg=a+b+c")
    assert "decoded here, where the launcher’s value is still encoded" in says(trace, "msg")[0]
    assert "was it encoded twice?" in says(trace, "msg")[1]


def test_a_value_that_does_not_arrive_goes_no_further():
    trace = sent("msg=salt+and+pepper", {"msg": "salt and pepper"}, "hello", "hello")
    assert says(trace, "msg")[-1] == (
        "msg goes no further: hop 5 reaches the phone without it; hop 3 is the last that carries it."
    )


@pytest.mark.parametrize(
    "trace, words",
    [
        (traces.broken(), "the session broke (status 500); hop 5"),
        (traces.refused(), "the session broke (FAILED TO ROUTE TOKEN); hop 1"),
        (traces.trace("webapi", traces.LAUNCH, traces.ROUTED, outcome=None), "the session is still running; hop 1"),
        (traces.trace("webapi", traces.LAUNCH, traces.ROUTED), "nothing that was sent later holds it; hop 1"),
    ],
    ids=["broken", "refused", "running", "ended"],
)
def test_the_end_of_the_way_has_its_reason(trace, words):
    assert says(trace, "msg")[-1].startswith(f"msg goes no further: {words}")


# faces


def test_each_frame_marks_its_hop_and_all_stay_lit():
    view = follow(traces.webapi(), "msg")
    track = view.tracks[1]
    assert (track.name, track.lit, [frame.marks for frame in track.frames]) == (
        "msg",
        True,
        [("1",), ("2",), ("5",), ("6",), ("7",)],
    )
    assert view.length == 5 and view.next().back() == view


def test_the_value_is_marked_in_the_line_that_it_stands_in():
    frames = follow(traces.webapi()).tracks[1].frames
    marked = [
        'msg=<b class="tl-lit-value">test+Tropo+message</b> HTTP/1.1</pre>',
        '&#34;msg&#34;: &#34;<b class="tl-lit-value">test Tropo message</b>&#34;</pre>',
        '<pre class="tl-line"><b class="tl-lit-value">test Tropo message</b></pre>',
    ]
    for number, line in zip((1, 2, 4), marked, strict=True):
        assert line in frames[number].inner
    assert '<pre class="tl-line">To: <b' in follow(traces.webapi()).tracks[0].frames[4].inner


def test_what_stands_for_something_else_is_marked():
    view = follow(traces.webapi(), "msg")
    assert 'test<b class="tl-stands">+</b>Tropo<b class="tl-stands">+</b>message' in view.html


def test_the_plain_face_lists_all_places_and_shows_the_present_one():
    told = str(follow(traces.webapi(), "msg").go(3)).splitlines()
    assert told[0] == "msg = test Tropo message"
    assert told[4] == "▶ Hop 5, Tropo → catcher, session.parameters.msg: JSON text needs no escape here."
    assert told[-2:] == ["    as sent   test Tropo message", "    as meant  test Tropo message"]


NASTY = st.one_of(st.sampled_from([one for one in traces.NASTY if one]), st.text(min_size=1, max_size=12))


@given(NASTY, NASTY)
@settings(max_examples=60)
def test_nothing_that_strangers_send_does_harm_in_any_frame(name, value):
    query = f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
    clean = value.encode("utf-8", "replace").decode()
    trace = sent(query, {name: value}, value, clean)
    view = follow(trace)
    for track in view.tracks:
        for number, frame in enumerate(track.frames, 1):
            assert not UNSEEN.search(f"{frame.says}{frame.label}{frame.inner}")
            Strict().feed(frame.inner)
            assert "<script" not in frame.inner
            assert not UNSEEN.search(str(view.go(number)) if track.name == view.track else "")


def test_a_megabyte_is_shown_in_part():
    value = "A" * 1_000_000
    view = follow(sent("msg=" + value, {"msg": value}, value, value))
    assert len(view.html) < 250_000 and len(str(view)) < 150_000


def test_a_value_that_is_repeated_without_end_is_followed_in_good_time():
    # what takes the square of this would not end within minutes
    launch = b"GET /1.0/sessions?action=create&msg=abcd HTTP/1.1\r\n\r\n"
    body = b"abcd " * 3000 + b"&abcd=1" * 3000
    hops = [(0, "launcher", "tropo", "launch", "", launch), (1, "tropo", "launcher", "launch-reply", "", body)]
    view = follow(traces.trace("scripting", *hops))
    assert 10 <= view.length <= 60


def test_of_a_launch_with_names_without_end_the_first_can_be_followed():
    query = "&".join(f"name{number}=value{number}" for number in range(2000))
    hop = (0, "launcher", "tropo", "launch", "", f"GET /1.0/sessions?{query} HTTP/1.1\r\n\r\n".encode())
    assert len(follow(traces.trace("scripting", hop)).tracks) == 50


# answers


def test_what_the_phone_says_can_be_followed_after_what_was_launched():
    names = [track.name for track in follow(conversations.voice_ask()).tracks]
    assert names == ["numbertodial", "msg", "answer 1", "answer 2"]
    assert [track.name for track in follow(conversations.text_conversation()).tracks] == ["text", "answer 1"]


def test_a_parameter_is_followed_into_the_prompt_of_a_question():
    assert says(conversations.voice_ask(), "msg")[-2:] == [
        "Hop 4, catcher → Tropo, tropo[1].ask.say.value: unchanged; inside a longer value.",
        "Hop 7, Tropo → phone, text: unchanged, now as plain UTF-8; inside a longer value.",
    ]


def test_a_key_is_followed_as_the_choice_that_it_stands_for_into_the_next_document():
    told = says(conversations.voice_ask(), "answer 1")
    assert "result.actions.concept: the choice that “1” stands for" in told[3]
    assert "Hop 10, catcher → Tropo, tropo[0].ask.say.value" in told[6] and "Hop 11, Tropo → phone" in told[7]
    assert not any("Hop 4," in one or "Hop 7," in one for one in told)


def test_an_answer_by_text_is_followed_back_to_the_phone():
    told = says(conversations.text_conversation(), "answer 1")
    assert told[0].startswith("Hop 5, phone → Tropo, text:") and told[-1].startswith("Hop 8, Tropo → phone, text:")
    assert any("result.actions[1].value" in one for one in told)


def test_what_one_phone_says_is_followed_to_the_other():
    assert [one.partition(":")[0] for one in says(conversations.transferred(), "answer 1")] == [
        "Hop 9, phone → Tropo, text",
        "Hop 10, Tropo → phone, text",
    ]


def test_an_answer_that_a_script_took_has_not_got_lost():
    assert len(says(conversations.script_ask(), "answer 1")) == 1


@pytest.mark.parametrize("body", ["{", "[]", '{"result":[]}', '{"result":{"actions":[1]}}', '{"result":{"actions":3}}'])
def test_a_report_that_cannot_be_read_tells_no_choice(body):
    trace = conversations.voice_ask()
    hops = list(trace.hops)
    hops[8] = hops[8]._replace(wire=message("POST /spice HTTP/1.1", body))
    assert followed(trace._replace(hops=tuple(hops)))["answer 1"].choice == ""
