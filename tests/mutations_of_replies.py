"""Mistakes in how a catcher's reply is written and sent, by rule."""

from __future__ import annotations

import json

from tests.exchanges import Said
from tests.mutations import REPLIES, rule


def _text(said: Said) -> str:
    return said.body.decode()


@rule(REPLIES, "reply: written by hand")
def by_hand(said):
    if said.body:
        yield said._replace(body=str(json.loads(said.body)).encode())
        yield said._replace(body=_text(said).replace("}]}", "},]}").encode())
        yield said._replace(body=_text(said).replace('"', "“").encode())


@rule(REPLIES, "reply: something before")
def before(said):
    for text in (
        "<br />\n<b>Notice</b>: Undefined index: x in /www/t.php on line 3<br />\n",
        "got a request\n",
        "<html><body>\n",
    ):
        yield said._replace(body=text.encode() + said.body)


@rule(REPLIES, "reply: something behind")
def behind(said):
    for text in ("\n<!-- served in 3 ms -->", "done", '\n{"ok": true}'):
        yield said._replace(body=said.body + text.encode()) if said.body else said


@rule(REPLIES, "reply: a mark before it")
def mark(said):
    yield said._replace(body=b"\xef\xbb\xbf" + said.body) if said.body else said


@rule(REPLIES, "reply: another label")
def label(said):
    yield said._replace(label="text/html")


@rule(REPLIES, "reply: cut off")
def cut(said):
    for length in (1, 4, len(said.body) // 2):
        yield said._replace(body=said.body[:-length]) if said.body else said


@rule(REPLIES, "reply: a status")
def status(said):
    yield Said(b"<h1>Internal Server Error</h1>", "text/html", 500)
    yield Said(b"<h1>Not Found</h1>", "text/html", 404)
    yield Said(b"", "text/html", 302, (("Location", "https://catcher.example/login"),))


@rule(REPLIES, "reply: refused to Tropo")
def refused(said):
    yield Said(b"CSRF token missing", "text/html", 403)
    yield Said(b"Method Not Allowed", "text/html", 405)


@rule(REPLIES, "reply: a page")
def page(said):
    yield Said(b"<!doctype html>\n<title>Welcome</title>\n<h1>It works!</h1>", "text/html")
    yield Said(b"<Response><Say>hi</Say></Response>", "text/xml")


@rule(REPLIES, "reply: a script")
def script(said):
    yield Said(b"<?php\ncall('+14075550112');\nsay('hi');\n?>", "text/html")
    yield Said(b'call("+14075550112")\nsay("hi")\n', "text/plain")


@rule(REPLIES, "reply: nothing")
def nothing(said):
    yield Said(b"", said.label)


@rule(REPLIES, "reply: another charset")
def charset(said):
    if not _text(said).isascii():
        yield said._replace(body=_text(said).encode("latin-1", "replace"))


@rule(REPLIES, "reply: encoded twice")
def twice(said):
    if said.body:
        yield said._replace(body=json.dumps(_text(said)).encode())


@rule(REPLIES, "reply: words")
def words(said):
    yield Said(b"OK", "text/plain")
    yield Said(b"null", said.label)


# the names of these rules
NAMES = (*REPLIES,)
