"""A question before a cell: the reader chooses, runs the cell, and is told afterwards."""

from __future__ import annotations

import sys
from functools import cache

from tropo_lab.errors import LabError
from tropo_lab.practice import records
from tropo_lab.practice.prediction_book import prediction_of
from tropo_lab.practice.prediction_face import PredictionFace, Told
from tropo_lab.widgets.live import Live
from tropo_lab.widgets.same_cell import replace_same_cell


class Predict(Live):
    """What will the next cell show? A choice is noted, and nothing is told before that cell has run."""

    def __init__(self, id: str):
        self._prediction = prediction_of(id)
        self._chosen: int | None = None
        self._chosen_at, self._told, self._says = None, False, ""
        super().__init__()
        replace_same_cell(self)

    @property
    def face(self) -> PredictionFace:
        return PredictionFace(self._prediction)

    def controlled(self) -> PredictionFace:
        return PredictionFace(self._prediction, True, self._chosen, self._told, self._says)

    def choose(self, number: int) -> Predict:
        """Choose the choice with that number, from 1."""
        there_are = len(self._prediction.choices)
        if type(number) is not int or not 1 <= number <= there_are:
            raise LabError(f"There is no choice {number!r:.40}: choose one of 1 to {there_are}.")
        self._note_choice(number - 1)
        self.refresh()
        return self

    def tell(self) -> Told:
        """How it went; LabError while nothing is chosen, or the next cell has not run."""
        if self._chosen is None:
            raise LabError("Choose first, then run the next cell, then ask.")
        now = _cells_run()
        if now is not None and now == self._chosen_at:
            raise LabError("Run the next cell first, then ask: it shows what happens.")
        self._told = True
        told = Told(self._prediction, self._chosen)
        self._remark = records.predicted(self._prediction.id, self._chosen + 1, told.right)
        self._says = told.plain
        self.refresh()
        return told

    def act(self, fields: dict[str, str]) -> None:
        if fields.get("do") == "tell":
            self.tell()
            return
        places = {str(place): place for place in range(len(self._prediction.choices))}
        if fields.get("choice") in places:
            self._note_choice(places[fields["choice"]])

    def _note_choice(self, place: int) -> None:
        if self._told:
            raise LabError("You have been told already: run this cell again to predict anew.")
        self._chosen, self._chosen_at = place, _cells_run()
        self._says = f"Noted: {self._prediction.choices[place]}."


def _cells_run() -> int | None:
    """A number that grows with each cell of a notebook; None where there are no cells."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return None if shell is None else _counted(shell)[0]


@cache
def _counted(shell) -> list[int]:
    """The number of cells begun so far. A cell that runs without a place in the history counts, too."""
    begun = [0]
    shell.events.register("pre_run_cell", lambda info: begun.__setitem__(0, begun[0] + 1))
    return begun
