"""How calls end: turned away, hung up on either side, and what is told of it."""

import pytest

from tests.control import OTHER, PHONE, inbound, play
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.applications import MESSAGING, VOICE


def turned_away(verb, *args):
    async def work(control, keep):
        await getattr(control, verb)(*args)
        keep(await control.state())
        await getattr(control, verb)(*args)

    return work


def test_a_call_that_still_rings_is_rejected_once(any_lab):
    played = play(any_lab, turned_away("reject"), inbound(any_lab, VOICE))
    assert played.last == "REJECTED" and played.hops == ["tropo → phone: rejected"]


def test_a_call_that_still_rings_is_redirected(any_lab):
    played = play(any_lab, turned_away("redirect", "sip:a@b.example"), inbound(any_lab, VOICE))
    assert played.last == "REDIRECTED" and played.hops == ["tropo → phone: redirected to sip:a@b.example"]


def test_a_text_may_be_rejected_before_it_is_answered_and_its_sender_learns_nothing(any_lab):
    played = play(any_lab, turned_away("reject"), inbound(any_lab, MESSAGING, text="hello"))
    assert played.last == "REJECTED" and played.hops == []


@pytest.mark.parametrize("channel", [VOICE, MESSAGING])
@pytest.mark.parametrize("verb", ["reject", "redirect"])
def test_it_is_too_late_once_something_was_said(any_lab, verb, channel):
    async def work(control, keep):
        await control.say("hello")
        await getattr(control, verb)(*["sip:a@b.example"][: verb == "redirect"])

    played = play(any_lab, work, inbound(any_lab, channel, text="hello"))
    assert isinstance(played.last, SessionFailed) and f"{verb} is only for a call" in str(played.last)


def test_a_wait_ends_when_the_person_hangs_up(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=3)

    async def work(control, keep):
        await control.call(PHONE)
        keep(await control.wait(60_000))
        keep(await control.wait(1000))

    played = play(any_lab, work)
    assert [result.how for result in played.got] == ["hangup", "done"]


@pytest.mark.parametrize(
    ("answer", "detail"), [("busy", "busy"), ("unreachable", "unreachable"), ("never", ""), ("machine", "")]
)
def test_a_call_says_why_it_did_not_come_to_be(any_lab, answer, detail):
    any_lab.phone(PHONE).behave(answer)

    async def work(control, keep):
        keep(await control.call(PHONE, detect=True))
        keep(control.user_type)

    result, user_type = play(any_lab, work).got
    assert result.detail == detail and result.ok is (answer == "machine")
    assert user_type == ("MACHINE" if answer == "machine" else "")


def test_an_unreachable_phone_gets_no_texts_and_tropo_does_not_know(any_lab):
    any_lab.phone(PHONE).behave("unreachable")

    async def work(control, keep):
        keep(await control.message("hi", PHONE, network="SMS"))

    played = play(any_lab, work)
    assert played.last.ok and any_lab.phone(PHONE).texts == []
    assert any("is unreachable" in line for line in played.log)


def test_what_machine_detection_says_meanwhile_is_heard(any_lab):
    async def work(control, keep):
        await control.call(PHONE, detect=True, introduction="One moment")

    assert "tropo → phone: say: One moment" in play(any_lab, work).hops


def test_headers_that_the_app_gives_a_call_go_with_it(any_lab):
    async def work(control, keep):
        await control.call([PHONE, OTHER], headers={"x-one": "1\r\nEvil: yes", "no: name": "2", "": "3"})

    session = play(any_lab, work).session
    wire = session.trace().of_kind("call")[0].wire
    assert b"\r\nx-one: 1 Evil: yes\r\n\r\n" in wire and b"name" not in wire


def test_nothing_is_said_to_a_phone_that_left_while_another_was_spoken_to(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=1)

    async def work(control, keep):
        await control.call(PHONE)
        await control.message("Somebody is on the line.", OTHER)
        keep(await control.say("Hello again."))

    played = play(any_lab, work)
    assert played.last.how == "hangup" and not any("Hello again." in hop for hop in played.hops)


def test_a_signal_sent_while_a_call_is_held_on_its_way_ends_its_ringing(any_lab):
    any_lab.phone(PHONE).behave(held=True)
    any_lab.breakpoints.set("call")

    async def work(control, keep):
        keep(await control.call(PHONE))

    played = play(any_lab, work)
    assert any_lab.signal(played.session.id, "exit") == "QUEUED"
    any_lab.breakpoints.go_on()
    any_lab.engine.settle(played.session.id)
    assert (played.last.how, played.last.detail) == ("signal", "exit")
    assert played.hops[-1] == f"tropo → phone: given up; {PHONE} stops ringing"
