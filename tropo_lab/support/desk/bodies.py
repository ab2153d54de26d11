"""The bytes that crossed, of what was pasted: the JSON, and what a server printed around it."""

from __future__ import annotations

import re

from tropo_lab.support.pastes import Piece

# words in front of JSON are mostly those of a letter or a log; these are what servers print
_PRINTED = re.compile(
    r"\s*(?:<|(?:PHP )?(?:Notice|Warning|Deprecated|Strict Standards|Fatal error|Parse error|Traceback)\b)",
    re.IGNORECASE,
)


def body_of(piece: Piece) -> bytes:
    """The body, as it was pasted."""
    told, text = piece.details, piece.text
    before, after = (told.get(name) or "" for name in ("before", "after"))
    whole = bool(told.get("status") or told.get("method"))
    if before and not text.startswith(before) and (whole or _PRINTED.match(before)):
        text = before.rstrip("\n") + f"\n{text}"
    if after and not text.endswith(after) and (whole or _PRINTED.match(after)):
        text = f"{text}\n{after}"
    return text.encode("utf-8", "surrogateescape")
