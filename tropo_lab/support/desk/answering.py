"""What a phone has to say so that a call goes on: an answer that fits each question that was pasted."""

from __future__ import annotations

import re

_CHOICES = re.compile(
    r"""choices\\?["']?\s*(?::|=>|=)\s*(?:\{\s*\\?["']?value\\?["']?\s*(?::|=>)\s*)?\\?(["'])((?:(?!\1).)*?)\\?\1""",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\[\s*([0-9]+)(?:\s*-\s*[0-9]+)?\s*[- ]?\s*DIGITS?\s*\]", re.IGNORECASE)
_PHONE = re.compile(r"(?<![0-9])(?:\+?1[\s.-]?)?\(?([2-9][0-9]{2})\)?[\s.-]?([0-9]{3})[\s.-]?([0-9]{4})(?![0-9])")
MOST = 20


def inputs_for(spoken: bytes) -> tuple[str, ...]:
    """An answer for each question, in order."""
    found = _CHOICES.finditer(spoken.decode("utf-8", "replace"))
    return tuple(fitting(one[2]) for one, _ in zip(found, range(MOST), strict=False) if one[2].strip())


def fitting(choices: str) -> str:
    """What one can answer: so many digits, or the first of the options."""
    if digits := _DIGITS.search(choices):
        return ("1234567890" * 9)[: min(max(int(digits[1]), 1), 80)]
    return re.split(r"[,(]", choices)[0].strip() or "1"


def phone_in(text: bytes) -> str:
    """The first number of the +1 countries that is called or texted in a text, in full; empty where there is none."""
    found = _PHONE.search(text.decode("utf-8", "replace"))
    return "+1" + "".join(found.groups()) if found else ""
