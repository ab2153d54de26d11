"""The short names of all that the platform refuses or warns of, read from its source: rules, and names of failures.

A rule is whatever is given to a parameter or field called `rule`, wherever that is; the name of a failure is the first
argument of SessionFailed, of an Outcome, or of what says how a script Ended. Where a function hands its own parameter
on, its callers are read. A name that is put together when it is needed is known as a pattern.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tropo_lab.platform

PLATFORM = Path(tropo_lab.platform.__file__).parent
FILES = (*sorted(PLATFORM.rglob("*.py")), PLATFORM.parent / "errors.py")
LEVELS = ("info", "warning", "error")


class Names(NamedTuple):
    """Whole names, patterns of those that are put together, and the places where nothing could be read."""

    whole: set[str]
    patterns: set[str]
    unread: set[str]

    def missing_in(self, told: set[str]) -> set[str]:
        """What is not among the names that were told; of a pattern one name is enough, or its constant beginning."""
        lacking = {one for one in self.patterns if not any(_is_one_of(name, one) for name in told)}
        return (self.whole - told) | lacking

    def unknown(self, told: set[str]) -> set[str]:
        """Which of the names that were told the source does not know."""
        return {name for name in told - self.whole if not any(_is_one_of(name, one) for one in self.patterns)}


class _Scope(NamedTuple):
    """A function, with the names of its parameters."""

    node: ast.AST
    parameters: tuple[str, ...]

    @property
    def name(self) -> str:
        return getattr(self.node, "name", "")


def refusals() -> Names:
    """All of them."""
    return names_in({str(path.relative_to(PLATFORM.parent)): path.read_text("utf-8") for path in FILES})


def names_in(sources: dict[str, str]) -> Names:
    """Those in these files: their names, and what they hold."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    # who takes a rule, and at which place
    everywhere: dict[str, int] = dict.fromkeys(("SessionFailed", "Outcome", "Ended"), 0)
    for tree in trees.values():
        everywhere |= _takers(tree)
    # who hands one on is called in the same file, or where it is imported
    handing: dict[str, dict[str, int]] = {name: {} for name in trees}
    found, before = Names(set(), set(), set()), -1
    while before != sum(map(len, handing.values())):
        before, found = sum(map(len, handing.values())), Names(set(), set(), set())
        for name, tree in trees.items():
            takers = dict(_imported(tree, handing)) | handing[name] | everywhere
            for scope, given, place in [*_given(tree, takers), *_in_lines(tree)]:
                _read(given, scope, found, takers, f"{name}:{place}")
            handing[name] |= {one: place for one, place in takers.items() if one not in everywhere}
    return found._replace(whole=found.whole - {""})


