"""What a stub made, and whether the learner has left it so."""

from __future__ import annotations

from functools import lru_cache
from types import CodeType, FunctionType

_PLAIN = (type(None), type(...), bool, int, float, str, bytes, list, tuple, dict, set)


def left_as_it_was(stub: str, name: str, value: object) -> str:
    """`empty` or `as it was at first` when the value is what the stub made; else nothing."""
    made = _made(stub)
    if name not in made or not _same(made[name], value):
        return ""
    return "empty" if _is_empty(value) else "as it was at first"


@lru_cache(64)
def _made(stub: str) -> dict:
    """The names that the stub makes, as far as it runs without the cells before it."""
    made: dict = {"__name__": "stub"}
    try:
        exec(compile(stub, "<stub>", "exec", dont_inherit=True), made)
    except Exception:  # it uses what other cells of the lesson make
        return {}
    return made


def _same(made: object, value: object) -> bool:
    if type(made) is not type(value):
        return False
    if isinstance(made, FunctionType):
        defaults = [(one.__defaults__, one.__kwdefaults__) for one in (made, value)]
        return _parts(made.__code__) == _parts(value.__code__) and defaults[0] == defaults[1]
    return type(made) in _PLAIN and repr(made) == repr(value)


def _parts(code: CodeType) -> tuple:
    """What the code does, without where it stands."""
    constants = tuple(_parts(one) if isinstance(one, CodeType) else (type(one), one) for one in code.co_consts)
    return code.co_code, constants, code.co_names, code.co_varnames


def _is_empty(value: object) -> bool:
    if isinstance(value, FunctionType):
        # no calls, no attributes: a docstring, `pass` or `...`
        return not value.__code__.co_names
    if isinstance(value, (dict, list, tuple)) and value:
        # one place to fill in is enough
        return any(map(_is_empty, value.values() if isinstance(value, dict) else value))
    return value is ... or value is None or value in ("", b"", (), [], {}, set())
