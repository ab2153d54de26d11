"""Lines to be put in order, as a widget."""

from __future__ import annotations

from tropo_lab.practice.order_face import OrderFace
from tropo_lab.practice.ordering import Ordering
from tropo_lab.practice.words import ordinal
from tropo_lab.widgets.live import Live
from tropo_lab.widgets.same_cell import replace_same_cell


class Order(Live):
    """Shuffled lines that are moved up and down until they are in order; `check` reads them."""

    def __init__(self, id: str):
        self._ordering = Ordering(id)
        self._moved, self._says = ("", ""), ""
        super().__init__()
        replace_same_cell(self)

    @property
    def order(self) -> tuple[str, ...]:
        """The lines as they stand now."""
        return self._ordering.lines

    def move(self, start: int, to: int) -> Order:
        """Take the line at place `start`, from 1, and put it at place `to`."""
        self._ordering.move(start, to)
        self._moved = ("", "")
        self.refresh()
        return self

    @property
    def face(self) -> OrderFace:
        return OrderFace(self._ordering.task, self.order)

    def controlled(self) -> OrderFace:
        return OrderFace(self._ordering.task, self.order, True, self._moved, self._says)

    def act(self, fields: dict[str, str]) -> None:
        way, _, key = fields.get("do", "").partition(" ")
        first = self._ordering.task.shuffled
        if way not in ("up", "down") or not key.isdecimal() or int(key) >= len(first):
            return
        line = first[int(key)]
        place = self.order.index(line) + 1
        to = min(max(place + (1 if way == "down" else -1), 1), len(first))
        self._ordering.move(place, to)
        self._moved, self._says = (line, way), f"{line} Now the {ordinal(to)} of {len(first)}."
