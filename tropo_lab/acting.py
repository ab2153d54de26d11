"""What the forms of the live views ask for, done to a cloud. Widgets and pages have the same forms, and act here alike.

Everything here is called where the platform runs.
"""

from __future__ import annotations

from tropo_lab.clock import timestamp
from tropo_lab.errors import BadSetup, NotFound
from tropo_lab.platform.cloud import Cloud
from tropo_lab.platform.crossing.gate import Breakpoint
from tropo_lab.platform.network.behaviour import behaviour
from tropo_lab.platform.network.leg import Leg
from tropo_lab.trace import EVERY
from tropo_lab.views.pause import chosen, rewritten
from tropo_lab.views.phone.transcript import latest, transcript

# of so many calls, the latest, what both sides said is looked up
TOLD = 20
NOBODY = "Nothing was done: this phone is in no call or text conversation just now."


def handset_state(cloud: Cloud, number: str) -> dict:
    """One phone as `views.handset` shows it, with its behaviour and the apps that it can reach."""
    phone = cloud.network.known(number)
    apps = [{"name": app.name, "number": number} for app in cloud.apps.by_name.values() for number in app.numbers]
    shown = phone.as_dict()
    legs = phone.voice_calls
    for call, leg in zip(shown["calls"], legs, strict=True):
        call["at"], call["doing"] = timestamp(leg.at), leg.doing
    for call, leg in [*zip(shown["calls"], legs, strict=True)][-TOLD:]:
        call |= _recorded(cloud, legs, leg)
    asking = [leg.app_number for leg in phone.live_calls if leg.is_text and leg.person is not None]
    return {**shown, "behaviour": phone.behaviour.as_dict(), "apps": apps, "asking": asking}


def _recorded(cloud: Cloud, legs: list[Leg], leg: Leg) -> dict:
    """What was said in a call, by both sides, and when it ended if it did; nothing where its session is not kept."""
    ends = (leg.from_number, leg.to_number)
    alike = [one for one in legs if one.session == leg.session and {one.from_number, one.to_number} == {*ends}]
    try:
        trace = cloud.sessions.trace(leg.session)
    except NotFound:
        return {}
    place = alike.index(leg)
    found = {"lines": transcript(trace, ends, place, leg.heard)}
    at = latest(trace, ends, place) if leg.at_phone == "ended" else None
    return found if at is None else {**found, "at": timestamp(at)}


def act_on_phone(cloud: Cloud, number: str, fields: dict[str, str]) -> None:
    """Do what a phone's form asks: answer, hang up, say, key, text, call, hold, or let it act by itself."""
    do, phone = fields.get("do", ""), cloud.network.known(number)
    if do == "answer":
        _reached(phone.pick_up())
    elif do == "hangup":
        _reached(phone.hang_up())
    elif do == "input":
        _reached(cloud.arrivals.input(number, fields.get("input", "")))
    elif do == "silence":
        _reached(cloud.arrivals.input(number, ""))
    elif do.startswith("key "):
        _reached(cloud.arrivals.input(number, do.removeprefix("key ")))
    elif do == "text":
        cloud.arrivals.text(number, fields.get("to", ""), fields.get("text", ""))
    elif do == "call":
        cloud.arrivals.call(number, fields.get("to", ""))
    elif do == "hold":
        cloud.network.set_up(number, behaviour(held=True))
    elif do == "script":
        given = fields.get("inputs", "").replace("\r\n", "\n").rstrip("\n")
        inputs = given.split("\n") if given else []
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
