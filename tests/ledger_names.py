"""What the code knows by name, from its own tables: all that the ledger has to have an entry for, but for refusals."""

from __future__ import annotations

from collections.abc import Iterator

from tropo_lab.platform import lab_api
from tropo_lab.platform.api import SessionApi
from tropo_lab.platform.provisioning import requests as provisioning
from tropo_lab.platform.recordings import Recordings
from tropo_lab.platform.scripting import functions
from tropo_lab.platform.webapi import dialogue as webapi
from tropo_lab.platform.webapi import verbs
from tropo_lab.platform.webapi.shapes import Either, Many, OneOf, Shape


def endpoints() -> set[str]:
    """`GET /lab/sessions/ID` and so on: the session API, provisioning, and the lab’s own."""
    tails = ("/sessions", "/sessions/ID/signals", "/ID/signals")
    paths = [path for base in ("/1.0", "/v1") for tail in tails if SessionApi.serves(path := base + tail)]
    found = {f"{method} {path}" for path in paths for method in ("GET", "POST")}
    found |= {f"{method} {path}" for method, path, _ in provisioning.ROUTES}
    found |= {f"GET {path}" for path in ("/recordings/ID/NAME",) if Recordings.serves(path)}
    return found | {f"{method} {path}" for method, path, _ in lab_api.ROUTES}


def keys() -> set[str]:
    """`ask.attempts` and so on; what stands in a part that is a verb itself has that verb’s name: `say.event`."""
    return {key for verb, shape in verbs.VERBS.items() for key in _keys(verb, shape)}


def _keys(owner: str, shape: Shape) -> Iterator[str]:
    for key in shape.keys.values():
        yield f"{owner}.{key.name}"
        inner = key.kind
        while isinstance(inner, Many | OneOf | Either):
            inner = inner.shape if isinstance(inner, Either) else inner.one
        if isinstance(inner, Shape):
            yield from _keys(key.name if key.name in verbs.VERBS else f"{owner}.{key.name}", inner)


def events() -> set[str]:
    """The events that documents can handle, and those that scripts are given."""
    return {*webapi.EVENTS, *_choices_of(verbs._during, "event"), "signal", *functions.EVENTS}


def _choices_of(shape: Shape, key: str) -> set[str]:
    return {one for one in ("ring", "connect") if shape.keys[key].kind.read(one, key, None) == one}


def options() -> set[str]:
    """`ask.attempts` and so on; what a function takes by its place is its own matter."""
    return {f"{name}.{option}" for name, function in functions.FUNCTIONS.items() for option in function.options}


def callbacks() -> set[str]:
    """`onChoice` and so on."""
    return {callback for function in functions.FUNCTIONS.values() for callback in function.callbacks}


def properties() -> set[str]:
    """What a call object shows, and what every script begins with."""
    return {f"currentCall.{name}" for name in functions.PROPERTIES}


KINDS = {
    "endpoint": endpoints,
    "verb": lambda: set(verbs.VERBS),
    "key": keys,
    "event": events,
    "function": lambda: set(functions.FUNCTIONS),
    "option": options,
    "callback": callbacks,
    "property": properties,
}
