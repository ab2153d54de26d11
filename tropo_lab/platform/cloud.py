"""The cloud: all parts of the platform put together on one driver's port."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.clock import LabClock
from tropo_lab.journal import Journal
from tropo_lab.platform.api import SessionApi
from tropo_lab.platform.applications import App
from tropo_lab.platform.arrivals import Arrivals
from tropo_lab.platform.crossing.gate import Gate
from tropo_lab.platform.ids import Ids
from tropo_lab.platform.launching.visits import Visits
from tropo_lab.platform.network.phones import PhoneNetwork
from tropo_lab.platform.network.routing import Routing
from tropo_lab.platform.registry import Applications
from tropo_lab.platform.rules import RuleBook, Rules
from tropo_lab.platform.sessions import Sessions
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
        self.rules = RuleBook(Rules(international=international))
        routing = Routing(self.apps.by_number, self.rules)
        self.sessions = Sessions(self.gate, self.ids, self.clock, self.network, self.journal, routing)
        self.api = SessionApi(self.apps, self.sessions, self.clock)
        self.visits = Visits(self.sessions, self.clock)
        self.arrivals = Arrivals(self.sessions, self.apps.by_number)
        for record in self.journal.apps():
            self.apps.restore(record)
        self.apps.last_id = max(self.apps.last_id, self.journal.last_app)
        for number, record in self.journal.phones().items():
            self.network.phone(number).restore(record)

    def add_app(self, name: str, voice=None, messaging=None, **more) -> App:
        """Add or change an app (see `Applications.add`), and keep it in the journal."""
        return self.keep_app(self.apps.add(name, voice, messaging, **more))

    def keep_app(self, app: App) -> App:
        """Keep an app that was made or changed in the journal; gives it back."""
        self.journal.keep_app(int(app.id), app.name, app.record())
        self.watchers.changed()
        return app

    def remove_app(self, app: App) -> None:
        """Forget an app, in the journal, too."""
        self.apps.remove(app)
        self.journal.forget_app(int(app.id))
        self.watchers.changed()

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` soon after anything visible has changed, and once when the lab closes; gives what stops that.

        It is called where the platform runs, and never twice for what is one change to a reader. See `Watchers.add`.
        """
        return self.watchers.add(callback)

    def close(self) -> None:
        """Tell who watches, keep the phones, and close the journal."""
        self.watchers.close()
        self.journal.close({number: phone.record() for number, phone in self.network.phones.items()})
