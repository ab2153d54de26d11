"""One place of a value that is followed, in HTML: before and here side by side, and the line that it stands in."""

from __future__ import annotations

from tropo_lab.escapes import clipped, decoded, visible_html
from tropo_lab.views.following.occurrences import Place
from tropo_lab.views.following.pieces import JSON, XML
from tropo_lab.views.following.words import way
from tropo_lab.views.octets.rows import means_html

_AROUND = 240  # characters of context on either side of the value
SHOWN = 2000  # characters of the value itself


def says_html(says: str, mark: str = "") -> str:
    """The sentence of a place; `mark` is one more class for it."""
    return f'<p class="{" ".join(["tl-says", mark]).rstrip()}">{visible_html(says)}</p>'


def strip_html(place: Place, before: Place | None) -> str:
    """The value before and here, side by side; where it is new, what was meant and what was sent."""
    here = _side(f"hop {place.hop.number}, as sent", _marked(place), "tl-here-now")
    if before is None:
        return f'<div class="tl-strip">{_side("meant", _text(place.meant))}{_ARROW}{here}</div>'
    parts = [_side(f"hop {before.hop.number}, as sent", _marked(before)), here]
    if place.sent != place.meant:
        parts.append(_side("read as", _text(place.meant)))
    return f'<div class="tl-strip">{_ARROW.join(parts)}</div>'


_ARROW = '<span class="tl-to" aria-hidden="true">→</span>'


def _side(name: str, shown: str, mark: str = "") -> str:
    return f'<div class="tl-side {mark}"><span>{name}</span><code>{shown}</code></div>'


def _text(text: str) -> str:
    return str(visible_html(clipped(text, SHOWN)))


def _marked(place: Place) -> str:
    """The value as sent; what stands for something else is marked."""
    out, room = [], SHOWN
    for piece in place.value:
        room -= len(piece.sent)
        if room < 0:
            out.append("…")
            break
        shown = str(visible_html(piece.sent))
        out.append(shown if piece.sent == piece.meant else f'<b class="tl-stands">{shown}</b>')
    return "".join(out)


def context_html(place: Place) -> str:
    """The line of the message that the value stands in, and what that part means."""
    before, after = _line(place)
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    line = f'{visible_html(left)}<b class="tl-lit-value">{_text(place.sent)}</b>{_text(clipped(after, _AROUND))}'
    meaning = means_html(place.span.known)
    path = f"<code>{visible_html(clipped(place.span.path, 80))}</code>"
    return f'<pre class="tl-line">{line}</pre><p class="tl-note">{path}{f": {meaning}" if meaning else ""}</p>'


def _line(place: Place) -> tuple[str, str]:
    """What stands before and after the value in its start line, header, JSON member, element or body."""
    spans = place.section.spans
    at = next(index for index, span in enumerate(spans) if span is place.span)
    before = decoded(b"".join([span.sent for span in spans[:at]]))
    after = decoded(b"".join([span.sent for span in spans[at + 1 :]]))
    how = way(place)
    if how == JSON:
        quote = '"' if place.span.sent[:1] == b'"' else ""
        named = at > 1 and spans[at - 2].path == place.span.path
        key = f'"{decoded(spans[at - 2].sent)}{decoded(spans[at - 1].sent)}' if named else ""
        return key + quote + place.before, place.after + quote
    if how == XML:
        before, after = before[before.rfind("<") :], after[: after.find(">") + 1]
    elif place.span.label == "header value":
        before, after = before[before.rfind("\n") + 1 :], after.partition("\r\n")[0]
    elif place.section.title == "Request line":
        after = after.partition("\r\n")[0]
    return before + place.before, place.after + after
