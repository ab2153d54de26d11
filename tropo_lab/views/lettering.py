"""Text measured without a font: how wide it is, how much of it fits, and where to break it into lines."""

from functools import lru_cache
from itertools import accumulate


class _Units(dict):
    """The width of each character in ems; a character is looked at once."""

    def __missing__(self, char: str) -> float:
        if char in " .,:;|!'’ijlI()[]/tfr":
            units = 0.36
        elif char in "mwMW@%&" or "A" <= char <= "Z":
            units = 0.74 if char not in "MW@%m" else 0.92
        else:
            units = 0.6 if ord(char) < 0x1100 else 1.05
        self[char] = units
        return units


_UNITS = _Units()


@lru_cache(4096)
def _ems(text: str) -> float:
    return sum(map(_UNITS.__getitem__, text))


def width(text: str, font: float) -> float:
    """About how wide a text is in a usual sans-serif face; a little too wide rather than too narrow."""
    return _ems(text) * font


def fitted(text: str, room: float, font: float) -> str:
    """The text, or as much of it as there is room for, with an ellipsis."""
    if width(text, font) <= room:
        return text
    left = room / font - _UNITS["…"]
    for index, used in enumerate(accumulate(map(_UNITS.__getitem__, text))):
        if used > left:
            return text[:index].rstrip() + "…"
    return text


# the same titles and reasons come with every round of a session
@lru_cache(1024)
def wrapped(text: str, room: float, font: float) -> tuple[str, ...]:
    """The text in lines that fit."""
    space, limit = _UNITS[" "], room / font
    done, line, used = [], [], 0.0
    for word in text.split(" "):
        ems = _ems(word)
        if line and used + space + ems > limit:
            done.append(" ".join(line))
            line, used = [], 0.0
        used += ems + (space if line else 0)
        line.append(word)
    return tuple(fitted(piece, room, font) for piece in [*done, " ".join(line)])
