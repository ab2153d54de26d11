"""HTML taken apart for tests: its elements, its words, and whether it nests."""

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"br", "input", "wbr"}
FIELDS = {"input", "select", "textarea"}


class Element(NamedTuple):
    tag: str
    attributes: dict
    inside: tuple[str, ...]


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.elements, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append(Element(tag, dict(attributes), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def parsed(html):
    """The elements and the words; fails on tags that do not nest."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.elements, "".join(parser.words)


def check_controls(html):
    """Every field has its label around it, nothing has an id, nothing acts or loads by itself."""
    for element in parsed(html)[0]:
        if element.tag in FIELDS:
            assert "label" in element.inside and element.attributes["name"]
        if element.tag == "button":
            assert element.attributes["name"] == "do" and "form" in element.inside
        assert element.tag not in ("script", "img", "iframe", "link")
        assert not {"id", "src", "href"} & set(element.attributes)
        assert not any(name.startswith("on") for name in element.attributes)
