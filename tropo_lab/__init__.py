"""Tropo Lab: how outbound apps on the Tropo telephony cloud worked, on real bytes and on your own machine.

    from tropo_lab import Lab

Names are imported when they are first used, so that the platform alone starts fast.
"""

from importlib import import_module

_HOMES = {
    "Lab": "tropo_lab.lab",
    "LaunchRequest": "tropo_lab.launcher",
    "FORMS": "tropo_lab.launcher",
    "run_program": "tropo_lab.programs",
    "entry": "tropo_lab.fidelity",
    "ledger": "tropo_lab.fidelity",
    "fault_grid": "tropo_lab.fault_rows",
    "case_book": "tropo_lab.support.case_book",
    "Script": "tropo_lab.platform.applications",
    "diagnose": "tropo_lab.support.desk",
    "encodings": "tropo_lab.encodings",
    "export": "tropo_lab.exports",
    "from_curl": "tropo_lab.exports",
    "from_har": "tropo_lab.exports",
    **dict.fromkeys(
        ("diagram", "diff", "follow", "mermaid", "side_by_side", "steps", "table", "walk", "wire"), "tropo_lab.views"
    ),
    "task": "tropo_lab.widgets.task",
    **dict.fromkeys(("check", "hint", "progress", "reset", "solution"), "tropo_lab.practice.calls"),
    **dict.fromkeys(
        (
            "Breakpoints",
            "Bytes",
            "Desk",
            "Diff",
            "EncodingBench",
            "Follow",
            "Handset",
            "Order",
            "Predict",
            "SideBySide",
            "Stepper",
        ),
        "tropo_lab.widgets",
    ),
}
__all__ = sorted(_HOMES)
__version__ = "0.1.0"


def __getattr__(name: str):
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"tropo_lab has no {name!r}; it offers {', '.join(__all__)}.")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
