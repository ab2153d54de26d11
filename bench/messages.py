"""HTTP messages as bytes: the next whole one in a buffer. Bare, so that the load costs the machine little."""

import re

LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


def take(buffer: bytearray) -> tuple[bytes, bytes] | None:
    """Remove the first whole message from `buffer` and return its head and body; None while it is incomplete."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[: end + 2])
    length = LENGTH.search(head)
    if length is None and (head.startswith(b"HTTP/") or head.startswith(b"POST ")):
        raise ValueError("The load reads only messages with a Content-Length; this one has none.")
    size = int(length[1]) if length else 0
    if len(buffer) < end + 4 + size:
        return None
    body = bytes(buffer[end + 4 : end + 4 + size])
    del buffer[: end + 4 + size]
    return head, body
