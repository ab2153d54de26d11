"""Two queries or forms compared, parameter by parameter: as meant, and as sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tropo_lab.views.difference.message_parts import Field, fields
from tropo_lab.views.difference.tree_changes import Change, renamed
from tropo_lab.views.difference.varying import Varying


def numbered(parts: Iterable, name_of: Callable[..., str]) -> dict:
    """The parts by name and count so far, so that two of one name are told apart."""
    seen: Counter[str] = Counter()
    out = {}
    for part in parts:
        name = name_of(part)
        out[name, seen[name]] = part
        seen[name] += 1
    return out


def united(one: Iterable, other: Iterable) -> Iterator:
    """All keys of the one, then those that the other alone has."""
    yield from one
    yield from (key for key in other if key not in one)


def encoded_changes(one: str, other: str, varying: Varying, place: str) -> Iterator[Change]:
    """The differences of two queries or form bodies."""
    if varying.same(one, other):
        return
    found = list(field_changes(fields(one), fields(other), varying, place))
    yield from found or [Change("encoding", place, one, other, how="the marks between parameters", bare=True)]


def field_changes(one: Iterable[Field], other: Iterable[Field], varying: Varying, place: str) -> Iterator[Change]:
    """The differences of two lists of parameters; `place` is `query`, `form`, or the kind of launch they came by."""
    ones, others = (numbered(side, lambda field: field.name) for side in (one, other))
    names = renamed(*({key: field.value for key, field in side.items()} for side in (ones, others)))
    spelled = []
    if names:
        (name, _), (there, _) = names
        yield Change("parameter", name, name, there, how="name", there=there)
    for key in united(ones, others):
        a, b = ones.get(key), others.get(key)
        if a is None or b is None:
            if not names and not _implied(a or b, place):
                yield Change("parameter", key[0], a and a.value, b and b.value)
        elif not varying.same(a.value, b.value, key[0]):
            yield Change("parameter", key[0], a.value, b.value)
        elif a.piece and b.piece and not varying.same(a.piece, b.piece, key[0]):
            spelled.append((a, b))
    if spelled:
        place_of = ", ".join(field.name for field, _ in spelled)
        pieces = ["&".join(field.piece for field in side) for side in zip(*spelled, strict=True)]
        how = "the encoding of values"
        if len(spelled) == 1:
            how = f'both mean "{spelled[0][0].value}"'
            (name, _, one), (name_there, _, other) = (piece.partition("=") for piece in pieces)
            pieces = [one, other] if name == name_there and one != other else pieces
        yield Change("encoding", place_of, *pieces, how=how, bare=True)
    both = [[key for key in side if key in ones and key in others] for side in (ones, others)]
    if both[0] != both[1] and place in ("query", "form"):
        yield Change("encoding", place, *("&".join(key[0] for key in side) for side in both), how="order", bare=True)


def _implied(field: Field, place: str) -> bool:
    # a launch by GET must say that it creates a session, a POST need not
    return place == "launch form" and field.name == "action" and field.value == "create"
