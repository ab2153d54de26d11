"""Lines to be put in order, as they stand, with buttons and keys to move them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tropo_lab.practice.faces import heading, lines_html
from tropo_lab.practice.task_book import Task
from tropo_lab.views.face import Face

_WAYS = (("up", "ArrowUp", "↑ Up"), ("down", "ArrowDown", "↓ Down"))


@dataclass(frozen=True, repr=False)
class OrderFace(Face):
    """The lines. `moved` is the line and the way in which it was moved last: the focus goes with it."""

    sheets = ("practice",)

    task: Task
    lines: tuple[str, ...]
    controls: bool = False
    moved: tuple[str, str] = ("", "")
    says: str = ""

    @property
    def plain(self) -> str:
        lines = [f"  {number}. {line}" for number, line in enumerate(self.lines, 1)]
        return "\n".join([f"Put in order: {self.task.title}", *lines])

    @property
    def inner(self) -> Markup:
        top = heading("Put in order", self.task.title)
        if not self.controls:
            return Markup('<div class="tl-task">{}{}</div>').format(top, lines_html(self.lines))
        rows = Markup("").join(self._row(place, line) for place, line in enumerate(self.lines))
        return Markup(
            '<div class="tl-task">{}<ol class="tl-order">{}</ol>'
            '<p class="tl-keys">Keys, on a button of a line: ↑ and ↓ move that line.</p></div>'
        ).format(top, rows)

    def _row(self, place: int, line: str) -> Markup:
        # by its place among the shuffled lines: presses that wait for a cell still mean this line
        key = self.task.shuffled.index(line)
        edges = {"up": place == 0, "down": place == len(self.lines) - 1}
        made = [
            Markup(
                '<button name="do" value="{0} {1}" class="tl-button" data-tl-press="{2}" aria-label="{3}: {4}"{5}{6}>'
                "{3}</button>"
            ).format(
                way,
                key,
                press,
                words,
                line,
                Markup(' aria-disabled="true"') if edges[way] else "",
                Markup(" data-tl-focus") if (line, way) == self.moved else "",
            )
            for way, press, words in _WAYS
        ]
        return Markup(
            '<li data-tl-row><form method="post" class="tl-form tl-row" data-tl-form>{}<span>{}</span></form></li>'
        ).format(Markup("").join(made), line)
