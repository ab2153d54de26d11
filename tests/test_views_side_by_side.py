"""The two flows in one view: aligned by phase, with reasons for the gaps and facts from the traces."""

import pytest

from tests import traces
from tropo_lab.views import side_by_side
from tropo_lab.views.model import NAMES


def both():
    return side_by_side(traces.scripting(), traces.webapi())


def test_the_phases_stand_in_one_order():
    assert [name for name, *_ in both().rows] == [
        "click",
        "launch",
        "instructions: asked for",
        "instructions: given",
        "deliver",
        "afterwards",
    ]


def test_scripting_lacks_the_two_steps_with_json_and_says_why():
    gaps = {name: left.reason for name, left, right in both().rows if left.step is None}
    assert gaps["instructions: asked for"].endswith("already sits on Tropo’s side, so nobody has to be asked.")
    assert list(gaps) == ["instructions: asked for", "instructions: given", "afterwards"]


def test_the_same_phase_has_its_own_number_in_each_flow():
    row = next(row for row in both().rows if row[0] == "deliver")
    assert (row[1].step.number, row[2].step.number) == (3, 5)


def test_hops_parties_and_seconds_come_from_the_traces():
    facts = {name: values for name, *values in both().facts}
    assert facts["hops"] == ["3", "9"]
    assert facts["who can fail"] == ["launcher, Tropo, phone", "launcher, Tropo, catcher, phone"]
    assert facts["lab seconds spent"] == ["1", "1"]
    called = side_by_side(traces.scripting(), traces.call())
    assert ("lab seconds spent", "1", "8.5") in called.facts


def test_without_a_report_on_either_side_there_is_no_row_for_it():
    shown = side_by_side(traces.scripting(), traces.call())
    assert shown.rows[-1][0] == "deliver"


def test_every_hop_of_both_traces_is_shown_in_both_faces():
    shown = both()
    for trace in (traces.scripting(), traces.webapi()):
        for hop in trace.hops:
            assert f"{hop.number}. {NAMES[hop.sender]} → {NAMES[hop.receiver]}: " in str(shown)
    assert shown.html.count("<li ") == 12


def test_the_columns_stay_within_a_hundred_characters():
    long = traces.trace("scripting", (*traces.TEXT[:4], "SMS " + "x" * 300, b""))
    assert max(map(len, str(side_by_side(long, traces.broken())).splitlines())) <= 100


def test_a_broken_session_is_marked_in_its_column():
    shown = side_by_side(traces.scripting(), traces.broken())
    assert "✕ Broke at hop 6" in str(shown) and "Broke at hop 6" in shown.html


def test_traces_in_the_wrong_places_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="takes a scripting trace, then a webapi trace"):
        side_by_side(traces.webapi(), traces.scripting())
    with pytest.raises(ValueError, match="the webapi one is of a refused launch"):
        side_by_side(traces.scripting(), traces.refused())
