"""Phone numbers in running text, in every spelling, and numbers of the reserved range to put in their place.

The range +1 XXX 555 0100 to 0199 belongs to nobody and stays as it is. Any other number becomes one of that range in
the area 999, which does not exist: the same number always the same one, so that the story can still be followed.
Digits alone take a number's place, so that URLs, JSON, XML and programs stay what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_GAP = r"[ \t.\-/()_\xa0\u2000-\u200a\u2010-\u2015\u202f\u2212]{0,3}"
# in forms, a plus is a space
_WIDE = _GAP.replace("[", "[+")
_NO_FRACTION = r"(?<![0-9])(?<!(?<![0-9])0\.)"
_KEYS = (
    r"(?:to|from|cc|tel|sip|sms|callto|fax|mobile|cell|msisdn|e164id|caller|called|dialed|dnis|ani|[\w.-]{0,30}phone"
    r"|[\w.-]{0,30}number[\w.-]{0,30}|[\w.-]{0,30}call(?:er|ed)_?id)"
)
_VALUE = rf"(?P<number>\+?\(?[0-9](?:{_WIDE}[0-9]){{6,17}})(?![0-9])"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        # with its plus: of the +1 countries, in one piece, or with gaps
        rf"(?P<number>\+{_GAP}1(?:{_GAP}[0-9]){{10}})(?![0-9])",
        r"(?P<number>\+[1-9][0-9]{8,14})(?![0-9])",
        rf"(?P<number>\+{_GAP}[1-9](?:{_GAP}[0-9]){{6,14}})(?![0-9])",
        # as people in the +1 countries write: area, exchange, line
        rf"{_NO_FRACTION}(?P<number>(?:(?:00|011){_WIDE})?(?:1{_WIDE})?[2-9][0-9]{{2}}{_WIDE}[0-9]{{3}}{_WIDE}[0-9]{{4}})"
        r"(?![0-9])",
        # said to be one: "to": "…", numbertodial=…, <To>…, name="to" value="…", tel:…
        rf"(?i)(?<![a-z]){_KEYS}[\"']?\s{{0,3}}[=:>]{{1,2}}[\s\"'\[<(]{{0,6}}(?:tel:|sip:|sms:)?{_VALUE}",
        rf"(?i)name\s?=\s?[\"']{_KEYS}[\"']\s{{1,9}}value\s?=\s?[\"']{_VALUE}",
        # in one piece, from elsewhere; what begins with 1 and is longer or shorter counts seconds or milliseconds
        rf"{_NO_FRACTION}(?P<number>[2-9][0-9]{{9,14}}|0[0-9]{{9,17}})(?![0-9])",
        # as it is dialled at home
        r"(?<![0-9])(?<![0-9][ ./-])(?P<number>0[0-9]{0,4}\)?(?:[ /-][0-9]{2,9}){1,5})(?![0-9:])",
        # read out digit by digit
        r"(?<![0-9])(?P<number>[0-9](?:(?:[ +-]|, ?)[0-9](?![0-9])){9,14})",
        # without its area
        r"(?<![0-9-])(?P<number>[2-9][0-9]{2}-[0-9]{4})(?![0-9-])",
    )
]
_ID = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![0-9A-Za-z])"
)
_RUN = re.compile(r"[0-9](?:[^\w\r\n]{0,3}[0-9]){6,}")
_CUT_SHORT = re.compile(r"(?<![0-9])[0-9]{5,}(?=…)")
_MOMENT = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2}")
_RESERVED = re.compile(r"1?[0-9]{3}55501[0-9]{2}|55501[0-9]{2}")


class Found(NamedTuple):
    """One number in a text: where its first digit stands, where its last one ends, and its canonical digits."""

    start: int
    end: int
    number: str


def canonical(written: str) -> str:
    """The digits of a number with its country code, where one is to be known; +1 when it could be from there."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"\(0\)", "", written))
    digits = re.sub(r"^(?:00|011)(?=[1-9])", "", digits) if len(digits) > 10 else digits
    return f"1{digits}" if re.fullmatch("[2-9][0-9]{9}", digits) and "+" not in written else digits


def is_reserved(number: str) -> bool:
    """True for what may be shown: the reserved range, with and without country and area code."""
    return _RESERVED.fullmatch(number) is not None


def spotted(text: str) -> Iterator[Found]:
    """The numbers that can be told by how they are written; none overlaps another."""
    taken = _ids(text)
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span("number")
            start += re.search("[0-9]", found["number"]).start()
            digits = re.sub("[^0-9]", "", found["number"])
            enough = len(digits) >= (9 if digits[0] == "0" else 7)
            if enough and taken.find(1, start, end) < 0 and not _tells_time(found["number"]):
                taken[start:end] = b"\1" * (end - start)
                yield Found(start, end, canonical(found["number"]))


def met_again(text: str, known: dict[str, str]) -> Iterator[Found]:
    """Where a number that is known from elsewhere stands once more. `known` leads from digits to the number."""
    taken, lengths = _ids(text), {len(spelling) for spelling in known}
    for run in _RUN.finditer(text) if known else ():
        places = [place for place in range(run.start(), run.end()) if text[place].isdecimal()]
        digits = "".join(text[place] for place in places)
        for length in lengths:
            for at in range(len(digits) - length + 1):
                if digits[at : at + length] not in known:
                    continue
                start, end = places[at], places[at + length - 1] + 1
                alone = not (text[start - 1 : start].isdecimal() or text[end : end + 1].isdecimal())
                if alone and taken.find(1, start, end) < 0:
                    yield Found(start, end, known[digits[at : at + length]])
    for cut in _CUT_SHORT.finditer(text):
        number = next((number for spelling, number in known.items() if spelling.startswith(cut[0])), None)
        if number:
            yield Found(*cut.span(), number)


def spellings(number: str) -> list[str]:
    """The digits by which a known number can be found again: with and without the code of the +1 countries."""
    return [number, number[1:]] if len(number) == 11 and number.startswith("1") else [number]


def _ids(text: str) -> bytearray:
    """A 1 for each character of an id, which holds no number whatever its digits are."""
    taken = bytearray(len(text))
    for found in _ID.finditer(text):
        taken[found.start() : found.end()] = b"\1" * len(found[0])
    return taken


def _tells_time(written: str) -> bool:
    return bool(_MOMENT.fullmatch(written) or _DATE.match(written))


class Pseudonyms:
    """Leads from each number to the one that stands for it; `taken` are reserved numbers that mean themselves."""

    def __init__(self, taken: set[str]):
        self.taken = {number for number in taken if len(number) == 11}
        self.given: dict[str, str] = {}
        self._free = (f"1{area}55501{line:02d}" for area in range(999, 199, -1) for line in range(100))

    def of(self, number: str) -> str:
        """The reserved number, 11 digits, that stands for this one."""
        if number not in self.given:
            # more than 80,000 numbers in a trace share the last one
            self.given[number] = next((free for free in self._free if free not in self.taken), "12005550199")
        return self.given[number]

    def digits(self, number: str, count: int) -> str:
        """What is written in the place of `count` digits: as many, where a number of the +1 countries has so many."""
        full = self.of(number)
        return full[-count:] if count in (7, 10) else full
