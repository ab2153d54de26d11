"""Phone numbers: from what people write to E.164, and to the shapes Tropo used on the wire."""

import re

from tropo_lab.errors import BadSetup

_PUNCTUATION = re.compile(r"[\s().\-/]")
_DIGITS = re.compile(r"\+?[0-9]{7,15}")
_SHORT = re.compile(r"\+?[0-9]{3,6}")
_EMERGENCY = frozenset({"911", "1911", "112", "999", "000", "110", "118", "119"})


class BadNumber(BadSetup):
    """What was written is no number that can be reached; `rule` is a short name for why."""

    def __init__(self, sentence: str, rule: str = "bad-number"):
        super().__init__(sentence)
        self.rule = rule


def e164(written: str) -> str:
    """`written` as E.164 (`+14075550112`); BadNumber when it is no phone number.

    Punctuation, `tel:` and dial options after a `;` are dropped. Ten digits, or eleven that begin with 1, count as
    US numbers even without a plus: official samples dialled both.
    """
    bare = _bare(written)
    if not _DIGITS.fullmatch(bare):
        raise _refusal(str(written), bare)
    if bare.startswith("+"):
        return bare
    if bare.startswith("0"):
        raise BadNumber(
            f"{written!r:.100} begins with 0, as numbers do inside a country: write + and the country code instead."
        )
    return f"+1{bare}" if len(bare) == 10 else f"+{bare}"


def has_country_code(written: str) -> bool:
    """True when the number was written with its plus, as destinations should be."""
    return _bare(written).startswith("+")


def caller_id(number: str, channel: str) -> str:
    """An E.164 number as an `id` on the wire, without its plus.

    A voice id in the +1 countries has ten digits; a text's, and any other, keeps its country code.
    """
    digits = number.lstrip("+")
    return digits[1:] if channel == "VOICE" and len(digits) == 11 and digits.startswith("1") else digits


def _bare(written: str) -> str:
    number = str(written).partition(";")[0].strip()
    return _PUNCTUATION.sub("", number[4:] if number[:4].lower() == "tel:" else number)


def _refusal(written: str, bare: str) -> BadNumber:
    shown = f"{written!r:.100}"
    if bare.lstrip("+") in _EMERGENCY:
        return BadNumber(f"{shown} is an emergency number, which no app may call or text.", "emergency-number")
    if _SHORT.fullmatch(bare):
        return BadNumber(f"{shown} is a short code: apps reach whole numbers only, such as +14075550112.", "short-code")
    if written.strip().lower().startswith(("sip:", "sips:")):
        return BadNumber(f"{shown} is a SIP address; here are phones only, so nobody answers there.", "sip-address")
    return BadNumber(f"{shown} is not a phone number: write it like +14075550112.")
