"""Verbs of a document that are misspelt, misplaced, or lack what they need."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from tropo_lab.support.document import Document, Entry
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.verbs import EVENTS, INNER, KEYS, NEEDED, WRAPPED
from tropo_lab.trace import FROM_CATCHER, TO_CATCHER

# keys without which something else happens than was meant
_WEIGHTY = frozenset({"to", "say", "value", "choices", "network", "channel", "next", "event", "url", "from", "id"})
# where the nearest spelling is not what people mean
_OLD = {"text": "say", "number": "to", "phone": "to", "recipient": "to", "url": "next", "body": "say", "msg": "say"}


def shapes(reading: Reading) -> Iterator[Finding]:
    """What is wrong with the shape of the documents' verbs; the first things count."""
    for document in reading.documents:
        if not document.ok:
            continue
        for index, one in enumerate(document.listed or ()):
            yield from _entry(document, f"tropo[{index}]", one)
        odd = any(not isinstance(one, dict) or len(one) != 1 for one in document.listed or ())
        lonely = _say_beside(document)
        if lonely is not None:
            yield _finding(
                document,
                "say-beside-message",
                f"{lonely.path} has no `say`; it stands behind, as a verb of its own.",
                "`message` takes its words from within; a `say` beside it speaks into a call, and there is none.",
                'Move it inside: {"message": {"to": …, "say": {"value": … }}}.',
            )
        for entry in document.entries:
            # of several keys in one object was spoken already, and of keys where verbs should stand
            told = len(document.listed[entry.index]) > 1 or (odd and any(entry.name in keys for keys in KEYS.values()))
            if entry.name in KEYS or not told:
                yield from _verb(document, entry, ("say",) if entry == lonely else ())


def _entry(document: Document, path: str, one) -> Iterator[Finding]:
    if isinstance(one, dict) and len(one) == 1:
        return
    if not isinstance(one, dict):
        found = f"{path} is {quoted(one)}, and no object."
        fix = 'Write {"say": {"value": "…"}} and the like.'
    else:
        verbs = [name for name in one if name in KEYS]
        names = ", ".join(quoted(name, 20) for name in list(one)[:5]) or "nothing"
        found = f"{path} holds {names}: {len(one)} keys in one object."
        likely = max(KEYS, key=lambda verb: len(set(one) & {*KEYS[verb]}))
        whole = [verb for verb in KEYS if set(one) <= {*KEYS[verb]}]
        verbs = [] if likely in whole else verbs
        fix = (
            f"Write one object for each verb: {', '.join(f'{{{chr(34)}{verb}{chr(34)}: … }}' for verb in verbs[:4])}."
            if verbs
            else f'Put them under the name of a verb, such as {{"{likely}": {{ … }}}}.'
        )
    yield _finding(
        document, "not-one-verb", found, "Each entry of the list is an object with one verb as its only key.", fix
    )


