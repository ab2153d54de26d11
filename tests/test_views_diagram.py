"""The drawing: lanes, the current hop, what does not fit, and where it broke."""

from xml.etree import ElementTree

import pytest

from bench.views import long_trace
from tests import traces
from tropo_lab.trace import COMPLETED, PARTIES, LogLine
from tropo_lab.views import diagram
from tropo_lab.views.lettering import fitted, width, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def drawn(trace, current=None):
    return ElementTree.fromstring(diagram(trace, current).svg)


def marked(root, name):
    return [group for group in root.iter(f"{SVG}g") if name in group.get("class").split()]


def test_a_diagram_is_an_image_with_a_title_and_the_hops_in_its_description():
    root = drawn(traces.webapi())
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "sms · WebAPI flow · 9 hops"
    assert "7. Tropo → phone: SMS to +14075550112" in root.find(f"{SVG}desc").text


def test_all_five_lanes_are_named_in_order():
    lanes = marked(drawn(traces.webapi()), "tl-lane")
    assert [lane.find(f"{SVG}text").text.lower() for lane in lanes] == list(PARTIES)


def test_the_current_hop_is_marked_and_later_ones_are_faded():
    root = drawn(traces.webapi(), 6)
    assert [group.get("data-hop") for group in marked(root, "tl-current")] == ["6"]
    assert [group.get("data-hop") for group in marked(root, "tl-later")] == ["7", "8", "9"]


def test_on_a_stage_every_hop_can_be_marked_and_none_is():
    for svg in str(diagram(traces.webapi()).stage).split("</svg>")[:2]:
        root = ElementTree.fromstring(svg + "</svg>")
        for group in marked(root, "tl-hop"):
            assert [rect.get("class") for rect in group.findall(f"{SVG}rect")][:2] == ["tl-here", "tl-bar"]
        assert marked(root, "tl-current") == marked(root, "tl-later") == []


def test_off_the_stage_only_the_current_hop_holds_a_mark():
    assert diagram(traces.webapi(), 6).drawing.count("tl-here") == 2
    assert "tl-here" not in diagram(traces.webapi()).drawing


def test_the_stage_of_200_hops_is_small_enough_to_send():
    trace = long_trace("webapi")
    assert len(diagram(trace._replace(hops=trace.hops[:200])).stage.encode()) < 245_000


def test_trouble_in_the_log_is_told_with_its_unseen_characters_written_out():
    trace = traces.trace("scripting", traces.LAUNCH, traces.ROUTED, outcome=COMPLETED)
    trace = trace._replace(log=(LogLine(0, 2, "error", "no \x1b[31m such name"),))
    assert "Nothing crossed: no \\x1b[31m such name" in "".join(drawn(trace).itertext())


def test_a_hop_that_is_not_there_cannot_be_current():
    with pytest.raises(IndexError, match="hops 1 to 9"):
        diagram(traces.webapi(), 10)


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_the_tip():
    summary = "SMS to +14075550112: " + "long " * 60
    trace = traces.trace("scripting", (*traces.TEXT[:4], summary, b""))
    group = marked(drawn(trace), "tl-hop")[0]
    assert group.find(f"{SVG}text").text.endswith("…")
    assert group.find(f"{SVG}title").text == f"1. Tropo → phone: {summary}"


def test_the_broken_hop_is_crossed_out_and_explained():
    root = drawn(traces.broken())
    crossed = [
        group.get("data-hop")
        for group in marked(root, "tl-hop")
        if group.find(f"{SVG}path[@class='tl-cross']") is not None
    ]
    told = " ".join(text.text for text in marked(root, "tl-break")[0].iter(f"{SVG}text"))
    assert crossed == ["6"]
    assert told.endswith("look for the error in your catcher’s own log.")


def test_a_step_without_hops_is_drawn_with_its_reason():
    assert "Nobody clicked" in "".join(drawn(traces.scripting()).itertext())


def test_the_html_holds_a_wide_and_a_narrow_drawing_and_the_list():
    html = diagram(traces.webapi()).html
    assert html.count("<svg ") == 2 and "tl-wide" in html and "tl-small" in html
    assert "The same as a list" in html


def test_fitted_text_fits_and_wrapped_text_loses_no_word():
    text = "The catcher answered 500, so there were no instructions: look for the error"
    assert width(fitted(text, 200, 14), 14) <= 200
    assert " ".join(wrapped(text, 200, 14)) == text
