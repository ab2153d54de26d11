"""Tropo documents: from the bytes of a catcher's reply to verbs and event handlers, or to one clear sentence."""

from __future__ import annotations

import codecs
import json
from typing import NamedTuple

from tropo_lab.errors import BadDocument
from tropo_lab.platform.webapi.kinds import Notes, found
from tropo_lab.platform.webapi.parts import MOST_SAYS
from tropo_lab.platform.webapi.shapes import too_many
from tropo_lab.platform.webapi.verbs import VERBS, Verb

MAX_BYTES = 1 << 20
MAX_VERBS = 200
# Python decodes by these as well, by one of them so slowly that a long body would hold up every session
NO_CHARSETS = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")


class Handler(NamedTuple):
    """What an `on` says: where to post the result, and what to say before."""

    next: str
    say: tuple[str, ...]


class Document(NamedTuple):
    """A document: its verbs in order, without `on`, its handlers by event, and lines for the log about it.

    `broken` is None, or the reason why it cannot run; then the handlers are those that could be made out.
    """

    verbs: tuple[Verb, ...] = ()
    handlers: dict[str, Handler] = {}  # noqa: RUF012 (never changed after parsing)
    broken: BadDocument | None = None
    notes: tuple = ()


def parse(body: bytes, charset: str = "utf-8") -> Document:
    """The document in a reply's body, decoded as declared; a `broken` one names the JSON path and the cure."""
    verbs: list[Verb] = []
    handlers: dict[str, Handler] = {}
    notes, broken = Notes(), None
    try:
        entries = _entries(body, charset)
    except BadDocument as bad:
        return Document(broken=bad)
    for index, entry in enumerate(entries):
        try:
            for verb in _read(f"tropo[{index}]", entry, notes):
                if verb.name == "on":
                    handlers.setdefault(verb.values["event"], Handler(verb.values["next"], verb.values["say"]))
                else:
                    verbs.append(verb)
        except BadDocument as bad:
            broken = broken or bad
    try:
        _check_together(verbs)
    except BadDocument as bad:
        broken = broken or bad
    return Document(tuple(verbs), handlers, broken, tuple(notes))


def _read(place: str, entry, notes: Notes) -> list[Verb]:
    """The verb of one entry of the list; several where its payload is a list."""
    if not isinstance(entry, dict) or len(entry) != 1:
        what = f"has {len(entry)} keys" if isinstance(entry, dict) else f"is {found(entry)}"
        raise BadDocument(f"{place} {what}; it must be an object with one verb as its only key.", path=place)
    ((name, payload),) = entry.items()
    path = f"{place}.{name[:60]}"
    if name not in VERBS:
        raise BadDocument(
            f"{path}: there is no verb {name[:60]!r}; Tropo's verbs are {', '.join(VERBS)}.",
            path=path,
            rule="unknown-verb",
        )
    shape = VERBS[name]
    if name == "generalLogSecurity":
        return [Verb(name, {"value": shape.keys["value"].kind.read(payload or "none", path, notes)}, path)]
    many = isinstance(payload, list) and name in ("say", "on")
    if many and len(payload) > MOST_SAYS:
        raise too_many(path, MOST_SAYS)
    verbs = []
    for index, one in enumerate(payload if many else [payload]):
        at = f"{path}[{index}]" if many else path
        # a verb without options: Python and Ruby send null, Node sends {}, PHP sends a text
        verbs.append(Verb(name, shape.read({} if one is None or one == "null" else one, at, notes), at))
    return verbs


def _check_together(verbs: list[Verb]) -> None:
    """Redirect hands the caller on, so nothing can stand beside it."""
    redirect = next((verb for verb in verbs if verb.name == "redirect"), None)
    if redirect is not None and len(verbs) > 1:
        raise BadDocument(
            f"{redirect.path} stands beside {len(verbs) - 1} other verbs; it must be alone in its document.",
            path=redirect.path,
            rule="redirect-not-alone",
        )


def _entries(body: bytes, charset: str) -> list:
    if len(body) > MAX_BYTES:
        raise BadDocument(f"The reply is larger than {MAX_BYTES} bytes; send a shorter document.", rule="too-large")
    try:
        if codecs.lookup(charset).name in NO_CHARSETS:
            raise LookupError
        data = json.loads(body.removeprefix(b"\xef\xbb\xbf").decode(charset))
    except UnicodeDecodeError as error:
        at = error.object[error.start]
        raise BadDocument(
            f"The reply is not {charset.upper()}: byte {error.start} is 0x{at:02x}; encode it as UTF-8.",
            rule="not-utf-8",
        ) from None
    except LookupError:
        raise BadDocument(
            f"The reply is labelled charset={charset!r:.40}, which is none; use utf-8.", rule="unknown-charset"
        ) from None
    except RecursionError:
        raise BadDocument("The reply is nested too deeply to be a Tropo document.", rule="too-deep") from None
    except ValueError as error:
        raise BadDocument(_not_json(body, error), rule="not-json") from None
    entries = data.get("tropo") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise BadDocument('The reply has no list under `tropo`; write {"tropo": [ … ]}.', path="tropo", rule="no-tropo")
    if len(entries) > MAX_VERBS:
        raise BadDocument(
            f"The document has {len(entries)} verbs, more than {MAX_VERBS}; send fewer and use `on continue`.",
            path="tropo",
            rule="too-many",
        )
    return entries


def _not_json(body: bytes, error: ValueError) -> str:
    start = body[:40].decode("utf-8", "replace").strip()
    at = body.find(b'{"tropo"')
    if start.startswith("<"):
        more = f" The document begins only at byte {at}: keep warnings out of the body." if at > 0 else ""
        return f"The reply is not JSON: it starts with {start!r}, which looks like HTML.{more}"
    return f"The reply is not JSON: {error}. It starts with {start!r}; let a JSON encoder write it."
