"""The smallest parts of loose JSON: texts in all quotes that people paste, words, and what stands between them."""

from __future__ import annotations

import json
import re

_SPACE = re.compile(r"(?:\s+|//[^\n]*|(?<![:/])#[^\n]*|/\*.*?\*/)+", re.DOTALL)
_BLANK = re.compile(r"\s*")
OPENING = re.compile(r"""(?:[uUbB](?=["'“”‘’]))?(["'“”„‘’`])""")
_WORD = re.compile(r"[^\s,:{}\[\]()\"'“”„=]+")
_CLOSING = {'"': '"', "“": '”“"', "”": '”“"', "„": '”“"', "'": "'", "‘": "’‘'", "’": "’‘'", "`": "`"}
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None, "nil": None,
          "NULL": None, "undefined": None, "TRUE": True, "FALSE": False}  # fmt: skip
_AFTER_STRING = re.compile(r"\s*(?:[,:}\])]|=>|\Z)|\s*\n\s*[\"'}\]]")
# within other quotes than the double ones, these two are written otherwise
_ESCAPES = re.compile(r'\\.|"', re.DOTALL)
_REWRITTEN = {'"': '\\"', "\\'": "'"}
# how far a text is searched for a better end than its first quote
_INNER_QUOTES, _INNER_TEXT = 8, 200
# what stands for a value where none begins
NOTHING = object()


class Scanner:
    """A place in a text that moves on; `problems` are sentences by name, and `whole` turns False at a missing end."""

    def __init__(self, text: str, start: int):
        self.text, self.at, self.start = text, start, start
        self.last_comment = text.rfind("*/")
        self.problems: dict[str, str] = {}
        self.whole = True

    def note(self, name: str, what: str) -> None:
        # where there are thousands of one kind, lines are counted for the first alone
        if name not in self.problems:
            line = self.text.count("\n", self.start, self.at) + 1
            self.problems[name] = f"Line {line} of the JSON: {what}"

    def pass_blanks(self) -> None:
        self.at = _BLANK.match(self.text, self.at).end()
        # one without an end would be looked through to the end of the text, again for each
        if self.text.startswith("/*", self.at) and self.at > self.last_comment:
            return
        if self.text[self.at : self.at + 1] in ("/", "#") and (found := _SPACE.match(self.text, self.at)):
            self.note("comment", "a comment, which JSON does not know.")
            self.at = found.end()

    def cut(self, out):
        """Notes that what was begun has no end."""
        if self.whole and self.at >= len(self.text):
            self.note("cut-off", "it ends before its last bracket; something is missing at the end.")
        elif self.whole:
            self.note("stray", f"{self.text[self.at : self.at + 20]!r} cannot be read as JSON.")
        self.whole = False
        return out

    def string(self, opening: re.Match) -> str:
        quote = opening[1]
        if quote == "'":
            self.note("single-quotes", "single quotes, as Python and JavaScript print; JSON knows only double ones.")
        elif quote == "`":
            self.note("single-quotes", "backticks in place of double quotes.")
        elif quote != '"':
            self.note("curly-quotes", "curly quotes, as word processors make them; JSON knows only straight ones.")
        if opening.end() - opening.start() > 1:
            self.note("python-prefix", "a letter before the quote, as Python 2 prints texts.")
        self.at = opening.end()
        end = self.string_end(_CLOSING[quote])
        inner = self.text[self.at : end]
        if "\n" in inner:
            self.note("wrapped", "a text goes on over the end of the line, which was taken for wrapping; a real line "
                      "feed must be written \\n.")  # fmt: skip
            inner = re.sub(r"[ \t]*\n[ \t]*", lambda found: " " if found[0] != "\n" or _is_prose(inner) else "", inner)
        self.at = min(end + 1, len(self.text))
        if end == len(self.text):
            self.cut(None)
        return self.unescaped(inner)

    def string_end(self, closing: str) -> int:
        """Where the text that begins here is closed: at a quote behind which JSON could go on, if there is one."""
        sign = re.compile(rf"(?:[^\\{closing}]|\\.)*[{closing}]", re.DOTALL)
        first = found = sign.match(self.text, self.at)
        if not first:
            return len(self.text)
        for _ in range(_INNER_QUOTES):
            if not found or "\n" in self.text[first.end() : found.end()]:
                break
            if _AFTER_STRING.match(self.text, found.end()):
                if found is not first:
                    self.note("inner-quote", "a quote stands unescaped within a text.")
                return found.end() - 1
            found = sign.match(self.text, found.end(), found.end() + _INNER_TEXT)
        return first.end() - 1

    def unescaped(self, inner: str) -> str:
        if "\\" not in inner:
            return inner
        quoted = _ESCAPES.sub(lambda found: _REWRITTEN.get(found[0], found[0]), inner)
        try:
            return json.loads(f'"{quoted}"', strict=False)
        except ValueError:
            self.note("escape", "a backslash begins an escape that JSON does not know.")
            return inner

    def word(self) -> object:
        found = _WORD.match(self.text, self.at)
        if not found:
            return NOTHING
        self.at = found.end()
        if found[0] in _WORDS:
            if found[0] not in ("true", "false", "null"):
                self.note("word", f"{found[0]} in place of {json.dumps(_WORDS[found[0]])}.")
            return _WORDS[found[0]]
        try:
            return json.loads(found[0])
        except ValueError:
            return found[0]


def _is_prose(text: str) -> bool:
    return " " in text.strip()