def _verb(document: Document, entry: Entry, told: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with one verb; that it lacks what was `told` is known."""
    if entry.name not in KEYS:
        near = _near(entry.name, KEYS)
        owner = next((verb for verb in ("message", "call", "ask", "on") if entry.name in KEYS[verb]), "")
        fix = f"Write `{near}`." if near else f"`{entry.name}` is a key of {owner}: put it there." if owner else ""
        yield _finding(
            document,
            "unknown-verb",
            f"{entry.path}: there is no verb {quoted(entry.name)}.",
            "Tropo stops at a verb that it does not know.",
            fix or f"Tropo's verbs are {', '.join(KEYS)}.",
        )
        return
    if isinstance(entry.given, str) and entry.name in WRAPPED and entry.name == "say":
        yield _bare_text(document, entry.path, "say", entry.given)
    if not isinstance(entry.given, dict):
        return
    for key in WRAPPED.get(entry.name, ()):
        if isinstance(entry.given.get(key), str):
            yield _bare_text(document, f"{entry.path}.{key}", key, entry.given[key])
    needed = tuple(key for key in NEEDED.get(entry.name, ()) if key not in told)
    yield from _keys(document, entry.path, entry.name, entry.given, KEYS[entry.name], needed)
    for key, value in list(entry.given.items())[:50]:
        keys = INNER.get((entry.name, key))
        for part in (value if isinstance(value, list) else [value])[:50]:
            if keys and isinstance(part, dict):
                needed = ("value",) if key == "say" or (entry.name, key) == ("ask", "choices") else ()
                yield from _keys(document, f"{entry.path}.{key}", key, part, keys, needed, entry.name)
    if entry.name == "on":
        yield from _event(document, entry)


def _keys(document: Document, path: str, name: str, given: dict, known, needed, owner: str = "") -> Iterator[Finding]:
    lacking = [key for key in needed if given.get(key) in (None, [])]
    for key in [key for key in given if key not in known][:10]:
        near = _near(key, known)
        if near not in known or given.get(near) is not None:
            near = ""
        if near in lacking:
            lacking.remove(near)
        yield _unknown_key(document, path, name, key, near, owner)
    for key in lacking:
        if key in given and given[key] is None:
            yield Finding(
                "value-lost-in-catcher",
                document.number,
                TO_CATCHER,
                BROKEN,
                f"{path}.{key} is null.",
                "That is what a program writes for a value that it did not find.",
                "Look under session.parameters, not at the top level, and spell each name as the launch does.",
            )
            continue
        yield _finding(
            document,
            "missing-key",
            f"{path} has no `{key}`.",
            f"`{name}` cannot do without it.",
            f"Add `{key}` to `{name}`.",
        )


def _unknown_key(document: Document, path: str, name: str, key: str, near: str, owner: str) -> Finding:
    if not near and owner and key in KEYS.get(owner, ()):
        return _finding(
            document,
            "key-in-wrong-place",
            f"{path} holds `{key}`, which is a key of `{owner}`.",
            f"Within `{name}` it is ignored, so it has no effect.",
            f"Move `{key}` one level up, beside `{name}`.",
        )
    if not near and key in KEYS and not owner:
        return _finding(
            document,
            "verb-inside-verb",
            f"{path} holds `{key}`, which is a verb of its own.",
            f"Within `{name}` it is ignored, so it is never carried out.",
            f'Put it behind, as an entry of its own: {{"{name}": … }}, {{"{key}": … }}.',
        )
    return _finding(
        document,
        "unknown-key",
        f"{path} has no key {quoted(key)}.",
        "What is unknown is ignored, as if it were not there.",
        f"Write `{near}`." if near else "Leave it out, or correct its name.",
        BROKEN if near in _WEIGHTY else SUSPICIOUS,
    )


def _bare_text(document: Document, path: str, key: str, text: str) -> Finding:
    return _finding(
        document,
        f"{key}-is-a-string",
        f"{path} is the text {quoted(text)}.",
        "An object with a `value` has to stand there.",
        f'Write {{"{key}": {{"value": {quoted(text)[1:-1].join(chr(34) * 2)}}}}}.',
    )


def _event(document: Document, entry: Entry) -> Iterator[Finding]:
    event = entry.given.get("event")
    if not isinstance(event, str) or event in EVENTS or not event:
        return
    near = get_close_matches(event.lower().removeprefix("on"), EVENTS, 1, 0.8)
    if near and event not in _signals(document):
        yield _finding(
            document,
            "unknown-event",
            f"{entry.path} waits for the event {quoted(event)}.",
            "No such event ever comes, so its `next` is never asked.",
            f"Write `{near[0]}`.",
        )


def _signals(document: Document) -> set[str]:
    named = [one.given.get("allowSignals") for one in document.entries if isinstance(one.given, dict)]
    return {name for one in named for name in (one if isinstance(one, list) else [one]) if isinstance(name, str)}


def _say_beside(document: Document) -> Entry | None:
    """The first `message` without words before a `say`."""
    entries = document.entries
    for entry, after in pairwise(entries):
        together = (entry.name, after.name) == ("message", "say") and isinstance(entry.given, dict)
        if together and not {"say", *_misspelt_say(entry.given)} & {*entry.given}:
            return entry
    return None


def _misspelt_say(given: dict) -> list[str]:
    return [key for key in given if key not in KEYS["message"] and _near(key, KEYS["message"]) == "say"]


def _near(name: str, known) -> str:
    by_small = {one.lower(): one for one in known}
    near = get_close_matches(name.lower().replace("_", "").strip()[:60], by_small, 1, 0.72)
    return by_small[near[0]] if near else _OLD.get(name.lower(), "")


def _finding(document: Document, rule: str, found: str, why: str, fix: str, severity: str = BROKEN) -> Finding:
    return Finding(rule, document.number, FROM_CATCHER, severity, found, why, fix)
