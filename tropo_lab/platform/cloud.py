"""The cloud: all parts of the platform put together on one driver's port."""

from __future__ import annotations

from tropo_lab.clock import LabClock
from tropo_lab.errors import NotFound
from tropo_lab.journal import Journal
from tropo_lab.platform.api import SessionApi
from tropo_lab.platform.applications import MESSAGING, VOICE, App, Applications
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.phones import Phone, PhoneNetwork
from tropo_lab.platform.routing import Routing
from tropo_lab.platform.session import Session
from tropo_lab.platform.sessions import Sessions
from tropo_lab.platform.texts import Text

API_HOST = "api.tropo.com"


class Cloud:
    """Apps, phones, sessions and the session API of one lab.

    `port` is the driver's; `db` the journal's file; `seed` decides every id. Opened on a journal that exists already,
    the cloud goes on where that one stopped.
    """

    def __init__(self, port, *, db: str = ":memory:", seed: int | str = 1, international: bool = False):
        self.journal = Journal(db)
        self.ids = Ids(seed)
        self.clock = LabClock((self.journal.last_number + self.journal.last_refused) * LabClock.STEP)
        self.apps = Applications(self.ids)
        self.network = PhoneNetwork()
        routing = Routing(self.apps.by_number, international)
        self.sessions = Sessions(port, self.ids, self.clock, self.network, self.journal, routing)
        self.api = SessionApi(self.apps, self.sessions, self.clock)
        for record in self.journal.apps():
            self.apps.add(**record)
        for number, record in self.journal.phones().items():
            phone = self.network.phone(number)
            phone.texts = [Text(*text) for text in record]

    def add_app(self, name: str, voice=None, messaging=None, **more) -> App:
        """Add or change an app (see `Applications.add`), and keep it in the journal."""
        app = self.apps.add(name, voice, messaging, **more)
        record = app.as_dict()
        del record["id"]
        self.journal.keep_app(int(app.id), name, record)
        return app

    def text_in(self, number: str, to: str, text: str) -> str:
        """A phone texts an app's number: gives the id of the session that gets the text.

        A text conversation that is still open between the two gets it; otherwise a new session begins.
        """
        app, phone = self._app_at(to), self.network.phone(number)
        open_leg = next((leg for leg in phone.live_calls if leg.is_text and leg.app_number == app.number), None)
        session = self.sessions.live(open_leg.session) if open_leg else None
        begun = session is None
        if not begun:
            open_leg.said.append(text)
            open_leg.wake("input")
        else:
            session = self.sessions.inbound(app, MESSAGING, phone, text)
        self.network.deliver_text(Text(phone.number, app.number, text, session.clock.at, "out", session.id))
        self._record(
            session,
            "text",
            f"SMS to {app.number}: {text}",
            f"SMS\r\nFrom: {phone.number}\r\nTo: {app.number}\r\n\r\n{text}",
        )
        if begun:
            self.sessions.start(session)
        return session.id

    def call_in(self, number: str, to: str) -> str:
        """A phone calls an app's number: gives the id of the session that begins."""
        app, phone = self._app_at(to), self.network.phone(number)
        session = self.sessions.inbound(app, VOICE, phone, None)
        self._record(session, "call", f"ring {app.number}", f"CALL\r\nFrom: {phone.number}\r\nTo: {app.number}\r\n\r\n")
        self.sessions.start(session)
        return session.id

    def close(self) -> None:
        """Keep what reached the phones, and close the journal."""
        texts = {number: [*phone.texts] for number, phone in self.network.phones.items() if phone.texts}
        self.journal.keep_phones(texts)
        self.journal.close()

    def _app_at(self, number: str) -> App:
        app = self.apps.by_number.get(self.network.known(number).number)
        if app is None:
            numbers = ", ".join(self.apps.by_number) or "none yet"
            raise NotFound(f"No app has the number {number}; the apps' numbers are: {numbers}.")
        return app

    def phone(self, number: str) -> Phone:
        """The phone of that number."""
        return self.network.phone(number)

    def _record(self, session: Session, kind: str, summary: str, wire: str) -> None:
        session.record(kind, "phone", "tropo", summary, wire.encode("utf-8", "replace"))
