"""The parts of a JSON text: keys with their paths, values as meant, and all that is between them."""

from __future__ import annotations

import json
import re

from tropo_lab.escapes import decoded
from tropo_lab.views.octets.keys import NOTHING, Key, known
from tropo_lab.views.octets.span import LAYOUT, MOST, Span, odd_text, read, rest

DEEPEST = 50  # deeper nesting is shown as it came
ROOTS = ("session", "result", "tropo")
_TOKEN = re.compile(rb'[ \t\r\n]+|"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_ATOM = re.compile(rb"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_PLAIN = re.compile(rb'"[ !#-\[\]-~]*"')
_CONTROL = re.compile(rb"[\x00-\x1f]")
_SPACE = (b" ", b"\t", b"\r", b"\n")
_HALF = re.compile("[\ud800-\udfff]")
_NO_JSON = "From here on this is no JSON."
_CUT_OFF = "The JSON ends before everything is closed."


class _Level:
    """One object or list that is open. `path` is as shown, `name` as meanings are looked up."""

    __slots__ = ("depth", "index", "is_list", "key", "known", "name", "opened", "path", "seen", "shown")

    def __init__(self, path: str, name: str, is_list: bool, depth: int, opened: int):
        self.path, self.name, self.is_list, self.depth, self.opened = path, name, is_list, depth, opened
        self.index, self.seen = 0, set()
        self.key = self.shown = ""
        self.known = NOTHING


class _Reader:
    """Reads one JSON text from left to right; `begin` is where the layout starts that no span holds yet."""

    def __init__(self, data: bytes, root: str, charset: str):
        self.data, self.root, self.charset = data, root or "other", charset
        self.out: list[Span] = []
        self.open: list[_Level] = []
        self.begin = self.names = 0
        self.wants = "value"  # or: item (a value or the end), key, member (a key or the end), colon, comma, nothing

    def spans(self, whole: bool) -> list[Span]:
        data, at = self.data, 3 if self.data.startswith(b"\xef\xbb\xbf") else 0
        for found in _TOKEN.finditer(data, at):
            if found.start() != at or self.names > MOST or not self._take(found[0], at):
                break
            at = found.end()
        self._flush(at)
        if at < len(data):
            # what is cut short here is no fault of the sender
            excused = self.names > MOST or len(self.open) > DEEPEST or not whole
            self.out.append(rest(data[at:])._replace(odd="" if excused else _NO_JSON))
        elif whole and self.out and self.wants != "nothing":
            self.out[-1] = self.out[-1]._replace(odd=self.out[-1].odd or _CUT_OFF)
        return self.out

    def _flush(self, upto: int) -> None:
        if upto > self.begin:
            self.out.append(Span(self.data[self.begin : upto], LAYOUT))
            self.begin = upto

    def _take(self, token: bytes, at: int) -> bool:
        """Take the token that begins at `at`; False when it does not belong there."""
        first, wants = token[:1], self.wants
        if first in _SPACE:
            return True
        if first == b'"':
            if wants in ("key", "member"):
                return self._key(token, at)
            return wants in ("value", "item") and self._value(token, at)
        if first == b":":
            self.wants = "value"
            return wants == "colon"
        if first == b",":
            return wants == "comma" and self._comma()
        if first in (b"{", b"["):
            return wants in ("value", "item") and self._open(first == b"[", at)
        if first in (b"}", b"]"):
            return self._close(first == b"]", at + 1)
        return wants in ("value", "item") and _ATOM.fullmatch(token) is not None and self._value(token, at)

    def _place(self) -> tuple[str, str, Key, int]:
        """Path, name, meaning and depth of the value that comes now."""
        if not self.open:
            return "", "", NOTHING, 0
        top = self.open[-1]
        if top.is_list:
            return f"{top.path}[{top.index}]", top.name, NOTHING, top.depth + 1
        return top.shown, top.key, top.known, top.depth

    def _open(self, is_list: bool, at: int) -> bool:
        if len(self.open) > DEEPEST:
            return False
        path, name, _, depth = self._place()
        deeper = bool(self.open) and not is_list and not self.open[-1].is_list
        self.open.append(_Level(path, name, is_list, depth + deeper, at))
        self.wants = "item" if is_list else "member"
        return True

    def _close(self, is_list: bool, end: int) -> bool:
        empty = "item" if is_list else "member"
        if not self.open or self.open[-1].is_list != is_list or self.wants not in ("comma", empty):
            return False
        level = self.open.pop()
        if self.wants == empty:
            self._flush(level.opened)
            sent = self.data[level.opened : end]
            path, _, meaning, depth = self._place()
            self.out.append(Span(sent, "JSON value", decoded(sent), meaning, depth, path))
            self.begin = end
        self.wants = "comma" if self.open else "nothing"
        return True

    def _comma(self) -> bool:
        top = self.open[-1]
        top.index += 1
        self.wants = "value" if top.is_list else "key"
        return True

    def _key(self, token: bytes, at: int) -> bool:
        text, odd = self._text(token)
        top = self.open[-1]
        if text in top.seen:
            odd = "This key is there twice: most programs keep only the last one."
        top.seen.add(text)
        top.shown = f"{top.path}.{text}" if top.path else text
        at_home = not top.name and text in ROOTS
        top.key = text if at_home else f"{top.name or self.root}.{text}"
        top.known = known(top.key)
        # the quotes of a key are layout; those of an empty one are all there is to see of it
        inset = len(token) > 2
        begin, end = at + inset, at + len(token) - inset
        self._flush(begin)
        self.out.append(Span(self.data[begin:end], "JSON key", text, top.known, top.depth, top.shown, odd))
        self.begin = end
        self.wants = "colon"
        self.names += 1
        return True

    def _value(self, token: bytes, at: int) -> bool:
        self._flush(at)
        text, odd = self._text(token) if token[:1] == b'"' else (token.decode(), "")
        path, _, meaning, depth = self._place()
        self.out.append(Span(token, "JSON value", text, meaning, depth, path, odd))
        self.begin = at + len(token)
        self.names += not self.open or self.open[-1].is_list
        self.wants = "comma" if self.open else "nothing"
        return True

    def _text(self, token: bytes) -> tuple[str, str]:
        """What a JSON text stands for, and what is odd about it."""
        if _PLAIN.fullmatch(token):
            return token[1:-1].decode(), ""
        raw = read(token, self.charset)
        try:
            text = json.loads(raw, strict=False)
        except ValueError:
            return raw[1:-1], "It holds an escape that JSON does not know."
        if _CONTROL.search(token):
            return text, "It holds a line end or another control character; JSON wants an escape there."
        odd = odd_text(text)
        if not odd and _HALF.search(text):
            odd = "Half a character: the other one of two \\u escapes is missing."
        return text, odd


def json_spans(data: bytes, root: str, charset: str = "utf-8", whole: bool = True) -> list[Span]:
    """Every byte of the text, in order, also where it is no JSON; `whole` is False where it was cut off here.

    `root` is where meanings are looked up of keys that are not at home below `session`, `result` or `tropo`.
    """
    return _Reader(data, root, charset).spans(whole)
