"""The two flows in step: aligned by phase, a reason for each gap, one picture, and facts from the traces."""

import json
import re
import zlib
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tests import conversations, traces
from tropo_lab.views import side_by_side, wire
from tropo_lab.views.model import NAMES

SVG = "{http://www.w3.org/2000/svg}"
PHASES = ["click", "launch", "instructions: asked for", "instructions: given", "deliver", "afterwards"]


def both(at=1):
    return side_by_side(traces.scripting(), traces.webapi(), at)


def any_pair():
    flows = (traces.any_trace().map(lambda trace, flow=flow: trace._replace(flow=flow)) for flow in FLOWS)
    return st.builds(side_by_side, *flows)


FLOWS = ("scripting", "webapi")


def pictures(html):
    """The drawings in some HTML: the broad one, and the slim one."""
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg .*?</svg>", html, re.DOTALL)]


def marked(root, name):
    return [group for group in root.iter(f"{SVG}g") if name in group.get("class").split()]


def hops(trace):
    return [(hop.number, hop.sender, hop.receiver) for hop in trace.hops]


def gaps(shown):
    return {beat.marks: beat.gap for beat in shown.beats if beat.gap}


# beats


def test_the_phases_stand_in_one_order():
    assert [phase.title for phase in both().phases] == PHASES


def test_hops_that_do_the_same_share_a_beat():
    assert [beat.marks for beat in both().beats] == [
        ("w1",),
        ("s1", "w2"),
        ("s2", "w3"),
        ("w4",),
        ("w5",),
        ("w6",),
        ("s3", "w7"),
        ("w8",),
        ("w9",),
    ]


@given(any_pair())
def test_the_beats_hold_each_hop_of_both_traces_once_and_in_order(shown):
    marks = [mark for beat in shown.beats for mark in beat.marks]
    for flow, trace in zip("sw", (shown.scripting, shown.webapi), strict=True):
        assert [mark for mark in marks if mark[0] == flow] == [f"{flow}{hop.number}" for hop in trace.hops]
    assert [beat.number for beat in shown.beats] == list(range(1, shown.length + 1))


@given(any_pair())
def test_hops_in_one_beat_are_of_one_kind_and_a_lone_one_has_a_reason(shown):
    for beat in shown.beats:
        assert len({row.hop.kind for row in beat.rows if row}) == 1
        assert bool(beat.gap) == (None in beat.rows)


def test_scripting_lacks_the_two_steps_with_json_and_says_why():
    found = gaps(both())
    assert found["w5",] == "Nobody has to be asked – the script already sits on Tropo’s side."
    assert found["w6",] == "Nobody has to reply – the lines of the script are the instructions."
    assert found["w8",] == found["w9",] != ""


def test_a_launch_without_a_page_is_the_reason_for_no_click_and_no_answer():
    assert gaps(both())["w1",].startswith("Nobody clicked")
    assert gaps(both())["w4",].startswith("Nobody waits for a page")


def test_what_a_broken_session_did_not_reach_is_a_gap_that_says_so():
    shown = side_by_side(traces.scripting(), traces.broken())
    assert gaps(shown)["s3",] == "Not reached: the session broke before this."
    running = side_by_side(traces.scripting(), traces.broken()._replace(outcome=None))
    assert gaps(running)["s3",] == "Not yet: the session is still running."


def test_a_session_that_a_phone_began_has_no_launcher_and_the_other_no_such_phone():
    found = gaps(side_by_side(traces.scripting(), traces.texted()))
    assert found["s1",] == found["s2",] == "No launcher took part: a phone started this session."
    assert found["w1",] == "No phone started this: a launcher did."


def test_without_a_report_on_either_side_there_is_no_phase_for_it():
    assert side_by_side(traces.scripting(), traces.call()).phases[-1].name == "deliver"


def test_a_phase_without_any_hop_tells_both_reasons():
    click = side_by_side(traces.scripting(), traces.call()).phases[0]
    assert (click.name, click.beats) == ("click", ())
    assert all(reason.startswith("Nobody clicked") for reason in click.reasons)


# walking


@given(any_pair(), st.integers(1, 20))
def test_forward_then_back_is_where_you_were(shown, at):
    here = shown.go(min(at, shown.length)) if shown.length else shown
    assert here.next().back() == (here if here.at < here.length else here.back())
    assert here.back().next() == (here if here.at > 1 else here.next())


def test_traces_without_hops_can_be_walked_without_going_anywhere():
    empty = [traces.trace(flow, outcome=None) for flow in FLOWS]
    shown = side_by_side(*empty)
    assert shown.at == shown.length == 0
    assert shown.next() == shown.back() == shown.last() == shown
    assert "Not yet: the session" in str(shown) and "not yet: the session" in shown.html


