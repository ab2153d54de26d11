"""Transfers: whom they ring, what is heard meanwhile, what the far party is asked first, and how they are told."""

import pytest

from tests.catchers import Scripted, app_with
from tests.dialogues import ALL, OTHER, PHONE, actions, ask, caught, event, result, said, says

THIRD = "+14075550114"
ACCEPT = {"event": "connect", "ask": ask("accept(1)", "Press 1 to accept.")["ask"]}
RING = {"event": "ring", "say": {"value": "http://audio.example.com/hold.mp3"}}


def transfer(*on, **more):
    return {"transfer": {"name": "bridge", "to": OTHER, **({"on": list(on)} if on else {}), **more}}


def heard(lab, number=OTHER):
    return lab.phone(number).calls[0]["heard"]


def test_two_phones_are_joined_until_one_of_them_leaves(any_lab):
    any_lab.phone(OTHER).behave(hangup_after=145)
    _, catcher = caught(any_lab, [transfer(), *ALL])
    told = actions(catcher)
    assert (event(catcher), result(catcher)["state"]) == ("continue", "ANSWERED")
    assert told.pop("timestamp").startswith("2016-05-23T16:0")
    assert told == {
        "name": "bridge", "duration": 149, "connectedDuration": 145, "disposition": "SUCCESS",
        "calledid": "4075550113", "userType": "HUMAN",
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer, disposition, seconds",
    [("never", "TIMEOUT", 12), ("busy", "BUSY", 1), ("unreachable", "FAILED", 1)],
)
def test_a_transfer_that_is_not_answered_is_incomplete_and_says_why(any_lab, answer, disposition, seconds):
    any_lab.phone(OTHER).behave(answer=answer)
    _, catcher = caught(any_lab, [transfer(timeout=12.0), *ALL])
    assert (event(catcher), result(catcher)["complete"], result(catcher)["state"]) == ("incomplete", False, "ANSWERED")
    assert actions(catcher) == {
        "name": "bridge", "duration": seconds, "connectedDuration": 0, "disposition": disposition,
    }  # fmt: skip


def test_a_person_who_declines_is_told_as_rejected(any_lab):
    any_lab.phone(OTHER).behave(held=True)
    trace, catcher = caught(any_lab, [transfer(), *ALL])
    any_lab.phone(OTHER).hang_up()
    assert any_lab.trace(trace.id).outcome.ok and actions(catcher)["disposition"] == "REJECTED"


def test_a_number_that_is_none_fails_a_transfer(sealed):
    _, catcher = caught(sealed, [transfer(to="Q"), *ALL])
    assert (event(catcher), actions(catcher)["disposition"]) == ("incomplete", "FAILED")


def test_of_several_numbers_the_first_to_answer_is_joined(sealed):
    sealed.phone(OTHER).behave(answer="busy")
    sealed.phone(THIRD).behave(hangup_after=5)
    _, catcher = caught(sealed, [transfer(to=[OTHER, THIRD]), *ALL])
    assert actions(catcher)["calledid"] == "4075550114"


def test_the_caller_hears_the_ring_audio_as_often_as_asked(sealed):
    sealed.phone(OTHER).behave(hangup_after=1)
    trace, _ = caught(sealed, [transfer(RING, ringRepeat="2")])
    assert [hop.summary for hop in trace.of_kind("speech")] == ["play: http://audio.example.com/hold.mp3"] * 2
    assert heard(sealed) == []


@pytest.mark.parametrize("inputs, fires", [(["1"], "continue"), ([], "incomplete"), (["2"], "incomplete")])
def test_the_far_party_is_joined_only_when_it_accepts(any_lab, inputs, fires):
    any_lab.phone(OTHER).behave(inputs=inputs, hangup_after=60)
    trace, catcher = caught(any_lab, [transfer(RING, ACCEPT), *ALL])
    assert event(catcher) == fires and heard(any_lab) == ["Press 1 to accept."]
    # the question belongs to the transfer: the result speaks of that alone
    assert actions(catcher)["disposition"] == ("SUCCESS" if fires == "continue" else "FAILED")
    assert (trace.of_kind("hangup")[0].sender == "tropo") == (fires == "incomplete")


