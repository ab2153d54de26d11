"""What the desk's form asks for, in a notebook and on a page alike."""

from __future__ import annotations

from collections.abc import Mapping

from tropo_lab.errors import BadSetup
from tropo_lab.support.desk.examples import EXAMPLES


def asked(fields: Mapping[str, str]) -> tuple[str, str]:
    """The text of a form and what was expected; BadSetup where there is nothing to diagnose."""
    do = fields.get("do", "")
    example = {f"example-{place}": one for place, one in enumerate(EXAMPLES)}.get(do)
    if example is not None:
        return example.text, example.wanted
    if do not in ("", "diagnose"):
        raise BadSetup(f"The desk cannot do {do!r:.40}.")
    # a form may write line ends in its own way
    text, wanted = fields.get("text", "").replace("\r\n", "\n"), fields.get("wanted", "")
    if not text.strip():
        raise BadSetup("There is nothing to diagnose yet: paste something into the field, or try an example.")
    return text, wanted
