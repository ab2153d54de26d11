"""A short answer to post where the question was asked: what was found, why it matters, the fix; nothing secret."""

from __future__ import annotations

import re

from tropo_lab.escapes import clipped, visible
from tropo_lab.exports import masked
from tropo_lab.source import Source
from tropo_lab.support.desk.changes import Change
from tropo_lab.support.desk.shown import verdict
from tropo_lab.support.desk.story import Story
from tropo_lab.support.finding import Finding
from tropo_lab.trace import LogLine, Trace

# of a mended part, as much as a forum bears
LINES, WIDTH = 40, 400


def answer(findings: tuple[Finding, ...], changed: tuple[Change, ...], story: Story | None = None) -> Source | None:
    """The answer, tokens shortened and numbers replaced; None where there is nothing to say."""
    if not findings:
        return None
    first, *others = findings
    parts = [f"{verdict(first)}: {first.found} {first.why}", f"Fix: {first.fix}"]
    parts += [f"Also: {other.found} {other.fix}" for other in others[:2]]
    for change in changed:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", change.after)), default=0))
        shown = change.after.rstrip().splitlines()
        lines = [visible(clipped(line, WIDTH)).replace("\\t", "\t") for line in shown[:LINES]]
        lines += ["…"] * (len(shown) > LINES)
        parts.append("\n".join([f"{change.name}, mended:", "", fence + change.language, *lines, fence]))
    return Source(without_secrets("\n\n".join(parts), story.token if story and story.launch else ""), "markdown")


def without_secrets(text: str, token: str = "") -> str:
    """The text with tokens shortened, and with reserved phone numbers in the place of all others."""
    known = LogLine(0, 0, "info", f"token={token}")
    shown = masked(Trace("", "", "", (), (known, LogLine(0, 0, "info", text)), None))
    return shown.log[1].text
