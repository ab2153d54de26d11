"""What a trace means: steps, bands, lanes, and the place where it broke."""

import pytest
from flask import Flask
from hypothesis import given

from tests import conversations, traces
from tests.catchers import app_with, launch, run
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


def test_each_result_that_leads_on_begins_a_round_and_the_last_report_is_afterwards():
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
    assert told(later)[-2:] == [
        ("Round 2", "round 2", "tropo", [5, 6, 7]),
        ("Afterwards", "afterwards", "tropo", [8, 9]),
    ]
    assert read(later).steps[4].absence == "Nothing crossed in this step."


def test_a_conversation_goes_in_rounds_that_begin_with_a_report():
    reading = read(conversations.voice_ask())
    assert [(step.label, [hop.kind for hop in step.hops]) for step in reading.steps[4:]] == [
        ("Step 5", ["call", "answer", "speech", "input"]),
        ("Round 2", ["result", "document", "speech", "input"]),
        ("Round 3", ["result", "document", "speech", "hangup"]),
    ]
    assert reading.steps[4].title == "Tropo places the call, and listens"


def test_a_hang_up_after_the_last_report_makes_no_round_of_it():
    assert [step.label for step in read(conversations.transferred()).steps[5:]] == ["Afterwards"]


def test_a_script_needs_no_rounds():
    assert [step.label for step in read(conversations.script_ask()).steps] == ["Step 1", "Step 2", "Step 3"]


def test_a_script_that_is_fetched_has_a_step_more():
    steps_of = read(conversations.fetched()).steps
    assert [(step.label, step.title) for step in steps_of[2:]] == [
        ("Step 3", "Tropo fetches your script"),
        ("Step 4", "Tropo’s script sends the text"),
    ]


@pytest.mark.parametrize(
    ("make", "title"),
    [
        (conversations.text_conversation, "Tropo sends the text, and waits"),
        (conversations.transferred, "Tropo takes the call, and listens"),
        (conversations.script_ask, "Tropo’s script places the call, and listens"),
        (conversations.signalled, "Tropo places the call"),
    ],
)
def test_the_step_that_reaches_the_phone_says_how(make, title):
    assert next(step for step in read(make()).steps if step.phase == "deliver").title == title


def test_a_signal_and_an_upload_belong_to_what_was_going_on():
    assert read(conversations.signalled()).step_of(7).label == "Step 5"
    assert read(conversations.recorded()).step_of(7).label == "Step 5"


def test_of_several_phones_each_hop_says_which():
    rows = read(conversations.transferred()).rows
    assert [row.phone[-4:] for row in rows] == [
        *("0112", "", "", "0112", "0112", "0112", "0113", "0113", "0113", "0112", "0113", "", "", "0112")
    ]
    assert (rows[6].summary, rows[7].summary) == ("ring +14075550113", "+14075550113 · answered")


def test_of_a_single_phone_no_hop_repeats_the_number():
    for make in (conversations.voice_ask, conversations.text_conversation, traces.call):
        assert {row.phone for row in read(make()).rows} == {""}


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


def test_a_script_that_cannot_be_fetched_breaks_where_it_was_asked_for(lab):
    app = lab.app("script", voice=lab.script(url="http://catcher.example/lost.py"))
    lab.host(Flask("empty"))
    lab.http.get("http://api.tropo.com/1.0/sessions", params={"action": "create", "token": app.voice_token})
    reading = read(lab.trace())
    assert [row.hop.kind for row in reading.rows if row.broke] == ["fetch-reply"]
    assert reading.broken.startswith("Broke at hop 4 (catcher → platform): There is no script at")


def test_a_call_that_is_turned_away_says_so(sealed):
    app, _ = app_with(sealed, [{"reject": None}])
    sealed.phone("+14075550112").call(app.number)
    deliver = next(step for step in read(sealed.trace()).steps if step.phase == "deliver")
    assert deliver.title == "Tropo turns the call away" and [hop.kind for hop in deliver.hops] == ["refusal"]


@pytest.mark.parametrize("view", [diagram, mermaid, steps, table, walk])
def test_what_is_no_trace_is_named(view):
    with pytest.raises(TypeError, match=r"such as lab\.trace\(\); this is a list"):
        view([])


def test_wire_wants_one_hop():
    with pytest.raises(TypeError, match=r"such as trace\.hop\(1\); this is a tuple"):
        wire(())
