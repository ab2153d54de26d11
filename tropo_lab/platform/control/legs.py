"""The legs of a session: how they begin and how they end, on Tropo's side and on the phone's."""

from __future__ import annotations

from collections.abc import Awaitable

from tropo_lab.errors import SessionFailed
from tropo_lab.platform.control.result import Result
from tropo_lab.platform.control.taping import stop
from tropo_lab.platform.crossing.crossings import Crossing, Reader
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.numbers import caller_id
from tropo_lab.platform.network.phones import PhoneNetwork
from tropo_lab.platform.network.routing import Routing
from tropo_lab.platform.session import Session
from tropo_lab.trace import FROM_CATCHER, PHONE, TROPO

MAX_CALLS = 1000
ANSWERED, DISCONNECTED, FAILED, RINGING = "ANSWERED", "DISCONNECTED", "FAILED", "RINGING"


class Legs:
    """The legs of one session. `current` is the one that verbs act on, or None.

    `recordings` are the names of the lab's copies of what was recorded, which are there while the session lasts.
    """

    def __init__(self, session: Session, network: PhoneNetwork, ids: Ids, routing: Routing):
        self.session, self.network, self.ids, self.routing = session, network, ids, routing
        self.legs: list[Leg] = []
        self.current: Leg | None = None
        self.recordings: list[str] = []

    # beginnings

    def outgoing(
        self, numbers: list[str], from_number, network: str, headers: dict | None, channel: str = "VOICE"
    ) -> list[Leg]:
        """One new leg to each of these numbers, not yet rung."""
        if len(self.legs) + len(numbers) > MAX_CALLS:
            raise SessionFailed(
                "too many calls",
                FROM_CATCHER,
                f"A session may call and text {MAX_CALLS} times, and this one wanted more.",
                fix="Launch one session for each call or text.",
            )
        sender, legs = self.routing.sender(self.session, from_number, channel == "TEXT"), []
        for number in numbers:
            id = self.ids.call(self.session.id, len(self.legs) + 1)
            phone, now = self.network.phone(number), self.session.clock.at
            leg = Leg(id, self.session.id, now, phone, sender, channel, network, inbound=False)
            leg.headers = _custom(headers)
            self.legs.append(leg)
            legs.append(leg)
        return legs

    def adopt(self, leg: Leg) -> None:
        """Make an inbound call or text the current leg."""
        self.legs.append(leg)
        self.current = leg
        if leg.is_text:
            self._up(leg)

    def answered(self, leg: Leg) -> None:
        """The leg is up, and becomes the current one where none is."""
        self._up(leg)
        if self.current is None or self.current.state == "ended":
            self.current = leg

    async def answer(self, leg: Leg) -> None:
        """Answer an inbound call; the first verb that needs media does it, and it does nothing twice."""
        if leg.inbound and leg.state == "ringing":
            sent = await self.cross("answer", PHONE, "answered by Tropo", leg.wire("ANSWER"))
            self._up(leg)
            if sent.lost:
                # Tropo speaks, and the caller still hears it ring
                leg.apart = "ringing"

    # endings

    async def hang_up(self, leg: Leg | None = None) -> None:
        """End the leg, or the current one; nothing happens when it has ended already."""
        leg = leg or self.current
        if leg is None or leg.state == "ended" or not await self.still_up(leg):
            return
        leg.ended_by = leg.ended_by or "tropo"
        # whoever hangs up knows it
        leg.told = True
        await self.hung_up(leg, "hung up by Tropo")

    async def reject(self, leg: Leg | None = None) -> None:
        """Decline a call that comes in and still rings, or a text that nobody answered; SessionFailed when too late."""
        await self._turn_away("reject", "rejected", "REJECTED", leg)

    async def redirect(self, to: str, leg: Leg | None = None) -> None:
        """Send a call that comes in and still rings to another address; SessionFailed when it is too late."""
        await self._turn_away("redirect", f"redirected to {to:.100}", "REDIRECTED", leg)

    async def _turn_away(self, verb: str, words: str, state: str, leg: Leg | None) -> None:
        leg = leg or self.current
        if leg is not None and leg.ended_as == state:
            return
        untold = leg is not None and leg.is_text and leg.inbound and leg.state == "active" and not leg.heard
        if verb == "reject" and untold:
            # whoever sent the text is not told
            leg.ended_by, leg.ended_as, leg.told = "tropo", state, True
            self.over(leg)
            return
        if leg is None or not leg.inbound or leg.state != "ringing":
            raise SessionFailed(
                f"too late to {verb}",
                FROM_CATCHER,
                f"{verb} is only for a call that comes in and still rings.",
                fix=f"Use {verb} before anything is said, or hang up.",
            )
        if not await self.still_up(leg):
            return
        leg.ended_by, leg.ended_as, leg.told = "tropo", state, True
        sent = await self.cross("refusal", PHONE, words, leg.wire(verb.upper(), words))
        self.over(leg)
        if sent.lost:
            leg.apart = "ringing"

    async def end(self) -> None:
        """Hang up whatever is still up, and send what is being recorded: the session is over."""
        for leg in self.legs:
            if leg.state != "ended":
                await self.hang_up(leg)
            await stop(self, leg)

    def give_up_recordings(self) -> None:
        """Send nothing of what is being recorded: the lab is closing, and nobody may be there to take it."""
        for leg in self.legs:
            if leg.taping is not None:
                leg.taping = None
                self.session.log("The recording of the call was not sent: the lab was closed.")

    async def hung_up(self, leg: Leg, words: str) -> None:
        """Tropo ends a leg; a phone that its hang-up does not reach knows nothing of it."""
        if leg.is_text:
            self.over(leg)
            return
        sent = await self.cross("hangup", PHONE, words, leg.wire("HANGUP"))
        before = leg.at_phone
        self.over(leg)
        if sent.lost:
            leg.apart = before

    def over(self, leg: Leg) -> None:
        """The leg has ended, on both sides."""
        leg.state, leg.apart = "ended", ""
        self.network.over(leg)

    def hangup_told(self, leg: Leg, verb: str) -> Result:
        """A hang-up is told once; whoever goes on speaking into the dead call after that has made a mistake."""
        if leg.told:
            raise SessionFailed(
                "call is over",
                FROM_CATCHER,
                f"{verb} came too late: the call is DISCONNECTED.",
                fix="After a hang-up, look whether the call is still active before you speak.",
            )
        leg.told = True
        return Result("hangup", leg)

    # what the front ends ask

    async def still_up(self, leg: Leg) -> bool:
        """False when the leg has ended; the hang-up of the person reaches Tropo when it is first looked for."""
        left = self.left(leg)
        if left is not None and left < 0:
            # it was due while Tropo was busy with something else
            leg.ended_by = "phone"
        if leg.state != "ended" and leg.ended_by == "phone":
            if leg.is_text:
                self.over(leg)
            else:
                leg.apart = "ended"
                sent = await self.cross("hangup", TROPO, "hung up by the phone", leg.wire("HANGUP"))
                if sent.lost:
                    # Tropo speaks on, to nobody
                    leg.ended_by = ""
                else:
                    self.over(leg)
                    await stop(self, leg)
        return leg.state != "ended"

    async def is_up(self) -> bool:
        """True while the current call or text conversation goes on."""
        return self.current is not None and await self.still_up(self.current)

    async def is_over(self) -> bool:
        """True once the current call has ended and the session knows it."""
        return self.current is not None and not await self.still_up(self.current) and self.current.told

    async def state(self) -> str:
        """The `state` of a result: that of the current leg, or how the latest call ended."""
        leg = self.current
        if leg is None:
            return FAILED if self.legs and self.legs[-1].ended_by == "unanswered" else DISCONNECTED
        if leg.state == "ringing":
            return RINGING
        return ANSWERED if await self.still_up(leg) else leg.ended_as

    def keep_recording(self) -> str:
        """The address of the lab's own copy of a new recording; it is there while the session lasts."""
        name = f"{len(self.recordings) + 1}.wav"
        self.recordings.append(name)
        return f"http://api.tropo.com/recordings/{self.session.id}/{name}"

    # time, and what crosses

    def cross(
        self, kind: str, receiver: str, summary: str, wire: bytes, read: Reader | None = None
    ) -> Awaitable[Crossing]:
        """Let a message cross between Tropo and a phone; see `Session.cross`."""
        sender = TROPO if receiver == PHONE else PHONE
        return self.session.cross(kind, sender, receiver, summary, wire, read)

    async def spend(self, length: float, leg: Leg | None) -> Result:
        """Let lab time pass, in milliseconds, until the phone of the leg hangs up if it does so first.

        `hangup` then; it is not told yet.
        """
        length, left = int(length), None if leg is None else self.left(leg)
        if left is not None and left <= length:
            leg.ended_by = "phone"
            self.session.clock.advance(max(0, left))
            length -= max(0, left)
            if not await self.still_up(leg):
                return Result("hangup", leg)
        self.session.clock.advance(length)
        return Result("done" if leg is None or await self.still_up(leg) else "hangup", leg)

    def left(self, leg: Leg) -> int | None:
        """Milliseconds until the phone of the leg hangs up by itself; None when it does not."""
        limit = leg.phone.behaviour.hangup_after
        if limit is None or leg.is_text or leg.at_phone != "active":
            return None
        return leg.since + int(limit * 1000) - self.session.clock.at

    def _up(self, leg: Leg) -> None:
        leg.state, leg.since = "active", self.session.clock.at


def called_id(leg: Leg | None) -> str | None:
    """The `calledid` of a result: the number that was called, as Tropo wrote ids."""
    return caller_id(leg.to_number, leg.channel) if leg else None


def _custom(headers: dict | None) -> dict[str, str]:
    """The SIP headers that an app gives a call, fit for one line each."""
    out = {}
    for name, value in list((headers or {}).items())[:50]:
        name, value = "".join(str(name).split())[:100], " ".join(str(value).split())[:1000]
        if name and ":" not in name:
            out[name] = value
    return out
