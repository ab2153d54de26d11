"""Bytes sent to a lab as they are, also those that no HTTP library would send."""

from __future__ import annotations

import socket

from tropo_lab.support.exchange import exchange
from tropo_lab.trace import Trace

SECONDS = 30


def send_bytes(lab, wire: bytes) -> Trace:
    """Send this very request to a `Lab`; gives what came of it.

    That is the session's trace. Where the platform could not read the request at all, it is the request and the reply.
    """
    before = (len(lab.traces()), len(lab.refused()))
    host, _, port = lab.address.rpartition(":")
    with socket.create_connection((host, int(port)), SECONDS) as connection:
        connection.sendall(wire)
        with connection.makefile("rb") as reader:
            reply = _reply(reader)
    return lab.trace() if (len(lab.traces()), len(lab.refused())) != before else exchange(wire, reply)


def _reply(reader) -> bytes:
    """One reply, to its announced end; the connection may stay open behind it."""
    heading = b""
    while (line := reader.readline()) not in (b"", b"\r\n"):
        heading += line
    length = next((int(line[15:]) for line in heading.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    return heading + b"\r\n" + reader.read(length)
