"""NCCO as far as the lesson shows it: a JSON list of actions, done one after the other in the call."""

from __future__ import annotations

from collections.abc import Callable

from tropo_lab.clock import timestamp
from tropo_lab.today.addresses import is_list_of_addresses
from tropo_lab.today.call import Call, number
from tropo_lab.trace import FROM_CATCHER

FOLLOWED = ("talk", "input", "wait")


def follow(call: Call, ncco: list, tell: Callable[[str, dict], list], event_url: str) -> list:
    """Do what the NCCO says; gives the one that takes its place, or nothing.

    `tell` posts what was keyed to an address and gives the NCCO that came back; `event_url` is where an input without
    an address of its own reports.
    """
    for action in ncco:
        if call.over:
            break
        name = action.get("action") if isinstance(action, dict) else None
        if name == "talk":
            call.say(str(action.get("text", "")))
        elif name == "wait":
            call.pause(number(action.get("timeout"), 10))
        elif name == "input":
            heard = _input(call, action)
            urls = action.get("eventUrl") or [event_url]
            if not is_list_of_addresses(urls):
                told = f"The eventUrl of an input has to be a list with an address in it; this one is {urls!r:.80}."
                call.exchange.broke("no address", FROM_CATCHER, told)
                break
            url = urls[0]
            if url and not call.over and (instead := tell(url, heard)):
                return instead
        else:
            call.exchange.note(f"The stand-in does not follow the action {name!r:.40}.")
    return []


def _input(call: Call, action: dict) -> dict:
    asked = action.get("dtmf") if isinstance(action.get("dtmf"), dict) else {}
    wait, most = number(asked.get("timeOut"), 3), int(number(asked.get("maxDigits"), 4))
    digits = call.keys(wait, most, "#" if asked.get("submitOnHash") else "")
    return {"dtmf": {"digits": digits, "timed_out": not digits}, "timestamp": timestamp(call.exchange.at)}
