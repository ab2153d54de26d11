"""Readers: what makes sense of a message that was edited on its way, for each shape that messages have."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.platform.crossing.crossings import Edited, Reader
from tropo_lab.platform.crossing.edits import edited_own_reply, edited_reply, edited_request, edited_words
from tropo_lab.platform.messages import Reply, Request


def measured(reply: Reply) -> str:
    """A reply in a few words: its status and its length."""
    return f"{reply.status}, {len(reply.body)} bytes"


def reads_request(summary: Callable[[Request], str], *, absolute: bool = False) -> Reader:
    """A reader of requests; `absolute` targets may be whole URLs."""

    def read(wire: bytes) -> Edited:
        request = edited_request(wire, absolute=absolute)
        return Edited(summary(request), request.wire, request)

    return read


def reads_reply(summary: Callable[[Reply], str] = measured, *, own: bool = False) -> Reader:
    """A reader of replies; those of the lab's `own` keep the headers that all of these have."""

    def read(wire: bytes) -> Edited:
        said = (edited_own_reply if own else edited_reply)(wire)
        return Edited(summary(said), said.wire, said)

    return read


def reads_words(original: bytes, summary: Callable[[str], str]) -> Reader:
    """A reader of what is said or written below the heading of `original`; the message is the words alone."""

    def read(wire: bytes) -> Edited:
        words, edited = edited_words(wire, original)
        return Edited(summary(words), edited, (words,))

    return read
