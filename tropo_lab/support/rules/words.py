"""What a reply says: launch values that got lost on the way into it, or arrived in other letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.document import Document, texts_in
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.rules.encodings import mended
from tropo_lab.trace import RESULT, TO_CATCHER

_NOTHING = re.compile(r"(?<![\w'])(None|null|undefined|nil|NULL|NaN|\[object Object\])(?![\w'])")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,60}\}\}|\$\{\w[\w.]{0,60}\}|<%=?[^%]{0,60}%>|%\([a-z_]+\)s|#\{\w[\w.]{0,60}\}")
MOST_LETTERS = 2000


def words(reading: Reading) -> Iterator[Finding]:
    """Texts in which a word for nothing, a template, or broken letters stand where a value was expected."""
    given = [value for value in reading.parameters.values() if value]
    for document in reading.documents:
        texts = [text[:MOST_LETTERS] for entry in document.entries for text in texts_in({entry.name: entry.given})]
        if not document.ok or not texts:
            continue
        yield from _templates(document, [*texts, *_choices(document)], given)
        yield from _words_for_nothing(reading, document, texts, given)
        yield from _letters(reading, document, texts, given)


def _templates(document: Document, texts: list[str], given: list[str]) -> Iterator[Finding]:
    for text in texts:
        found = _TEMPLATE.search(text)
        if found and not any(found[0] in value for value in given):
            yield Finding(
                "template-not-filled-in",
                document.number,
                TO_CATCHER,
                BROKEN,
                f"The reply says {quoted(text)}.",
                f"{quoted(found[0])} is a place for a value, and nothing was put there, so it stays as it is.",
                "Fill it in before the reply is sent: the launch values are under session.parameters.",
            )
            return


def _choices(document: Document) -> list[str]:
    """What the questions of a document take for an answer."""
    inner = [entry.given.get("choices") for entry in document.named("ask", "record")]
    found = [one.get("value") for one in inner if isinstance(one, dict)]
    return [one[:MOST_LETTERS] for one in found if isinstance(one, str)]


def _words_for_nothing(reading: Reading, document: Document, texts: list[str], given: list[str]) -> Iterator[Finding]:
    said, brought = document.text[: 20 * MOST_LETTERS], _brought(reading, document)
    # every value has arrived somewhere in the reply: then the word is part of what is meant, unless it stands alone
    unused = any(value and not _stands_in(value, said, texts) for value in brought.values())
    for text in texts:
        found = _NOTHING.search(text)
        alone = found is not None and found[0] == text.strip(" .!?")
        if found is None or not (unused or alone) or _is_a_word(text, found):
            continue
        if any(text == value if alone else found[0] in value for value in (*given, *brought.values())):
            continue
        names = ", ".join(map(_bare, list(brought)[:8]))
        asked = "" if not names else f"The result brought an answer to {names}" if document.result else ""
        asked = asked or (names and f"The session carried the parameters {names}")
        yield Finding(
            "value-lost-in-catcher",
            document.number,
            TO_CATCHER if document.result is None else RESULT,
            BROKEN,
            f"{asked}, and the reply says {quoted(text)}." if asked else f"The reply says {quoted(text)}.",
            f"{quoted(found[0])} is what a program writes for a value that it did not find.",
            "Write down the raw result first: `actions` is an object, a list, or missing; the answer is its `value`."
            if document.result is not None
            else "Look under session.parameters, not at the top level, and spell each name as the launch does."
            if reading.is_launched
            else "Write down the raw session JSON first, and look at which level the value stands.",
        )
        return


def _brought(reading: Reading, document: Document) -> dict[str, str]:
    """The values that came with the request which a document answers: what was launched, or what was answered."""
    if document.is_first:
        return {} if reading.is_inbound else reading.parameters
    actions = (document.result or {}).get("actions")
    found = [one for one in (actions if isinstance(actions, list) else [actions])[:20] if isinstance(one, dict)]
    told = {str(one.get("name")): one.get("value") for one in found}
    return {name: value for name, value in told.items() if isinstance(value, str)}


def _stands_in(value: str, said: str, texts: list[str]) -> bool:
    return value in said or any(value in text for text in texts) or (value.isdigit() and value[-10:] in said)


def _is_a_word(text: str, found: re.Match) -> bool:
    """True for an English sentence that begins with None or speaks of null and nil."""
    after = text[found.end() : found.end() + 4].lower()
    return (found[0] == "None" and after.startswith(" of")) or (found[0] in ("nil", "null") and after.startswith(" an"))


def _letters(reading: Reading, document: Document, texts: list[str], given: list[str]) -> Iterator[Finding]:
    charset = reading.session_message.charset if reading.session_message else ""
    for value in given:
        if value.isascii():
            continue
        for form, how in _spoilt(value):
            # a few signs alone could be anything
            telling = sum(char.isalnum() for char in form) > 1 or form.count("?") > 2
            whole = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
            text = next((text for text in texts if telling and whole.search(text) and value not in text), "")
            if text:
                yield _spoilt_finding(document, value, text, how, charset)
                return
    for text in texts:
        if "\ufffd" in text or mended(text):
            if not any(text in value or "\ufffd" in value or mended(value) for value in given):
                yield Finding(
                    "letters-spoilt",
                    document.number,
                    TO_CATCHER,
                    SUSPICIOUS,
                    f"The reply says {quoted(text)}.",
                    f"That looks like {quoted(mended(text))} gone wrong."
                    if mended(text)
                    else "A character was lost before it was written.",
                    "Read and write UTF-8 everywhere in the catcher, and let a JSON encoder write the reply.",
                )
            return


def _spoilt(value: str) -> Iterator[tuple[str, str]]:
    """What becomes of a value by the usual slips, and what each slip is."""
    data = value.encode("utf-8", "replace")
    yield data.decode("latin-1"), "its UTF-8 was read as Latin-1"
    yield data.decode("cp1252", "replace"), "its UTF-8 was read as Windows-1252"
    yield value.encode("latin-1", "replace").decode("utf-8", "replace"), "its Latin-1 was read as UTF-8"
    yield value.encode("ascii", "replace").decode(), "its letters were forced into ASCII"
    yield re.sub("[^\x00-\x7f]", lambda one: f"u{ord(one[0]):04x}", value), "an escape lost its backslash"
    yield value.encode("ascii", "ignore").decode(), "its letters were left out"


def _spoilt_finding(document: Document, value: str, text: str, how: str, charset: str) -> Finding:
    return Finding(
        "letters-spoilt",
        document.number,
        TO_CATCHER,
        BROKEN,
        f"The session carried {quoted(value)}, and the reply says {quoted(text)}.",
        f"The catcher spoilt it: {how}. The session JSON was sent as {charset.upper() or 'UTF-8'}.",
        "Decode the session JSON by the charset in its Content-Type, and let a JSON encoder write the reply.",
    )


def _bare(text: str) -> str:
    return quoted(text)[1:-1]
