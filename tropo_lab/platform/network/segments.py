"""A text as the SMS network carries it: in one part where it fits, otherwise in several."""

from __future__ import annotations

# GSM 03.38: one septet each, and two for those of the extension table, which follow an escape
_EXTENDED = frozenset("\f^{}\\[~]|€")
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7 = _BASIC | _EXTENDED
# what one text holds, and what each of several does, whose header takes the rest
SEPTETS, UNITS = (160, 153), (70, 67)


def is_gsm7(text: str) -> bool:
    """True when the text needs no Unicode."""
    return _GSM7.issuperset(text)


def encoding(text: str) -> str:
    """What the network writes the text in: `GSM-7` or `UCS-2`."""
    return "GSM-7" if is_gsm7(text) else "UCS-2"


def parts(text: str) -> list[str]:
    """The parts of a text, in order; no character is ever divided."""
    one, each = SEPTETS if is_gsm7(text) else UNITS
    weights = _weights(text)
    if sum(weights) <= one:
        return [text]
    out, start, filled = [], 0, 0
    for place, weight in enumerate(weights):
        if filled + weight > each:
            out.append(text[start:place])
            start, filled = place, 0
        filled += weight
    return [*out, text[start:]]


def _weights(text: str) -> list[int]:
    """What each character counts: in septets, or in units of 16 bits when the text needs Unicode."""
    if is_gsm7(text):
        return [2 if sign in _EXTENDED else 1 for sign in text]
    return [2 if sign > "\uffff" else 1 for sign in text]
