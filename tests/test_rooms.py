"""Conferences: who is in a room hears the others, and leaves by key, signal or hang-up."""

from tests.control import OTHER, PHONE, begun, play
from tropo_lab.platform.control.orders import Room


def joined(number=PHONE, room=None):
    async def work(control, keep):
        await control.call(number)
        keep(await control.conference(room or Room("room1")))

    return work


def test_a_phone_stays_until_it_hangs_up(any_lab):
    any_lab.phone(PHONE).behave(hangup_after=43)
    played = play(any_lab, joined())
    assert played.last.how == "hangup" and played.last.lasted.milliseconds == 43_000
    assert any_lab.engine.cloud.network.rooms == {}


def test_the_terminator_leaves_the_room_and_the_call_goes_on(any_lab):
    any_lab.phone(PHONE).behave(inputs=["#"])
    played = play(any_lab, joined(room=Room("room1", terminator="#")))
    assert played.last.ok and played.last.heard.value == "#"


def test_a_signal_leaves_the_room_only_when_it_has_a_terminator(any_lab):
    for terminator, how in (("", "hangup"), ("#", "signal")):
        session = begun(any_lab)

        async def work(control, keep, session=session, terminator=terminator):
            await control.call(PHONE)
            session.signals.append("leave")
            keep(await control.conference(Room("room1", terminator=terminator)))

        assert play(any_lab, work, session).last.how == how


def test_sessions_in_one_room_hear_each_other(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    for phone in (one, two):
        phone.behave("human", held=True)
    first = play(any_lab, joined())
    second = play(any_lab, joined(OTHER, Room("room1", join="Somebody joins.", leave="Somebody leaves.")))
    one.say("Who is there?")
    two.say("It is me.")
    two.hang_up()
    any_lab.engine.settle(second.session.id)
    assert second.over and not first.over
    assert one.calls[0]["heard"] == ["Somebody joins.", "It is me.", "Somebody leaves."]
    assert two.calls[0]["heard"] == ["Who is there?"]
    one.hang_up()
    any_lab.engine.settle(first.session.id)
    assert first.last.how == "hangup" and any_lab.engine.cloud.network.rooms == {}


def test_who_is_muted_is_not_heard(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    for phone in (one, two):
        phone.behave("human", held=True)
    play(any_lab, joined())
    play(any_lab, joined(OTHER, Room("room1", mute=True)))
    two.say("Can you hear me?")
    assert one.calls[0]["heard"] == []
    two.hang_up()
    one.hang_up()


def test_rooms_of_other_names_are_apart(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    for phone in (one, two):
        phone.behave("human", held=True)
    play(any_lab, joined())
    play(any_lab, joined(OTHER, Room("room2")))
    two.say("Hello?")
    assert one.calls[0]["heard"] == []
    two.hang_up()
    one.hang_up()


def test_words_that_are_held_on_their_way_keep_waiting_only_those_who_hear_them(any_lab):
    one, two = any_lab.phone(PHONE), any_lab.phone(OTHER)
    for phone in (one, two):
        phone.behave("human", held=True)
    first = play(any_lab, joined())
    second = play(any_lab, joined(OTHER))
    any_lab.breakpoints.set("speech")
    one.say("Hello.")
    (held,) = any_lab.breakpoints.held
    assert held.session == second.session.id and not any_lab.engine.cloud.gate.blocks(first.session.id)
    one.hang_up()
    any_lab.engine.settle(first.session.id)
    assert first.last.how == "hangup"
    any_lab.breakpoints.go_on()
    assert two.calls[0]["heard"] == ["Hello."]
    two.hang_up()


def test_a_key_that_is_lost_on_its_way_leaves_no_room(any_lab):
    any_lab.phone(PHONE).behave(inputs=["#"], hangup_after=20)
    any_lab.faults.add("lost", "input")
    played = play(any_lab, joined(room=Room("room1", terminator="#")))
    assert played.last.how == "hangup" and played.last.lasted.milliseconds == 20_000


def test_a_room_empties_although_every_hang_up_is_lost(any_lab):
    for behaviour in ({"hangup_after": 5}, {"answer": "human", "held": True}):
        any_lab.phone(PHONE).behave(**behaviour)
        any_lab.faults.clear()
        any_lab.faults.add("lost", "hangup")
        played = play(any_lab, joined())
        any_lab.phone(PHONE).hang_up()
        any_lab.engine.settle(played.session.id)
        assert played.last.how == "hangup" and any_lab.engine.cloud.network.rooms == {}
