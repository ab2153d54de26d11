"""The spans of a message in rows for people: a name, what was sent under it, what is meant, and what it means."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from tropo_lab.escapes import decoded, visible, visible_html
from tropo_lab.trace import Hop
from tropo_lab.views.octets.keys import Key
from tropo_lab.views.octets.span import LAYOUT, MORE, NAMES, Span
from tropo_lab.views.octets.spans import Section, anonymous, sections

# how a meaning is known → the mark of the fidelity ledger, and the words for it
MARKS = {"documented": "D", "captured": "C", "inferred": "I", "choice": "choice"}
WORDS = {
    "documented": "documented",
    "captured": "captured live",
    "inferred": "inferred from code",
    "choice": "our choice",
}
LEGEND = "D: documented. C: captured. I: inferred from code. choice: the lab’s own."
_BLOCKS = frozenset({"body", "HTML", "the rest", "first line"})
LONG = 120  # characters of what is meant: more of them stand below what was sent, not in a narrow column beside it


class Row(NamedTuple):
    """Some spans that are read together: those of `part` first, those of `sent` after them.

    `main` is the span that the row is about; `caption` names the part where no bytes do; `item` is its place in a list.
    `meant` is what name and value stand for, as far as that differs from what was sent; `odd` says what looks wrong.
    """

    part: list[Span]
    sent: list[Span]
    main: Span
    caption: str
    item: str
    meant: str
    odd: tuple[str, ...]

    @property
    def is_block(self) -> bool:
        """True for a text that has no name of its own: it is shown across the whole table."""
        return self.main.label in _BLOCKS

    @property
    def has_two_values(self) -> bool:
        """True where what is meant stands in a column beside what was sent."""
        return 0 < len(self.meant) <= LONG and not self.is_block


Table = tuple[tuple[Section, tuple[Row, ...]], ...]


def table(hop: Hop) -> Table:
    """The sections of the hop's bytes, each with its rows."""
    return _table(anonymous(hop))


# both faces of a view ask for the same
@lru_cache(32)
def _table(hop: Hop) -> Table:
    return tuple((section, rows(section)) for section in sections(hop))


def rows(section: Section) -> tuple[Row, ...]:
    """The rows of a section; every span of it is in one of them, in order."""
    out: list[tuple[list[Span], list[Span], Span, str, str]] = []
    waiting: list[Span] = []  # layout that comes before the first part
    part = sent = waiting
    main, list_at = None, ""
    for span in section.spans:
        if span.label is LAYOUT and not span.odd:
            (sent or part).append(span)
        elif main and not sent and _belongs(span, main):
            sent.append(span)
        else:
            item = ""
            if "]" in span.path:
                at = span.path.rpartition("]")[0]
                index = at.rpartition("[")[2]
                item = f"[{index}]" if index.isdigit() and not list_at.startswith(at) else ""
                list_at = at
            main, part, sent = span, waiting, []
            waiting, caption = [], ""
            if span.label in NAMES:
                part.append(span)
            else:
                sent.append(span)
                caption = "" if item else _caption(span)
            out.append((part, sent, main, caption, item))
    if waiting:
        out.append(([], waiting, waiting[0], "layout", ""))
    return tuple([_row(*one) for one in out])


def _row(part: list[Span], sent: list[Span], main: Span, caption: str, item: str) -> Row:
    told, odd = [], []
    for span in (*part, *sent):
        if span.label is not LAYOUT and span.differs:
            told.append(span.meant)
        if span.odd:
            odd.append(span.odd)
    return Row(part, sent, main, caption, item, " = ".join(told), tuple(odd))


def _belongs(span: Span, name: Span) -> bool:
    """True when the value is what was sent under that name."""
    if name.label == "XML attribute":
        return span.label == "attribute value"
    return name.label in NAMES and span.label not in NAMES and span.path == name.path


def _caption(span: Span) -> str:
    return "empty line" if span.label == "end of the heading" else span.label


# in HTML


@lru_cache(4096)
def _short_html(data: bytes) -> str:
    return _broken(visible_html(decoded(data)))


