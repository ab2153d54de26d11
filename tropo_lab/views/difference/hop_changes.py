"""Two hops that belong together: what differs in their bytes, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from tropo_lab.escapes import decoded
from tropo_lab.trace import LOST, Hop
from tropo_lab.views.difference.field_changes import encoded_changes, field_changes, numbered, united
from tropo_lab.views.difference.message_parts import Message, launch, message
from tropo_lab.views.difference.spelling import respelled
from tropo_lab.views.difference.tree_changes import Change, changes
from tropo_lab.views.difference.trees import json_tree, xml_tree
from tropo_lab.views.difference.varying import Varying

FORMS = {"query": "a query", "form": "form fields", "JSON": "JSON", "XML": "XML"}
# what the form of a launch decides, and so needs no entry of its own
OF_THE_FORM = frozenset({"content-type", "accept", "content-length"})


def hop_changes(one: Hop, other: Hop, varying: Varying) -> Iterator[Change]:
    """The differences between the bytes of two hops; none where ids and times alone differ."""
    if one.wire == other.wire:
        # then a summary that differs is no consequence of the bytes
        if not varying.same(one.summary, other.summary):
            yield Change("text", "summary", one.summary, other.summary)
        return
    if one.summary.endswith(LOST) != other.summary.endswith(LOST):
        yield Change("text", "summary", one.summary, other.summary)
    if varying.same(decoded(one.wire), decoded(other.wire)):
        return
    a, b = message(one.wire), message(other.wire)
    if a.sort != b.sort:
        yield Change("text", "bytes", decoded(one.wire), decoded(other.wire), bare=True)
        return
    said = (launch(a), launch(b)) if one.kind in ("launch", "launch-reply") else (None, None)
    if said[0] and said[1] and said[0].form != said[1].form:
        yield Change("encoding", "form", *(FORMS[its.form] for its in said), bare=True)
        yield from _start(a, b, varying, formed=True)
        yield from _headers(a, b, varying, OF_THE_FORM)
        yield from field_changes(said[0].fields, said[1].fields, varying, f"{one.kind} form")
        return
    yield from _start(a, b, varying)
    yield from _headers(a, b, varying)
    yield from _body(a, b, varying)


def _start(a: Message, b: Message, varying: Varying, formed: bool = False) -> Iterator[Change]:
    if a.sort == "leg" and a.start != b.start:
        yield Change("method", "event", a.start[0], b.start[0], bare=True)
    if a.sort == "reply":
        if a.start[1:] != b.start[1:]:
            yield Change("status", "status", " ".join(a.start[1:]), " ".join(b.start[1:]), bare=True)
        if a.start[0] != b.start[0]:
            yield Change("status", "version", a.start[0], b.start[0], bare=True)
    if a.sort == "request":
        if a.start[0] != b.start[0] and not formed:
            yield Change("method", "method", a.start[0], b.start[0], bare=True)
        if not varying.same(a.path, b.path):
            same = varying.same(unquote(a.path, errors="surrogateescape"), unquote(b.path, errors="surrogateescape"))
            how = f'both mean "{unquote(a.path)}"' if same else ""
            yield Change("encoding" if same else "path", "path", a.path, b.path, how, bare=True)
        if not formed:
            yield from encoded_changes(a.query, b.query, varying, "query")
        if a.start[2] != b.start[2]:
            yield Change("method", "version", a.start[2], b.start[2], bare=True)


def _headers(a: Message, b: Message, varying: Varying, skipped: frozenset = frozenset()) -> Iterator[Change]:
    one, other = (numbered(side.headers, lambda header: header.name.lower()) for side in (a, b))
    spelled = []
    for key in united(one, other):
        mine, its = one.get(key), other.get(key)
        counted = key[0] == "content-length" and _counts(a, b)
        if key[0] in skipped or (counted and None in (mine, its)):
            continue
        if mine is None or its is None:
            yield Change("header", (mine or its).name, mine and mine.value, its and its.value)
        elif counted or varying.same(mine.value, its.value, key[0]):
            if (mine.name, mine.gap) != (its.name, its.gap):
                spelled.append((mine, its))
        elif key[0] == "content-type" and _media(mine.value) == _media(its.value):
            spelled.append((mine, its))
        else:
            there = its.name if its.name != mine.name else ""
            yield Change("header", mine.name, mine.value, its.value, there=there)
    if spelled:
        place, there = (", ".join(header.name for header in side) for side in zip(*spelled, strict=True))
        lines = ("\n".join(h.name + h.rest for h in side) for side in zip(*spelled, strict=True))
        how = "the letter case of names" if place != there else "how the value is written"
        yield Change("encoding", place, *lines, how, bare=True, there=there if place != there else "")
    both = [[key for key in side if key in one and key in other] for side in (one, other)]
    if both[0] != both[1]:
        lines = (", ".join(side[key].name for key in side) for side in (one, other))
        yield Change("encoding", "headers", *lines, how="order", bare=True)


def _media(value: str) -> str:
    return value.lower().replace(" ", "")


def _counts(a: Message, b: Message) -> bool:
    """True when the length of each body is stated rightly, or left out where there is no body."""
    stated = ((side.header("content-length"), side) for side in (a, b))
    return all(said == str(len(side.body)) or (not said and not side.body) for said, side in stated)


def _body(a: Message, b: Message, varying: Varying) -> Iterator[Change]:
    one, other = decoded(a.body), decoded(b.body)
    if varying.same(one, other):
        return
    if a.is_form and b.is_form:
        yield from encoded_changes(one, other, varying, "form")
        return
    for what, read in (("JSON", json_tree), ("XML", xml_tree)):
        trees = read(one), read(other)
        if trees[0] and trees[1] and a.sort != "leg":
            found = list(changes(what, trees[0][0], trees[1][0], varying))
            yield from found
            if what == "JSON":
                spelled = respelled(one, other, trees[0][0], trees[1][0])
                yield from [spelled] if spelled else []
            elif not found and not varying.same(one, other):
                how = "white space, order or the form of tags"
                yield Change("encoding", "body", one, other, how=how, bare=True)
            return
    place = {"bytes": "bytes", "leg": "text"}.get(a.sort, "body")
    yield Change("text", place, one, other, bare=place != "text")
