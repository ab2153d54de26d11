"""The emulated cloud: sessions, calls and phones, with a WebAPI and a Scripting front end.

The core (everything but the drivers with sockets, and `scripting.host` with its processes) imports no sockets, threads,
processes or event loop. Whatever has to wait does so through a small `port`, which a driver provides.
"""
