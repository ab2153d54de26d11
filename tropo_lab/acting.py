"""What the forms of the live views ask for, done to a cloud. Widgets and pages have the same forms, and act here alike.

Everything here is called where the platform runs.
"""

from __future__ import annotations

from tropo_lab.clock import timestamp
from tropo_lab.errors import BadSetup
from tropo_lab.platform.behaviour import behaviour
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.gate import Breakpoint
from tropo_lab.trace import EVERY
from tropo_lab.views.pause import chosen, rewritten

NOBODY = "Nothing was done: this phone is in no call or text conversation just now."


def handset_state(cloud: Cloud, number: str) -> dict:
    """One phone as `views.handset` shows it, with its behaviour and the apps that it can reach."""
    phone = cloud.network.known(number)
    apps = [{"name": app.name, "number": app.number} for app in cloud.apps.by_name.values()]
    shown = phone.as_dict()
    for call, leg in zip(shown["calls"], phone.voice_calls, strict=True):
        call["at"] = timestamp(leg.at)
    return {**shown, "behaviour": phone.behaviour.as_dict(), "apps": apps}


def act_on_phone(cloud: Cloud, number: str, fields: dict[str, str]) -> None:
    """Do what a phone's form asks: answer, hang up, say, key, text, call, hold, or hand over to a script."""
    do, phone = fields.get("do", ""), cloud.network.known(number)
    if do == "answer":
        _reached(phone.pick_up())
    elif do == "hangup":
        _reached(phone.hang_up())
    elif do == "input":
        _reached(phone.give(fields.get("input", "")))
    elif do.startswith("key "):
        _reached(phone.give(do.removeprefix("key ")))
    elif do == "text":
        cloud.text_in(number, fields.get("to", ""), fields.get("text", ""))
    elif do == "call":
        cloud.call_in(number, fields.get("to", ""))
    elif do == "hold":
        cloud.network.set_up(number, behaviour(held=True))
    elif do == "script":
        inputs = [line for line in fields.get("inputs", "").replace("\r\n", "\n").split("\n") if line]
        cloud.network.set_up(number, behaviour(fields.get("answer") or None, inputs, _seconds(fields)))
    else:
        raise BadSetup(f"A phone cannot do {do!r:.40}.")


def set_breakpoints(cloud: Cloud, fields: dict[str, str]) -> None:
    """Stop before the kinds that were ticked; every message makes the others needless."""
    kinds = chosen(fields)
    cloud.gate.set([Breakpoint(kind) for kind in ([EVERY] if EVERY in kinds else kinds)])


def act_on_held(cloud: Cloud, fields: dict[str, str]) -> None:
    """Let a held message go on, be lost or be sent twice, as it is or as it was edited."""
    id, text = fields.get("held", ""), fields.get("wire")
    original = next((hop.wire for hop in cloud.gate.held if hop.id == id), b"")
    cloud.gate.release(id, fields.get("do", ""), None if text is None else rewritten(original, text))


def _reached(done: bool) -> None:
    if not done:
        raise BadSetup(NOBODY)


def _seconds(fields: dict[str, str]) -> float | None:
    given = fields.get("hangup_after", "").strip()
    try:
        return float(given) if given else None
    except ValueError:
        raise BadSetup(f"A phone hangs up after a number of seconds, not after {given!r:.40}.") from None