def test_a_beat_that_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(IndexError, match="places 1 to 9"):
        both(10)


def test_each_frame_names_both_sides_in_one_sentence():
    frames = both().tracks[0].frames
    assert frames[1].label == "Beat 2 of 9 · launch"
    assert frames[1].says == "Scripting and WebAPI alike: the launcher asks Tropo to start a session."
    assert frames[4].says == (
        "WebAPI alone: Tropo asks your catcher what to do; "
        "gap in Scripting (nobody has to be asked – the script already sits on Tropo’s side)."
    )
    assert all(escape(frame.says) in frame.inner for frame in frames)


def test_a_frame_holds_the_bytes_of_both_hops():
    shown = both(2)
    for trace, number in ((traces.scripting(), 1), (traces.webapi(), 2)):
        assert wire(trace.hop(number)).inner in shown.tracks[0].frames[1].inner
        assert wire(trace.hop(number)).inner in shown.html


def test_a_frame_says_who_sent_what_to_whom_and_what_it_means():
    inner = both().tracks[0].frames[1].inner
    for told in ("WebAPI · hop 2 of 9", ">launcher<", ">Tropo<", "<code>GET /1.0/sessions?", "hands Tropo a token"):
        assert told in inner


def test_the_frame_where_a_session_broke_says_so():
    shown = side_by_side(traces.scripting(), traces.broken(), 6)
    frame = shown.tracks[0].frames[5]
    assert frame.says.endswith("; here WebAPI broke.")
    assert "Broke at hop 6" in frame.inner


def test_the_book_has_the_picture_and_a_frame_for_each_beat():
    book = json.loads(zlib.decompress(both().book))
    assert len(book["tracks"][0]["frames"]) == 9
    assert len(pictures(book["stage"])) == 2


# the picture


@given(any_pair())
def test_both_drawings_parse_back_to_the_hops_of_both_traces(shown):
    for root in pictures(shown.stage):
        keys = [group.get("data-hop") for group in marked(root, "tl-hop")]
        for flow, trace in zip("sw", (shown.scripting, shown.webapi), strict=True):
            assert [key for key in keys if key[0] == flow] == [f"{flow}{hop.number}" for hop in trace.hops]


@given(any_pair())
def test_the_broad_drawing_tells_who_sent_to_whom(shown):
    groups = marked(pictures(shown.stage)[0], "tl-hop")
    for flow, trace in zip("sw", (shown.scripting, shown.webapi), strict=True):
        mine = [group for group in groups if group.get("data-hop")[0] == flow]
        found = [(int(g.get("data-hop")[1:]), g.get("data-sender"), g.get("data-receiver")) for g in mine]
        assert found == hops(trace)


def test_the_hops_of_a_beat_are_drawn_on_one_height():
    broad = pictures(both().stage)[0]
    at = {group.get("data-hop"): group.get("transform") for group in marked(broad, "tl-hop")}
    for beat in both().beats:
        assert len({at[mark] for mark in beat.marks}) == 1
    assert len(set(at.values())) == both().length


def test_each_gap_is_drawn_as_a_box_with_the_word_and_the_reason():
    for root in pictures(both().stage):
        told = [" ".join("".join(part.itertext()) for part in g.iter(f"{SVG}text")) for g in marked(root, "tl-void")]
        assert any(text.startswith("Gap") and "nobody has to be asked" in text for text in told)
        # two hops afterwards, one reason: one box
        assert sum("nobody has to be told" in text for text in told) == 1


def test_the_lane_that_one_flow_lacks_is_named():
    assert "no catcher" in "".join(pictures(both().stage)[0].itertext())


def test_the_hop_where_it_broke_is_crossed_out_and_explained_in_both_drawings():
    for root in pictures(side_by_side(traces.scripting(), traces.broken()).stage):
        (crossed,) = [
            group.get("data-hop")
            for group in marked(root, "tl-hop")
            if group.find(f"{SVG}path[@class='tl-cross']") is not None
        ]
        assert crossed == "w6"
        assert "Broke at hop 6" in "".join(marked(root, "tl-break")[0].itertext())


def test_each_drawing_is_an_image_with_a_title_and_the_beats_in_its_description():
    for root in pictures(both().html):
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text == "Scripting and WebAPI side by side: 3 hops, 9 hops"
        assert "5. instructions: asked for: WebAPI alone: " in root.find(f"{SVG}desc").text


# faces


@pytest.mark.parametrize("at", range(1, 10))
def test_html_and_plain_mark_the_beat_that_is_looked_at(at):
    shown = both(at)
    marks = set(shown.beats[at - 1].marks)
    for root in pictures(shown.html):
        assert {group.get("data-hop") for group in marked(root, "tl-current")} == marks
    assert shown.html.count('aria-current="step"') == 1
    (line,) = [line for line in str(shown).splitlines() if line.startswith("▶")]
    for mark in marks:
        assert f" {mark[1:]}. " in line
    assert f"Beat {at} of 9 · " in str(shown) and f"Beat {at} of 9 · " in shown.html


