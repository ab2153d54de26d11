"""Whom a document wants to reach: how the numbers in it are written, and how many they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tropo_lab.support.document import Document, Entry
from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.reading import Reading
from tropo_lab.support.verbs import is_text
from tropo_lab.trace import TO_PHONE

_SEVERAL = re.compile(r"\d{7,}\D*[,;|/]\D*\d{7,}|\d{10,}\s+\+?\d{10,}")
_PUNCTUATION = re.compile(r"[\s().\-/]")
_NOTHING = re.compile(r"\+?(?:1?)(?:None|null|undefined|nil|NULL|NaN|\{\{.*\}\}|\$\{?\w+\}?|\[object Object\])?", re.S)
# how the log shows a number
_IN_LOG = re.compile(r"^'(.*?)' is not a phone|^`to` is (.*?), without a plus", re.S)
MOST_NUMBERS = 100


def numbers(reading: Reading) -> Iterator[Finding]:
    """What is wrong with the numbers under `to`."""
    for document in reading.documents:
        for entry in document.named("call", "message", "transfer") if document.ok else ():
            to = entry.given.get("to")
            written = [
                one for one in (to if isinstance(to, list) else [to])[:MOST_NUMBERS] if isinstance(one, str | int)
            ]
            yield from _several(document, entry, written, reading)
            for one in written:
                if found := _one(str(one), reading):
                    rule, severity, *sentences = found
                    sentences[0] = f"{entry.path}.to is {sentences[0]}"
                    yield Finding(rule, document.number, TO_PHONE, severity, *sentences)


def numbers_of_a_script(reading: Reading) -> Iterator[Finding]:
    """The same for the numbers that a script gave, as the log shows them: its text may be nowhere in the trace."""
    for line in [] if reading.documents else reading.remarks:
        written = _IN_LOG.search(line.text) if line.rule in ("bad-number", "no-country-code") else None
        found = _one(next(filter(None, written.groups()), ""), reading) if written else None
        if found:
            rule, severity, *sentences = found
            hop = reading.script.number if reading.script is not None else line.hop
            sentences[0] = f"The script gave a `to` that is {sentences[0]}"
            yield Finding(rule, hop, TO_PHONE, severity, *sentences)


def _several(document: Document, entry: Entry, written: list, reading: Reading) -> Iterator[Finding]:
    if len(written) > 1 and entry.name != "transfer" and is_text(entry.given):
        yield Finding(
            "several-recipients",
            document.number,
            TO_PHONE,
            BROKEN,
            f"{entry.path}.to holds {len(written)} numbers.",
            f"A text goes to the first only, {quoted(written[0])}; the others are ignored: "
            f"{', '.join(quoted(one) for one in written[1:6])}{' …' if len(written) > 6 else ''}.",
            "Send one message for each number.",
        )


def _one(written: str, reading: Reading) -> tuple | None:
    """What is wrong with one number: rule, severity, and the three sentences."""
    bare = _PUNCTUATION.sub("", written.partition(";postd")[0].partition(";pause")[0])
    digits = bare.removeprefix("+")
    if written.lower().startswith(("sip:", "sips:", "tel:")) or "@" in written:
        return None
    if _SEVERAL.search(written):
        return _comma_list(written)
    if _NOTHING.fullmatch(bare):
        return (
            "number-not-filled-in",
            BROKEN,
            f"{quoted(written)}, which holds no number.",
            "There was no value to put there, so nobody could be reached.",
            f"Look where the number is taken from: the launch passed {_passed(reading)}, and names count as spelled.",
        )
    if not (digits.isascii() and digits.isdigit()):
        return (
            "bad-number",
            BROKEN,
            f"{quoted(written)}, which is no phone number.",
            "Nobody can be reached there.",
            "Write + and the country code and the number, such as +14075550112.",
        )
    return _digits(written, bare, digits)


def _digits(written: str, bare: str, digits: str) -> tuple | None:
    plus = bare.startswith("+")
    if plus and len(digits) == 12 and digits.startswith("11"):
        return (
            "country-code-twice",
            BROKEN,
            f"{quoted(written)}: the country code 1 stands there twice.",
            "The launcher wrote it, and the catcher put it in front once more, so this is the number of nobody.",
            f"Write +{digits[1:]}: add the prefix on one side only.",
        )
    if not plus and len(digits) == 10 and digits[0] > "1":
        return (
            "number-without-country-code",
            SUSPICIOUS,
            f"{quoted(written)}: ten digits, no + and no country code.",
            "Destinations need both; bare US numbers were taken at some times, and not at others.",
            f"Write +1{digits}, if it is a US number.",
        )
    if not plus and len(digits) == 11 and digits.startswith("1"):
        return (
            "number-without-plus",
            SUSPICIOUS,
            f"{quoted(written)}: eleven digits without a +.",
            "Destinations need a + before the country code; without one they were taken at some times only.",
            f"Write +{digits}.",
        )
    if not plus and 7 <= len(digits) <= 15:
        return (
            "number-without-plus",
            BROKEN if digits.startswith("0") else SUSPICIOUS,
            f"{quoted(written)}: {len(digits)} digits without a +.",
            "Destinations need a + and the country code, and no 0 or 00 in front.",
            "Write + and the country code and the number, such as +14075550112.",
        )
    return None


def _comma_list(written: str) -> tuple:
    return (
        "numbers-in-one-text",
        BROKEN,
        f"{quoted(written)}: several numbers in one text.",
        "That is read as one number, so at most the first of them is reached.",
        "Send one message for each number.",
    )


def _passed(reading: Reading) -> str:
    return ", ".join(quoted(name)[1:-1] for name in list(reading.parameters)[:8]) or "nothing of your own"
