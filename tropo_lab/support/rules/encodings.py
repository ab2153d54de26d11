"""Values that did not survive the encoding of the launch: each is told from the bytes and from what they became."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.launch import FORM, OWN_NAMES, Parameter
from tropo_lab.support.reading import Reading
from tropo_lab.support.wire import half_at
from tropo_lab.trace import AT_LAUNCH

_NUMBER_AFTER_BLANK = re.compile(r" +\d[\d().\- ]{5,}")
# percent-encoded punctuation, or a whole UTF-8 character: a plain per cent sign before two letters is neither
_ENCODED = re.compile(
    r"%(?:2[0-9A-F]|3[ABDF]|40|5[BD]|0[AD]|C[2-9A-F]%[89AB][0-9A-F]|E[0-9A-F](?:%[89AB][0-9A-F]){2})", re.I
)
_GLUED = re.compile(r"[A-Za-z,.!?]\+[A-Za-z]")
# what follows the first byte of a character, as Latin-1 and Windows-1252 show it
_MORE = "[\u0080-\u00bf\u20ac\u201a-\u2122\u0152-\u0178\u0192\u02c6\u02dc\u017d\u017e]"
# one such pair is telling in some letters; elsewhere it takes more, as words can end in É and »
_TWICE_READ = re.compile(
    f"[\u00c2-\u00c5\u00e2]{_MORE}|(?:[\u00c6-\u00df]{_MORE}){{2}}|[\u00e0-\u00ef]{_MORE}{{2}}|[\u00f0-\u00f4]{_MORE}{{3}}"
)
_UNFILLED = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|<%=?.*?%>|%\(?[a-z]*\)?s|\[object Object\]|undefined|null|None|NULL")
# a name in braces, or behind a dollar, may be meant as it is: unless it is the name of the parameter
_NAMED = re.compile(r"\{(\w+)\}|\$(\w+)|%(\w+)%")


def unsound_values(reading: Reading) -> Iterator[Finding]:
    """What is wrong with the values of the launch, one finding for each kind of slip."""
    if reading.launch is None:
        yield from _from_session(reading)
        return
    told: set[str] = set()
    before = ""
    for one in reading.launch.parameters:
        for found in (_split(one, before), *_values(one, reading)):
            if found is not None and found[0] not in told:
                told.add(found[0])
                rule, severity, *sentences = found
                yield Finding(rule, reading.launch.number, AT_LAUNCH, severity, *sentences)
        before = one.name


def _from_session(reading: Reading) -> Iterator[Finding]:
    """The same, where only the session JSON is there to look at: what became of the value tells enough."""
    hop = next(iter(reading.of_kind("session")), None)
    for name, value in reading.parameters.items() if hop else ():
        found = _plus(Parameter(name, value, f"{name}=+", FORM), reading)
        if found is not None:
            rule, severity, *sentences = found
            yield Finding(rule, hop.number, AT_LAUNCH, severity, *sentences)


def _values(one: Parameter, reading: Reading) -> Iterator[tuple | None]:
    if one.name in ("action", "format"):
        return
    yield _plus(one, reading)
    if one.name not in OWN_NAMES:
        yield _twice(one)
        yield _not_decoded(one)
        yield _not_utf8(one)
        yield _mojibake(one)
        yield _lost(one)
        yield _plus_in_text(one)
        yield _unfilled(one)


def _plus(one: Parameter, reading: Reading) -> tuple | None:
    if one.format != FORM or "=+" not in one.raw or not _NUMBER_AFTER_BLANK.fullmatch(one.value):
        return None
    digits = one.value.strip()
    # not as a part of a longer number, which is nobody's
    dialled = re.compile(rf"(?<!\d){re.escape(digits)}(?!\d)")
    arrived = any(dialled.search(hop.summary) for kind in ("text", "call") for hop in reading.from_tropo(kind))
    return (
        "plus-became-blank",
        SUSPICIOUS if arrived else BROKEN,
        f"The parameter `{_named(one)}` arrived as {quoted(one.value)}, with a blank in front.",
        "That is what an unencoded + becomes: in a query it stands for a blank.",
        f"Send {_named(one)}=%2B{_bare(digits)}, or leave the + out and let the catcher put it there: one side only.",
    )


def _plus_in_text(one: Parameter) -> tuple | None:
    given = one.raw.partition("=")[2]
    if (
        one.format != FORM
        or not one.value.strip()
        or not (("%20" in given and "+" in given) or "+++" in given.strip("+"))
    ):
        return None
    return (
        "plus-became-blank",
        SUSPICIOUS,
        f"The parameter `{_named(one)}` was sent as {quoted(given)}"
        f"{', with its blanks as %20 and a + besides' if '%20' in given else ', with three blanks in a row'}.",
        "An unencoded + stands for a blank, so a + that was meant is gone.",
        "Encode a + of the text as %2B: in JavaScript by encodeURIComponent, and not by encodeURI.",
    )


def _split(one: Parameter, before: str) -> tuple | None:
    if one.format != FORM:
        return None
    if one.name.startswith("amp;"):
        return (
            "ampersand-from-html",
            BROKEN,
            f"A parameter is named {quoted(one.name)}.",
            "Parameters are parted by & alone; &amp; is how HTML writes it, and here it becomes part of the name.",
            f"Write & before {_bare(one.name[4:])}, or let urlencode build the query.",
        )
    if not before or before in OWN_NAMES or ("=" in one.raw and " " not in one.name):
        return None
    return (
        "value-cut-at-ampersand",
        BROKEN,
        f"After `{_bare(before)}` comes {quoted(one.raw)}, "
        f"{'which has no =' if '=' not in one.raw else 'whose name holds a blank'}.",
        f"It looks like the rest of a value: a bare & ends a value, so `{_bare(before)}` was cut there.",
        "Encode the & as %26, or let urlencode build the query.",
    )


def _twice(one: Parameter) -> tuple | None:
    if one.format != FORM or "%25" not in one.raw or "://" in one.value or not _ENCODED.search(one.value):
        return None
    return (
        "encoded-twice",
        BROKEN,
        f"The parameter `{_named(one)}` arrived as {quoted(one.value)}: its % was sent as %25.",
        "It was encoded twice and is decoded once, so the app gets the codes in place of the characters.",
        "Encode once: give the plain value to urlencode, or to the params of the HTTP client.",
    )


def _not_decoded(one: Parameter) -> tuple | None:
    if one.format == FORM or "://" in one.value:
        return None
    found = _ENCODED.search(one.value)
    if not found and (" " in one.value or len(_GLUED.findall(one.value)) < 2):
        return None
    return (
        "encoded-for-a-form",
        BROKEN if found else SUSPICIOUS,
        f"The {one.format.upper()} body says `{_named(one)}` is {quoted(one.value)}.",
        "Such codes belong into a query or a form; in this body they stay as they are, and the phone shows them.",
        "Put the plain value into the body, and let an encoder write that.",
    )


def _not_utf8(one: Parameter) -> tuple | None:
    at = half_at(one.value)
    if at < 0:
        return None
    byte = ord(one.value[at]) - 0xDC00
    letter = bytes([byte]).decode("latin-1")
    guess = f" In Latin-1 it is {letter!r}." if letter.isalpha() else ""
    return (
        "launch-encoding",
        BROKEN,
        f"The parameter `{_named(one)}` holds the byte {byte:02X}, which is no UTF-8: {quoted(one.value)}.{guess}",
        "Tropo reads launches as UTF-8, so that character is lost.",
        "Encode the value as UTF-8 before it is percent-encoded.",
    )


def _mojibake(one: Parameter) -> tuple | None:
    meant = mended(one.value)
    if not meant:
        return None
    return (
        "read-as-latin-1",
        BROKEN,
        f"The parameter `{_named(one)}` says {quoted(one.value)}, which looks like {quoted(meant)} gone wrong.",
        "UTF-8 was read as Latin-1 before it was sent, so each accented letter became two signs.",
        "Read the text as UTF-8 where the launcher gets it from.",
    )


def _lost(one: Parameter) -> tuple | None:
    if "\ufffd" not in one.value:
        return None
    return (
        "letter-lost",
        BROKEN,
        f"The parameter `{_named(one)}` says {quoted(one.value)}, with the sign for a letter that could not be read.",
        "The launcher, or what it was given, had lost that letter already.",
        "Read the text as UTF-8 where the launcher gets it from.",
    )


def mended(text: str) -> str:
    """What a text was before its UTF-8 was read as Latin-1 or Windows-1252; empty when it was not."""
    if text.isascii() or not _TWICE_READ.search(text):
        return ""
    for charset in ("latin-1", "cp1252"):
        try:
            return text.encode(charset).decode()
        except UnicodeError:
            continue
    return ""


def _unfilled(one: Parameter) -> tuple | None:
    named = _NAMED.fullmatch(one.value.strip())
    if not _UNFILLED.fullmatch(one.value.strip()) and (named is None or one.name not in named.groups()):
        return None
    return (
        "value-not-filled-in",
        SUSPICIOUS,
        f"The parameter `{_named(one)}` is {quoted(one.value)}.",
        "That is how a variable looks that the launcher had no value for, or did not fill in.",
        f"Look where the launcher takes `{_named(one)}` from.",
    )


def _named(one: Parameter) -> str:
    return _bare(one.name)


def _bare(text: str) -> str:
    return quoted(text)[1:-1]
