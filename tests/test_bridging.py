"""Transfers: two phones, joined until one of them leaves."""

import pytest

from tests.control import OTHER, PHONE, begun, play
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.orders import Bridge


def transferred(bridge=None, **how):
    async def work(control, keep):
        await control.call(PHONE)
        keep(await control.transfer(bridge or Bridge([OTHER]), **how))
        keep(await control.say("Back again."))

    return work


def test_a_transfer_rings_the_other_phone_and_lasts_until_that_one_leaves(any_lab):
    any_lab.phone(OTHER).behave(hangup_after=145)
    played = play(any_lab, transferred())
    result = played.got[0]
    assert result.ok and (result.lasted.connected, result.lasted.milliseconds) == (145_000, 149_000)
    assert (result.lasted.called, result.lasted.user_type) == (OTHER, "HUMAN")
    assert played.got[1].ok and any_lab.phone(PHONE).calls[0]["heard"] == ["Back again."]
    assert any_lab.phone(OTHER).calls[0]["state"] == "ended"


def test_the_caller_hears_the_ring_audio_as_often_as_asked(any_lab):
    played = play(any_lab, transferred(Bridge([OTHER], ring=("http://audio.example/hold.mp3",), repeat=2)))
    assert [hop for hop in played.hops if "hold.mp3" in hop] == [
        "tropo → phone: play: http://audio.example/hold.mp3"
    ] * 2


@pytest.mark.parametrize(
    ("answer", "how", "detail"),
    [("busy", "failed", "busy"), ("never", "timeout", ""), ("unreachable", "failed", "unreachable")],
)
def test_a_phone_that_is_not_picked_up_leaves_the_caller_where_they_were(any_lab, answer, how, detail):
    any_lab.phone(OTHER).behave(answer)
    played = play(any_lab, transferred())
    assert (played.got[0].how, played.got[0].detail, played.got[0].lasted.connected) == (how, detail, 0)
    assert played.got[1].ok


def test_of_several_phones_the_first_to_answer_gets_the_caller(any_lab):
    third = "+14075550114"
    any_lab.phone(OTHER).behave("never")
    played = play(any_lab, transferred(Bridge([OTHER, third])))
    assert played.got[0].lasted.called == third


def test_a_caller_who_hangs_up_ends_both_calls(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=10)
    played = play(any_lab, transferred())
    assert played.got[0].how == "hangup" and isinstance(played.got[1], SessionFailed)
    assert any_lab.phone(OTHER).calls[0]["state"] == "ended"


def test_the_callers_key_takes_them_back(any_lab):
    any_lab.phone(PHONE).behave(inputs=["*"])
    played = play(any_lab, transferred(Bridge([OTHER], terminator="*")))
    assert played.got[0].ok and played.got[0].heard.value == "*" and played.got[1].ok
    assert any_lab.phone(OTHER).calls[0]["state"] == "ended"


def test_whoever_is_not_accepted_is_not_joined(any_lab):
    async def refuse(far):
        return False

    played = play(any_lab, transferred(Bridge([OTHER], connect=refuse)))
    assert (played.got[0].how, played.got[0].detail) == ("failed", "not accepted") and played.got[1].ok


def test_a_signal_interrupts_a_transfer_only_when_it_has_a_terminator(any_lab):
    for terminator, how in (("", "done"), ("*", "signal")):
        session = begun(any_lab)

        async def work(control, keep, session=session, terminator=terminator):
            await control.call(PHONE)
            session.signals.append("exit")
            keep(await control.transfer(Bridge([OTHER], terminator=terminator)))

        assert play(any_lab, work, session).last.how == how


def test_people_who_hold_their_phones_hear_each_other(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    for phone in (one, two):
        phone.behave("human", held=True)
    played = play(any_lab, transferred())
    assert not played.over
    one.say("Good morning")
    two.say("Hello there")
    two.hang_up()
    any_lab.engine.settle(played.session.id)
    assert played.over and played.got[0].ok
    assert one.calls[0]["heard"] == ["Hello there", "Back again."] and two.calls[0]["heard"] == ["Good morning"]


def test_a_caller_may_give_up_while_the_other_phone_rings(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    one.behave("human", held=True)
    two.behave(held=True)
    played = play(any_lab, transferred())
    assert not played.over and two.calls[0]["state"] == "ringing"
    one.hang_up()
    any_lab.engine.settle(played.session.id)
    assert played.got[0].how == "hangup" and two.calls[0]["state"] == "ended"


def test_a_transfer_is_for_calls_only(any_lab):
    async def work(control, keep):
        await control.call(PHONE, network="SMS")
        keep(await control.transfer(Bridge([OTHER])))

    assert "transfer needs a voice call" in str(play(any_lab, work).last)


def test_a_caller_who_leaves_while_it_rings_ends_the_ringing(any_lab):
    for answer in ("human", "never", "busy"):
        any_lab.phone(PHONE).behave(hangup_after=0.5)
        any_lab.phone(OTHER).behave(answer)
        played = play(any_lab, transferred())
        assert (played.got[0].how, played.got[0].lasted.milliseconds) == ("hangup", 500)
        assert played.hops[-2:] == [
            "phone → tropo: hung up by the phone",
            f"tropo → phone: given up; {OTHER} stops ringing",
        ]


def test_a_caller_who_has_left_while_the_far_party_was_asked_is_not_joined_with_it(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=5)

    async def work(control, keep):
        async def connect(far):
            return (await control.say("A call for you, will you take it?", far)).ok

        await control.call(PHONE)
        keep(await control.transfer(Bridge([OTHER], connect=connect)))

    played = play(any_lab, work)
    assert played.last.how == "hangup" and played.last.lasted.connected == 0
    assert not any("are joined" in line for line in played.log)


def test_of_several_phones_each_says_why_it_was_not_answered(any_lab):
    third = "+14075550114"
    any_lab.phone(OTHER).behave(held=True)
    any_lab.phone(third).behave("never")
    played = play(any_lab, transferred(Bridge([OTHER, third])))
    any_lab.phone(OTHER).hang_up()
    any_lab.engine.settle(played.session.id)
    # one still rang, so it was not declined by all
    assert played.got[0].how == "timeout"
    assert [hop for hop in played.hops if "no answer" in hop or "declined" in hop] == [
        "phone → tropo: declined",
        "phone → tropo: no answer",
    ]


def test_lost_hang_ups_do_not_keep_two_phones_together_for_ever(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=7)
    any_lab.phone(OTHER).behave(hangup_after=12)
    any_lab.faults.add("lost", "hangup")
    played = play(any_lab, transferred())
    assert sum("hung up by the phone" in hop for hop in played.hops) == 2
    assert any("which hears nobody" in hop for hop in played.hops)
