"""The kinds of values that scripts hand over: each is read as what it means, or refused with what it should be."""

from __future__ import annotations

import math
from urllib.parse import urlsplit

from tropo_lab.platform.network.behaviour import DAY

MAX_ATTEMPTS, MAX_LIST = 100, 100


class Unreadable(Exception):
    """A value is not of its kind; the text says what it should be."""


def shown(value, length: int = 60) -> str:
    """A value as sentences show it, never longer than they bear."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        text = "an endless number"
    return text if len(text) <= length else f"{text[: length - 1]}…"


def said(value) -> str:
    """What a script says of itself, such as its error, as a text of bounded length."""
    return whole_characters(value[:1000]) if isinstance(value, str) else shown(value, 1000)


def whole_characters(text: str) -> str:
    """The text without half characters, which no bytes can carry."""
    return text.encode("utf-8", "replace").decode()


def text_of(value) -> str:
    """A text, or a number as text."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        try:
            return str(value)
        except ValueError:
            raise Unreadable("a text") from None
    raise Unreadable("a text")


def _anything(value) -> str:
    return text_of(value) if isinstance(value, str | bool | int | float) else shown(value, 1000)


def _number(value) -> float:
    """A finite number, also written as a text, with or without an `s` behind it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable("a number")
    try:
        number = float(value.strip().removesuffix("s") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        raise Unreadable("a number") from None
    if not math.isfinite(number):
        raise Unreadable("a number")
    return number


def _between(least: float, most: float, what: str):
    def reader(value) -> float:
        try:
            number = _number(value)
        except Unreadable:
            raise Unreadable(f"{what} from {least:.15g} to {most:.15g}") from None
        if not least <= number <= most:
            raise Unreadable(f"{what} from {least:.15g} to {most:.15g}")
        return number

    return reader


def _whole(least: int, most: int):
    reader = _between(least, most, "a whole number")

    def whole(value) -> int:
        number = reader(value)
        if number != int(number):
            raise Unreadable(f"a whole number from {least} to {most}")
        return int(number)

    return whole


def _flag(value) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False, "": False}
    word = str(value).strip().lower() if isinstance(value, str | int) else None
    if word not in known:
        raise Unreadable("true or false")
    return known[word]


def _share(value) -> int:
    """A confidence: 0 to 1, or 0 to 100; gives hundredths."""
    number = _between(0, 100, "a confidence")(value)
    return round(number * 100 if number <= 1 else number)


def _names(value) -> str | list[str]:
    """Names of signals: one, several, or an empty text for none."""
    if not isinstance(value, list | dict):
        return text_of(value)
    return _several(value, text_of, "a name") or ""


def _phone(value) -> str:
    if isinstance(value, bool):
        raise Unreadable("a phone number")
    return text_of(int(value) if isinstance(value, float) and value.is_integer() else value)


def _phones(value) -> list[str]:
    return _several(value, _phone, "a phone number")


def _several(value, read_one, what: str) -> list[str]:
    if isinstance(value, dict):  # an array of PHP with keys of its own
        value = list(value.values())
    given = value if isinstance(value, list) else [value]
    try:
        if len(given) <= MAX_LIST:
            return [read_one(one) for one in given if one is not None]
    except Unreadable:
        pass
    raise Unreadable(f"{what}, or a list of at most {MAX_LIST}")


def _map(value) -> dict[str, str]:
    if value == []:  # an empty array of PHP
        return {}
    if not isinstance(value, dict) or len(value) > MAX_LIST:
        raise Unreadable(f"a map of at most {MAX_LIST} names and texts")
    try:
        return {whole_characters(name): text_of(one) for name, one in value.items() if one is not None}
    except Unreadable:
        raise Unreadable("a map of names and texts") from None


def _address(value) -> str:
    """Where something is sent; whether it can be reached shows later."""
    address = text_of(value).strip()
    try:
        if address.isprintable() and (urlsplit(address).port or True):
            return address
    except ValueError:
        pass
    raise Unreadable("an address, as in http://catcher.example/path")


def _key(value) -> str:
    key = text_of(value).strip()
    if len(key) > 1 or key not in "0123456789*#":
        raise Unreadable("one key, 0 to 9, * or #")
    return key


def _choices(value):
    """As it is: the grammar has its own sentences."""
    return whole_characters(value) if isinstance(value, str) else value


READERS = {
    "address": _address,
    "anything": _anything,
    "attempts": _whole(1, MAX_ATTEMPTS),
    "choices": _choices,
    "flag": _flag,
    "key": _key,
    "map": _map,
    "milliseconds": _between(0, 1000 * DAY, "a number of milliseconds"),
    "names": _names,
    "number": _phone,
    "numbers": _phones,
    "repeat": _whole(0, MAX_ATTEMPTS - 1),
    "seconds": _between(0, DAY, "a number of seconds"),
    "share": _share,
    "text": text_of,
}
