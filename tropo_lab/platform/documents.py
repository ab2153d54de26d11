"""Tropo documents: from the bytes of a catcher's reply to verbs and event handlers, or to one clear sentence."""

from __future__ import annotations

import json
from typing import NamedTuple

from tropo_lab.errors import BadDocument
from tropo_lab.platform.behaviour import DAY

MAX_BYTES = 1 << 20
MAX_VERBS = 200

# verb → the keys it cannot do without (rest-and-webapi, section 4.2)
VERBS = {
    "answer": (), "ask": ("choices", "say"), "call": ("to",), "conference": ("id",), "generalLogSecurity": (),
    "hangup": (), "message": ("say", "to"), "on": ("event",), "record": ("url",), "redirect": ("to",), "reject": (),
    "say": ("value",), "startRecording": ("url",), "stopRecording": (), "transfer": ("to",), "wait": ("milliseconds",),
}  # fmt: skip
BUILT = frozenset({"call", "hangup", "message", "on", "say", "wait"})


class Verb(NamedTuple):
    """One verb of a document: its name, its payload (a mapping; empty for `hangup: null`) and its JSON path."""

    name: str
    payload: dict
    path: str


class Handler(NamedTuple):
    """What an `on` says: where to post the result, and what to say before."""

    next: str | None
    say: tuple[str, ...]


class Document(NamedTuple):
    """A document: its verbs in order, without `on`, and its handlers by event.

    `broken` is None, or the reason why it cannot run; then the handlers are those that could be made out.
    """

    verbs: tuple[Verb, ...] = ()
    handlers: dict[str, Handler] = {}  # noqa: RUF012 (never changed after parsing)
    broken: BadDocument | None = None


def parse(body: bytes, charset: str = "utf-8") -> Document:
    """The document in a reply's body, decoded as declared; a `broken` one names the JSON path and the cure."""
    verbs: list[Verb] = []
    handlers: dict[str, Handler] = {}
    broken = None
    try:
        entries = _entries(body, charset)
    except BadDocument as bad:
        return Document(broken=bad)
    for index, entry in enumerate(entries):
        try:
            _read(index, entry, verbs, handlers)
        except BadDocument as bad:
            broken = broken or bad
    return Document(tuple(verbs), handlers, broken)


def _read(index: int, entry, verbs: list[Verb], handlers: dict[str, Handler]) -> None:
    """Add one entry of the list to the verbs or to the handlers."""
    place = f"tropo[{index}]"
    if not isinstance(entry, dict) or len(entry) != 1:
        raise BadDocument(f"{place} must be an object with one verb as its only key.", path=place)
    (name, payload), path = next(iter(entry.items())), f"{place}.{next(iter(entry))}"
    if name not in VERBS:
        raise BadDocument(
            f"{path}: there is no verb {name!r}; Tropo's verbs are {', '.join(VERBS)}.", path=path, rule="unknown-verb"
        )
    for one, at in _payloads(name, payload, path):
        verb = Verb(name, one, at)
        _check(verb)
        if name == "on":
            _add_handlers(handlers, verb)
        else:
            verbs.append(verb)


def says(value, path: str) -> list[str]:
    """The texts of a `say`: an object with `value`, or a list of them. Entries with an `event` are left out."""
    if isinstance(value, list) and len(value) > MAX_VERBS:
        raise BadDocument(f"{path} has more than {MAX_VERBS} entries; send fewer.", path=path)
    texts = []
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        place = f"{path}[{index}]" if isinstance(value, list) else path
        if isinstance(entry, str):
            raise BadDocument(
                f'{place} is a string; write {{"say": {{"value": {json.dumps(entry)[:60]}}}}}.',
                path=place,
                rule="say-is-a-string",
            )
        if not isinstance(entry, dict) or not isinstance(entry.get("value"), str | int | float):
            raise BadDocument(f"{place} needs a `value` with the text to say.", path=place)
        if "event" not in entry:
            texts.append(_text(entry["value"]))
    return texts


def destinations(value, path: str) -> list[str]:
    """The numbers of a `to`: a text, or a list of texts."""
    numbers = value if isinstance(value, list) else [value]
    if not numbers or not all(isinstance(number, str | int) and not isinstance(number, bool) for number in numbers):
        raise BadDocument(f'{path} must be a number as text, such as "+14075550112", or a list of them.', path=path)
    return [str(number) for number in numbers]


