"""The options that a grammar text names: `yes(yes, y, 1), no(no, n, 2)`, `[5 DIGITS]`, `[ANY]`, and their mixtures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tropo_lab.errors import LabError

# the shapes are documented, their limits are ours: no question to a person has as many answers
MOST_ENTRIES, MOST_CHARACTERS, MOST_DIGITS = 1_000, 64_000, 999

_EXAMPLE = "list the answers, as in yes(yes, y, 1), no(no, n, 2)"
_DIGITS = re.compile(r"\[\s*(?:([0-9]+)\s*(?:-\s*([0-9]+)\s*)?)?DIGITS?\s*\]", re.IGNORECASE)
_ANY = re.compile(r"\[\s*ANY\s*\]", re.IGNORECASE)
_FILE = re.compile(r"(?:https?|file|ftp):", re.IGNORECASE)
_INLINE = ("<", "#JSGF", "#ABNF")

# a quoted text ends at a quote that a comma, a parenthesis or the end follows: 'don't know' is one utterance
_TOKEN = re.compile(
    r"\s*(?:(?P<mark>[,()])"
    r"|'(?P<quoted>[^']*(?:'(?!\s*(?:[,()]|\Z))[^']*)*)'(?=\s*(?:[,()]|\Z))"
    r"|(?P<grammar>\[[^\[\]]*\])"
    r"|(?P<word>[^\s,()\[\]'][^,()\[\]]*))"
)


# what reads back as it is; anything else is quoted when written
_BARE = re.compile(r"[\w*][\w*# ]*|#")


class BadChoices(LabError):
    """The choices of a question cannot be used, and why."""


class Digits(NamedTuple):
    """So many digits; `most` is None where there is no end."""

    least: int
    most: int | None

    def allows(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return "[DIGITS]"
        return f"[{self.least} DIGITS]" if self.least == self.most else f"[{self.least}-{self.most} DIGITS]"


class Anything(NamedTuple):
    """Any text at all."""

    def __str__(self) -> str:
        return "[ANY]"


Utterance = str | Digits | Anything


class Option(NamedTuple):
    """One answer: its concept, and what people may say or key for it.

    A grammar that stands alone has an empty concept; a word that stands alone lists nothing but itself.
    """

    concept: str
    utterances: tuple[Utterance, ...]


def read_options(text: str) -> tuple[Option, ...]:
    """The options of a grammar text, in order; BadChoices when it is none, or too long to be one."""
    text = text.strip()
    if _FILE.match(text):
        raise BadChoices(f"The choices are the address of a grammar file, which the lab does not read: {_EXAMPLE}.")
    if text[:5].upper().startswith(_INLINE):
        raise BadChoices(f"The choices are a grammar in GRXML or JSGF, which the lab does not read: {_EXAMPLE}.")
    if len(text) > MOST_CHARACTERS:
        raise BadChoices(f"The choices are {len(text):,} characters long: write at most {MOST_CHARACTERS:,}.")
    options = tuple(_options(text))
    if text and not options:
        raise BadChoices(f"The choices {text!r:.60} name no answer: {_EXAMPLE}.")
    return options


def written(options: tuple[Option, ...]) -> str:
    """The options as a grammar text that reads back to them."""
    return ", ".join(_option_written(option) for option in options)


def _options(text: str) -> Iterator[Option]:
    entries = 0
    concept: Utterance | None = None
    body: list[Utterance] | None = None
    separated = closed = False
    for mark, item in _tokens(text):
        if item is not None:
            entries += 1
            if entries > MOST_ENTRIES:
                raise BadChoices(f"The choices hold more than {MOST_ENTRIES:,} words: ask a shorter question.")
            if body is None and concept is None:
                concept = item
            elif body is not None and not closed and separated:
                body.append(item)
            else:
                raise _unclear(str(item), "comma before it")
            separated = False
        elif mark == "(":
            if not isinstance(concept, str) or body is not None:
                raise _unclear("(", "name before it, and one list for each name")
            body, separated = [], True
        elif mark == ")":
            if not body or closed:
                raise _unclear(")", "list before it, as in yes(y, 1)")
            closed = True
        elif body is not None and not closed:
            separated = True
        else:
            if concept is not None:
                yield _option(concept, body)
            concept, body, closed = None, None, False
    if body is not None and not closed:
        raise BadChoices(f"The list of {concept!r:.60} is never closed: put a ) behind it.")
    if concept is not None:
        yield _option(concept, body)


def _option(concept: Utterance, body: list[Utterance] | None) -> Option:
    if isinstance(concept, str):
        return Option(concept, (concept,) if body is None else tuple(body))
    return Option("", (concept,))


def _tokens(text: str) -> Iterator[tuple[str, Utterance | None]]:
    """The marks `,` `(` `)` and the items of a grammar text, in order."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            rest = text[at:].lstrip()
            if rest.startswith("'"):
                raise BadChoices(f"{rest!r:.60} opens a quote that is never closed: put a ' behind the words.")
            raise BadChoices(f"The choices cannot be read at {rest!r:.60}: {_EXAMPLE}.")
        at = found.end()
        if found["mark"]:
            yield found["mark"], None
        elif found["grammar"]:
            yield "", _grammar(found["grammar"])
        else:
            words = " ".join((found["word"] or found["quoted"]).split())
            if not words:
                raise BadChoices("The choices hold an empty quote '': write the words between the quotes.")
            yield "", words


def _grammar(text: str) -> Digits | Anything:
    if _ANY.fullmatch(text):
        return Anything()
    found = _DIGITS.fullmatch(text)
    if found is None:
        raise BadChoices(
            f"{text!r:.60} is no grammar that Tropo knew: write [5 DIGITS], [4-5 DIGITS], [DIGITS] or [ANY]."
        )
    if found[1] is None:
        return Digits(1, None)
    low, high = found[1].lstrip("0"), (found[2] or found[1]).lstrip("0")
    if not low or len(high) > 3 or len(low) > 3 or int(high or 0) < int(low):
        raise BadChoices(f"{text!r:.60} counts no digits: write 1 to {MOST_DIGITS}, the smaller number first.")
    return Digits(int(low), int(high))


def _option_written(option: Option) -> str:
    listed = ", ".join(_quoted(item) if isinstance(item, str) else str(item) for item in option.utterances)
    if not option.concept or option.utterances == (option.concept,):
        return listed
    return f"{_quoted(option.concept)}({listed})"


def _quoted(words: str) -> str:
    return words if _BARE.fullmatch(words) else f"'{words}'"


def _unclear(what: str, wanted: str) -> BadChoices:
    return BadChoices(f"The choices cannot be read at {what!r:.60}, which needs a {wanted}.")
