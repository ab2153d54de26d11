"""What stands under the joint picture: the facts, one beat in two columns with its bytes, and all beats as a table."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from tropo_lab.escapes import clipped, visible_html
from tropo_lab.views.face import broken_html
from tropo_lab.views.meaning import meaning
from tropo_lab.views.model import NAMES, Reading, Row
from tropo_lab.views.octets.face import wire
from tropo_lab.views.pair.beats import FLOWS, Phase


def facts_html(facts: list[tuple[str, str, str]]) -> Markup:
    """What can be counted or named for each flow, as a table."""
    rows = "".join(_row(str(escape(name)), str(escape(left)), str(escape(right))) for name, left, right in facts)
    return _grid("The two flows in figures", "figure", f"<tbody>{rows}</tbody>")


def column_html(flow: str, row: Row | None, reading: Reading, gap: str) -> str:
    """One flow’s side of a beat: the hop, what it means, and its bytes; or the gap and its reason."""
    head, inside = flow, _gap(gap)
    if row:
        broken = broken_html(reading.broken) if row.broke else ""
        head = f"{flow} · hop {row.number} of {len(reading.rows)}"
        said = _said(clipped(row.words))
        # who sent it to whom stands at the head of the bytes
        inside = f'<p class="tl-line"><code>{said}</code></p><p class="tl-note">{escape(meaning(row.hop))}</p>{broken}'
        inside = f"{inside}{wire(row.hop).inner}"
    lacking = "" if row else " tl-lacking"
    return f'<div class="tl-column{lacking}"><p class="tl-flow-name">{head}</p>{inside}</div>'


def table_html(phases: tuple[Phase, ...], readings: tuple[Reading, Reading], at: int) -> Markup:
    """All beats as a table, phase by phase, with the one that is looked at marked."""
    body = []
    for phase in phases:
        steps = [f"<b>{escape(step.label)}</b> {escape(step.title)}" if step else "" for step in phase.steps]
        body.append("<tbody>" + _row(f"<b>{escape(phase.title)}</b>", *steps, scope="rowgroup"))
        if not phase.beats:
            body.append(_row("", *map(_gap, phase.reasons)))
        for beat in phase.beats:
            cells = [
                _hop(row) + (broken_html(reading.broken) if row.broke else "") if row else _gap(beat.gap)
                for row, reading in zip(beat.rows, readings, strict=True)
            ]
            body.append(_row(str(beat.number), *cells, current=beat.number == at))
        body.append("</tbody>")
    return _grid("The two flows, aligned by what happens", "beat", "".join(body))


def _gap(reason: str) -> str:
    return f'<span class="tl-gap"><b>Gap</b>: {escape(reason[:1].lower() + reason[1:])}</span>'


def _hop(row: Row) -> str:
    route, said = _route(row.hop.sender, row.hop.receiver), _said(clipped(row.words))
    return f'<b class="tl-dot tl-{row.hop.sender}">{row.number}</b>{route}: <code>{said}</code>'


@lru_cache(64)
def _route(sender: str, receiver: str) -> str:
    return " → ".join(f'<b class="tl-party tl-{party}">{NAMES[party]}</b>' for party in (sender, receiver))


@lru_cache(4096)
def _said(summary: str) -> str:
    return str(visible_html(summary))


def _row(name: str, left: str, right: str, scope: str = "row", current: bool = False) -> str:
    now = ' aria-current="step"' if current else ""
    return (
        f'<tr{now}><th scope="{scope}">{name}</th><td data-flow="Scripting">{left}</td>'
        f'<td data-flow="WebAPI">{right}</td></tr>'
    )


def _grid(caption: str, first: str, body: str) -> Markup:
    heads = "".join(f'<th scope="col">{head}</th>' for head in (first, *FLOWS))
    return Markup(
        f'<table class="tl-grid tl-pair"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>{body}</table>'
    )