def test_every_hop_of_both_traces_is_shown_in_plain_and_in_the_table():
    shown = both()
    for trace in (traces.scripting(), traces.webapi()):
        for hop in trace.hops:
            assert f"{hop.number}. {NAMES[hop.sender]} → {NAMES[hop.receiver]}: " in str(shown)
    table = shown.html.partition("The same as a table")[2]
    assert table.count('<b class="tl-dot ') == 12


def test_the_columns_stay_within_a_hundred_characters():
    long = traces.trace("scripting", (*traces.TEXT[:4], "SMS " + "x" * 300, b""))
    assert max(map(len, str(side_by_side(long, traces.broken())).splitlines())) <= 100


def test_a_broken_session_is_marked_in_its_column():
    shown = side_by_side(traces.scripting(), traces.broken())
    assert "| ✕ Broke at hop 6" in str(shown)
    assert "Broke at hop 6" in shown.html


def test_hops_parties_and_seconds_come_from_the_traces():
    facts = {name: values for name, *values in both().facts}
    assert facts["hops"] == ["3", "9"]
    assert facts["who can fail"] == ["launcher, Tropo, phone", "launcher, Tropo, catcher, phone"]
    assert facts["lab seconds spent"] == ["1", "1"]
    called = side_by_side(traces.scripting(), traces.call())
    assert ("lab seconds spent", "1", "8.5") in called.facts


def test_traces_in_the_wrong_places_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="takes a scripting trace, then a webapi trace"):
        side_by_side(traces.webapi(), traces.scripting())
    with pytest.raises(ValueError, match="the webapi one is of a refused launch"):
        side_by_side(traces.scripting(), traces.refused())


# conversations


def talked(at=1):
    return side_by_side(conversations.script_ask(), conversations.voice_ask(), at)


def test_the_same_conversation_shares_a_beat_for_everything_that_reaches_the_phone():
    pairs = [beat.marks for beat in talked().beats if not beat.gap]
    assert pairs == [("s1", "w1"), ("s2", "w2"), *((f"s{n}", f"w{n + 2}") for n in range(3, 7)),
                     ("s7", "w11"), ("s8", "w12"), ("s9", "w15"), ("s10", "w16")]  # fmt: skip


def test_the_phases_of_a_conversation_are_the_rounds_of_the_webapi_flow():
    assert [phase.title for phase in talked().phases] == [*PHASES[:5], "round 2", "round 3"]
    deliver, second, third = (phase.steps[0].title for phase in talked().phases[4:])
    assert deliver == "Tropo’s script places the call, and listens" and second == third == "continued"


def test_a_script_that_hangs_up_after_the_last_report_is_not_told_either():
    sent = conversations.reported(13400, "/grams", 2, actions=conversations.action("grams", "250", "250"))
    hops = conversations.voice_ask().hops
    webapi = traces.trace("webapi", *(hop[1:] for hop in hops[:12]), sent, hops[-1][1:])
    shown = side_by_side(conversations.script_ask(), webapi)
    assert shown.phases[-1].title == "afterwards" and shown.phases[-1].steps[0].title == "continued"
    assert "Nobody has to be told" in shown.phases[-1].beats[0].gap


def test_a_script_is_never_told_what_came():
    found = gaps(talked())
    told = "Nobody has to be told or asked – the script sees for itself what came, and goes on."
    assert [found[mark,] for mark in ("w9", "w10", "w13", "w14")] == [told] * 4


def test_a_script_that_is_fetched_has_no_partner_for_that():
    shown = side_by_side(conversations.fetched(), traces.webapi())
    phase = next(phase for phase in shown.phases if phase.name == "script fetched")
    assert [beat.marks for beat in phase.beats] == [("s3",), ("s4",)]
    assert {beat.gap for beat in phase.beats} == {
        "Nothing has to be fetched – your catcher itself gives the instructions."
    }
    assert ("who holds the instructions", "your script, fetched and run by Tropo", "your catcher, on your server") in (
        shown.facts
    )


def test_a_signal_and_an_upload_find_their_partners():
    for make in (conversations.signalled, conversations.recorded):
        webapi = make()
        hops = [hop for hop in webapi.hops if hop.kind not in ("session", "document", "result")]
        script = webapi._replace(
            flow="scripting", hops=tuple(hop._replace(number=number) for number, hop in enumerate(hops, 1))
        )
        shown = side_by_side(script, webapi)
        assert {beat.rows[1].hop.kind for beat in shown.beats if beat.gap} == {"session", "document", "result"}
