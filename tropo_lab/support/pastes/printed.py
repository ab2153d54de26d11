"""What a server printed in front of its JSON, which is part of its answer: warnings, and HTML."""

from __future__ import annotations

import re

from tropo_lab.support.pastes.found import Found
from tropo_lab.support.pastes.lines import Line

_PRINTED = re.compile(
    r"\s*(?:<\W?(?:!|br|b|p|pre|html|head|body|font|div|table|tr|td|th)\b|(?:PHP )?(?:Notice|Warning|Deprecated|"
    r"Strict Standards|Fatal error|Parse error): )",
    re.IGNORECASE,
)


def with_printed(found: Found, taken: list[Line], words: list[Line]) -> tuple[Found, list[Line]]:
    """A document and its lines with those printed right before it, which are taken out of `words`."""
    first = taken[0].number
    printed: list[Line] = []
    while found.kind == "document" and words and words[-1].number == first - 1 and _PRINTED.match(words[-1].text):
        printed.append(words.pop())
        first -= 1
    if not printed:
        return found, taken
    printed.reverse()
    before = "\n".join([*(line.text for line in printed), found.details.get("before", "")])
    return found._replace(details={**found.details, "before": before}), [*printed, *taken]
