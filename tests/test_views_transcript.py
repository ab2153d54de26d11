"""A call on the handset: what both sides said, what was recorded, and what its holder is waited for in."""

import pytest

from tests import conversations
from tests.catchers import app_with, launch
from tests.conversations import APP, FRIEND, PERSON
from tests.html_elements import parsed
from tropo_lab.acting import act_on_phone, handset_state
from tropo_lab.clock import timestamp
from tropo_lab.trace import PHONE
from tropo_lab.views.phone.handset import handset
from tropo_lab.views.phone.transcript import Line, transcript

CALL = {"call": {"to": PERSON}}
ASK = {"ask": {"say": {"value": "Press 1 or 2."}, "choices": {"value": "a(1), b(2)"}}}
RECORD = {"record": {"say": {"value": "Speak."}, "url": "http://catcher.example/tape", "name": "x"}}


def heard(trace, number=PERSON):
    """What that phone heard in the trace."""
    hops = [hop for hop in trace.hops if hop.kind == "speech" and hop.receiver == PHONE]
    return [hop.body.decode() for hop in hops if number.encode() in hop.wire]


def lines(trace, numbers=(APP, PERSON), place=0):
    return [tuple(line) for line in transcript(trace, numbers, place, heard(trace))]


# read from a trace


def test_questions_and_answers_stand_in_their_order():
    assert lines(conversations.voice_ask()) == [
        ("say", conversations.PROMPT),
        ("keys", "1"),
        ("say", conversations.CHOSEN),
        ("keys", "250"),
        ("say", "250 grams of pepper"),
    ]


def test_what_is_played_and_what_is_passed_on_is_told_apart():
    trace = conversations.transferred()
    assert lines(trace, (PERSON, APP)) == [
        ("say", "One moment."),
        ("play", "http://catcher.example/ring.mp3"),
        ("passes on", "hello there"),
    ]
    assert transcript(trace, (APP, FRIEND), 0, []) == [Line("says", "hello there")]


def test_a_recording_that_is_sent_is_told():
    told = lines(conversations.recorded(), (PERSON, APP))
    assert ("recorded", "1200 ms") in told and told.index(("recorded", "1200 ms")) == 2


def test_words_that_were_lost_on_the_way_are_left_out():
    trace = conversations.voice_ask()
    assert [line.how for line in transcript(trace, (APP, PERSON), 0, heard(trace)[:1])] == ["say", "keys", "keys"]


def test_words_that_no_hop_tells_of_stand_at_the_end():
    trace = conversations.voice_ask()
    assert transcript(trace, (APP, PERSON), 0, ["Good evening."])[-1] == Line("say", "Good evening.")


def test_a_second_call_between_the_same_phones_has_lines_of_its_own():
    trace = conversations.voice_ask()
    again = [conversations.rung(20000), conversations.answered(24000), conversations.spoken(24000, "Once more.")]
    hops = [*(hop[1:] for hop in trace.hops), *again]
    both = trace._replace(hops=tuple(trace.hops[0]._make((number, *hop)) for number, hop in enumerate(hops, 1)))
    assert transcript(both, (APP, PERSON), 1, ["Once more."]) == [Line("say", "Once more.")]
    assert transcript(both, (APP, PERSON), 0, [])[-1] == Line("keys", "250")


# on a phone that somebody holds


def held(lab, *documents):
    """The lab with a phone that is held, in the call that these documents make."""
    lab.phone(PERSON).behave(held=True)
    app, _ = app_with(lab, *documents, name="tables")
    lab.app("tables", voice=app.voice, messaging=app.messaging, number=APP)
    launch(lab, app)
    lab.phone(PERSON).pick_up()
    return lab


def shown(lab, controls=False):
    return handset(lab.engine.call(handset_state, lab.engine.cloud, PERSON), controls)


def buttons(face):
    return [one.attributes["value"] for one in parsed(face.html)[0] if one.tag == "button"]


