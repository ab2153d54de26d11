"""Ringing: a call to one phone or to several, until one is answered, all have declined, or nobody did in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tropo_lab.platform.control.result import Result
from tropo_lab.platform.network.behaviour import BUSY_AFTER, REFUSALS, RINGS_BEFORE_HUMAN, RINGS_BEFORE_MACHINE
from tropo_lab.platform.network.leg import Leg
from tropo_lab.trace import PHONE, TROPO

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl


class Ringing:
    """One call to all of `legs` at once; the first to be answered becomes the current leg of `control`, if none is.

    `patience` is how many milliseconds Tropo lets it ring; `caller` is who waits meanwhile, in a transfer. `unheard` is
    True once a message was lost: then Tropo rings on as if that phone did nothing; `rung` are those that do ring.
    """

    def __init__(self, control: CallControl, legs: list[Leg], patience: int, allow_signals, caller: Leg | None = None):
        self.control, self.legs, self.allow_signals, self.caller = control, legs, allow_signals, caller
        self.clock = control.session.clock
        self.began, self.deadline = self.clock.at, self.clock.at + patience
        self.unheard = False
        self.rung: list[Leg] = []

    async def run(self) -> Result:
        """Ring; gives how it ended, and the leg that was answered."""
        await self._begin()
        for after, leg in sorted(((_rings(leg), leg) for leg in self.rung), key=lambda pair: pair[0]):
            if self.began + after > self.deadline:
                break
            if not await self._wait_until(self.began + int(after)):
                return await self._given_up(Result("hangup", self.caller))
            if await self._take(leg):
                return Result("done", leg)
        held = [leg for leg in self.rung if leg.phone.behaviour.person_decides]
        if held:
            return await self._ask_people(held)
        refusals = [leg.phone.behaviour.answer for leg in self.legs]
        if not self.unheard and all(why in REFUSALS for why in refusals):
            return await self._declined(refusals[0])
        return await self._unanswered()

    async def _begin(self) -> None:
        """The phones ring that the call reaches."""
        for leg in self.legs:
            sent = await self.control.cross("call", PHONE, f"ring {leg.to_number}", leg.wire("CALL"))
            if sent.lost:
                self.unheard = True
            else:
                self.control.network.ring(leg)
                self.rung.append(leg)

    async def _ask_people(self, held: list[Leg]) -> Result:
        """Let people decide: the first to pick up gets the call; it has failed when all have declined."""
        # who declines rings no more, and neither does who answers, heard or not
        while ringing := [leg for leg in held if leg.at_phone == "ringing"]:
            if self.caller is not None and not await self.control.still_up(self.caller):
                return await self._given_up(Result("hangup", self.caller))
            taken = self.control.take_signal(self.allow_signals)
            if taken:
                return await self._given_up(Result("signal", detail=taken))
            why, leg = await self.control.session.park([*ringing, *([self.caller] if self.caller else [])])
            if why in ("answer", "input") and leg is not self.caller:
                self.clock.advance(RINGS_BEFORE_HUMAN)
                if await self._take(leg):
                    return Result("done", leg)
        others = [leg for leg in self.legs if leg not in held and leg.phone.behaviour.answer not in REFUSALS]
        return await (self._unanswered() if self.unheard or others else self._declined("declined"))

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
        if not await self._wait_until(self.clock.at + BUSY_AFTER):
            return await self._given_up(Result("hangup", self.caller))
        if await self._end(why):
            return Result("failed", detail=why)
        up = await self._wait_until(self.deadline)
        return Result("timeout") if up else Result("hangup", self.caller)

    async def _unanswered(self) -> Result:
        if not await self._wait_until(self.deadline):
            return await self._given_up(Result("hangup", self.caller))
        await self._end("no answer")
        return Result("timeout")

    async def _given_up(self, why: Result) -> Result:
        """Tropo lets it ring no more: the caller has left, or a signal came."""
        for leg in self.legs:
            leg.ended_by, leg.ended_as = "unanswered", "FAILED"
            await self.control.hung_up(leg, f"given up; {leg.to_number} stops ringing")
        return why

    async def _end(self, why: str) -> bool:
        """Nobody answered; False when a phone's word for it was lost."""
        heard = True
        for leg in self.legs:
            word = (leg in self.rung and _word(leg)) or why
            leg.ended_by, leg.ended_as = "unanswered", "FAILED"
            self.control.over(leg)
            sent = await self.control.cross("refusal", TROPO, word, leg.wire(word.upper()))
            heard = heard and not sent.lost
        return heard

    async def _wait_until(self, at: int) -> bool:
        """Let it ring until then; False when the caller leaves first."""
        return (await self.control.spend(max(0, at - self.clock.at), self.caller)).ok


def _rings(leg: Leg) -> float:
    """Milliseconds until this phone is picked up by itself; endless when a person has to, or nobody does."""
    if leg.phone.behaviour.person_decides:
        return float("inf")
    return {"human": RINGS_BEFORE_HUMAN, "machine": RINGS_BEFORE_MACHINE}.get(leg.phone.behaviour.answer, float("inf"))


def _word(leg: Leg) -> str:
    """What a phone that says no says; empty where it does not."""
    behaviour = leg.phone.behaviour
    if behaviour.answer in REFUSALS:
        return behaviour.answer
    return "declined" if behaviour.person_decides and leg.at_phone == "ended" else ""
