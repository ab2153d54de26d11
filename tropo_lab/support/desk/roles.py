"""Which parameter holds the number and which the words, and which names a hosted script expects from its launch."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Mapping

from tropo_lab.platform.applications import MESSAGING, VOICE
from tropo_lab.platform.scripting.functions import EVENTS, FUNCTIONS, GLOBALS

NUMBER, WORDS = "+14075550112", "hello from the lab"
TOKENS = {MESSAGING: "MESSAGING-TOKEN", VOICE: "VOICE-TOKEN"}
_RESERVED = ("token", "action", "format")
_A_NUMBER = re.compile(r"num|phone|dial|tel|mobile|cell|recipient|dest|contact|^to$|^customer", re.IGNORECASE)
_A_TEXT = re.compile(r"msg|mess|text|body|sms|say|note|content|greet|word", re.IGNORECASE)
_DIGITS = re.compile(r"[\s+(]*(?:[0-9][\s().-]*){7,15}")
# strings with what is filled into them kept apart, and comments
_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_FILLED_IN = re.compile(r"#\{\s*(\w+)[^}]*\}|\$\{?\s*(\w+)")
_COMMENTS = re.compile(r"/\*.*?\*/|(?m:(?<![:\w])//.*$)|(?m:^\s*#(?!\{).*$)", re.DOTALL)
_NAMES = re.compile(r"(?<![\w.@>:])\$?([A-Za-z_]\w*)(?!\w*\s*(?:\(|:(?!:)))")
_MADE = re.compile(
    r"(?:\b(?:var|let|const|def|function|class|import|from|as|for|foreach|each|module|require)\s+|[,(|]\s*\$?(?=\w+\s*\|))"
    r"\$?(\w+)|(?<![\w.>])\$?(\w+)\s*=(?![=~>])"
)
# of the languages, and names that scripts make without a sign of it
_WORDS = re.compile(
    "and|or|not|if|else|elif|elsif|elseif|unless|end|do|while|until|for|foreach|in|is|then|begin|rescue|ensure|try|catch|"
    "except|finally|throw|raise|return|break|next|continue|switch|case|when|default|function|def|class|lambda|var|let|"
    "const|new|null|nil|none|true|false|undefined|this|self|print|echo|puts|import|from|as|global|with|pass|yield|"
    "typeof|instanceof|include|require|array|object|string|int|str|len|range|dict|list|json|math|date|e|error|event|"
    "choice|php",
    re.IGNORECASE,
)


def roles(parameters: Mapping[str, str]) -> tuple[str, str]:
    """The names of the parameters that hold a phone number and the words to send; empty where there is none."""
    given = {name: value for name, value in parameters.items() if name not in _RESERVED}
    named = [name for name in given if _is_number(name)]
    digits = [name for name, value in given.items() if _DIGITS.fullmatch(value)]
    # a name of both kinds is surer than one alone: a customer's name is no number
    number = next(iter([*(name for name in named if name in digits), *named, *digits]), "")
    others = [name for name in given if name != number and not _DIGITS.fullmatch(given[name])]
    return number, next((name for name in others if _A_TEXT.search(name)), "") or next(iter(others), "")


def expected(text: str, language: str) -> dict[str, str]:
    """The parameters that a hosted script reads as variables, each with a value to try it with."""
    names = _free_in_python(text) if language == "python" else None
    if names is None:
        names = _free_anywhere(text)
    known = {*FUNCTIONS, *GLOBALS, *EVENTS.values()}
    return {name: _value(name, text) for name in names if name not in known and not _WORDS.fullmatch(name)}


def sample(*names: str) -> str:
    """A value to try a parameter with, by the names that it goes by."""
    if any(map(_is_number, names)):
        return NUMBER[1:]
    return WORDS if any(map(_A_TEXT.search, names)) else "test"


def _is_number(name: str) -> bool:
    return bool(_A_NUMBER.search(name)) and not _A_TEXT.search(name)


def _value(name: str, text: str) -> str:
    if _is_number(name):
        # a script that puts a plus before it wants bare digits
        plus = (
            rf"""(?:\+\s*["']\s*[+.,%]\s*|["']\s*\+[#$]?\{{?\s*|tel:\+[^\n]{{0,9}}?)(?:str\()?\$?{re.escape(name)}\b"""
        )
        put_in = rf"""\+1\s*(?:["']\s*[+.,%]\s*(?:str\()?\$?|[#$]\{{?\$?|\{{\$?){re.escape(name)}\b"""
        if re.search(put_in, text):
            return NUMBER[2:]
        return NUMBER[1:] if re.search(plus, text) or re.search(r"\+(?:%s|\{\})", text) else NUMBER
    return WORDS if _A_TEXT.search(name) else "test"


def _free_in_python(text: str) -> list[str] | None:
    """The names that a script reads and never makes, in order; None where it is no Python of today."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    made, read, called = set(dir(builtins)), [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            read.append(node) if isinstance(node.ctx, ast.Load) else made.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        elif isinstance(node, ast.alias):
            made.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            made.add(node.name)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
    read.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in read if node.id not in made | called))


def _free_anywhere(text: str) -> list[str]:
    """The same for other languages, told by how a name is written."""
    text = _COMMENTS.sub(" ", text)
    filled = [one or two for string in _STRINGS.findall(text) for one, two in _FILLED_IN.findall(string)]
    bare = _STRINGS.sub(" ", text)
    made = {one or two for one, two in _MADE.findall(bare)}
    for inner in re.findall(r"function\s*\w*\s*\(([^)]*)\)|\|([^|\n]*)\||def\s+\w+\s*\(([^)]*)\)", bare):
        made.update(re.findall(r"\w+", " ".join(inner)))
    found = [*_NAMES.findall(bare), *filled]
    # what is spelled like a class, a constant or an own global is none of a launch's
    return [name for name in dict.fromkeys(found) if name not in made and not re.match(r"[A-Z]|_", name)]
