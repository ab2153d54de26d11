"""The emulated cloud: sessions, calls and phones, with a WebAPI and a Scripting front end.

The core (everything but `drivers.server`, `drivers.loop_driver`, `drivers.catcher_client` and `scripting.host`) imports
no sockets, threads, processes or event loop. Whatever has to wait does so through a small port that a driver provides.
"""
