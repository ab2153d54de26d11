"""The HTML of a diagnosis: verdict and findings, the place where it broke, both versions, the programs, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from tropo_lab.escapes import visible_html
from tropo_lab.fidelity import prose
from tropo_lab.support.desk.changes import Change, Line
from tropo_lab.support.desk.delivery import delivery
from tropo_lab.support.finding import BROKEN, Finding

if TYPE_CHECKING:
    from tropo_lab.support.desk.diagnosed import Diagnosis


def verdict(finding: Finding) -> str:
    """Where it breaks, or may break."""
    place = f"{finding.where}, hop {finding.hop}" if finding.hop else finding.where
    return f"It breaks at {place}" if finding.severity == BROKEN else f"Suspicious at {place}"


def diagnosis(found: Diagnosis, walked: Markup, copies: str = "") -> Markup:
    """The whole of it; with `copies`, buttons that copy programs and answer: on a `page`, once a script shows them."""
    parts = [Markup('<p class="tl-taken">{}</p>').format(visible_html(found.taken_for))]
    parts += [Markup('<p class="tl-note">{}</p>').format(visible_html(remark)) for remark in found.remarks]
    if found.findings:
        parts += [_finding(finding, first=not place) for place, finding in enumerate(found.findings)]
    elif found.usable:
        parts.append(_sound(found.next_step or "Nothing is wrong in it."))
    elif found.next_step:
        parts.append(Markup('<p class="tl-says">{}</p>').format(visible_html(found.next_step)))
    if found.changes:
        parts.append(_mended(found))
    if found.answer:
        about = "An answer to post, with tokens shortened and numbers replaced"
        parts.append(_kept(about, found.answer, "answer", copies))
    if found.code:
        parts.append(
            _kept(f"A program that {'shows' if found.findings else 'runs'} it, to keep", found.code, "code", copies)
        )
    if found.mended:
        parts.append(_kept("The same program, mended", found.mended.code, "mended code", copies))
    if walked:
        title, hops = "Where it broke" if found.findings else "What happened", len(found.trace.hops)
        if hops > (shown := len(found.walked.trace.hops)):
            title += f" (the first {shown:,} of {hops:,} hops)"
        parts.append(Markup('<h2 class="tl-part">{}</h2>{}').format(title, walked))
    return Markup('<div class="tl-diagnosis">{}</div>').format(Markup("").join(parts))


def _finding(finding: Finding, first: bool) -> Markup:
    return Markup(
        '<section class="tl-finding tl-{}{}"><h2>{} {}</h2><p class="tl-found">{}</p><p>{}</p>'
        '<p class="tl-fix"><b>Do this:</b> {}</p></section>'
    ).format(
        finding.severity,
        "" if first else " tl-lesser",
        Markup('<b aria-hidden="true">{}</b>').format("✕" if finding.severity == BROKEN else "?"),
        verdict(finding),
        prose(finding.found),
        prose(finding.why),
        prose(finding.fix),
    )


def _sound(sentence: str) -> Markup:
    return Markup(
        '<section class="tl-finding tl-sound"><h2><b aria-hidden="true">✓</b> Nothing wrong was found</h2>'
        "<p>{}</p></section>"
    ).format(visible_html(sentence))


def _mended(found: Diagnosis) -> Markup:
    pairs = Markup("").join(map(_pair, found.changes))
    told = delivery(found.mended_trace) if found.mended_trace else ""
    said = Markup('<p class="tl-delivers"><b aria-hidden="true">✓</b> Run mended, it delivers: {}</p>').format(
        visible_html(told)
    )
    return Markup('<h2 class="tl-part">Mended</h2>{}{}').format(pairs, said if told else "")


def _pair(change: Change) -> Markup:
    before, after = change.lines
    return Markup(
        '<div class="tl-versions"><figure><figcaption>{} as pasted</figcaption><pre>{}</pre></figure>'
        "<figure><figcaption>mended</figcaption><pre>{}</pre></figure></div>"
    ).format(change.name, _marked(before, "del"), _marked(after, "ins"))


def _marked(lines: list[Line], tag: str) -> Markup:
    return Markup("\n").join(
        Markup("").join(
            Markup(f"<{tag}>{{}}</{tag}>").format(visible_html(text)) if changed else visible_html(text)
            for changed, text in line
        )
        for line in lines
    )


def _kept(about: str, text: str, name: str, copies: str) -> Markup:
    # beside what can be closed, so that it can be copied without being opened
    button = Markup(
        '<button type="button" class="tl-button tl-copy" aria-live="polite" data-tl-copy{}>Copy the {}</button>'
    ).format(Markup(" hidden" if copies == "page" else ""), name)
    return Markup(
        '<div class="tl-kept"><details><summary>{}</summary><pre tabindex="0" role="region" aria-label="{}">\n{}</pre>'
        "</details>{}</div>"
    ).format(about, name.capitalize(), text, button if copies else "")
