"""What may follow a number in a destination: `;postd=1p2` keys digits after the answer, `;pause=2s` waits before."""

from __future__ import annotations

import re

_PAUSE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*(ms|s)", re.IGNORECASE)
_POSTD = re.compile(r"[0-9A-D*#p]{1,100}", re.IGNORECASE)

# more than anybody writes behind one number
_MOST = 20


def dial_options(written: str) -> tuple[list[str], list[str]]:
    """What the options behind a number ask for, one sentence each, and those that are none."""
    asked, unknown = [], []
    for option in [part.strip() for part in written.split(";", _MOST + 1)[1 : _MOST + 1]]:
        name, _, value = (part.strip() for part in option.partition("="))
        if name.lower() == "postd" and _POSTD.fullmatch(value):
            pauses = value.lower().count("p")
            keys = f"the keys {value.lower().replace('p', '')}" if value.lower().strip("p") else "no keys"
            seconds = f", with {pauses} {'pause' if pauses == 1 else 'pauses'} of 1 second" if pauses else ""
            asked.append(f"{option}: after the answer come {keys}{seconds}.")
        elif name.lower() == "pause" and (found := _PAUSE.fullmatch(value)):
            unit = "milliseconds" if found[2].lower() == "ms" else "seconds"
            asked.append(f"{option}: {float(found[1]):g} {unit} pass before the keys.")
        elif option:
            unknown.append(option)
    return asked, unknown
