"""A difference as a row of a table, in which the characters that differ are marked."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from markupsafe import escape

from tropo_lab.escapes import visible_html
from tropo_lab.trace import Trace
from tropo_lab.views.difference.entry import Difference, shared

ALONE = 0.6  # where more than this differs, marks would be on nearly everything, and show nothing
# a percent escape, a JSON escape, a word, text beyond ASCII; digits and all else one by one
_PIECE = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|[A-Za-z]+|[^\x00-\x7f]+|.", re.DOTALL)
_CODE = re.compile("`([^`]*)`")
_NAMES = frozenset({"header", "parameter", "JSON", "XML", "encoding"})  # what differs has a name on the wire


def marked(one: str, other: str) -> tuple[str, str]:
    """Both values as HTML; where they have much in common, what the other has not is marked in each."""
    pieces = _PIECE.findall(one), _PIECE.findall(other)
    left, right, alone = [], [], 0
    for step, i, i_end, j, j_end in SequenceMatcher(None, *pieces, autojunk=False).get_opcodes():
        a, b = "".join(pieces[0][i:i_end]), "".join(pieces[1][j:j_end])
        begin, end = (len(a), 0) if step == "equal" else _typo(a, b)
        for out, tag, text in ((left, "del", a), (right, "ins", b)):
            differs = text[begin : len(text) - end]
            alone += len(differs)
            mark = f"<{tag}>{visible_html(differs)}</{tag}>" if differs else ""
            out += [visible_html(text[:begin]), mark, visible_html(text[len(text) - end :])]
    if alone > ALONE * (len(one) + len(other)):
        return str(visible_html(one)), str(visible_html(other))
    return "".join(left), "".join(right)


def _typo(one: str, other: str) -> tuple[int, int]:
    """How much of the beginning and end two words share, when it is most of them; nothing in other words."""
    begin = shared(one, other)
    end = shared(one[: begin - 1 if begin else None : -1], other[: begin - 1 if begin else None : -1])
    return (begin, end) if 2 * (begin + end) >= min(len(one), len(other)) and (one + other).isascii() else (0, 0)


def _cells(entry: Difference) -> list[str]:
    both = entry.one, entry.other
    if None not in both and entry.what not in ("order", "time", "outcome"):
        both = marked(*both)
    else:
        both = (value if value is None else str(visible_html(value)) for value in both)
    code = ("", "") if entry.what in ("missing", "extra", "order", "time", "outcome") else ("<code>", "</code>")
    none = '<span class="tl-diff-lack">{}</span>'.format
    return [none("missing") if html is None else code[0] + html + code[1] if html else none("empty") for html in both]


def _hops(one: Trace, other: Trace, entry: Difference) -> str:
    """The hop as a dot in the colour of its sender; two where the numbers differ."""
    dots = [
        f'<b class="tl-dot tl-{escape(trace.hop(number).sender)}">{number}</b>' if number else "–"
        for trace, number in ((one, entry.hop_one), (other, entry.hop_other))
    ]
    if entry.hop_one == entry.hop_other:
        return dots[0] if entry.hop_one else "end"
    return '<span class="tl-diff-slash">/</span>'.join(dots)


def row(one: Trace, other: Trace, entry: Difference) -> str:
    """The difference as a table row: hop, what, place, and the two values."""
    left, right = _cells(entry)
    place = str(visible_html(entry.place))
    if entry.what in _NAMES:
        place = f"<code>{place}</code>"
    note = _CODE.sub(r"<code>\1</code>", str(escape(entry.note)))
    note = f'<span class="tl-diff-note">{note}</span>' if note else ""
    return (
        f'<tr><th scope="row">{_hops(one, other, entry)}</th><td class="tl-diff-what">{entry.what}</td>'
        f'<td class="tl-diff-place">{place}{note}</td>'
        f'<td data-side="in the one">{left}</td><td data-side="in the other">{right}</td></tr>'
    )
