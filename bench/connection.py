"""One kept-alive HTTP connection to a platform, for launches and counts."""

import asyncio
import json

from bench.messages import take


class Connection(asyncio.Protocol):
    """Sends one GET at a time and returns the body of its answer."""

    def __init__(self, host: str):
        self.host = host
        self.buffer = bytearray()
        self.answer: asyncio.Future | None = None

    @classmethod
    async def open(cls, url: str) -> "Connection":
        """A connection to the platform at `url` (`http://127.0.0.1:PORT`; loopback and nothing else)."""
        host = url.removeprefix("http://")
        name, _, port = host.partition(":")
        if name != "127.0.0.1":
            raise ValueError(f"The load talks to 127.0.0.1 only, not to {name}.")
        _, connection = await asyncio.get_running_loop().create_connection(lambda: cls(host), name, int(port))
        return connection

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.answer and not self.answer.done() and (message := take(self.buffer)):
            self.answer.set_result(message)

    def connection_lost(self, error: Exception | None) -> None:
        if self.answer and not self.answer.done():
            closed = ConnectionError("The platform closed the connection before it answered.")
            self.answer.set_exception(error or closed)

    async def get(self, target: str) -> bytes:
        """The body that the platform answers to a GET of `target`; an error unless the status is 200."""
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(f"GET {target} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        head, body = await self.answer
        if head[9:12] != b"200":
            raise ValueError(f"{target} was answered with {head[9:12].decode()}: {body[:200].decode(errors='replace')}")
        return body

    async def get_json(self, target: str) -> dict:
        """The same, read as JSON."""
        return json.loads(await self.get(target))

    def close(self) -> None:
        """End the connection."""
        self.transport.close()
