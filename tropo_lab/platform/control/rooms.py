"""Conferences: rooms by name, and those who are in them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.orders import Room
from tropo_lab.platform.control.result import Lasted, Result, pressed
from tropo_lab.platform.control.speaking import speak_to
from tropo_lab.platform.control.staying import stay
from tropo_lab.platform.network.leg import Leg

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl

# documented for Tropo, too
MOST = 100


class Guest(NamedTuple):
    """Somebody in a room."""

    control: CallControl
    leg: Leg


class Meeting:
    """One leg's stay in a conference; sessions that name the same room hear each other."""

    def __init__(self, control: CallControl, leg: Leg, room: Room, allow_signals):
        self.control, self.leg, self.room, self.allow_signals = control, leg, room, allow_signals
        self.guests: list[Guest] = control.network.rooms.setdefault(room.id, [])

    async def run(self) -> Result:
        """Join, stay, leave; `lasted` says how long."""
        control, room, clock = self.control, self.room, self.control.session.clock
        if len(self.guests) >= MOST:
            control.session.warn(
                f"The room {room.id!r:.60} holds {MOST} people already.", "room-full", "Use another room."
            )
            return Result("failed", self.leg, "room full", lasted=Lasted(0))
        began, guest = clock.at, Guest(control, self.leg)
        await self._tell_others(room.join)
        self.guests.append(guest)
        self.leg.doing = ("conference", room.id)
        control.session.log(
            f"{self.leg.phone.number} joins the room {room.id!r:.60}, which holds {len(self.guests)} now."
        )
        try:
            said, _ = await stay(control, [self.leg], room.terminator, self.allow_signals, self._overheard)
        finally:
            self.guests.remove(guest)
            if not self.guests and control.network.rooms.get(room.id) is self.guests:
                del control.network.rooms[room.id]
        control.session.log(f"{self.leg.phone.number} leaves the room {room.id!r:.60}.")
        await self._tell_others(room.leave)
        lasted = Lasted(clock.at - began)
        if said.how == "hangup":
            return control.hangup_told(self.leg, "conference")._replace(lasted=lasted)
        if said.how == "signal":
            return Result("signal", self.leg, said.text, lasted=lasted)
        return Result("done", self.leg, heard=pressed(said.text), lasted=lasted)

    async def _overheard(self, speaker: Leg, words: str) -> None:
        if not self.room.mute:
            await self._tell_others(words)

    async def _tell_others(self, words: str) -> None:
        """Let everybody else in the room hear something."""
        for guest in [one for one in self.guests if one.leg is not self.leg] if words else []:
            session = guest.control.session
            if guest.leg.state != "active":
                continue
            if session.gate.is_set and session.gate.stops("speech", session.app.name):
                # it waits in the session that hears it, and whoever spoke goes on
                session.port.spawn(session, _hears(guest, words))
            else:
                await _hears(guest, words)


async def _hears(guest: Guest, words: str) -> None:
    # a session in which too much has crossed hears no more, and says so itself
    with suppress(SessionFailed):
        await speak_to(guest.control, words, guest.leg, "room")
