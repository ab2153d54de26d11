"""JSON and XML laid out for reading: white space changes, and nothing else does."""

import json
import re

DEEPEST = 50  # deeper nesting is shown as it came: its indentation alone could fill a page
_JSON = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_XML = re.compile(r"<[^>]*>|[^<]+")


def indented(text: str) -> str:
    """The text with a line for each JSON member or XML element; any other text as it came."""
    first = text.lstrip("\ufeff \t\r\n")[:1]
    laid_out = _json(text) if first in ("{", "[") else _xml(text) if first == "<" else None
    return text if laid_out is None else laid_out


def _json(text: str) -> str | None:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    # The tokens are kept as they were written: 1.0 stays 1.0, and a key that is there twice is shown twice.
    tokens, out, depth = _JSON.findall(text), [], 0
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else ""
        if token in "]}":
            depth -= 1
        if (token in "]}" and before not in "[{") or (token not in "]}:," and before and before in "[{,"):
            out.append("\n" + "  " * depth)
        out.append(": " if token == ":" else token)
        if token in "[{":
            depth += 1
            if depth > DEEPEST:
                return None
    return "".join(out)


def _xml(text: str) -> str | None:
    out, depth, before = [], 0, ""
    for token in _XML.findall(text):
        if not token.strip() or token == "\ufeff":
            continue
        opens = token[0] == "<" and token[1:2] not in ("/", "?", "!") and token[-2:] != "/>"
        closes = token[:2] == "</"
        depth -= closes
        if depth < 0 or depth > DEEPEST:
            return None
        # text stays between its tags, and an empty element on its line
        joined = not out or token[0] != "<" or before == "text" or (closes and before == "open")
        out.append(token if joined else "\n" + "  " * depth + token)
        depth += opens
        before = "open" if opens else "text" if token[0] != "<" else "close"
    return "".join(out) if depth == 0 else None
