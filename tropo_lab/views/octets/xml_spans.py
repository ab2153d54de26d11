"""The parts of an XML text: elements, attributes and texts. Read by a tokenizer that expands and loads nothing."""

from __future__ import annotations

import re

from tropo_lab.views.octets.keys import known
from tropo_lab.views.octets.span import LAYOUT, MOST, Span, odd_text, read, rest

DEEPEST = 50  # deeper nesting is shown as it came
_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![^<>]*>|[^<]+"
    rb"|<(/?)([^\s<>/=\"'?!][^\s<>/=\"']*)([^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=/>\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w{1,20}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class _Reader:
    """Reads one XML text from left to right; `begin` is where the layout starts that no span holds yet."""

    def __init__(self, data: bytes, root: str, charset: str):
        self.data, self.root, self.charset = data, root or "other", charset
        self.out: list[Span] = []
        self.open: list[str] = []
        self.begin = self.names = 0

    def spans(self, whole: bool) -> list[Span]:
        data, at = self.data, 0
        for found in _TOKEN.finditer(data):
            if found.start() != at or self.names > MOST or len(self.open) > DEEPEST:
                break
            self._take(found)
            at = found.end()
        self._flush(at)
        if at < len(data):
            excused = self.names > MOST or len(self.open) > DEEPEST or not whole
            self.out.append(rest(data[at:])._replace(odd="" if excused else "From here on this is no XML."))
        elif whole and self.open:
            odd = self.out[-1].odd or f"The XML ends, and <{self.open[-1]:.40}> is still open."
            self.out[-1] = self.out[-1]._replace(odd=odd)
        return self.out

    def _flush(self, upto: int) -> None:
        if upto > self.begin:
            self.out.append(Span(self.data[self.begin : upto], LAYOUT))
            self.begin = upto

    def _add(self, where: tuple[int, int], label: str, text: str, path: str, odd: str = "", name: str = "") -> None:
        begin, end = where
        if end > begin:
            self._flush(begin)
            meaning = known(f"{self.root}.{name or path}")
            depth = max(len(self.open) - (not name), 0)
            self.out.append(Span(self.data[begin:end], label, text, meaning, depth, path, odd))
            self.begin = end

    def _take(self, found: re.Match) -> None:
        if found[2] is not None:
            (self._end if found[1] else self._start)(found)
        elif found[0].startswith(b"<![CDATA["):
            text = read(found[0][9:-3], self.charset)
            place = (found.start() + 9, found.end() - 3)
            self._add(place, "XML text", text, ".".join(self.open), odd_text(text))
        elif not found[0].startswith(b"<") and found[0].strip(b" \t\r\n\xef\xbb\xbf"):
            text, odd = self._text(found[0])
            odd = odd if self.open else odd or "This stands outside of all elements."
            self._add(found.span(), "XML text", text, ".".join(self.open), odd)

    def _start(self, found: re.Match) -> None:
        self.open.append(read(found[2], self.charset))
        path = ".".join(self.open)
        self._add(found.span(2), "XML element", self.open[-1], path)
        self.names += 1
        named, offset = "", found.start(3)
        for one in _ATTRIBUTE.finditer(found[3]):
            key, inside = read(one[1], self.charset), 2 if one[2] is not None else 3
            text, odd = self._text(one[inside])
            name = f"{path}@{key}"
            self._add((offset + one.start(1), offset + one.end(1)), "XML attribute", key, name, "", name)
            # a parameter of a launch is found by its name
            place = f"{path}[{named}]" if key == "value" and named else name
            where = (offset + one.start(inside), offset + one.end(inside))
            self._add(where, "attribute value", text, place, odd, name)
            named = text if key == "name" else named
            self.names += 1
        if found[3].endswith(b"/"):
            self.open.pop()

    def _end(self, found: re.Match) -> None:
        name = read(found[2], self.charset)
        if self.open and self.open[-1] == name:
            self.open.pop()
            return
        odd = f"</{name:.40}> closes nothing: <{self.open[-1]:.40}> is open." if self.open else "It closes nothing."
        self._add(found.span(), "XML end", read(found[0], self.charset), ".".join(self.open), odd)

    def _text(self, sent: bytes) -> tuple[str, str]:
        """What a text stands for, with the five entities of XML and numbers resolved, and what is odd about it."""
        raw, odd = read(sent, self.charset), ""

        def resolved(found: re.Match) -> str:
            nonlocal odd
            number = int(found[1]) if found[1] else int(found[2], 16) if found[2] else -1
            if 0 < number < 0x110000:
                return chr(number)
            if found[3] not in _NAMED:
                odd = f"“{found[0]}” is no entity of XML: an & itself is sent as &amp;."
                return found[0]
            return _NAMED[found[3]]

        text = _REFERENCE.sub(resolved, raw) if "&" in raw else raw
        return text, odd or odd_text(text)


def xml_spans(data: bytes, root: str, charset: str = "utf-8", whole: bool = True) -> list[Span]:
    """Every byte of the text, in order, also where it is no XML; `whole` is False where it was cut off here.

    `root` is where the meanings of elements are looked up.
    """
    return _Reader(data, root, charset).spans(whole)
