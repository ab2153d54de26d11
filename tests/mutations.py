"""Mistakes made by rule: each rule is applied wherever it fits, and what changes nothing that anybody sees is none.

Right is a finding at the hop that was spoilt, or at the first reply behind it that is not what it was: there the
mistake shows, and there a person looks. A script that misses something of its launch is such a place, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from tests.exchanges import Exchange, Said, play
from tropo_lab import Lab
from tropo_lab.platform.messages import Request
from tropo_lab.support.diagnosis import diagnose_trace
from tropo_lab.support.finding import BROKEN
from tropo_lab.support.wire import read_json, read_message
from tropo_lab.trace import PHONE, TROPO, Trace

# a later reply may be empty, and a document that asks nothing needs no handler: nothing tells that more was meant
ONLY_FIRST = ("document: no verbs", "reply: nothing", "handler: returns nothing")

OF_NAMES = (
    "launch: a key is left out",
    "launch: a name in other letters",
    "launch: a name misspelt",
    "launch: another token",
)


class Mutant(NamedTuple):
    """An exchange with one mistake: its rule, and the hop that holds it, by its kind and its place among those."""

    rule: str
    exchange: Exchange
    kind: str
    index: int = 0


class Tried(NamedTuple):
    """One mistake, and what was found of it: `counts` where anybody sees a difference, `right` hops, findings as
    (hop, rule), and how many of them are broken."""

    rule: str
    exchange: str
    counts: bool
    right: set[int]
    found: list[tuple[int, str]]
    broken: int

    @property
    def is_found(self) -> bool:
        """True when what is told first is told of a right hop."""
        return bool(self.found) and self.found[0][0] in self.right


# name → what makes the spoilt ones of a request, of a document's data, of a reply, of a source
LAUNCHES: dict[str, Callable[[Request], Iterator[Request]]] = {}
DATA: dict[str, Callable[[Any], Iterator[Any]]] = {}
REPLIES: dict[str, Callable[[Said], Iterator[Said]]] = {}
HANDLERS: dict[str, Callable[[str], Iterator[str]]] = {}
SCRIPTS: dict[str, Callable[[str], Iterator[str]]] = {}
ADDRESSES: dict[str, Callable[[str], Iterator[str]]] = {}


def rule(table: dict, name: str) -> Callable:
    """Enter a rule in its table."""

    def enter(make):
        table[name] = make
        return make

    return enter


def mutants(exchange: Exchange, sound: Trace, turn: count) -> Iterator[Mutant]:
    """A mistake by each rule in each place of an exchange; `sound` is what it records without.

    What else the same rule could do there has its turn in another exchange.
    """
    if exchange.launch is not None:
        # to a script the names matter; all else of a launch has nothing to do with it
        launches = {name: LAUNCHES[name] for name in OF_NAMES} if exchange.script else LAUNCHES
        for name, spoilt in _made(launches, exchange.launch, turn):
            yield Mutant(name, replace(exchange, launch=spoilt), "launch")
    if exchange.script:
        for name, spoilt in _made(SCRIPTS, exchange.script, turn):
            yield Mutant(name, replace(exchange, script=spoilt), "fetch-reply")
        return
    for name, spoilt in _made(ADDRESSES, exchange.address, turn):
        yield Mutant(name, replace(exchange, address=spoilt), "session" if spoilt else sound.hops[0].kind)
    for index, (path, body) in enumerate(_answered(sound)):
        said = Said(body, exchange.label)
        data = read_json(body.decode("utf-8", "replace"))
        for name, spoilt in _made(DATA, data, turn):
            yield from _later(
                Mutant(name, replace(exchange, spoilt={index: said._replace(body=_json(spoilt))}), "document", index)
            )
        for name, reply in _made(REPLIES, said, turn):
            yield from _later(Mutant(name, replace(exchange, spoilt={index: reply}), "document", index))
        source = exchange.catcher.get(path)
        for name, spoilt in _made(HANDLERS, source, turn) if isinstance(source, str) else ():
            yield from _later(
                Mutant(name, replace(exchange, catcher={**exchange.catcher, path: spoilt}), "document", index)
            )


def _later(mutant: Mutant) -> Iterator[Mutant]:
    if mutant.index == 0 or mutant.rule not in ONLY_FIRST:
        yield mutant


def tried(exchange: Exchange, sound: Trace, lab: Lab | None, turn: count) -> Iterator[Tried]:
    """Each mistake made in an exchange, played and diagnosed."""
    for mutant in mutants(exchange, sound, turn):
        trace = play(mutant.exchange, lab)
        found = diagnose_trace(trace, exchange.happens)
        yield Tried(
            mutant.rule,
            exchange.name,
            observed(trace, mutant.kind, mutant.index) != observed(sound, mutant.kind, mutant.index),
            right_hops(mutant, sound, trace),
            [(one.hop, one.rule) for one in found],
            sum(one.severity == BROKEN for one in found),
        )


def _made(table: dict, whole, turn: count) -> Iterator[tuple[str, Any]]:
    for name, make in table.items():
        if spoilt := [one for one in make(whole) if one != whole]:
            yield name, spoilt[next(turn) % len(spoilt)]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _answered(trace: Trace) -> Iterator[tuple[str, bytes]]:
    """The path and the body of each reply with something in it."""
    path = ""
    for hop in trace.hops:
        if hop.kind in ("session", "result"):
            path = read_message(hop.wire).start.split(" ")[1].partition("?")[0]
        elif hop.kind == "document":
            yield path, hop.body


def observed(trace: Trace, kind: str, index: int) -> tuple:
    """What people see: what reaches phones, what is replied (but for the spoilt reply), and how it all ended."""
    spoilt = _hop(trace, kind, index)
    crossed = [hop.wire for hop in trace.hops if PHONE in (hop.sender, hop.receiver)]
    replied = [hop.body for hop in trace.of_kind("document") if hop.number != spoilt]
    started = [b"true" in hop.body for hop in trace.of_kind("launch-reply")]
    return crossed, replied, started, str(trace.outcome), len(trace.of_kind("session"))


def right_hops(mutant: Mutant, sound: Trace, trace: Trace) -> set[int]:
    """The hops at which a finding is right."""
    spoilt = _hop(trace, mutant.kind, mutant.index)
    replies = [_replies(one, spoilt) for one in (sound, trace)]
    before = [(kind, body) for _, kind, body in replies[0]]
    differing = (number for at, (number, kind, body) in enumerate(replies[1]) if before[at : at + 1] != [(kind, body)])
    scripts = [hop.number for hop in trace.of_kind("fetch-reply")] if mutant.kind == "launch" else []
    return {spoilt, next(differing, spoilt), *scripts}


def _hop(trace: Trace, kind: str, index: int) -> int:
    hops = trace.of_kind(kind)
    # a request that cannot be sent leaves no hop: then it is the latest before
    return hops[index].number if index < len(hops) else len(trace.hops)


def _replies(trace: Trace, behind: int) -> list[tuple[int, str, object]]:
    """What was replied behind a hop; of what a launch is answered only the essence, as ids and tokens differ."""
    out = []
    for hop in trace.hops[behind:]:
        if hop.kind in ("document", "launch-reply") and hop.sender != TROPO:
            out.append((hop.number, hop.kind, hop.body))
        elif hop.kind == "launch-reply":
            out.append((hop.number, hop.kind, (read_message(hop.wire).status, b"true" in hop.body)))
    return out
