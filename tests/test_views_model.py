"""What a trace means: steps, bands, lanes, and the place where it broke."""

import pytest
from hypothesis import given

from tests import traces
from tests.catchers import launch, run
from tropo_lab import diagram, mermaid, steps, table, walk, wire
from tropo_lab.trace import AT_LAUNCH, PARTIES, TO_CATCHER, Outcome
from tropo_lab.views.model import read


def told(trace):
    return [(step.label, step.phase, step.actor, [hop.number for hop in step.hops]) for step in read(trace).steps]


def test_a_webapi_trace_has_the_five_steps_of_the_article_and_what_came_afterwards():
    assert told(traces.webapi()) == [
        ("Step 1", "click", "browser", [1]),
        ("Step 2", "launch", "launcher", [2, 3, 4]),
        ("Step 3", "instructions", "tropo", [5]),
        ("Step 4", "instructions", "catcher", [6]),
        ("Step 5", "deliver", "tropo", [7]),
        ("Afterwards", "afterwards", "tropo", [8, 9]),
    ]


def test_a_scripting_trace_has_three_steps_and_says_that_nobody_clicked():
    assert [numbers for *_, numbers in told(traces.scripting())] == [[], [1, 2], [3]]
    assert read(traces.scripting()).steps[0].absence == "Nobody clicked: the launcher was started without a page."
    assert read(traces.scripting()).steps[2].title == "Tropo’s script sends the text"


def test_a_call_is_delivered_until_it_is_hung_up():
    step = read(traces.call()).steps[4]
    assert step.title == "Tropo places the call"
    assert [hop.kind for hop in step.hops] == ["call", "answer", "speech", "hangup"]


def test_documents_and_texts_after_a_result_come_afterwards():
    later = traces.trace(
        "webapi",
        traces.LAUNCH,
        traces.ROUTED,
        traces.ASKED,
        traces.TOLD,
        traces.RESULT,
        traces.TOLD,
        traces.TEXT,
        traces.RESULT,
        traces.DONE,
    )
    assert [hop.number for hop in read(later).steps[-1].hops] == [5, 6, 7, 8, 9]
    assert read(later).steps[4].absence == "Nothing crossed in this step."


def test_a_text_from_a_phone_takes_the_place_of_the_launch():
    step = read(traces.texted()).steps[1]
    assert (step.title, step.actor, [hop.number for hop in step.hops]) == ("A phone texts your app", "phone", [1])
    assert read(traces.texted()).steps[0].absence == "Nobody clicked: a phone started this session."


def test_a_refused_launch_has_no_more_than_click_and_launch():
    reading = read(traces.refused())
    assert told(traces.refused()) == [("Step 1", "click", "browser", []), ("Step 2", "launch", "launcher", [1, 2])]
    assert reading.broken.startswith("Broke at hop 2 (launcher → platform): No app has this token")
    assert reading.title == "no app · 2 hops"


def test_a_broken_session_points_at_the_reply_and_says_what_was_not_reached():
    reading = read(traces.broken())
    assert [row.number for row in reading.rows if row.broke] == [6]
    assert reading.steps[4].absence == "Not reached: the session broke before this."


def test_a_session_that_broke_before_its_kind_of_hop_is_marked_at_its_last_hop():
    outcome = Outcome("no url", TO_CATCHER, "Give it a URL.")
    trace = traces.trace("webapi", traces.LAUNCH, traces.ROUTED, outcome=outcome)
    assert [row.number for row in read(trace).rows if row.broke] == [2]


def test_a_trace_without_hops_says_before_the_first():
    trace = traces.trace("", outcome=Outcome("bad", AT_LAUNCH, "Send a token."))
    assert read(trace).broken == "Broke before the first hop (launcher → platform): Send a token."


def test_a_running_session_says_not_yet():
    running = traces.trace("webapi", traces.LAUNCH, traces.ROUTED, outcome=None)
    assert read(running).steps[4].absence == "Not yet: the session is still running."
    assert read(running).ending == "The session is still running."


def test_a_page_that_comes_late_continues_its_step():
    late = traces.trace("webapi", traces.CLICK, traces.LAUNCH, traces.ROUTED, traces.ASKED, traces.PAGE, traces.TOLD)
    titles = [band.title for band in read(late).bands]
    assert titles[3] == "Your launcher sends the REST request (continued)"


@given(traces.any_trace())
def test_every_hop_stands_in_exactly_one_step_and_the_bands_keep_the_order(trace):
    reading = read(trace)
    assert sorted(hop.number for step in reading.steps for hop in step.hops) == [hop.number for hop in trace.hops]
    assert [row.number for band in reading.bands for row in band.rows] == [hop.number for hop in trace.hops]
    assert {band.step for band in reading.bands} == set(reading.steps)


@given(traces.any_trace())
def test_lanes_are_the_parties_used_in_their_order(trace):
    used = {party for hop in trace.hops for party in (hop.sender, hop.receiver)}
    assert read(trace).lanes == tuple(party for party in PARTIES if party in used)


def test_a_text_that_went_nowhere_says_why(sealed):
    message = {"message": {"say": {"value": "x"}, "to": "abc", "network": "SMS"}}
    shown = str(steps(run(sealed, [message])[0]))
    assert "Nothing crossed: 'abc' is not a phone number" in shown
    assert "The session ran to its end. But: 'abc' is not a phone number" in shown


def test_a_script_breaks_in_the_script(lab):
    app = lab.app("script", messaging=lab.script("say('x')"))
    assert "(in the script): Line 1" in str(steps(launch(lab, app)))


@pytest.mark.parametrize("view", [diagram, mermaid, steps, table, walk])
def test_what_is_no_trace_is_named(view):
    with pytest.raises(TypeError, match=r"such as lab\.trace\(\); this is a list"):
        view([])


def test_wire_wants_one_hop():
    with pytest.raises(TypeError, match=r"such as trace\.hop\(1\); this is a tuple"):
        wire(())
