"""`Lab`: the one object a notebook starts. It holds the platform, your apps, your phones, and what happened."""

from __future__ import annotations

import inspect
import io
import re
import sys
import weakref
from functools import cached_property

from tropo_lab.breakpoints import Breakpoints
from tropo_lab.errors import BadSetup, LabClosed, LabError, NotFound
from tropo_lab.faults import Faults
from tropo_lab.lab_phone import LabPhone
from tropo_lab.platform.applications import App, Script
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.provisioning.account import ACCOUNT, Account
from tropo_lab.platform.rules import RuleBook
from tropo_lab.trace import Trace

CATCHER_HOST = "catcher.example"
_HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*")
_by_cell: dict[tuple[str, int], tuple[int, weakref.ref]] = {}


class Lab:
    """A Tropo of your own, on loopback, until you close it.

    `sockets=False` runs everything in the caller's stack, with the same bytes and no hosted scripts. `seed` decides
    every id. `db` is the journal's file (in memory when left out). `port` asks for a port (any free one when 0).
    `allowed` names further hosts that catchers may live on, as `HOST` or `HOST:PORT`; `patience` is how many real
    seconds a catcher may take, `script_patience` how many a hosted script may compute without a call;
    `international` lets numbers outside +1 be reached (a rule, see `rules`).

    Running a notebook cell that starts a lab again closes the one it started before. Raises BadSetup in one sentence
    when the port is taken or the journal cannot be opened.
    """

    def __init__(
        self,
        *,
        sockets: bool | None = None,
        seed: int | str = 1,
        db: str = ":memory:",
        port: int = 0,
        allowed: tuple[str, ...] = (),
        patience: float = 15.0,
        script_patience: float = 20.0,
        international: bool = False,
    ):
        self._closed = True
        _replace_same_cell(self, sys._getframe(1))
        if sockets is None:
            sockets = sys.platform != "emscripten"
        if isinstance(allowed, str):
            raise BadSetup(f"`allowed` is a list of hosts, such as [{allowed!r}].")
        options = {"seed": seed, "db": db, "international": international}
        if sockets:
            options |= {
                "port": port,
                "allowed": tuple(allowed),
                "patience": patience,
                "script_patience": script_patience,
            }
        self._engine = _engine(sockets, options)
        self._closed = False
        self._server_logs: dict[str, io.StringIO] = {}
        # a lab that nobody names any more stops by itself
        self._finalizer = weakref.finalize(self, self._engine.close)

    # life

    def __enter__(self) -> Lab:
        return self

    def __exit__(self, *exc) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything this lab started; nothing of it stays in the process. Closing twice does nothing."""
        if not self._closed:
            self._closed = True
            if "http" in self.__dict__:
                self.http.close()
            self._finalizer()

    def __repr__(self) -> str:
        if self._closed:
            return "Lab (closed)"
        apps = ", ".join(self._open.cloud.apps.by_name) or "no apps yet"
        return f"Lab ({apps})"

    @property
    def _open(self):
        if self._closed:
            raise LabClosed()
        return self._engine

    @property
    def engine(self):
        """What runs this lab, for what shows it as it goes: `call`, `settle`, `watch` and `cloud`."""
        return self._open

    # reaching it

    @property
    def address(self) -> str:
        """`HOST:PORT` of the platform, to give to curl as a proxy (`curl -x`) or to a browser in place of the host."""
        if self._open.address is None:
            raise BadSetup("This lab has no sockets, so it has no address: use lab.http, or start Lab() with sockets.")
        return self._engine.address

    @cached_property
    def http(self):
        """A `requests.Session` that finds the lab's host names, by http and https, and goes nowhere else."""
        from tropo_lab.http_session import lab_session

        return lab_session(self._open)

    @property
    def account(self) -> Account:
        """Name and password for the provisioning API, to give to `lab.http` as `auth=lab.account`."""
        return ACCOUNT

    # setting up

    def app(
        self,
        name: str,
        *,
        voice=None,
        messaging=None,
        voice_token: str | None = None,
        messaging_token: str | None = None,
        number: str | None = None,
    ) -> App:
        """A new app, or the changed one where the name exists. Gives its tokens and its number.

        An address is a URL, a `Script` (see `script`), or None. The same address may stand on both sides.
        """
        return self._open.call(
            self._open.cloud.add_app,
            name,
            voice,
            messaging,
            voice_token=voice_token,
            messaging_token=messaging_token,
            number=number,
        )

    def script(self, text: str = "", language: str = "", *, url: str = "") -> Script:
        """A hosted script, to give to `app`: its text (Python, if not said otherwise), or where it is fetched from.

        The language of a script that is fetched goes by the extension of its file, unless it is named.
        """
        return Script(language or ("" if url else "python"), text, url)

    def host(self, app, name: str = CATCHER_HOST) -> str:
        """Serve your own WSGI app (a Flask app, say) under a host name inside the lab; gives its URL.

        Hosting another app under the same name takes the first one's place: that is how a running catcher is edited.
        """
        if not callable(app) or not _takes_two(app):
            raise BadSetup("Give `host` a WSGI app, such as the Flask app that create_app() returns.")
        if name == API_HOST or not _HOST_NAME.fullmatch(name):
            raise BadSetup(
                f"{name!r} cannot be a host here: use a small-letter name with a dot, such as {CATCHER_HOST}."
            )
        log = self._server_logs[name] = io.StringIO()

        def logging_to_the_lab(environ, start_response):
            # otherwise its tracebacks land in whichever cell is running
            return app({**environ, "wsgi.errors": log}, start_response)

        self._open.add_host(name, logging_to_the_lab)
        return f"http://{name}"

    def stop_host(self, name: str = CATCHER_HOST) -> None:
        """Take a server of yours down: its name stays, and nothing listens there until you host it again."""
        if name == API_HOST or name not in self._open.names():
            raise NotFound(f"No server of yours has the name {name!r} in this lab: host one first.")
        self._engine.stop_host(name)

    def server_log(self, name: str = CATCHER_HOST) -> str:
        """What a server of yours has written to its error log, tracebacks included, since it was hosted."""
        if name not in self._server_logs:
            raise NotFound(f"No server of yours has the name {name!r} in this lab: host one first.")
        return self._server_logs[name].getvalue()

    @property
    def rules(self) -> RuleBook:
        """The lab's switches (see `Rules`), each off at first: `lab.rules.set(segments=True)` changes some."""
        return self._open.cloud.rules

    # phones

    def phone(self, number: str) -> LabPhone:
        """The phone of that number (`+14075550112`, in any spelling)."""
        return LabPhone(self._open, self._open.call(self._open.cloud.network.phone, number))

    # what waits

    @property
    def breakpoints(self) -> Breakpoints:
        """Where messages are held before they cross, and those that wait: `set`, `held`, `go_on`, `drop`,
        `send_twice`."""
        return Breakpoints(self._open)

    @property
    def faults(self) -> Faults:
        """Switches for what goes wrong on the way: `add`, `on`, `clear`."""
        return Faults(self._open)

    # what happened

    def trace(self, id: str | None = None) -> Trace:
        """What that session did, or the latest launch (refused ones count), once it can go no further by itself."""
        engine = self._open
        engine.settle(id)
        return engine.call(self._latest) if id is None else engine.call(engine.cloud.sessions.trace, str(id))

    def traces(self) -> list[Trace]:
        """The traces of the latest sessions, oldest first, up to 500."""
        engine = self._open
        engine.settle()
        return engine.call(engine.cloud.sessions.page, 500, None)[0][::-1]

    def refused(self) -> list[Trace]:
        """The launches that were refused, oldest first, up to 500."""
        engine = self._open
        found = engine.call(engine.cloud.journal.page, 500, engine.cloud.sessions.refused, "refused")
        return [trace for _, trace in found][::-1]

    def _latest(self) -> Trace:
        latest = self._engine.cloud.sessions.latest()
        if latest is None:
            raise LabError("Nothing has been launched in this lab yet: send a launch first.")
        return latest

    def reproduce(self, id: str | int):
        """A case of the book (`SC-07`, `sc7` or 7), run in labs of its own: broken and mended, traces and programs."""
        from tropo_lab.support.reproduction import reproduce

        return reproduce(id)

    def signal(self, id: str, name: str) -> str:
        """Send a signal to a session; gives `QUEUED`, `NOTFOUND` or `FAILED`."""
        url = f"http://{API_HOST}/1.0/sessions/{id}/signals"
        return self.http.post(url, json={"value": name}).json()["status"]


def _engine(sockets: bool, options: dict):
    """The lab's engine; each is imported only where it is used."""
    if sockets:
        from tropo_lab.socket_engine import SocketEngine

        return SocketEngine(**options)
    from tropo_lab.sealed_engine import SealedEngine

    return SealedEngine(**options)


def _takes_two(app) -> bool:
    """True when `app` can be called as WSGI calls it; False for an app factory given by mistake."""
    try:
        inspect.signature(app).bind(None, None)
    except TypeError:
        return False
    except ValueError:  # a callable that does not tell
        return True
    return True


def _replace_same_cell(lab: Lab, frame) -> None:
    """Close the lab that an earlier run of the same notebook cell started."""
    ask = frame.f_globals.get("get_ipython")
    shell = ask() if callable(ask) else None
    if shell is None or frame.f_code.co_name != "<module>":
        return
    place, run = (frame.f_code.co_filename, frame.f_lineno), shell.execution_count
    then, old = _by_cell.get(place, (run, lambda: None))
    if then != run and old() is not None:
        old().close()
    _by_cell[place] = (run, weakref.ref(lab))
