"""Arrivals: the texts and calls that phones send to the apps' numbers, and the sessions that they begin."""

from __future__ import annotations

from tropo_lab.errors import NotFound
from tropo_lab.platform.applications import MESSAGING, VOICE, App
from tropo_lab.platform.crossing.crossings import AS_SENT, Reader
from tropo_lab.platform.crossing.gate import Message
from tropo_lab.platform.crossing.readers import reads_words
from tropo_lab.platform.network.leg import Leg
from tropo_lab.platform.network.texts import Text
from tropo_lab.platform.session import Session
from tropo_lab.platform.sessions import Sessions
from tropo_lab.trace import PHONE, TROPO, Outcome

FROM_PHONE = "handset → platform"


class Arrivals:
    """Takes what phones send; `by_number` finds the app of a number."""

    def __init__(self, sessions: Sessions, by_number: dict[str, App]):
        self.sessions, self.by_number = sessions, by_number
        self.network, self.port = sessions.network, sessions.port

    def text(self, number: str, to: str, text: str) -> str:
        """A phone texts an app's number: gives the id of the session that gets the text.

        A text conversation that is still open between the two gets it; otherwise a new session begins.
        """
        app, phone = self._app_at(to), self.network.phone(number)
        leg = next((leg for leg in phone.live_calls if leg.is_text and leg.app_number == app.number), None)
        session = self.sessions.live(leg.session) if leg else None
        begins = session is None
        if begins:
            session = self.sessions.inbound(app, MESSAGING, phone, text)
        self.network.deliver_text(Text(phone.number, app.number, text, session.clock.at, "out", session.id))
        self.port.spawn(session, self._begin(session) if begins else self._go_on(session, leg, text))
        return session.id

    def input(self, number: str, said: str) -> bool:
        """What a phone says, keys or texts into what it is in; False when that is nothing. Empty, it keeps silent."""
        leg = self.network.known(number).listening
        if leg is None:
            return False
        if leg.is_text and said:
            self.text(number, leg.app_number, said)
        else:
            leg.hear(said)
        return True

    def call(self, number: str, to: str) -> str:
        """A phone calls an app's number: gives the id of the session that begins."""
        app, phone = self._app_at(to), self.network.phone(number)
        session = self.sessions.inbound(app, VOICE, phone, None)
        self.port.spawn(session, self._begin(session))
        return session.id

    async def _begin(self, session: Session) -> None:
        """The message that begins a session reaches Tropo, and the session runs. Lost, it ends there."""
        leg = session.inbound
        if leg.is_text:
            message, read = _sms(leg, session.initial_text)
            kind, sent = "text", await session.cross(*message, read)
        else:
            call = ("call", PHONE, TROPO, f"ring {leg.app_number}", leg.wire("CALL"))
            kind, sent = "call", await session.cross(*call)
        if sent.lost:
            session.control.over(leg)
            sentence = f"The {kind} was lost on its way to Tropo, so Tropo started nothing."
            await self.sessions.finish(session, Outcome(f"{kind} lost", FROM_PHONE, sentence))
            return
        if leg.is_text:
            leg.opening = session.initial_text = _text(sent.message, session.initial_text)
            self.sessions.routing.carrier.arrived(session, leg, session.initial_text)
            leg.said += [session.initial_text] * (sent.times - 1)
        await self.sessions.run(session)

    async def _go_on(self, session: Session, leg: Leg, text: str) -> None:
        """One more text reaches Tropo: the conversation gets it, or a new session where it is over by then."""
        message, read = _sms(leg, text)
        sent = AS_SENT
        if session.gate.stops("text", session.app.name):
            sent = await session.held(message, read, blocks=False)
        text, over = _text(sent.message, text), session.outcome is not None
        if over and not sent.lost:
            session = self.sessions.inbound(session.app, MESSAGING, leg.phone, text)
            leg = session.inbound
            leg.opening = text
        session.record_sent(sent, *message)
        if sent.twice:
            session.record(*message[:3], *sent.recorded(*message[3:]))
        if not sent.lost:
            self.sessions.routing.carrier.arrived(session, leg, text)
        if sent.lost:
            self.sessions.amended(session)
        elif over:
            leg.said += [text] * (sent.times - 1)
            self.sessions.start(session)
        else:
            for _ in range(sent.times):
                leg.hear(text)

    def _app_at(self, number: str) -> App:
        app = self.by_number.get(self.network.known(number).number)
        if app is None:
            numbers = ", ".join(self.by_number) or "none yet"
            raise NotFound(f"No app has the number {number}; the apps' numbers are: {numbers}.")
        return app


def _sms(leg: Leg, text: str) -> tuple[Message, Reader]:
    """A text from the phone of this leg as a message that crosses, and what reads it when it was edited."""
    wire = leg.sms(text, by_phone=True)

    def summary(words: str) -> str:
        return f"SMS to {leg.app_number}: {words}"

    return ("text", PHONE, TROPO, summary(text), wire), reads_words(wire, summary)


def _text(edited: tuple[str] | None, original: str) -> str:
    return original if edited is None else edited[0]