def _imported(tree: ast.AST, handing: dict[str, dict[str, int]]) -> Iterator[tuple[str, int]]:
    """The functions that hand a rule on, and that this file imports from another one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            stem = node.module.rpartition(".")[2]
            theirs = next((its for name, its in handing.items() if Path(name).stem == stem and its), {})
            yield from ((one.asname or one.name, theirs[one.name]) for one in node.names if one.name in theirs)


def _takers(tree: ast.AST) -> dict[str, int]:
    """The functions, methods and classes of this file that have a parameter or field `rule`, and where."""
    out = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign)]
            if "rule" in fields:
                out[node.name] = fields.index("rule")
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name == "__init__" and "rule" in _parameters(one):
                    out[node.name] = _parameters(one).index("rule")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "rule" in _parameters(node):
            out[node.name] = _parameters(node).index("rule")
    out.pop("__init__", None)
    return out


def _parameters(node) -> tuple[str, ...]:
    names = tuple(one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
    return names[1:] if names[:1] in (("self",), ("cls",)) else names


def _scoped(tree: ast.AST, scope: _Scope) -> Iterator[tuple[_Scope, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        inner = scope
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = _Scope(node, _parameters(node))
        yield inner, node
        yield from _scoped(node, inner)


def _given(tree: ast.AST, takers: dict[str, int]) -> Iterator[tuple[_Scope, ast.AST, int]]:
    """What is given as a rule, or as the name of a failure; defaults included."""
    for scope, node in _scoped(tree, _Scope(tree, ())):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for keyword in node.keywords:
                if keyword.arg == "rule":
                    yield scope, keyword.value, node.lineno
            at = takers.get(called)
            starred = [one.value for one in node.args if isinstance(one, ast.Starred)]
            if at is not None and starred:
                yield from ((scope, one, node.lineno) for one in _out_of_a_table(tree, starred[0], at))
            elif at is not None and len(node.args) > at:
                yield scope, node.args[at], node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [one.arg for one in node.args.args][-len(node.args.defaults) :] if node.args.defaults else []
            pairs = [*zip(names, node.args.defaults, strict=True)]
            pairs += zip([one.arg for one in node.args.kwonlyargs], node.args.kw_defaults, strict=True)
            yield from ((scope, value, node.lineno) for name, value in pairs if name == "rule" and value is not None)


def _out_of_a_table(tree: ast.AST, given: ast.AST, at: int) -> list[ast.AST]:
    """The rules in a table of arguments, one row of which is handed over with a star."""
    assigned = [one for one in ast.walk(tree) if isinstance(one, ast.Assign)]
    names = {one.id for one in ast.walk(given) if isinstance(one, ast.Name)}
    names |= {one.id for its in assigned if any(_is(its.targets, name) for name in names)
              for one in ast.walk(its.value) if isinstance(one, ast.Name)}  # fmt: skip
    tables = [its.value for its in assigned if any(_is(its.targets, name) for name in names)]
    rows = [row for table in tables if isinstance(table, ast.Dict) for row in table.values]
    return [row.elts[at] for row in rows if isinstance(row, ast.Tuple) and len(row.elts) > at]


def _in_lines(tree: ast.AST) -> Iterator[tuple[_Scope, ast.AST, int]]:
    """The rules of log lines that are written down as tuples: text, level, rule, fix."""
    for scope, node in _scoped(tree, _Scope(tree, ())):
        if isinstance(node, ast.Tuple) and len(node.elts) == 4:
            level = node.elts[1]
            if isinstance(level, ast.Constant) and level.value in LEVELS:
                yield scope, node.elts[2], node.lineno


def _read(given: ast.AST, scope: _Scope, found: Names, takers: dict[str, int], place: str) -> None:
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        found.whole.add(_as_rule(given.value))
    elif isinstance(given, ast.JoinedStr):
        parts = [re.escape(_as_rule(one.value)) if isinstance(one, ast.Constant) else ".+" for one in given.values]
        found.patterns.add("".join(parts))
    elif isinstance(given, ast.IfExp):
        _read(given.body, scope, found, takers, place)
        _read(given.orelse, scope, found, takers, place)
    elif isinstance(given, ast.Name) and given.id in scope.parameters:
        # whoever calls this says it
        if given.id != "rule":
            takers.setdefault(scope.name, scope.parameters.index(given.id))
    elif isinstance(given, ast.Name):
        known = [
            one.value for one in ast.walk(scope.node) if isinstance(one, ast.Assign) and _is(one.targets, given.id)
        ]
        for value in known:
            _read(value, scope, found, takers, place)
        if not known:
            found.unread.add(place)
    elif not (isinstance(given, ast.Attribute) and given.attr in ("rule", "name", "reason")):
        # what has a rule or a name already got it elsewhere
        found.unread.add(place)


def _is(targets: list[ast.expr], name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in targets)


def _as_rule(name: str) -> str:
    return name.replace(" ", "-").lower()


def _is_one_of(name: str, pattern: str) -> bool:
    return re.fullmatch(pattern, name) is not None or name == pattern.partition(".+")[0].replace("\\", "").rstrip("-")
