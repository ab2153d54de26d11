"""Deliveries: replies that leave the HTTP door slowly, or not at all, because a fault switch says so."""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web

from tropo_lab.platform.launching.click import FAULT_HEADER
from tropo_lab.platform.messages import Reply, reply

# a reply that dribbles comes in so many pieces, with so many real seconds between them
PIECES, PAUSE = 10, 0.05
# closing with this, the kernel sends RST in place of what is still to be sent
_RESET = struct.pack("ii", 1, 0)


class Deliveries:
    """Carries out what `Reply.delivery` says; nobody else waits for it. A request of `lab.http` is told by a header."""

    def __init__(self):
        self._open: set[asyncio.Transport] = set()

    def told(self, said: Reply) -> Reply:
        """The reply for `lab.http`, which makes of it what a program would have met."""
        if said.delivery == "slowly":
            return said
        note = reply(202, b"", "text/plain; charset=utf-8")
        return note._replace(headers=(*note.headers, (FAULT_HEADER, said.delivery)))

    async def deliver(self, incoming: web.BaseRequest, said: Reply, sent: web.Response) -> web.StreamResponse:
        """Let somebody outside meet it; `sent` is the whole reply, ready to go."""
        transport = incoming.transport
        if transport is None:
            return sent
        if said.delivery == "slowly":
            return await self._dribble(incoming, said, sent)
        if said.delivery == "never":
            self._open.add(transport)
            try:
                await incoming.protocol.gone
            finally:
                self._open.discard(transport)
        elif not transport.is_closing():
            # whoever has sent a request is connected, so a refusal can only be a reset
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
        return web.Response()

    async def _dribble(self, incoming: web.BaseRequest, said: Reply, sent: web.Response) -> web.StreamResponse:
        slow = web.StreamResponse(status=sent.status, reason=sent.reason, headers=sent.headers)
        await slow.prepare(incoming)
        size = max(1, -(-len(said.body) // PIECES))
        for start in range(0, len(said.body), size):
            await asyncio.sleep(PAUSE)
            await slow.write(said.body[start : start + size])
        await slow.write_eof()
        return slow

    def close(self) -> None:
        """Nobody waits any longer: the lab is closing."""
        for transport in list(self._open):
            transport.abort()
