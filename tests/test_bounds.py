"""A session that goes on and on ends by itself, in one sentence."""

import pytest

from tests.control import PHONE, play
from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.choices import parse
from tropo_lab.platform.control.legs import MAX_CALLS
from tropo_lab.platform.control.orders import Question
from tropo_lab.platform.session import MAX_CARRIED, MAX_HOPS


def test_a_session_has_no_more_messages_than_anybody_looks_at(any_lab):
    async def work(control, keep):
        await control.call(PHONE)
        for _ in range(3):
            try:
                await control.ask(Question(("again?",) * 50, parse("yes"), attempts=10**9))
            except SessionFailed as failed:
                keep(failed)

    played = play(any_lab, work)
    assert [str(failed) for failed in played.got] == [
        f"{MAX_HOPS} messages have crossed in this session, and it was stopped."
    ] * 3
    # its call is hung up all the same
    assert len(played.hops) == MAX_HOPS + 1 and played.hops[-1].endswith("hung up by Tropo")


def test_no_more_bytes_cross_in_a_session_than_it_may_carry(any_lab):
    async def work(control, keep):
        await control.call(PHONE)
        try:
            await control.ask(Question(("x" * (1 << 20),), parse("yes"), attempts=100))
        except SessionFailed as failed:
            keep(failed)

    played = play(any_lab, work)
    assert str(played.last) == f"{MAX_CARRIED >> 20} MiB have crossed in this session, and it was stopped."
    assert MAX_CARRIED <= played.session.carried <= MAX_CARRIED + (2 << 20)
    assert played.hops[-1].endswith("hung up by Tropo")


def test_a_session_calls_no_more_phones_than_it_may(any_lab):
    async def work(control, keep):
        for _ in range(MAX_CALLS + 1):
            try:
                await control.message("hi", PHONE, network="SMS")
            except SessionFailed as failed:
                keep(failed)

    played = play(any_lab, work)
    assert len(played.got) == 1 and str(MAX_CALLS) in str(played.last)


@pytest.mark.parametrize("milliseconds", [0, 31_536_000_000])
def test_a_wait_takes_lab_time_only(any_lab, milliseconds):
    async def work(control, keep):
        keep(await control.wait(milliseconds))

    played = play(any_lab, work)
    assert played.last.ok and played.session.clock.seconds == milliseconds // 1000
