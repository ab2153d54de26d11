"""Speaking and texting: one text to one phone, over a call or as an SMS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tropo_lab.platform.control.result import Result
from tropo_lab.platform.crossing.crossings import Edited
from tropo_lab.platform.crossing.edits import edited_sms
from tropo_lab.platform.crossing.readers import reads_words
from tropo_lab.platform.network.behaviour import TEXT_TRANSIT, WORD
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.texts import Text
from tropo_lab.trace import PHONE

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl

_AUDIO = re.compile(r"(?:https?|ftp|file)://\S+")


async def text_to(control: CallControl, text: str, leg: Leg) -> Result:
    """Send one text of a conversation, as the carrier takes it. Tropo is not told what becomes of it."""
    for part in control.routing.carrier.leaving(control.session, leg, text):
        await _send(control, part, leg)
    return Result("done", leg)


async def _send(control: CallControl, text: str, leg: Leg) -> None:
    session, sender, receiver = control.session, leg.app_number, leg.phone.number
    wire = leg.sms(text, by_phone=False)
    sent = await control.cross("text", PHONE, f"SMS to {receiver}: {text}", wire, _read_sms)
    session.clock.advance(TEXT_TRANSIT)
    if sent.message is not None:
        sender, receiver, text = sent.message
    if leg.phone.behaviour.answer == "unreachable":
        session.log(f"The text did not reach {receiver}, which is unreachable; Tropo is not told.")
        return
    for _ in range(sent.times):
        control.network.deliver_text(Text(sender, receiver, text, session.clock.at, "in", session.id))
        leg.heard.append(text)


async def speak_to(control: CallControl, text: str, leg: Leg, heard_as: str = "say") -> None:
    """Let one text cross into a call; an address of audio is played instead. Lab time stands still meanwhile."""
    wire = leg.wire("SPEECH", text)
    how = "play" if _AUDIO.fullmatch(text.strip()) else heard_as
    read = reads_words(wire, lambda words: f"{how}: {words}")
    sent = await control.cross("speech", PHONE, f"{how}: {text}", wire, read)
    if sent.message is not None:
        (text,) = sent.message
    if leg.at_phone == "active":
        leg.heard += [text] * sent.times


def spoken_in(text: str) -> int:
    """How many milliseconds it takes to say a text."""
    return max(1, len(text.split())) * WORD


def _read_sms(given: bytes) -> Edited:
    sender, receiver, text, wire = edited_sms(given)
    return Edited(f"SMS to {receiver}: {text}", wire, (sender, receiver, text))