def timeout_of(verb: Verb) -> float:
    """How many seconds a call or message may ring: 30 unless it says otherwise."""
    given = verb.payload.get("timeout")
    return 30.0 if given in (None, "") else seconds(given, f"{verb.path}.timeout")


def seconds(value, path: str) -> float:
    """A time that may come as a number or as text (`30`, `10.0`, `"30"`, `"30s"`)."""
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value.rstrip("s ") if isinstance(value, str) else value)
        if not 0 <= number <= 1000 * DAY:
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise BadDocument(f"{path} must be a number, not {value!r:.60}.", path=path) from None
    return number


def _entries(body: bytes, charset: str) -> list:
    if len(body) > MAX_BYTES:
        raise BadDocument(f"The reply is larger than {MAX_BYTES} bytes; send a shorter document.", rule="too-large")
    try:
        data = json.loads(body.decode("utf-8-sig" if charset.lower() in ("utf-8", "utf8") else charset))
    except UnicodeDecodeError as error:
        raise BadDocument(
            f"The reply is not {charset.upper()}: byte {error.start} is 0x{body[error.start]:02x}; encode it as UTF-8.",
            rule="not-utf-8",
        ) from None
    except LookupError:
        raise BadDocument(f"The reply is labelled charset={charset!r:.40}, which is none; use utf-8.") from None
    except RecursionError:
        raise BadDocument("The reply is nested too deeply to be a Tropo document.", rule="too-deep") from None
    except ValueError as error:
        raise BadDocument(_not_json(body, error), rule="not-json") from None
    entries = data.get("tropo") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise BadDocument('The reply has no list under `tropo`; write {"tropo": [ … ]}.', path="tropo", rule="no-tropo")
    if len(entries) > MAX_VERBS:
        raise BadDocument(
            f"The document has more than {MAX_VERBS} verbs; send fewer and use `on continue`.", path="tropo"
        )
    return entries


def _not_json(body: bytes, error: ValueError) -> str:
    start = body[:40].decode("utf-8", "replace").strip()
    at = body.find(b'{"tropo"')
    if start.startswith("<"):
        more = f" The document begins only at byte {at}: keep warnings out of the body." if at > 0 else ""
        return f"The reply is not JSON: it starts with {start!r}, which looks like HTML.{more}"
    return f"The reply is not JSON: {error}. It starts with {start!r}; let a JSON encoder write it."


def _payloads(name: str, payload, path: str):
    """Each payload of a verb as a mapping: PHP and Node wrap and spell them in their own ways."""
    if name == "generalLogSecurity":
        return [({"value": payload}, path)]
    if isinstance(payload, list) and len(payload) > MAX_VERBS:
        raise BadDocument(f"{path} has more than {MAX_VERBS} entries; send fewer.", path=path)
    many = payload if isinstance(payload, list) and name in ("say", "on") else [payload]
    out = []
    for index, one in enumerate(many):
        place = f"{path}[{index}]" if many is payload else path
        if one is None or one == "null":
            one = {}
        if not isinstance(one, dict):
            raise BadDocument(f"{place} must be an object, not {type(one).__name__}.", path=place)
        out.append((one, place))
    return out


def _check(verb: Verb) -> None:
    """Everything that can be known wrong before the verb runs."""
    for key in VERBS[verb.name]:
        if verb.payload.get(key) in (None, "", []):
            raise BadDocument(
                f"{verb.path}.{key} is missing: {verb.name} cannot do without it.",
                path=f"{verb.path}.{key}",
                rule="missing-key",
            )
    if verb.name in ("call", "message"):
        destinations(verb.payload["to"], f"{verb.path}.to")
        timeout_of(verb)
    if verb.name == "message":
        says(verb.payload["say"], f"{verb.path}.say")
    if verb.name == "say":
        says(verb.payload, verb.path)
    if verb.name == "wait":
        seconds(verb.payload["milliseconds"], f"{verb.path}.milliseconds")


def _add_handlers(handlers: dict[str, Handler], verb: Verb) -> None:
    payload = verb.payload
    event, target = payload.get("event"), payload.get("next")
    if not isinstance(event, str) or not (target is None or isinstance(target, str)):
        raise BadDocument(f"{verb.path} needs `event` as text, and `next` as text when it is there.", path=verb.path)
    spoken = tuple(says(payload["say"], f"{verb.path}.say")) if payload.get("say") else ()
    handlers.setdefault(event, Handler(target or None, spoken))


def _text(value) -> str:
    return value if isinstance(value, str) else json.dumps(value)
