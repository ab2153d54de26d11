"""Text measured without a font: how wide it is, how much of it fits, and where to break it into lines."""


def width(text: str, font: float) -> float:
    """About how wide a text is in a usual sans-serif face; a little too wide rather than too narrow."""
    units = 0.0
    for char in text:
        if char in " .,:;|!'’ijlI()[]/tfr":
            units += 0.36
        elif char in "mwMW@%&" or "A" <= char <= "Z":
            units += 0.74 if char not in "MW@%m" else 0.92
        else:
            units += 0.6 if ord(char) < 0x1100 else 1.05
    return units * font


def fitted(text: str, room: float, font: float) -> str:
    """The text, or as much of it as there is room for, with an ellipsis."""
    if width(text, font) <= room:
        return text
    used = width("…", font)
    for index, char in enumerate(text):
        used += width(char, font)
        if used > room:
            return text[:index].rstrip() + "…"
    return text


def wrapped(text: str, room: float, font: float) -> list[str]:
    """The text in lines that fit."""
    done, line = [], ""
    for word in text.split(" "):
        if line and width(f"{line} {word}", font) > room:
            done.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [fitted(piece, room, font) for piece in [*done, line]]
