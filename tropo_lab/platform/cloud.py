"""The cloud: all parts of the platform put together on one driver's port."""

from __future__ import annotations

from tropo_lab.clock import LabClock
from tropo_lab.errors import NotFound
from tropo_lab.journal import Journal
from tropo_lab.platform.api import SessionApi
from tropo_lab.platform.applications import MESSAGING, VOICE, App, Applications
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.phones import PhoneNetwork
from tropo_lab.platform.routing import Routing
from tropo_lab.platform.sessions import Sessions
from tropo_lab.platform.texts import Text
from tropo_lab.trace import PHONE, TROPO

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
            self.network.phone(number).restore(record)

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
        if begun:
            session = self.sessions.inbound(app, MESSAGING, phone, text)
        leg = session.inbound if begun else open_leg
        self.network.deliver_text(Text(phone.number, app.number, text, session.clock.at, "out", session.id))
        session.record("text", PHONE, TROPO, f"SMS to {app.number}: {text}", leg.sms(text, by_phone=True))
        if begun:
            self.sessions.start(session)
        else:
            leg.said.append(text)
            leg.wake("input")
        return session.id

    def call_in(self, number: str, to: str) -> str:
        """A phone calls an app's number: gives the id of the session that begins."""
        app, phone = self._app_at(to), self.network.phone(number)
        session = self.sessions.inbound(app, VOICE, phone, None)
        session.record("call", PHONE, TROPO, f"ring {app.number}", session.inbound.wire("CALL"))
        self.sessions.start(session)
        return session.id

    def close(self) -> None:
        """Keep the phones, and close the journal."""
        self.journal.close({number: phone.record() for number, phone in self.network.phones.items()})

    def _app_at(self, number: str) -> App:
        app = self.apps.by_number.get(self.network.known(number).number)
        if app is None:
            numbers = ", ".join(self.apps.by_number) or "none yet"
            raise NotFound(f"No app has the number {number}; the apps' numbers are: {numbers}.")
        return app
