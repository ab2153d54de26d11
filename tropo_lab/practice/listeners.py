"""The panels that stand in a notebook, and hear of a verdict that was asked for in a cell."""

from __future__ import annotations

from weakref import WeakSet

from tropo_lab.practice.checks import Verdict

_panels: dict[str, WeakSet] = {}


def listen(id: str, panel) -> None:
    """From now on `panel.hear(verdict)` is called when that task is checked; a forgotten panel hears nothing."""
    _panels.setdefault(id, WeakSet()).add(panel)


def tell(id: str, verdict: Verdict) -> None:
    """Let every panel of that task know."""
    for panel in list(_panels.get(id, ())):
        panel.hear(verdict)
