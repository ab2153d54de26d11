"""Values of a launch that lie deeper than Tropo looks."""

from __future__ import annotations

from collections.abc import Iterator

from tropo_lab.support.finding import BROKEN, SUSPICIOUS, Finding, quoted
from tropo_lab.support.launch import JSON
from tropo_lab.support.reading import Reading
from tropo_lab.support.wire import read_json
from tropo_lab.trace import AT_LAUNCH

# names under which people put all their values
_WRAPPERS = ("parameters", "params", "session", "vars", "variables", "data", "values")


def nesting(reading: Reading) -> Iterator[Finding]:
    """A JSON launch with an object in it where a text should be."""
    launch = reading.launch
    data = read_json(launch.message.text) if launch is not None and launch.format == JSON else None
    for name, value in data.items() if isinstance(data, dict) else ():
        if not isinstance(value, dict) or not value:
            continue
        inside = ", ".join(quoted(one)[1:-1] for one in list(value)[:4])
        yield Finding(
            "values-lie-too-deep",
            launch.number,
            AT_LAUNCH,
            BROKEN if name.lower() in _WRAPPERS else SUSPICIOUS,
            f"The launch has an object under {quoted(name)}, with {inside} in it.",
            "The body of a launch is flat: what lies deeper arrives as one text of JSON.",
            f"Put {inside} beside `token`, each with its value.",
        )
        return
