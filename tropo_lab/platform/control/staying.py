"""Staying: people who are together in a transfer or a conference, until somebody leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tropo_lab.platform.control.choices import is_keys
from tropo_lab.platform.control.listening import Said, say_into
from tropo_lab.platform.network.behaviour import KEY, STAY
from tropo_lab.platform.network.leg import Leg

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl

# tells what was said, and by whom, to those who hear it
Overheard = Callable[[Leg, str], Awaitable[None]]


async def stay(
    control: CallControl, legs: list[Leg], terminator: str, allow_signals, overheard: Overheard
) -> tuple[Said, Leg]:
    """Wait until one of `legs` leaves, the first of them presses the terminator, or a signal comes; gives what came.

    Whoever holds one of the phones is waited for in real time. A phone that nobody holds leaves when it is set up to,
    or else the last of the legs does after `STAY`.
    """
    first = legs[0]
    while True:
        taken = control.take_signal(allow_signals)
        if taken:
            return Said("signal", taken), first
        for leg in legs:
            if not await control.still_up(leg):
                return Said("hangup"), leg
        speaker = next((leg for leg in legs if leg.said), None)
        if speaker is not None:
            text = speaker.said.pop(0)
            heard = await _says(control, speaker, text, overheard) if text else ""
            if heard and heard == terminator and speaker is first:
                return Said("input", terminator), first
            continue
        if terminator and _presses_next(first, terminator):
            first.asked += 1
            control.session.clock.advance(KEY)
            if await _says(control, first, terminator, overheard) == terminator:
                return Said("input", terminator), first
            continue
        there = [leg for leg in legs if leg.at_phone == "active"]
        leaves = [leg for leg in there if control.left(leg) is not None]
        if not leaves and any(leg.phone.behaviour.held for leg in there):
            await control.session.park([leg for leg in there if leg.phone.behaviour.held])
            continue
        leg = min(leaves, key=control.left) if leaves else (there or legs)[-1]
        control.session.clock.advance(max(0, control.left(leg)) if leaves else STAY)
        if there:
            leg.ended_by = "phone"
        else:
            # their hang-ups were lost, and Tropo has heard nothing since
            leg.ended_by = "tropo"
            await control.hung_up(leg, "hung up by Tropo, which hears nobody")


def _presses_next(leg: Leg, terminator: str) -> bool:
    """True when the phone's next input by itself is the terminator."""
    behaviour = leg.phone.behaviour
    if behaviour.held or behaviour.answer == "machine" or leg.at_phone != "active":
        return False
    return behaviour.inputs[leg.asked : leg.asked + 1] == (terminator,)


async def _says(control: CallControl, leg: Leg, text: str, overheard: Overheard) -> str:
    """Somebody says or keys something, which the others hear; gives what reached Tropo."""
    keys = is_keys(text)
    text, times = await say_into(control, leg, text)
    for _ in range(0 if keys else times):
        await overheard(leg, text)
    return text if times else ""
