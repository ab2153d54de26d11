"""The load's catcher: it answers session JSON with a document, and notes that the hook came.

The path of the catcher's URL says which document: `/text` sends the launch's `msg` as a text, `/call` calls its
number and speaks, `/asks/0` calls it and asks question after question. Everything else that is POSTed (results) is
answered with an empty document.
"""

import asyncio
import json
from collections.abc import Callable

from bench.messages import take

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
NOTHING = {"tropo": []}


def text_document(parameters: dict) -> dict:
    """Send the launch's message to the launch's number."""
    say = {"value": parameters["msg"]}
    to = "tel:+" + parameters["numbertodial"]
    return {"tropo": [{"message": {"say": say, "to": to, "channel": "TEXT", "network": "SMS"}}]}


def call_document(parameters: dict) -> dict:
    """Call the launch's number and say its message."""
    call = {"to": "+" + parameters["numbertodial"]}
    return {"tropo": [{"call": call}, {"say": {"value": parameters["msg"]}}]}


def question_document(number: int) -> dict:
    """Ask one question of the conversation, and say where the answer goes."""
    ask = {"name": f"answer{number}", "choices": {"value": "[1 DIGIT]"}, "say": {"value": f"Question {number}?"}}
    return {"tropo": [{"ask": ask}, {"on": {"event": "continue", "next": f"/asks/{number}"}}]}


def conversation_document(parameters: dict) -> dict:
    """Call the launch's number and ask the first question."""
    first = question_document(1)
    return {"tropo": [{"call": {"to": "+" + parameters["numbertodial"]}}, *first["tropo"]]}


# how many questions a conversation has
QUESTIONS = 10
DOCUMENTS = {b"/text": text_document, b"/call": call_document, b"/asks/0": conversation_document}
NEXT = {b"/asks/%d" % number: question_document(number + 1) for number in range(1, QUESTIONS)}


class Catcher(asyncio.Protocol):
    """One kept-alive connection from a platform to the catcher; `hooked` hears the `msg` of each session."""

    def __init__(self, hooked: Callable[[str], None]):
        self.hooked = hooked
        self.buffer = bytearray()

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while message := take(self.buffer):
            self._answer(*message)

    def _answer(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1]
        session = json.loads(body).get("session")
        document = DOCUMENTS[path](session["parameters"]) if session else NEXT.get(path, NOTHING)
        reply = json.dumps(document).encode()
        self.transport.write(ANSWER % len(reply) + reply)
        if session:
            self.hooked(session["parameters"]["msg"])
