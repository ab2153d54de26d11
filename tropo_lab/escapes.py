r"""Text from strangers made harmless to look at: what cannot be seen is written out.

One style everywhere: control characters become `\n`, `\r`, `\t` or `\xNN`; bidirectional marks and other invisible
characters become `\uNNNN` (or `\UNNNNNNNN`); bytes that are not UTF-8 become `\xNN`. In HTML these escapes carry the
class `tl-esc`, so that they differ from a backslash that somebody typed.
"""

import re

from markupsafe import Markup, escape

# Written as ranges, not looked up in unicodedata: the same bytes must look the same on every Python. The joiner
# U+200D stays as it is, because emoji are built with it. Surrogates stand for bytes that are not UTF-8.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNSEEN_RUN = re.compile(f"(?:{_UNSEEN.pattern})+")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _written(found: re.Match) -> str:
    char, code = found[0], ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # how decoded() keeps a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _marked(found: re.Match) -> str:
    # one mark for a run of them: thousands in a row must not make a page of marks
    return f'<span class="tl-esc">{_UNSEEN.sub(_written, found[0])}</span>'


def decoded(data: bytes) -> str:
    """The bytes as UTF-8 text; each byte that is none is kept apart, and `visible` writes it as `\\xNN`."""
    return data.decode("utf-8", "surrogateescape")


def visible(text: str) -> str:
    """The text on one line, with everything unseen written out."""
    return _UNSEEN.sub(_written, text)


def all_seen(text: str) -> bool:
    """True when the text can be shown as it is: nothing in it is unseen but line feeds and tabs."""
    text = text.replace("\n", "").replace("\t", "")
    return visible(text) == text


def visible_html(text: str) -> Markup:
    """The same as `visible`, escaped for HTML, with each escape marked as one."""
    return Markup(_UNSEEN_RUN.sub(_marked, str(escape(text))))


def lines(text: str) -> list[str]:
    """The lines of a text, as it is wanted in a block: CR LF and LF both end a line, nothing else does."""
    return text.replace("\r\n", "\n").split("\n")


def clipped(text: str, limit: int = 160) -> str:
    """The text itself, or its beginning and an ellipsis when it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
