"""Phone numbers: from what people write to E.164, and to the shapes Tropo used on the wire."""

import re

from tropo_lab.errors import BadSetup

_PUNCTUATION = re.compile(r"[\s().\-/]")
_DIGITS = re.compile(r"\+?[0-9]{7,15}")


def e164(written: str) -> str:
    """`written` as E.164 (`+14075550112`); BadSetup when it is no phone number.

    Punctuation, `tel:` and dial options after a `;` are dropped. Ten digits, or eleven that begin with 1, count as
    US numbers even without a plus: official samples dialled both.
    """
    bare = _PUNCTUATION.sub("", str(written).partition(";")[0].strip().removeprefix("tel:"))
    if not _DIGITS.fullmatch(bare):
        raise BadSetup(f"{written!r} is not a phone number: write it like +14075550112.")
    if bare.startswith("+"):
        return bare
    return f"+1{bare}" if len(bare) == 10 else f"+{bare}"


def has_country_code(written: str) -> bool:
    """True when the number was written with its plus, as destinations should be."""
    return _PUNCTUATION.sub("", str(written)).removeprefix("tel:").startswith("+")


def caller_id(number: str, channel: str) -> str:
    """An E.164 number as an `id` on the wire, without its plus.

    A voice id in the +1 countries has ten digits; a text's, and any other, keeps its country code.
    """
    digits = number.lstrip("+")
    return digits[1:] if channel == "VOICE" and len(digits) == 11 and digits.startswith("1") else digits
