"""One difference as it was found, before it is put in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from tropo_lab.trace import Hop
from tropo_lab.views.difference.tree_changes import Change


@dataclass
class Found:
    """The two hops, the change, and the hops where it comes again.

    `tail` holds the last hops of either side that the other did not live to see.
    """

    one: Hop | None
    other: Hop | None
    change: Change
    again: list[tuple[Hop, Hop]] = field(default_factory=list)
    tail: tuple[list[Hop], list[Hop]] = field(default_factory=lambda: ([], []))

    def mirrored(self) -> Found:
        """The same seen from the other side."""
        again = [(other, one) for one, other in self.again]
        return Found(self.other, self.one, self.change.mirrored(), again, self.tail[::-1])
