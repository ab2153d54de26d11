"""The script of all views, as text for whatever shows them in a browser."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def script() -> str:
    """`stage.js` as a module's text; each place adds what joins it to a page, a file or a notebook."""
    text = Path(__file__).with_name("stage.js").read_text("utf-8")
    # what stands in one text with it needs no import
    return re.sub(r"(?m)^export ", "", text)
