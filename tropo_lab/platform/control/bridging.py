"""Transfers: the caller waits, another phone is rung, and the two are joined until one of them leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tropo_lab.clock import timestamp
from tropo_lab.platform.control.orders import Bridge
from tropo_lab.platform.control.result import NOT_ACCEPTED, Lasted, Result, pressed
from tropo_lab.platform.control.ringing import Ringing
from tropo_lab.platform.control.speaking import speak_to
from tropo_lab.platform.control.staying import stay
from tropo_lab.platform.network.leg import Leg

if TYPE_CHECKING:
    from tropo_lab.platform.control.calls import CallControl


class Bridging:
    """One transfer of the phone of `leg`."""

    def __init__(self, control: CallControl, leg: Leg, bridge: Bridge, allow_signals):
        self.control, self.leg, self.bridge, self.allow_signals = control, leg, bridge, allow_signals
        self.clock = control.session.clock

    async def run(self) -> Result:
        """Ring, join, and wait until they part; `lasted` says how long each part took."""
        control, bridge = self.control, self.bridge
        numbers = control.routing.destinations(control.session, bridge.to, False)
        if not numbers:
            return Result("failed", self.leg, "bad number", lasted=Lasted(0))
        for text in bridge.ring * max(1, bridge.repeat):
            heard = await control.say(text, self.leg, self.allow_signals)
            if not heard.ok:
                return heard
        began = self.clock.at
        legs = control.outgoing(numbers, bridge.from_number, "SIP", bridge.headers)
        rung = await Ringing(control, legs, int(bridge.timeout * 1000), self.allow_signals, self.leg).run()
        if not rung.ok:
            if rung.how == "hangup":
                return control.hangup_told(self.leg, "transfer")._replace(lasted=Lasted(self.clock.at - began))
            return rung._replace(leg=self.leg, lasted=Lasted(self.clock.at - began))
        far, answered = rung.leg, self.clock.at
        about = {"called": far.phone.number, "timestamp": timestamp(answered), "user_type": far.user_type}
        if bridge.connect is not None and not await bridge.connect(far):
            await control.hang_up(far)
            return Result("failed", self.leg, NOT_ACCEPTED, lasted=Lasted(self.clock.at - began, **about))
        if not await control.still_up(self.leg):
            await control.hang_up(far)
            return control.hangup_told(self.leg, "transfer")._replace(lasted=Lasted(self.clock.at - began, **about))
        joined = self.clock.at
        self.leg.doing, far.doing = ("transfer", far.phone.number), ("transfer", self.leg.phone.number)
        control.session.log(f"{self.leg.phone.number} and {far.phone.number} are joined.")
        said, _ = await stay(control, [self.leg, far], bridge.terminator, self.allow_signals, self._overheard(far))
        await control.hang_up(far)
        lasted = Lasted(self.clock.at - began, self.clock.at - joined, **about)
        if said.how == "signal":
            return Result("signal", self.leg, said.text, lasted=lasted)
        if not await control.still_up(self.leg):
            return control.hangup_told(self.leg, "transfer")._replace(lasted=lasted)
        heard = pressed(said.text) if said.how == "input" else None
        return Result("done", self.leg, heard=heard, lasted=lasted)

    def _overheard(self, far: Leg):
        async def told(speaker: Leg, words: str) -> None:
            await speak_to(self.control, words, far if speaker is self.leg else self.leg, "passes on")

        return told
