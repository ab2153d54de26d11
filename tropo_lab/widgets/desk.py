"""The support desk as a widget: paste, read what is wrong, walk to where it broke, copy what is to be kept."""

from __future__ import annotations

from tropo_lab.support.desk import Diagnosis, diagnose
from tropo_lab.support.desk.asking import asked
from tropo_lab.support.desk.board import NOTEBOOK, Board
from tropo_lab.trace import Trace
from tropo_lab.widgets.live import Live
from tropo_lab.widgets.walkers import Booked


class Desk(Live, Booked):
    """A desk to paste at. `book`, `at` and the like are those of the walk through what happened; empty without one."""

    def __init__(self):
        self._text, self._wanted, self._count = "", "", 0
        self._diagnosis: Diagnosis | None = None
        super().__init__()

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What was found in the latest paste; None before the first."""
        return self._diagnosis

    @property
    def face(self) -> Board:
        return Board(self._text, self._wanted, self._diagnosis)

    def controlled(self) -> Board:
        return Board(self._text, self._wanted, self._diagnosis, NOTEBOOK, self._count)

    def paste(self, what: str | bytes | Trace, wanted: str = "") -> Desk:
        """Diagnose a text, bytes or a trace; `wanted` is `text`, `call`, or empty."""
        text = what.decode("utf-8", "replace") if isinstance(what, bytes) else what if isinstance(what, str) else ""
        self._show(text, wanted, diagnose(what, wanted))
        self._trouble = ""
        self.refresh()
        return self

    def act(self, fields: dict[str, str]) -> None:
        text, wanted = asked(fields)
        self._show(text, wanted, diagnose(text, wanted))

    def refresh(self) -> None:
        # what is written and what is walked through arrive together
        with self.hold_sync():
            super().refresh()

    def _show(self, text: str, wanted: str, found: Diagnosis) -> None:
        walked = found.walked
        with self.hold_sync():
            self._text, self._wanted, self._diagnosis = text, wanted, found
            self._count += 1
            self.book, self.at = (walked.book, walked.at) if walked else (b"", 0)
            self.track, self.raw = 0, False