def test_a_question_that_waits_says_so_and_what_was_keyed_stays(sealed):
    held(sealed, [CALL, ASK, ASK])
    assert "A question waits for your answer." in shown(sealed).plain
    sealed.phone(PERSON).say("1")
    assert shown(sealed).plain.endswith(
        "“Press 1 or 2.”\n          keyed 1\n          “Press 1 or 2.”\n          A question waits for your answer."
    )
    assert '<li class="tl-mine tl-phone">keyed 1</li>' in shown(sealed).html


def test_silence_can_be_chosen_while_a_question_waits(sealed):
    held(sealed, [CALL, ASK])
    assert "silence" in buttons(shown(sealed, controls=True))
    sealed.engine.call(act_on_phone, sealed.engine.cloud, PERSON, {"do": "silence"})
    assert sealed.trace().outcome is not None and not sealed.trace().of_kind("input")


def test_who_is_recorded_is_told(sealed):
    held(sealed, [CALL, RECORD])
    assert "You are being recorded: what you say next is the message." in shown(sealed).plain


def test_who_is_in_a_conference_is_told_which(sealed):
    held(sealed, [CALL, {"conference": {"id": "standup <1>", "name": "x"}}])
    face = shown(sealed, controls=True)
    assert face.says.endswith("You are in the conference standup <1>: the others hear what you say.")
    assert "standup &lt;1&gt;" in face.html and "silence" not in buttons(face)


def test_who_is_connected_is_told_with_whom(sealed):
    sealed.phone(FRIEND).behave("human", held=True)
    held(sealed, [CALL, {"transfer": {"to": FRIEND, "name": "x"}}])
    assert f"You are connected with {FRIEND}: they hear what you say." in shown(sealed).plain
    sealed.phone(FRIEND).say("good day")
    assert "“good day” (from the other side)" in shown(sealed).plain


def test_a_text_that_is_waited_for_is_told(sealed):
    sealed.phone(PERSON).behave(held=True)
    ask = {"ask": {"say": {"value": "Which city?"}, "choices": {"value": "[ANY]"}}}
    app, _ = app_with(sealed, [{"call": {"to": PERSON, "network": "SMS"}}, ask], name="weather")
    launch(sealed, app)
    for told in (shown(sealed).plain, parsed(shown(sealed).html)[1]):
        assert "A question waits for your text to weather." in told


@pytest.mark.parametrize("written", ["1\n\n2", "1\r\n\r\n2\r\n"])
def test_an_empty_line_among_the_answers_of_a_script_is_silence(sealed, written):
    sealed.engine.call(act_on_phone, sealed.engine.cloud, PERSON, {"do": "script", "inputs": written})
    assert handset_state(sealed.engine.cloud, PERSON)["behaviour"]["inputs"] == ["1", "", "2"]
    assert "it says ‘1’, nothing, ‘2’" in shown(sealed).plain


def test_a_phone_that_is_out_of_reach_says_so(sealed):
    sealed.phone(PERSON).behave(answer="unreachable")
    assert "it is out of reach." in shown(sealed).plain
    assert '<option value="unreachable" selected>' in shown(sealed, controls=True).html


def test_a_call_that_ended_stands_where_it_ended_below_a_text_that_came_while_it_lasted(sealed):
    held(sealed, [CALL, ASK, {"say": {"value": "Good-bye."}}])
    app, _ = app_with(sealed, [{"message": {"to": PERSON, "network": "SMS", "say": {"value": "meanwhile"}}}], name="b")
    launch(sealed, app)
    for _ in range(3):
        sealed.phone(PERSON).say("1")
    plain = shown(sealed).plain
    assert plain.index("meanwhile") < plain.index("has ended") and "Good-bye." in plain
    trace = sealed.traces()[0]
    (call,) = handset_state(sealed.engine.cloud, PERSON)["calls"]
    assert call["at"] == timestamp(trace.of_kind("hangup")[0].at) > timestamp(trace.of_kind("answer")[0].at)
