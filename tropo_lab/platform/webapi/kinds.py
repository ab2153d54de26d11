"""The kinds of values in a document: each reads what clients write, or says what was found and what it must be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from tropo_lab.errors import BadDocument

# no session of Tropo lasted longer: 4 hours, in seconds
LONGEST = 14_400
MOST_TRIES = 100
MOST_NAMES = 100


class Kind(NamedTuple):
    """One kind of value: `take` gives it in one form, or raises ValueError or TypeError; `expects` is said then.

    `words` are all the texts that a closed kind knows.
    """

    expects: str
    take: Callable[[Any], Any]
    words: tuple[str, ...] = ()

    def read(self, value, path: str, notes: Notes) -> Any:
        """The value in its one form; BadDocument where it is of another kind, or unknown."""
        try:
            return self.take(value)
        except (TypeError, ValueError, OverflowError):
            unknown = self.words and isinstance(value, str)
            raise refused(value, path, self.expects, "unknown-value" if unknown else "wrong-type") from None


class Notes(list):
    """What the log has to say of a document besides: text, level, rule and fix of each line, up to `MOST`."""

    MOST = 50

    def add(self, text: str, rule: str, fix: str) -> None:
        """One more warning, unless there are too many already."""
        if len(self) < self.MOST:
            self.append((text, "warning", rule, fix))


def refused(value, path: str, expects: str, rule: str = "wrong-type") -> BadDocument:
    """What is said of a value that cannot stand there."""
    return BadDocument(f"{path} is {found(value)}; it must be {expects}.", path=path, rule=rule)


def found(value) -> str:
    """A value as a sentence names it, in a few words."""
    if isinstance(value, str):
        return f"the text {short(value)}"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "an object"
    shown = json.dumps(value)
    if value is None or isinstance(value, bool):
        return shown
    return f"the number {shown if len(shown) <= 40 else f'{shown[:40]}…'}"


def short(text: str) -> str:
    """A text in quotes, at most some sixty characters of it."""
    return json.dumps(text if len(text) <= 60 else f"{text[:60]}…", ensure_ascii=False)


def _text(value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return json.dumps(value)


def _flag(value) -> bool:
    # some clients send truth as text
    known = {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(known, bool):
        raise TypeError
    return known


def _from_to(least: float, most: float, *, whole: bool = False, unit: str = "") -> Callable[[Any], Any]:
    """What reads a number that may come as text, with or without its unit (`30`, `10.0`, `"30"`, `"30s"`)."""

    def take(value):
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise TypeError
        number = float(value.strip().removesuffix(unit) if isinstance(value, str) else value)
        if not least <= number <= most or (whole and number != int(number)):
            raise ValueError
        return int(number) if whole else number

    return take


def one_of(*words: str, also: dict[str, str] | None = None) -> Kind:
    """One of these texts, in any letter case; `also` gives other names for some of them."""
    known = {word.lower(): word for word in words} | (also or {})

    def take(value) -> str:
        name = value.strip().lower() if isinstance(value, str) else ""
        if name not in known:
            raise ValueError
        return known[name]

    listed = " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    return Kind(f"the text {listed}", take, words)


def _address(value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise TypeError
    return str(value)


def _key(value) -> str:
    key = _text(value).strip()
    if len(key) != 1 or key not in "0123456789*#":
        raise ValueError
    return key


def _names(value) -> str | list[str]:
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or len(value) > MOST_NAMES or not all(isinstance(name, str) for name in value):
        raise TypeError
    return list(value)


def _headers(value) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_NAMES:
        raise TypeError
    return {name: _text(one) for name, one in value.items()}


def _prompt_events(value) -> tuple[str, ...]:
    names = []
    for name in _text(value).split():
        kind, colon, attempt = name.lower().partition(":")
        if kind not in ("timeout", "nomatch") or (colon and not 1 <= int(attempt) <= MOST_TRIES):
            raise ValueError
        names.append(f"{kind}:{int(attempt)}" if colon else kind)
    return tuple(names)


TEXT = Kind("a text", _text)
FLAG = Kind("true or false", _flag)
SECONDS = Kind(
    f"a number of seconds from 0 to {LONGEST} (4 hours, the longest session)", _from_to(0, LONGEST, unit="s")
)
MILLISECONDS = Kind(
    f"a number of milliseconds from 0 to {LONGEST * 1000} (4 hours, the longest session)",
    _from_to(0, LONGEST * 1000, unit="ms"),
)
TRIES = Kind(f"a whole number from 1 to {MOST_TRIES}", _from_to(1, MOST_TRIES, whole=True))
PERCENT = Kind("a whole number from 0 to 100", _from_to(0, 100, whole=True))
SHARE = Kind("a number from 0 to 1", _from_to(0, 1))
PHONE = Kind('a number as text, such as "+14075550112", or a list of them', _address)
ADDRESS = Kind('an address as text, such as "sip:name@example.com"', _address)
SIGNALS = Kind(f"a text, or a list of up to {MOST_NAMES} texts", _names)
HEADERS = Kind('an object of texts, such as {"x-name": "value"}', _headers)
SECURITY = one_of("none", "suppress")
KEYPRESS = Kind("one key: 0 to 9, * or #", _key)
PROMPT_EVENTS = Kind(
    'the text timeout or nomatch, or such names with an attempt, as in "nomatch:1 nomatch:2"',
    _prompt_events,
    ("timeout", "nomatch"),
)