def test_a_far_party_that_does_not_accept_may_have_a_handler_called_timeout(sealed):
    _, catcher = caught(sealed, [transfer(ACCEPT), {"on": {"event": "timeout", "next": "/timeout"}}, ALL[0]])
    assert event(catcher) == "timeout"
    _, catcher = caught(sealed, [ask(), {"on": {"event": "timeout", "next": "/timeout"}}, ALL[0]])
    assert event(catcher) == "timeout"
    _, catcher = caught(sealed, [ask(), {"on": {"event": "timeout", "next": "/timeout"}}, *ALL], inputs=["8"])
    assert event(catcher) == "incomplete"


def test_connect_handlers_run_in_the_order_of_the_document_each_in_its_own(any_lab):
    any_lab.phone(OTHER).behave(inputs=["1"], hangup_after=60)
    say, wait = {"say": [{"value": "one"}, {"value": "two"}]}, {"wait": {"milliseconds": 5000}}
    message = {"message": {"say": {"value": "by the way"}, "to": THIRD, "network": "SMS"}}
    first = {"event": "connect", **say, **wait, **message}
    caught(any_lab, [transfer(first, {**ACCEPT, "say": {"value": "thanks"}}), *ALL])
    assert heard(any_lab) == ["one", "two", "Press 1 to accept.", "thanks"]
    assert [text.text for text in any_lab.phone(THIRD).texts] == ["by the way"]


def test_a_post_tells_a_server_in_short_who_was_reached_and_its_answer_is_ignored(any_lab):
    any_lab.phone(OTHER).behave(inputs=["1"], hangup_after=60)
    nonsense = ("500 Internal Server Error", [], b"<html>")
    app, catcher = app_with(any_lab, [transfer({**ACCEPT, "post": "deeper/whisper"}), *ALL], nonsense, b"")
    any_lab.phone(PHONE).call(app.number)
    trace = any_lab.trace()
    assert [asked[0] for asked in catcher.asked] == ["/start", "/deeper/whisper", "/continue"]
    short = catcher.json(1)["result"]
    assert list(short) == ["sessionId", "callId", "state", "calledid", "actions"]
    assert (short["calledid"], short["actions"]["value"]) == ("4075550113", "accept")
    # sequence counts the results that are answered
    assert result(catcher, 2)["sequence"] == 1 and trace.outcome.ok and says(trace, "was posted in vain")


def test_a_post_to_a_server_of_its_own_leaves_the_dialogue_where_it_is(sealed):
    other = Scripted(b"")
    sealed.host(other, "other.example")
    sealed.phone(OTHER).behave(hangup_after=60)
    post = {"event": "connect", "post": "http://other.example/x"}
    _, catcher = caught(sealed, [transfer(post), {"on": {"event": "continue", "next": "next"}}])
    assert [asked[0] for asked in other.asked] == ["/x"] and catcher.asked[1][0] == "/next"


def test_a_terminator_of_either_spelling_parts_the_two(sealed):
    for more in ({"terminator": "*"}, {"choices": {"terminator": "*"}}):
        sealed.phone(PHONE).behave(inputs=["*"])
        _, catcher = caught(sealed, [transfer(**more), *ALL])
        assert (actions(catcher)["connectedDuration"], event(catcher)) == (0, "continue")
        assert actions(catcher)["userType"] == "HUMAN"


def test_a_caller_who_hangs_up_ends_the_transfer(any_lab):
    _, catcher = caught(any_lab, [transfer(), *ALL], hangup_after=30)
    assert (event(catcher), result(catcher)["state"]) == ("hangup", "DISCONNECTED")
    assert (actions(catcher)["disposition"], actions(catcher)["connectedDuration"]) == ("HANGUP", 26)


def test_a_signal_parts_the_two_where_there_is_a_terminator(any_lab):
    for number in (PHONE, OTHER):
        any_lab.phone(number).behave(held=True, answer="human")
    for more, ends in [({"terminator": "#"}, True), ({}, False), ({"terminator": "#", "allowSignals": ""}, False)]:
        trace, _ = caught(any_lab, [transfer(**more), *ALL])
        any_lab.signal(trace.id, "exit")
        assert (any_lab.trace(trace.id).state == "ended") == ends, more
        any_lab.phone(PHONE).hang_up()
    assert said(trace) == []


def test_the_from_and_the_headers_of_a_transfer_reach_the_far_phone(sealed):
    trace, _ = caught(sealed, [transfer(**{"from": "+14075550177", "headers": {"x-order": "42"}})])
    wire = trace.of_kind("call")[1].wire
    assert b"From: +14075550177" in wire and b"x-order: 42" in wire
