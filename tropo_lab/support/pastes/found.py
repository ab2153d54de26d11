"""What a reader of lines gives back: a piece that still lacks its evidence, and where the reader stopped."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """The parts of a piece; `end` is the line behind it. `cleaned` are names from `piece.CLEANED`."""

    kind: str
    text: str
    data: object
    details: dict
    remarks: tuple[str, ...] = ()
    end: int = 0
    cleaned: tuple[str, ...] = ()
