"""Exchanges as data, and what a lab records of them: a launch or a caller, handlers or a script, and what phones do."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.diagnosing import API, PHONE
from tropo_lab import Lab
from tropo_lab.errors import LabError
from tropo_lab.launcher import LaunchRequest
from tropo_lab.platform.messages import Reply, Request
from tropo_lab.support.exchange import exchange as recorded
from tropo_lab.trace import Trace

APP = "+13215550100"
CATCHER = "http://catcher.example/"
# as long as real ones, and alike in nothing
TOKENS = {"messaging": "fake0messaging" * 6, "voice": "madeup1voice2" * 6}
LABEL = "application/json; charset=utf-8"


class Said(NamedTuple):
    """One reply of a catcher."""

    body: bytes
    label: str = LABEL
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exchange:
    """One exchange. It begins with a `launch`, or with the `call` or the text of the phone (`begins`).

    `catcher` holds a list of verbs, a `Said`, or the source of a handler's body for each path; `spoilt` are replies
    that take the place of those with that index. `happens` is what the person wants, and gets: `text`, `call` or
    neither. `voice` is the address of the voice side, where it has one of its own. `acts` come from outside
    while somebody is waited for: `input …`, `signal …` or `hangup`.
    """

    name: str
    happens: str = "text"
    launch: Request | None = None
    begins: str = ""
    catcher: dict[str, list | str | Said] = field(default_factory=dict)
    script: str = ""
    language: str = "python"
    phones: dict[str, dict] = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    address: str = CATCHER
    voice: str = ""
    number: str = APP
    label: str = LABEL
    spoilt: dict[int, Said] = field(default_factory=dict)


def launch(parameters: dict, form: str = "get", side: str = "messaging", base: str = API) -> Request:
    """A launch in one of the forms of `LaunchRequest`, as it crosses."""
    parts = LaunchRequest(TOKENS[side], parameters, base).parts(form)
    host, _, target = parts.url.removeprefix("http://").removeprefix("https://").partition("/")
    return Request(parts.method, f"/{target}", (("Host", host), *parts.headers), parts.body)


def play(exchange: Exchange, lab: Lab | None = None) -> Trace:
    """What is recorded of an exchange: in a lab without sockets, or in one that is given, for scripts."""
    if lab is not None:
        return _played(exchange, lab)
    with Lab(sockets=False) as sealed:
        return _played(exchange, sealed)


def _played(exchange: Exchange, lab: Lab) -> Trace:
    lab.host(_catcher(exchange))
    for name in ("recordings.example", "recordings.example.com"):
        lab.host(_taken, name)
    address = exchange.address
    if exchange.script:
        ending = {"python": "py", "javascript": "js", "php": "php", "ruby": "rb"}[exchange.language]
        lab.host(_file(exchange.script), "scripts.example")
        address = lab.script(url=f"http://scripts.example/hello.{ending}")
    tokens = {f"{side}_token": token for side, token in TOKENS.items()}
    lab.app(
        "reminders",
        voice=exchange.voice or address or None,
        messaging=address or None,
        number=exchange.number,
        **tokens,
    )
    for number in (PHONE, *exchange.phones):
        lab.phone(number).behave(**exchange.phones.get(number, {}))
    phone = lab.phone(PHONE)
    if exchange.launch is not None:
        alone = _launched(exchange.launch, lab)
        if alone is not None:
            return alone
        id = lab.trace().id
    else:
        id = phone.call(exchange.number) if exchange.begins == "call" else phone.text(exchange.number, exchange.begins)
    for act in exchange.acts:
        what, _, words = act.partition(" ")
        if what == "signal":
            lab.signal(id, words)
        else:
            phone.say(words) if what == "input" else phone.hang_up()
    return lab.trace(id)


def _launched(request: Request, lab: Lab) -> Trace | None:
    """Send a launch as it stands; gives the trace of what was no launch to the platform."""
    if lab.engine.address is not None:
        lab.http.request(request.method, f"http://api.tropo.com{request.target}", dict(request.headers), request.body)
        return None
    if " " in request.target:
        # no server takes such a line
        return recorded(request.wire, Reply(400, (("Content-Type", "text/plain"),), b"Bad Request").wire)
    reply: Reply = lab.engine.exchange("api.tropo.com", request)
    try:
        lab.trace()
    except LabError:
        return recorded(request.wire, reply.wire)
    return None


def _catcher(exchange: Exchange) -> Callable:
    """A server that answers each path by its handler; what that raises is its page, as frameworks show it."""
    asked = 0

    def answer(environ, start_response):
        nonlocal asked
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        said = exchange.spoilt.get(asked) or _said(exchange, environ["PATH_INFO"], body)
        asked += 1
        label = [("Content-Type", said.label)] if said.label else []
        start_response(f"{said.status} Whatever", [*label, *said.headers])
        return [said.body]

    return answer


def _said(exchange: Exchange, path: str, body: bytes) -> Said:
    told = exchange.catcher.get(path)
    if isinstance(told, Said):
        return told
    if told is None:
        return Said(b"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>", "text/html", 404)
    if isinstance(told, str):
        try:
            told = _handler(told)(json.loads(body))
        except Exception:
            return Said(traceback.format_exc().encode(), "text/plain", 500)
    return Said(json.dumps({"tropo": told}, ensure_ascii=False).encode(), exchange.label)


def _handler(source: str) -> Callable[[dict], list]:
    names: dict = {}
    lines = "\n    ".join(source.strip().splitlines())
    exec(compile(f"def answer(body):\n    {lines}\n", "catcher.py", "exec"), names)
    return names["answer"]


def _taken(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"taken"]


def _file(text: str) -> Callable:
    def hand_over(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return [text.encode()]

    return hand_over
