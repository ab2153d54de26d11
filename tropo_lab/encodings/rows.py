"""What became of one text in one form, to look at: as a few lines of text, and as rows of a table."""

from __future__ import annotations

from markupsafe import escape

from tropo_lab.encodings.alterations import Change, named
from tropo_lab.encodings.carried import Carried
from tropo_lab.escapes import decoded, visible, visible_html

NAMES = {"get": "Query (GET)", "form": "Form (POST)", "json": "JSON (POST)", "xml": "XML (POST)"}
COLUMNS = ("typed", "as sent", "as Tropo reads it", "on the phone")
_NOTHING = '<span class="tl-gap">{}</span>'


def _size(row: Carried) -> str:
    """How many text messages it takes, and in which alphabet."""
    parts = f"{row.text.segments} segment{'s' * (row.text.segments != 1)}"
    if not row.beyond_gsm:
        return f"{parts}, GSM alphabet"
    return f"{parts}, Unicode: the GSM alphabet has no {named(row.beyond_gsm[0])}"


def row_plain(row: Carried) -> str:
    """The row as text: what the launcher did, what came of it in a sentence, and each station."""
    sent = row.sent
    lines = [f"{NAMES[row.form]}, {row.way}: {visible(row.says)}", f"  typed         {_marked(row, False)}"]
    if sent.wire:
        before, value, after = (visible(decoded(piece)) for piece in sent[1:])
        lines.append(f"  as sent       {before}⟦{value}⟧{after}")
    if row.read is not None:
        lines.append(f"  Tropo reads   {_marked(row, True)}")
    if row.told:
        lines.append(f"  session JSON  {visible(row.told)}")
    if row.text:
        lines.append(f"  on the phone  {visible(row.text.text)}  ({_size(row)})")
    return "\n".join([*lines, *(f"  log: {visible(remark)}" for remark in row.remarks)])


def _marked(row: Carried, came: bool) -> str:
    pieces = _pieces(row.read if came else row.typed, row.changes, came)
    return "".join(f"⟦{visible(piece)}⟧" if differs else visible(piece) for piece, differs in pieces)


def _pieces(text: str, changes: tuple[Change, ...], came: bool) -> list[tuple[str, bool]]:
    """The text, typed or come, cut where it differs; what differs is told apart, and neighbours stay together."""
    places = [(one.came_at, one.came_at + len(one.came)) if came else (one.at, one.ends) for one in changes]
    pieces, end = [], 0
    for at, ends in places:
        if at > end or not pieces:
            pieces += [(text[end:at], False), ("", True)]
        pieces[-1] = (pieces[-1][0] + text[at:ends], True)
        end = ends
    return [*pieces, (text[end:], False)]


def row_html(row: Carried) -> str:
    """The row as a body of the table with these `COLUMNS`."""
    sign, kind = ("✓", "came") if row.unharmed else ("≠", "odd") if row.text else ("✕", "lost")
    verdict = (
        f'<tr><th scope="rowgroup" colspan="{len(COLUMNS)}"><b>{NAMES[row.form]}</b> <span class="tl-way">'
        f'{escape(row.way)}</span><span class="tl-verdict tl-verdict-{kind}"><b aria-hidden="true">{sign}</b> '
        f"{visible_html(row.says)}</span></th></tr>"
    )
    cells = (_marked_html(row, False), _sent_html(row), _read_html(row), _phone_html(row))
    shown = "".join(f'<td data-at="{name}">{cell}</td>' for name, cell in zip(COLUMNS, cells, strict=True))
    return f"<tbody>{verdict}<tr>{shown}</tr></tbody>"


def _marked_html(row: Carried, came: bool) -> str:
    tag = "ins" if came else "del"
    pieces = _pieces(row.read if came else row.typed, row.changes, came)
    shown = (f"<{tag}>{visible_html(piece)}</{tag}>" if differs else visible_html(piece) for piece, differs in pieces)
    return f"<code>{''.join(shown)}</code>"


def _sent_html(row: Carried) -> str:
    sent = row.sent
    if not sent.wire:
        return _NOTHING.format("not sent")
    before, value, after = (str(visible_html(decoded(piece))) for piece in sent[1:])
    before = before.replace("&amp;", "<wbr>&amp;")  # a line had better end before a field than within its name
    return f'<code class="tl-sent">{before}<mark class="tl-launcher">{value}</mark>{after}</code>'


def _read_html(row: Carried) -> str:
    if row.read is None:
        return _NOTHING.format("nothing")
    told = f'<span class="tl-told">to the catcher: <code>{visible_html(row.told)}</code></span>' if row.told else ""
    log = "".join(f'<span class="tl-told">log: {visible_html(remark)}</span>' for remark in row.remarks)
    return _marked_html(row, True) + told + log


def _phone_html(row: Carried) -> str:
    if row.text is None:
        return _NOTHING.format("nothing")
    text = "\n".join(map(visible_html, row.text.text.split("\n")))
    return f'<span class="tl-bubble tl-phone">{text}</span><span class="tl-told">{escape(_size(row))}</span>'
