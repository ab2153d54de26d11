"""A paste with several launches: each of them alone with everything else, to see which of them is wrong."""

from __future__ import annotations

from tropo_lab.support.pastes import Piece

# each is a lab of its own
MOST = 6


def one_launch_each(pieces: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
    """The pieces as often as there are different launches, each time with one of them; at least once."""
    launches = _different(pieces)[:MOST]
    if len(launches) < 2:
        return [pieces]
    return [tuple(one for one in pieces if one.kind != "launch" or one is launch) for launch in launches]


def which_was_run(pasted: tuple[Piece, ...], run: tuple[Piece, ...], sound: bool) -> str:
    """Which of several launches is shown, and what is known of the others; empty where there is one."""
    launches = _different(pasted)
    place = next((place for place, one in enumerate(launches, 1) if any(one is other for other in run)), 0)
    if len(launches) < 2 or not place:
        return ""
    if sound:
        tried = "both" if len(launches) == 2 else f"the first {min(len(launches), MOST)}"
        return f"Of {len(launches)} launches {tried} were run, and nothing is wrong with them; the first is shown."
    line = launches[place - 1].details["lines"][0]
    others = (
        "those after it were not run"
        if place == 1
        else "nothing is wrong with the one before it"
        if place == 2
        else f"nothing is wrong with the {place - 1} before it"
    )
    return f"Of {len(launches)} launches number {place} is shown, from line {line} of the paste; {others}."


def _different(pieces: tuple[Piece, ...]) -> list[Piece]:
    seen: dict[tuple, Piece] = {}
    for piece in pieces:
        if piece.kind == "launch":
            told = piece.details
            seen.setdefault((told.get("method"), told.get("url"), told.get("body"), piece.text), piece)
    return list(seen.values())
