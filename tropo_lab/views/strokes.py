"""What drawings are made of: texts, lanes with their heads, hops, and the box that says where it broke.

A hop is drawn in a group of its own that is moved into place, so hops that look alike share their strokes. As SVG is
text, everything from strangers is made visible and escaped here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import escape

from tropo_lab.escapes import clipped, visible
from tropo_lab.views.lettering import fitted, width, wrapped
from tropo_lab.views.model import NAMES, Row

# Lane signs in a square of 18 by 18: a window, a paper plane, a cloud, a server, a phone.
ICONS = {
    "browser": "M2 4h14v11h-14zM2 7.5h14M4.5 5.8h.1M7 5.8h.1",
    "launcher": "M2 8.5L16 2.5L11 15.5L8.2 10.2zM8.2 10.2L16 2.5",
    "tropo": "M5 14.5a3.3 3.3 0 0 1-.4-6.6a4.6 4.6 0 0 1 8.8-.6a3.6 3.6 0 0 1 .2 7.2z",
    "catcher": "M3 3h12v5h-12zM3 10.5h12v5h-12zM5.5 5.5h.1M5.5 13h.1M9 5.5h3.500M9 13h3.500",
    "phone": "M5 1.500h8v15h-8zM8 14h2",
}


class Page(NamedTuple):
    """The measures of one drawing, in units of its view box."""

    name: str
    gap: int  # from lane to lane
    least: int  # the least width
    head: int  # height of the lane heads
    box: int  # width of a lane head
    font: float
    title: int  # height of a band's title
    row: int  # height of a hop
    scale: float  # how much larger than its units it may be shown


class Course(NamedTuple):
    """Where a hop is drawn: from lane to lane, its label between `left` and `right`, in a row of that height."""

    begin: float
    end: float
    left: float
    right: float
    row: int
    font: float
    terse: bool = False  # in a narrow drawing: nothing is told twice

    @property
    def level(self) -> int:
        """How far below the top of the row the arrow runs."""
        return self.row - 16


def svg(page: Page, size: tuple[float, float], title: str, told: str, inside: str, hidden: bool) -> str:
    """The picture with its title and description; a hidden one waits for a place where the style shows it."""
    wide, tall = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tl-svg tl-{page.name}" role="img" font-size="{page.font:g}" '
        f'viewBox="0 0 {wide:g} {tall:.0f}" style="max-width:{wide * page.scale:.0f}px'
        f'{";display:none" if hidden else ""}"><title>{escape(title)}</title><desc>{escape(told)}</desc>{inside}</svg>'
    )


def text(x: float, y: float, words: str, classes: str = "", font: float = 0, middle: bool = False) -> str:
    """One line of text; without `font` in the size of the page."""
    size = f' font-size="{font:g}"' if font else ""
    anchor = ' text-anchor="middle"' if middle else ""
    named = f' class="{classes}"' if classes else ""
    return f'<text x="{x:g}" y="{y:g}"{size}{named}{anchor}>{escape(words)}</text>'


def lane(page: Page, party: str, x: float, top: float, bottom: float, owner: str = "") -> str:
    """A lane: its head with sign and name, and its line; with `owner`, a second line says whose it is."""
    left, name = x - page.box / 2, NAMES[party].capitalize()
    if owner:
        icon = (left + 13, top + 16)
        words = text(left + 39, top + 23, name, "tl-bold", page.font + 1.5)
        words += text(left + 39, top + 40, owner, "tl-soft", page.font - 1.5)
    else:
        icon = (x - 9, top + 4)
        words = text(x, top + 36, name, "tl-bold", page.font - 1, middle=True)
    return (
        f'<g class="tl-lane tl-{party}"><line class="tl-life" x1="{x:g}" x2="{x:g}" y1="{top + page.head - 1:g}" '
        f'y2="{bottom:g}"/><rect class="tl-head" x="{left:g}" y="{top:g}" width="{page.box}" height="{page.head}" '
        f'rx="9"/><path class="tl-icon" transform="translate({icon[0]:g} {icon[1]:g})" d="{ICONS[party]}"/>{words}</g>'
    )


def no_lane(page: Page, party: str, x: float, top: float) -> str:
    """The place of a party that takes no part, where a picture beside this one has its lane."""
    head = f'width="{page.box}" height="{page.head}" rx="9"'
    return (
        f'<g class="tl-void"><rect class="tl-hole" x="{x - page.box / 2:g}" y="{top:g}" {head}/>'
        + text(x, top + page.head / 2 + 4, f"no {NAMES[party]}", "tl-soft", page.font - 1.5, middle=True)
        + "</g>"
    )


def light(left: float, right: float, tall: float) -> str:
    """What lies under a hop that is looked at, and shows only then."""
    return (
        f'<rect class="tl-here" x="{left:g}" y="-2" width="{right - left:g}" height="{tall:g}" rx="7"/>'
        f'<rect class="tl-bar" x="{left:g}" y="-2" width="6" height="{tall:g}" rx="3"/>'
    )


def hop(row: Row, course: Course, y: float, mark: tuple[str, str], state: str = "", under: str = "") -> str:
    """A hop at height `y`: `mark` is its `data-hop` and what stands in its circle, `under` what lies below it."""
    sender, receiver = row.hop.sender, row.hop.receiver
    cut, strokes = _strokes(clipped(row.words), course, row.reply, len(mark[1]) + mark[1][0].isalpha())
    tip = "" if course.terse and not cut else _tip(row.words[:1001])
    named = f"<title>{row.number}. {row.sender} → {row.receiver}: {tip}</title>" if tip else ""
    cross = _cross((course.begin + course.end) / 2 - 7, course.level - 7, 14) if row.broke else ""
    ends = "" if course.terse else f' data-sender="{sender}" data-receiver="{receiver}"'
    return (
        f'<g class="tl-hop tl-{sender}{" tl-reply" if row.reply else ""}{state}" data-hop="{mark[0]}"{ends} '
        f'transform="translate(0 {y:g})">{named}{under}{strokes}{mark[1]}</text>{cross}</g>'
    )


@lru_cache(4096)
def _tip(summary: str) -> str:
    return str(escape(visible(clipped(summary, 1000))))


@lru_cache(4096)
def _strokes(summary: str, course: Course, reply: bool, digits: int) -> tuple[bool, str]:
    """Whether the label had to be cut; and label, arrow and circle, up to the number that stands in it."""
    begin, end, left, right, _, font, _ = course
    level, way = course.level, 1 if end > begin else -1
    whole = visible(summary)
    label = fitted(whole, right - left, font)
    half = width(label, font) / 2
    middle = round(min(max((begin + end) / 2, left + half), right - half), 1)
    tip, stop, start = end - 2 * way, end - (3 if reply else 10) * way, begin + 10 * way
    side = (10 if not reply else 9) * way
    wings = f"M{tip - side:g} {level - 5.5:g}L{tip:g} {level}L{tip - side:g} {level + 5.5:g}"
    dash, head, circle = (" tl-dash", "tl-arrow", "tl-open") if reply else ("", "tl-fill", "tl-fill")
    more = 3 * max(0, digits - 2)
    return label != whole or len(summary) == 160, (
        text(middle, level - 14, label)
        + f'<path class="tl-arrow{dash}" d="M{start:g} {level}H{stop:g}"/>'
        + f'<path class="{head}" d="{wings}{"" if reply else "z"}"/>'
        + f'<rect class="{circle}" x="{begin - 10 - more:g}" y="{level - 10}" width="{20 + 2 * more}" height="20" '
        + f'rx="10"/><text class="tl-count" x="{begin:g}" y="{level + 4.2:g}">'
    )


def _cross(x: float, y: float, size: int) -> str:
    return f'<path class="tl-cross" d="M{x:g} {y:g}l{size} {size}m0 -{size}l-{size} {size}"/>'


def fault(left: float, right: float, y: float, sentence: str, font: float) -> tuple[str, float]:
    """The box that says why it broke, and its height."""
    lines = wrapped(sentence, right - left - 48, font)
    tall = 18 * len(lines) + 14
    words = "".join(text(left + 36, y + 20.5 + 18 * place, line, font=font) for place, line in enumerate(lines))
    return (
        f'<g class="tl-break"><rect class="tl-fault" x="{left:g}" y="{y:g}" width="{right - left:g}" '
        f'height="{tall}" rx="6"/>{_cross(left + 12, y + 10, 12)}{words}</g>'
    ), tall
