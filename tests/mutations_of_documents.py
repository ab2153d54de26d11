"""Mistakes in the documents of catchers, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.diagnosing import OTHER
from tests.mutations import DATA, rule

# keys without which something else happens
WEIGHTY = ("to", "say", "value", "network", "name", "next", "choices", "url", "id", "event", "milliseconds", "channel")
OLD = {"say": "text", "to": "number", "value": "text", "next": "url", "choices": "options", "network": "type"}


def _verbs(data: Any) -> list:
    found = data.get("tropo") if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def _payloads(data: Any) -> Iterator[tuple[str, dict]]:
    """Each verb with what it was given; of lists each part."""
    for verb in _verbs(data):
        for name, given in verb.items():
            for one in given if isinstance(given, list) else [given]:
                if isinstance(one, dict):
                    yield name, one


def _within(value: Any) -> Iterator[dict]:
    """Every object in the verbs, those of inner keys included."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)


def _edited(data: Any, places, edit) -> Iterator[Any]:
    """A copy for each place in which `edit` changes something."""
    for at in range(len(list(places(data)))):
        copy = deepcopy(data)
        edit(list(places(copy))[at])
        if copy != data:
            yield copy


def _objects(data):
    return [one for _, given in _payloads(data) for one in _within(given)]


def _renamed(one: dict, old: str, new: str) -> None:
    pairs = [(new if name == old else name, value) for name, value in one.items()]
    one.clear()
    one.update(pairs)


def _per_key(data, edit, keys=WEIGHTY) -> Iterator[Any]:
    """A copy for each weighty key of each object."""

    def places(whole):
        return [(one, key) for one in _objects(whole) for key in list(one) if key in keys]

    yield from _edited(data, places, lambda place: edit(*place))


def _swapped(name: str) -> str:
    return name[0] + name[2] + name[1] + name[3:] if len(name) > 2 else name + name[-1]


@rule(DATA, "document: a key is left out")
def dropped(data):
    yield from _per_key(data, lambda one, key: one.pop(key))


@rule(DATA, "document: a key in other letters")
def capital_keys(data):
    yield from _per_key(data, lambda one, key: _renamed(one, key, key.capitalize()))


@rule(DATA, "document: a key misspelt")
def misspelt_keys(data):
    yield from _per_key(data, lambda one, key: _renamed(one, key, _swapped(key)))


@rule(DATA, "document: another word for a key")
def old_keys(data):
    yield from _per_key(data, lambda one, key: _renamed(one, key, OLD[key]), tuple(OLD))


@rule(DATA, "document: a verb misspelt")
def misspelt_verbs(data):
    yield from _edited(data, _verbs, lambda verb: _renamed(verb, next(iter(verb)), _swapped(next(iter(verb)))))


@rule(DATA, "document: a verb in other letters")
def capital_verbs(data):
    yield from _edited(data, _verbs, lambda verb: _renamed(verb, next(iter(verb)), next(iter(verb)).upper()))


@rule(DATA, "document: a verb that there is not")
def unknown_verbs(data):
    for new in ("sms", "play", "dial"):
        yield from _edited(data, _verbs, lambda verb, new=new: _renamed(verb, next(iter(verb)), new))


@rule(DATA, "document: no list")
def no_list(data):
    for verb in _verbs(data)[:1]:
        yield {"tropo": {name: given for one in _verbs(data) for name, given in one.items()}}
        yield {"tropo": [[name, given] for name, given in verb.items()]}
        yield {"tropo": list(verb)}


@rule(DATA, "document: another frame")
def frames(data):
    if verbs := _verbs(data):
        yield verbs
        yield {"Tropo": verbs}
        yield verbs[0]


@rule(DATA, "document: all in one object")
def merged(data):
    verbs = _verbs(data)
    if len(verbs) == len({next(iter(one)) for one in verbs}) > 1:
        yield {"tropo": [{name: given for one in verbs for name, given in one.items()}]}
        yield {"tropo": [given for one in verbs for given in one.values()]}


