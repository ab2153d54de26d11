"""The launch that a program makes: its URL with a `{name}` for each value that the program fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

from tropo_lab.exports.pasted import Pasted
from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.launches import HOME, request_piece

_START = re.compile(r"(?i)(?:https?://)?[\w.-]*tropo\.com(?::\d+)?/?(?:1\.0|v1)/sessions|/(?:1\.0|v1)/sessions")
_TEXT = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.DOTALL)
# what puts two texts together; without a sign where Python does so by itself
_OPERATOR = re.compile(r"\s*(\+|\.(?=\s*[$\"'\w])|<<|&)\s*|\s*(?=[\"'])")
_FILLED = re.compile(r"#\{([^}]*)\}|\$\{([^}]*)\}|\{\$([^}]*)\}|\$(\w+)|(?<![{%])\{([^}]*)\}|"
                     r"%(?:\((\w+)\))?[sd](?!\w)")  # fmt: skip
_ENCODED = re.compile(r"(?i)urlencode|quote|encodeURIComponent|escape|UrlEncode|encode\b|CGI\.|URLEncoder")
_POSTS = re.compile(r"(?i)\.post(?:_form)?\(|CURLOPT_POST|-Method Post\b|"
                    r"(?:method|type)['\"]?\s*(?:[:=]|=>)\s*['\"]POST|setRequestMethod\(\"POST")  # fmt: skip
# a map of names and values, by what it is called
_MAP = re.compile(r"(?:params|data|json|payload|query|fields|body|urlencode|qs|form|parameters|args)\b"
                  r"[^\n{\[]{0,40}[{\[(]([^}\]]*)")  # fmt: skip


def launch_in(code: str, language: str, end: int) -> Found | None:
    """The launch in this program; None where it has no such URL."""
    begun = _START.search(code)
    if not begun:
        if "createSession" not in code:
            return None
        url, holes, glued = HOME, (), ()
    else:
        url, holes, glued = _written(code, begun.start())
    if re.search(r"\?\{\w+\}$", url) and ((more := _named_values(code)) or _query_text(code)):
        # what is put behind the ? was made elsewhere in the program
        url, holes, glued = url.partition("?")[0], holes[:-1], tuple(name for name in glued if name not in holes[-1:])
    if "?" not in url and (more := _named_values(code)):
        pairs, named = more
        url += "?" + "&".join(f"{name}={value}" for name, value in pairs)
        holes += named
    elif "?" not in url and (rest := _query_text(code)):
        query, later, loose = _written(code, rest.start(1))
        url, holes, glued = url + "?" + query, holes + later, glued + loose
    unseen = "?" not in url and "token" in code.lower()
    if unseen:
        # it stands in a part of the program that was not understood
        url, holes = f"{url}?action=create&token={{token}}", (*holes, "token")
    if url.startswith("/"):
        url = "http://api.tropo.com" + url
    elif not re.match(r"(?i)https?:", url):
        url = "http://" + url
    remarks = ("This is a program; the launch is what its URL says.",)
    if unseen:
        remarks += ("What the program sends along was not found, besides a token.",)
    if holes:
        remarks += (f"What the program fills in for {_listed(holes)} cannot be seen.",)
    if glued:
        remarks += (f"Nothing encodes {_listed(glued)} before it is put into the URL.",)
    request = Pasted("POST" if _POSTS.search(code) else "GET", url, (), b"", remarks)
    return request_piece(request, code, "program", end, language=language, holes=tuple(dict.fromkeys(holes)),
                         glued=tuple(dict.fromkeys(glued)), sure="likely")  # fmt: skip


def _query_text(code: str) -> re.Match | None:
    return re.search(r"[\"'`?&]((?:action|token)=[^\"'`]*)", code)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(names))


def _written(code: str, start: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The URL that begins in a text of the program at `start`: texts and values put together, and what is filled in."""
    text = next((found for found in _TEXT.finditer(code) if found.start() < start < found.end()), None)
    if text is None:
        return re.match(r"[^\s\"'<>`;)]*", code[start:])[0], (), ()
    out, holes, glued = "", [], []

    def filled(found: re.Match) -> str:
        return _hole(next((part for part in found.groups() if part), "value"), holes, glued)

    for operand, is_text in [(code[start : text.end() - 1], True), *_joined(code, text.end())]:
        out += re.sub(r"\\(.)", r"\1", _FILLED.sub(filled, operand)) if is_text else _hole(operand, holes, glued)
    return out, tuple(holes), tuple(glued)


def _joined(code: str, at: int) -> Iterator[tuple[str, bool]]:
    """What is put behind a text that ends at `at`: texts (True) and expressions (False)."""
    while sign := _OPERATOR.match(code, at):
        at = sign.end()
        if text := _TEXT.match(code, at):
            yield next(part for part in text.groups() if part is not None), True
            at = text.end()
        elif sign[1]:
            end = _expression_end(code, at, sign[1])
            if end == at:
                return
            yield code[at:end], False
            at = end
        else:
            return


def _expression_end(code: str, at: int, operator: str) -> int:
    """Where the expression at `at` ends: at the next operator, or at the end of what it is an argument of."""
    depth = 0
    while at < len(code):
        char = code[at]
        if char in "\"'`" and (text := _TEXT.match(code, at)):
            at = text.end()
            continue
        depth += (char in "([{") - (char in ")]}")
        if depth < 0 or (not depth and (char in ",;\n" or code.startswith(operator, at))):
            break
        at += 1
    return at


def _hole(expression: str, holes: list[str], glued: list[str]) -> str:
    """`{name}` for an expression; notes whether anything in it encodes."""
    bare = _TEXT.sub("", expression)
    words = [word for word in re.findall(r"[A-Za-z_]\w*", bare) if not _ENCODED.fullmatch(word)]
    encodes = _ENCODED.search(expression)
    words = [word for word in words if not _ENCODED.search(word)] or words or ["value"]
    name = words[-1]
    holes.append(name)
    if not encodes and "token" not in name.lower():
        glued.append(name)
    return f"{{{name}}}"


def _named_values(code: str) -> tuple[list[tuple[str, str]], tuple[str, ...]] | None:
    """Parameters from a map of names and values, such as params={…}; values that are no texts become holes."""
    block = _MAP.search(code)
    if not block or not re.search(r"\btoken[\"']?\s*(?:=>|:|=)", block[1]) or (";" in block[1] and "@{" not in code):
        return None
    pairs, holes = [], []
    entry = re.compile(r"[\"':]?(\w[\w.]*)[\"']?\s*(?:=>|:|=)\s*(?:\"([^\"]*)\"|'([^']*)'|([^,;}\])\n]+))")
    for name, double, single, other in entry.findall(block[1]):
        if other:
            word = _hole(other, holes, [])
            pairs.append((name, word))
        else:
            pairs.append((name, quote_plus(double or single)))
    return pairs, tuple(holes)
