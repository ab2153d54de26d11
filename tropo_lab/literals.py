"""Any text as a string literal of a programming language, right for quotes, backslashes, `$`, emoji and controls."""

import json
import re

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def python(text: str) -> str:
    """`text` as a Python literal."""
    return repr(text)


def javascript(text: str) -> str:
    """`text` as a JavaScript literal."""
    # before ES2019 these two ended a line, even inside quotes
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def php(text: str) -> str:
    """`text` as a PHP literal."""
    return _single_or_double(text, special='\\"$')


def ruby(text: str) -> str:
    """`text` as a Ruby literal."""
    return _single_or_double(text, special='\\"#')


def java(text: str) -> str:
    """`text` as a Java literal in plain ASCII, because older javac reads sources in the machine's own encoding."""
    return f'"{"".join(map(_java_unit, _utf16(text)))}"'


def _single_or_double(text: str, special: str) -> str:
    if not _CONTROL.search(text):
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    # control characters have names only inside double quotes
    escaped = re.sub(f"[{re.escape(special)}]", r"\\\g<0>", text)
    return '"' + _CONTROL.sub(lambda found: _SHORT.get(found[0], f"\\x{ord(found[0]):02x}"), escaped) + '"'


def _utf16(text: str) -> list[int]:
    units = text.encode("utf-16-be")
    return [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]


def _java_unit(unit: int) -> str:
    character = chr(unit)
    if character in '\\"':
        return "\\" + character
    if unit < 32 or unit == 127:
        # not \u000a: Java turns that into a line break before it looks for the closing quote
        return _SHORT.get(character, f"\\{unit:03o}")
    return character if unit < 127 else f"\\u{unit:04x}"
