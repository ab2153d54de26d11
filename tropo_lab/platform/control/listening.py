"""Listening: what the phone of a call or conversation says next, by itself or by the person who holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tropo_lab.platform.control.choices import is_keys
from tropo_lab.platform.crossing.crossings import Crossing, Edited
from tropo_lab.platform.crossing.edits import edited_sms
from tropo_lab.platform.crossing.readers import reads_words
from tropo_lab.platform.network.behaviour import KEY, TEXT_TRANSIT, WORD
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.texts import Text
from tropo_lab.trace import TROPO

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl


class Said(NamedTuple):
    """What came: `input` with its text, or `silence`, `hangup` or `signal` with its name."""

    how: str
    text: str = ""


async def listen(control: CallControl, leg: Leg, patience: float, allow_signals) -> Said:
    """What the phone says within `patience` milliseconds of lab time; who holds it is waited for in real time."""
    while True:
        taken = control.take_signal(allow_signals)
        if taken:
            return Said("signal", taken)
        if not await control.still_up(leg):
            return Said("hangup")
        if leg.said:
            text, by_itself = leg.said.pop(0), False
        elif leg.phone.behaviour.held and leg.at_phone != "ended":
            await control.session.park([leg])
            continue
        else:
            # a phone whose hang-up was lost, or that still hears it ring, says nothing
            text, by_itself = leg.next_input() if leg.at_phone == "active" else "", True
        if not text:
            return Said("silence" if (await control.spend(patience, leg)).ok else "hangup")
        if leg.is_text:
            said = await _texted(control, leg, text) if by_itself else Said("input", text)
        else:
            said = await _spoken(control, leg, text)
        if said.how == "lost":
            return Said("silence" if (await control.spend(patience, leg)).ok else "hangup")
        return said


async def _spoken(control: CallControl, leg: Leg, text: str) -> Said:
    """The phone says or keys something into a call."""
    long = len(text) * KEY if is_keys(text) else max(1, len(text.split())) * WORD
    if not (await control.spend(long, leg)).ok:
        return Said("hangup")
    return _heard(leg, *await say_into(control, leg, text))


async def say_into(control: CallControl, leg: Leg, text: str) -> tuple[str, int]:
    """The phone says or keys something into a call: gives what reached Tropo, and how many times."""
    keys = is_keys(text)
    wire, how = leg.said_wire("KEYS" if keys else "WORDS", text), "keys" if keys else "says"
    read = reads_words(wire, lambda words: f"{how} {words}")
    return _crossed(text, await control.cross("input", TROPO, f"{how} {text}", wire, read))


async def _texted(control: CallControl, leg: Leg, text: str) -> Said:
    """The phone answers by a text of its own."""
    session = control.session
    session.clock.advance(TEXT_TRANSIT)
    wire = leg.sms(text, by_phone=True)

    def read(given: bytes) -> Edited:
        _, receiver, words, edited = edited_sms(given)
        return Edited(f"SMS to {receiver}: {words}", edited, (words,))

    sent = await control.cross("text", TROPO, f"SMS to {leg.app_number}: {text}", wire, read)
    control.network.deliver_text(Text(leg.phone.number, leg.app_number, text, session.clock.at, "out", session.id))
    said = _heard(leg, *_crossed(text, sent))
    if said.how == "input":
        control.routing.carrier.arrived(session, leg, said.text)
    return said


def _crossed(text: str, sent: Crossing) -> tuple[str, int]:
    """What crossed in the end, and how many times."""
    if sent.message is not None:
        (text,) = sent.message
    return text, sent.times


def _heard(leg: Leg, text: str, times: int) -> Said:
    if times == 0:
        return Said("lost")
    if times == 2:
        # the second copy is for the question that comes next
        leg.said.insert(0, text)
    return Said("input", text)
