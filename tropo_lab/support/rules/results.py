"""Answers: whether they can reach the catcher, and whether it read the right field of them."""

from __future__ import annotations

from collections.abc import Iterator

from tropo_lab.support.document import Document, texts_in
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.names import missing_name
from tropo_lab.support.verbs import KEYS
from tropo_lab.trace import RESULT


def unheard(reading: Reading) -> Iterator[Finding]:
    """Questions whose answers go nowhere, and handlers that lead nowhere."""
    for document in reading.documents:
        if not document.ok or document.listed is None:
            continue
        names = [entry.name for entry in document.entries]
        nexts = [entry.given.get("next") for entry in document.named("on")]
        if _is_misplaced(document):
            continue
        if "ask" in names and not any(nexts):
            last = names.index("ask") if names.count("ask") == 1 else len(names) - 1 - names[::-1].index("ask")
            at_the_end = not set(names[last + 1 :]) - {"on", "hangup"}
            yield _nowhere(document, "hangup" if not at_the_end else "")
        else:
            yield from _without_next(document)


def _is_misplaced(document: Document) -> bool:
    """True when a `next` is there, but under another name or in another place: rules/shapes.py tells that."""
    misspelt = any(set(entry.given) - set(KEYS["on"]) for entry in document.named("on"))
    unknown = any(not isinstance(one, dict) or len(one) != 1 or not set(one) & set(KEYS) for one in document.listed)
    return misspelt or unknown or any("on" in entry.given for entry in document.named("ask"))


def _nowhere(document: Document, follows: str) -> Finding:
    has = [quoted(entry.given.get("event")) for entry in document.named("on")]
    return Finding(
        "answer-goes-nowhere",
        document.number,
        RESULT,
        SUSPICIOUS if follows else BROKEN,
        f"The document asks, and has {f'an `on` for {has[0]} without a `next`' if has else 'no `on` with a `next`'}.",
        "An answer is posted to a `next` and nowhere else, so it is lost"
        + (": what follows the question cannot depend on it." if follows else ", and the session ends."),
        'Add {"on": {"event": "continue", "next": "/answered"}} to the same document, and answer there.',
    )


def _without_next(document: Document) -> Iterator[Finding]:
    for entry in document.named("on"):
        if not entry.given.get("next") and not entry.given.get("say") and set(entry.given) <= {"event", "name", "next"}:
            yield Finding(
                "on-without-next",
                document.number,
                RESULT,
                SUSPICIOUS,
                f"{entry.path} waits for {quoted(entry.given.get('event'))}, and names no `next`.",
                "Nothing comes of that event then: nobody is told, and nothing is said.",
                'Add "next": "/path", the address that is to be told.',
            )
            return


def misread(reading: Reading) -> Iterator[Finding]:
    """Catchers that took an answer by what was keyed or said, where the choice has another value."""
    for document in reading.documents:
        result = document.result
        if result is None:
            continue
        actions = result.get("actions")
        for action in actions if isinstance(actions, list) else [actions]:
            if isinstance(action, dict) and (found := _misread(action, document, reading)):
                yield found
                return


def _misread(action: dict, document: Document, reading: Reading) -> Finding | None:
    value, said = action.get("value"), action.get("utterance")
    if not isinstance(value, str) or not isinstance(said, str) or value == said or not said:
        return None
    if action.get("disposition") not in (None, "SUCCESS"):
        return None
    others = ", ".join(
        f"{name}={quoted(action[name])[1:-1]}"
        for name in ("value", "utterance", "interpretation", "concept")
        if isinstance(action.get(name), str)
    )
    if not document.ok:
        # it looked for what was keyed, and knows only the choices
        lost = missing_name(document.text) == said
        return _wrong_field(action, document, others, f"failed for want of {quoted(said)}", BROKEN) if lost else None
    texts = [text for entry in document.entries for text in texts_in({entry.name: entry.given})]
    repeated = any(
        entry.given.get("name") == action.get("name") and _asked_before(entry.given, document, reading)
        for entry in document.named("ask")
    )
    spoken = any(said.lower() in _words(text) for text in texts) and not any(
        value.lower() in text.lower() for text in texts
    )
    if not (repeated or spoken):
        return None
    did = (
        "asks the same once more" if repeated else f"says {quoted(next(t for t in texts if said.lower() in _words(t)))}"
    )
    return _wrong_field(action, document, others, did, SUSPICIOUS)


def _wrong_field(action: dict, document: Document, others: str, did: str, severity: str) -> Finding:
    return Finding(
        "wrong-field-of-answer",
        document.number,
        RESULT,
        severity,
        f"The answer to {quoted(action.get('name'))} has {others}, and the reply {did}.",
        "`value` is the choice that was meant; the other fields follow what was keyed or said, or may be missing.",
        "Compare `value`, and treat the others as optional.",
    )


def _asked_before(given: dict, document: Document, reading: Reading) -> bool:
    before = [one for one in reading.documents if one.number < document.number]
    return any(entry.given == given for entry in (before[-1].named("ask") if before else ()))


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?\"'()“”") for word in text.lower().split()]
