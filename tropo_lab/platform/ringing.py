"""Ringing: a call to one phone or to several, until one is answered, all have declined, or nobody did in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tropo_lab.platform.behaviour import BUSY_AFTER, RINGS_BEFORE_HUMAN, RINGS_BEFORE_MACHINE
from tropo_lab.platform.phones import Leg
from tropo_lab.platform.result import Result
from tropo_lab.trace import PHONE, TROPO

if TYPE_CHECKING:
    from tropo_lab.platform.calls import CallControl


class Ringing:
    """One call to all of `legs` at once; the first to be answered becomes the current leg of `control`.

    `patience` is how many milliseconds Tropo lets it ring. `unheard` is True once a message was lost: then Tropo rings
    on as if that phone did nothing.
    """

    def __init__(self, control: CallControl, legs: list[Leg], patience: int, allow_signals):
        self.control, self.legs, self.allow_signals = control, legs, allow_signals
        self.clock = control.session.clock
        self.began, self.deadline = self.clock.at, self.clock.at + patience
        self.unheard = False

    async def run(self) -> Result:
        """Ring; gives how it ended, and the leg that was answered."""
        rung = await self._begin()
        for after, leg in sorted(((_rings(leg), leg) for leg in rung), key=lambda pair: pair[0]):
            if self.began + after > self.deadline:
                break
            self._wait_until(self.began + int(after))
            if await self._take(leg):
                return Result("done", leg)
        held = [leg for leg in rung if leg.phone.behaviour.person_decides]
        if held:
            return await self._ask_people(held)
        if not self.unheard and all(leg.phone.behaviour.answer == "busy" for leg in self.legs):
            return await self._declined("busy")
        return await self._unanswered()

    async def _begin(self) -> list[Leg]:
        """The phones ring that the call reaches."""
        rung = []
        for leg in self.legs:
            sent = await self.control.cross("call", PHONE, f"ring {leg.to_number}", leg.wire("CALL"))
            if sent.lost:
                self.unheard = True
            else:
                self.control.network.ring(leg)
                rung.append(leg)
        return rung

    async def _ask_people(self, held: list[Leg]) -> Result:
        """Let people decide: the first to pick up gets the call; it has failed when all have declined."""
        # who declines rings no more, and neither does who answers, heard or not
        while ringing := [leg for leg in held if leg.at_phone == "ringing"]:
            why, leg = await self.control.session.park(ringing)
            if why in ("answer", "input"):
                self.clock.advance(RINGS_BEFORE_HUMAN)
                if await self._take(leg):
                    return Result("done", leg)
            elif why == "signal" and (taken := self.control.take_signal(self.allow_signals)):
                await self._end("given up")
                return Result("signal", detail=taken)
        return await (self._unanswered() if self.unheard else self._declined("declined"))

    async def _take(self, winner: Leg) -> bool:
        """One phone is answered: the others stop ringing. False when its answer is lost."""
        sent = await self.control.cross("answer", TROPO, "answered", winner.wire("ANSWER"))
        if sent.lost:
            self.unheard, winner.apart = True, "active"
            return False
        self.control.answered(winner)
        for leg in self.legs:
            if leg is not winner:
                leg.ended_by = "tropo"
                await self.control.hung_up(leg, f"another phone answered; {leg.to_number} stops ringing")
        return True

    async def _declined(self, why: str) -> Result:
        """Every phone has said no; where that is lost, Tropo learns nothing and lets it ring."""
        self.clock.advance(BUSY_AFTER)
        if await self._end(why):
            return Result("failed")
        self._wait_until(self.deadline)
        return Result("timeout")

    async def _unanswered(self) -> Result:
        self._wait_until(self.deadline)
        await self._end("no answer")
        return Result("timeout")

    async def _end(self, why: str) -> bool:
        """Nobody answered; False when a phone's word for it was lost."""
        heard = True
        for leg in self.legs:
            leg.ended_by = "unanswered"
            self.control.over(leg)
            sent = await self.control.cross("refusal", TROPO, why, leg.wire(why.upper()))
            heard = heard and not sent.lost
        return heard

    def _wait_until(self, at: int) -> None:
        self.clock.advance(max(0, at - self.clock.at))


def _rings(leg: Leg) -> float:
    """Milliseconds until this phone is picked up by itself; endless when a person has to, or nobody does."""
    if leg.phone.behaviour.person_decides:
        return float("inf")
    return {"human": RINGS_BEFORE_HUMAN, "machine": RINGS_BEFORE_MACHINE}.get(leg.phone.behaviour.answer, float("inf"))