@rule(DATA, "document: say beside the message")
def say_beside(data):
    for at, verb in enumerate(_verbs(data)):
        if "message" in verb:
            inner = {name: value for name, value in verb["message"].items() if name != "say"}
            new = [{"message": inner}, {"say": verb["message"]["say"]}]
            yield {"tropo": [*data["tropo"][:at], *new, *data["tropo"][at + 1 :]]}


@rule(DATA, "document: a bare text")
def bare(data):
    def edit(one, key):
        if isinstance(one[key], dict) and "value" in one[key]:
            one[key] = one[key]["value"]

    yield from _per_key(data, edit, ("say", "choices"))

    def verb(one):
        if isinstance(one.get("say"), dict) and "value" in one["say"]:
            one["say"] = one["say"]["value"]

    yield from _edited(data, _verbs, verb)


@rule(DATA, "document: the network within say")
def network_within(data):
    def edit(one, key):
        if isinstance(one.get("say"), dict):
            one["say"]["network"] = one.pop("network")

    yield from _per_key(data, edit, ("network",))


@rule(DATA, "document: several numbers for a text")
def several(data):
    def edit(new):
        def change(one, key):
            if isinstance(one[key], str) and "SMS" in str(one.get("network")):
                one[key] = new(one[key])

        return change

    for new in (lambda to: [to, OTHER], lambda to: f"{to},{OTHER}", lambda to: f"{to}; {OTHER}"):
        yield from _per_key(data, edit(new), ("to",))


@rule(DATA, "document: a number that is none")
def numbers(data):
    def edit(new):
        def change(one, key):
            if isinstance(one[key], str) and one[key].startswith("+1"):
                one[key] = new(one[key])

        return change

    for new in (lambda to: to[2:], lambda to: f"+1{to[1:]}", lambda to: "+None"):
        yield from _per_key(data, edit(new), ("to",))


@rule(DATA, "document: a number without its plus")
def no_plus(data):
    yield from _per_key(
        data, lambda one, key: one.update(to=one["to"].lstrip("+")) if isinstance(one["to"], str) else None, ("to",)
    )


@rule(DATA, "document: the handler of a question is left out")
def no_handler(data):
    for at, verb in enumerate(_verbs(data)):
        if "on" in verb and "ask" in str(data):
            yield {"tropo": data["tropo"][:at] + data["tropo"][at + 1 :]}


@rule(DATA, "document: an event misspelt")
def events(data):
    yield from _per_key(data, lambda one, key: one.update(event=_swapped(str(one[key]))), ("event",))
    yield from _per_key(data, lambda one, key: one.update(event=str(one[key]).capitalize()), ("event",))


@rule(DATA, "document: a next that leads nowhere")
def lost_next(data):
    yield from _per_key(data, lambda one, key: one.update(next="answers/said.php"), ("next",))


@rule(DATA, "document: a value that was not found")
def not_found(data):
    for new in (None, "None", "undefined"):
        yield from _per_key(data, lambda one, key, new=new: one.update(value=new), ("value",))


@rule(DATA, "document: a template")
def template(data):
    yield from _per_key(data, lambda one, key: one.update(value="Hello {{ msg }}"), ("value",))


@rule(DATA, "document: no verbs")
def no_verbs(data):
    if _verbs(data):
        yield {"tropo": []}


@rule(DATA, "document: letters spoilt")
def letters(data):
    def edit(one, key):
        one[key] = str(one[key]).encode().decode("latin-1")

    yield from _per_key(data, edit, ("value",))


@rule(DATA, "document: the call is left out")
def no_call(data):
    if _verbs(data) and "call" in data["tropo"][0] and len(data["tropo"]) > 1:
        yield {"tropo": data["tropo"][1:]}
        yield {"tropo": [*data["tropo"][1:], data["tropo"][0]]}


# the names of these rules
NAMES = (*DATA,)
