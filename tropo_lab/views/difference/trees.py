"""JSON and XML read as trees, and trees written as JSON."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

DEEPEST = 100  # what nests deeper is compared as text: nobody reads such a path
LARGEST = 256 * 1024  # so is what is longer than this: no document of Tropo's is
_NESTING = re.compile(r'"(?:\\.|[^"\\])*"|([\[{])|([\]}])')
Tree = Any  # dict, list, str, int, Decimal, bool or None


def json_tree(text: str) -> tuple[Tree] | None:
    """The JSON as a tree, in a tuple of one; None when it is not JSON, or cannot be compared by path."""
    text = text.lstrip("\ufeff")
    if len(text) > LARGEST or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        tree = json.loads(text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    # measured on JSON that is known to be whole: on half a string the pattern could take for ever
    return (tree,) if _depth(text) <= DEEPEST else None


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(text):
        depth += bool(found[1]) - bool(found[2])
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key that is there twice has no path of its own")
    return dict(pairs)


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def xml_tree(text: str) -> tuple[Tree] | None:
    """The XML as a tree: attributes as `@name`, repeated elements as a list; None as for `json_tree`."""
    # entities could be bombs, and none of Tropo's documents declares any
    if len(text) > LARGEST or "<!DOCTYPE" in text or not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    try:
        root = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n"))
        return ({_tag(root): _element(root, 1)},)
    except (ElementTree.ParseError, ValueError):
        return None


def _tag(element: ElementTree.Element) -> str:
    # the variables of a launch are told by their names, not by their places
    return f"var[{element.get('name')}]" if element.tag == "var" and element.get("name") else element.tag


def _element(element: ElementTree.Element, depth: int) -> Tree:
    if depth > DEEPEST:
        raise ValueError("too deep")
    children = list(element)
    loose = "".join([element.text or "", *(child.tail or "" for child in children)])
    if children and loose.strip():  # words with elements among them: only as a whole do they mean anything
        return ElementTree.tostring(element, "unicode")
    tree: dict[str, Tree] = {f"@{name}": value for name, value in element.items()}
    for child in children:
        known, found = tree.get(_tag(child)), _element(child, depth + 1)
        if _tag(child) not in tree:
            tree[_tag(child)] = found
        else:
            tree[_tag(child)] = [*known, found] if isinstance(known, list) else [known, found]
    if not children and tree and element.text:
        tree["#text"] = element.text
    return tree or element.text or ""


def written(tree: Tree, ordered: bool = False) -> str:
    """The tree as JSON; with `ordered`, trees that mean the same are written the same."""
    if isinstance(tree, dict):
        names = sorted(tree) if ordered else tree
        return "{" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {written(tree[name], ordered)}"
                               for name in names) + "}"  # fmt: skip
    if isinstance(tree, list):
        return "[" + ", ".join(written(item, ordered) for item in tree) + "]"
    if ordered and type(tree) in (int, Decimal):
        return plain_number(Decimal(tree))
    if isinstance(tree, Decimal):
        return str(tree)
    return json.dumps(tree, ensure_ascii=False)


def plain_number(number: Decimal) -> str:
    """The number in one form, whichever of 1, 1.0 and 10e-1 it was written in; no digit is rounded away."""
    sign, digits, exponent = number.as_tuple()
    kept = "".join(map(str, digits)).lstrip("0")
    short = kept.rstrip("0")
    return f"{'-' * sign}{short}e{exponent + len(kept) - len(short)}" if short else "0"
