"""The cloud: all parts of the platform put together on one driver's port."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.clock import LabClock
from tropo_lab.journal import Journal
from tropo_lab.platform.api import SessionApi
from tropo_lab.platform.applications import App, Applications
from tropo_lab.platform.arrivals import Arrivals
from tropo_lab.platform.gate import Gate
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.phones import PhoneNetwork
from tropo_lab.platform.routing import Routing
from tropo_lab.platform.sessions import Sessions
from tropo_lab.platform.visits import Visits
from tropo_lab.platform.watchers import Watchers

API_HOST = "api.tropo.com"


class Cloud:
    """Apps, phones, sessions, breakpoints and the session API of one lab.

    `port` is the driver's; `db` the journal's file; `seed` decides every id. Opened on a journal that exists already,
    the cloud goes on where that one stopped.
    """

    def __init__(self, port, *, db: str = ":memory:", seed: int | str = 1, international: bool = False):
        self.journal = Journal(db)
        self.ids = Ids(seed)
        self.clock = LabClock((self.journal.last_number + self.journal.last_refused) * LabClock.STEP)
        self.apps = Applications(self.ids)
        self.watchers = Watchers(port.later)
        self.gate = Gate(port, self.watchers)
        self.network = PhoneNetwork(self.watchers)
        routing = Routing(self.apps.by_number, international)
        self.sessions = Sessions(self.gate, self.ids, self.clock, self.network, self.journal, routing)
        self.api = SessionApi(self.apps, self.sessions, self.clock)
        self.visits = Visits(self.sessions, self.clock)
        self.arrivals = Arrivals(self.sessions, self.apps.by_number)
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
        self.watchers.changed()
        return app

    def text_in(self, number: str, to: str, text: str) -> str:
        """A phone texts an app's number: gives the id of the session that gets the text.

        A text conversation that is still open between the two gets it; otherwise a new session begins.
        """
        return self.arrivals.text(number, to, text)

    def call_in(self, number: str, to: str) -> str:
        """A phone calls an app's number: gives the id of the session that begins."""
        return self.arrivals.call(number, to)

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` soon after anything visible has changed, and once when the lab closes; gives what stops that.

        It is called where the platform runs, and never twice for what is one change to a reader. See `Watchers.add`.
        """
        return self.watchers.add(callback)

    def close(self) -> None:
        """Tell who watches, keep the phones, and close the journal."""
        self.watchers.close()
        self.journal.close({number: phone.record() for number, phone in self.network.phones.items()})
