"""A pasted command as the words that a shell would make of it. Nothing is run, and no variable is looked up."""

from __future__ import annotations

import re
from typing import NamedTuple

from tropo_lab.errors import BadSetup

_OPENING = {"'": "'", '"': '"', "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"}
_CLOSING = {'"': '"“”', "'": "'‘’"}
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}
_CARETS = re.compile(r"\^(?:\"|[ \t]*\r?\n)")
_BLANK = " \t\xa0"


class Words(NamedTuple):
    """The words of the first command, and remarks: what was mended, and where a shell would have ended the command."""

    words: list[str]
    remarks: list[str]


def shell_words(text: str) -> Words:
    """The words of the first command in `text`; BadSetup when a quote is never closed."""
    reader = _Reader(text)
    reader.read()
    return Words(reader.words, list(dict.fromkeys(reader.remarks)))


class _Reader:
    def __init__(self, text: str):
        text = text.replace("\r\n", "\n").strip()
        # how the command line of Windows goes on in the next line, and quotes
        self.windows = _CARETS.search(text) is not None
        if self.windows:
            text = re.sub(r"\^[ \t]*\n", "", text)
            text = re.sub(r"\^(.)", r"\1", text, flags=re.DOTALL) if '^"' in text else text
        self.text, self.at = text, 0
        self.words: list[str] = []
        self.remarks: list[str] = []
        self.word: str | None = None

    def read(self) -> None:
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in _BLANK:
                self._end()
                self.at += 1
            elif self._continues():
                pass
            elif char in "\n;|&":
                return self._ended_by(char)
            elif char in "<>":
                self._redirected()
            elif char == "#" and self.word is None:
                self.at = (self.text + "\n").index("\n", self.at)
            else:
                self._add(self._piece(char))
        self._end()

    def _end(self) -> None:
        if self.word is not None:
            self.words.append(self.word)
        self.word = None

    def _add(self, piece: str) -> None:
        self.word = (self.word or "") + piece

    def _continues(self) -> bool:
        """Passes over the sign, and the line end, by which a command goes on in the next line."""
        sign = re.compile(r"[\\`]([ \t\xa0]*)(?:\n|\Z)").match(self.text, self.at)
        if not sign:
            return False
        if sign[1]:
            self.remarks.append("After a backslash at a line's end there are blanks; they were left out.")
        self.at = sign.end()
        return True

    def _ended_by(self, char: str) -> None:
        self._end()
        rest = self.text[self.at :].lstrip("\n;|& ")
        if not rest:
            return
        if char == "&":
            self.remarks.append(
                "A shell ends the command at the & outside quotes, so what follows was not sent: put the URL in quotes."
            )
        elif char == "\n":
            self.remarks.append(
                "A shell ends the command at the line end without a backslash; what follows was not read."
            )
        else:
            self.remarks.append(f"What follows the {char} is another command, and was not read.")

    def _redirected(self) -> None:
        if self.word is not None and not self.word.isdigit():
            self._end()
        self.word = None
        self.at = re.compile(r"[<>&|]+[ \t]*[^\s;|&]*").match(self.text, self.at).end()
        self.remarks.append("What the shell reads from or writes to a file was left out.")

    def _piece(self, char: str) -> str:
        """The next piece of a word: something quoted, an escaped letter, or a letter."""
        if self.word is None and char in "–—":
            self.remarks.append("A long dash was read as the hyphens that it was made of.")
            self.at += 1
            return "-" if char == "–" and not re.match(r"\w\w", self.text[self.at :]) else "--"
        if char == "$" and self.text[self.at + 1 : self.at + 2] in ("'", '"') and not self.windows:
            self.at += 1
            return self._ansi() if self.text[self.at] == "'" else self._quoted('"')
        if char in _OPENING and not (self.windows and _OPENING[char] == "'"):
            if char not in "'\"":
                self.remarks.append("Curly quotes were read as straight ones; a shell knows only those.")
            return self._quoted(_OPENING[char])
        self.at += 1
        if char == "\\" and not self.windows:
            self.at += 1
            return self.text[self.at - 1 : self.at]
        if char in "$`":
            self._unexpanded(self.at - 1)
        return char

    def _quoted(self, quote: str) -> str:
        curly = self.text[self.at] not in "'\""
        self.at += 1
        out = ""
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == quote or (curly and char in _CLOSING[quote]):
                return out
            following = self.text[self.at : self.at + 1]
            if quote == '"' and char == "\\" and following and following in ('"\\' if self.windows else '$`"\\\n'):
                self.at += 1
                out += "" if following == "\n" else following
                continue
            if quote == '"' and char in "$`" and not self.windows:
                self._unexpanded(self.at - 1)
            out += char
        raise BadSetup(f"A quote ({quote}) in this command is never closed: copy the whole command.")

    def _ansi(self) -> str:
        """What stands in $'…', with its escapes read; a byte that is no text becomes a surrogate."""
        found = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL).match(self.text, self.at)
        if not found:
            raise BadSetup("A quote ($') in this command is never closed: copy the whole command.")
        self.at = found.end()
        out, done = b"", 0
        for escape in _ESCAPED.finditer(found[1]):
            out += found[1][done : escape.start()].encode("utf-8", "surrogateescape") + _meant(escape)
            done = escape.end()
        return (out + found[1][done:].encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")

    def _unexpanded(self, at: int) -> None:
        name = re.compile(r"\$\w+|\$\{\w+\}|\$\(|`").match(self.text, at)
        if name:
            self.remarks.append(f"{name[0]} is for a shell to fill in; here it stays as it is written.")


def _meant(escape: re.Match) -> bytes:
    two, four, eight, octal, letter = escape.groups()
    if two or octal:
        return bytes([int(two, 16) if two else int(octal, 8) & 255])
    if four or eight:
        code = int(four or eight, 16)
        return chr(min(code, 0x10FFFF)).encode("utf-8", "surrogatepass")
    return _NAMED.get(letter, letter if letter in "\\'\"?" else f"\\{letter}").encode()