def _broken(html: Markup) -> str:
    """Text that was made visible, broken where line ends are marked."""
    return str(html).replace("\\n</span>", "\\n</span>\n")


def bytes_html(data: bytes) -> str:
    """The bytes as text, escaped, and broken after each line feed."""
    return _short_html(data) if len(data) < 100 else _short_html.__wrapped__(data)


def span_html(span: Span, mark: str = "") -> str:
    """One span in its element; `mark` is one more class."""
    label = span.label
    if label is MORE:
        return f'<span class="tl-more">{more(span)}</span>'
    kind = "tl-lay" if label is LAYOUT else "tl-key" if label in NAMES else "tl-val"
    if span.odd:
        mark += " tl-bad"
    return f'<span class="{kind}{mark}">{bytes_html(span.sent)}</span>'


def more(span: Span) -> str:
    """The sentence that stands for bytes that are left out."""
    return f"({len(span.sent):,} more bytes are left out here; hop.wire holds them all.)"


@lru_cache(1024)
def means_html(known: Key) -> str:
    """The sentence of a part, with the mark that says how it is known."""
    if not known.how:
        return str(escape(known.means))
    title = f"{WORDS[known.how]}: {known.source}"
    mark = f'<span class="tl-how" title="{escape(title)}">{MARKS[known.how]}</span>'
    # a space that does not break keeps the mark beside the last word
    return f"{escape(known.means)}\N{NO-BREAK SPACE}{mark}"


def row_html(row: Row, with_meant: bool) -> str:
    """The row as a table row; every span stands in it once. `with_meant` gives what is meant a column of its own."""
    part, sent, main, caption, item, meant, what = row
    shape = f' style="--d:{main.depth}"' if main.depth else ""
    odd = ""
    if what:
        odd = "".join([f'<span class="tl-odd"><b aria-hidden="true">⚠</b> {visible_html(one)}</span>' for one in what])
        shape += ' class="tl-odd-row"'
    name = "".join([span_html(span) for span in part])
    value = "".join([span_html(span) for span in sent])
    if main.label in _BLOCKS:
        return f'<tr{shape}><td colspan="{3 + with_meant}"><code>{name}{value}</code>{odd}</td></tr>'
    if name:
        name = f"<code>{name}</code>"
    if item:
        name = f'<span class="tl-cap">{item} </span>{name}'
    if caption:
        name += f'<span class="tl-cap">{caption}</span>'
    if value:
        value = f"<code>{value}</code>"
    told = f"<code>{_broken(visible_html(meant))}</code>" if meant else ""
    span = ' colspan="2"' if with_meant else ""
    if len(meant) > LONG:
        cells = f'<td{span}>{value}<div class="tl-meant"><span class="tl-cap">as meant</span>{told}</div></td>'
    elif with_meant:
        cells = f'<td>{value}</td><td class="tl-meant">{told}</td>'
    else:
        cells = f"<td>{value}</td>"
    return f'<tr{shape}><th scope="row">{name}</th>{cells}<td class="tl-means">{means_html(main.known)}{odd}</td></tr>'


# in plain text


@lru_cache(4096)
def _short_plain(data: bytes) -> str:
    return visible(decoded(data))


def bytes_plain(data: bytes) -> str:
    """The bytes as text on one line."""
    return _short_plain(data) if len(data) < 100 else _short_plain.__wrapped__(data)


def row_plain(row: Row) -> tuple[str, str, str]:
    """The part; its bytes as sent and, where that differs, as meant; and the meaning: each on one line."""
    part, sent, main, caption, item, meant, odd = row
    name = "".join([bytes_plain(span.sent) for span in part if span.label is not LAYOUT]) or caption
    if item:
        name = f"{item} {name}"
    value = "".join(
        [more(span) if span.label is MORE else bytes_plain(span.sent) for span in sent if span.label is not LAYOUT]
    )
    if meant:
        value = f"{value} → {visible(meant)}"
    known = main.known
    means = f"{known.means} ({WORDS[known.how]})" if known.how else known.means
    if odd:
        means = " ".join([*([means] if means else []), *(f"⚠ {visible(one)}" for one in odd)])
    return "  " * main.depth + name, value, means
