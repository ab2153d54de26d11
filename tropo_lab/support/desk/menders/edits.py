"""What can be changed in a document: each edit takes its JSON and the finding; it gives False where it does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tropo_lab.support.finding import Finding
from tropo_lab.support.verbs import KEYS, WRAPPED

_TEN = re.compile(r"(?:\+|00)?([2-9][0-9]{2}[2-9][0-9]{6})")
_TWICE = re.compile(r"\+?11([2-9][0-9]{9})")
_PATH = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]")
_WRITE = re.compile(r"Write `([^`]+)`\.")


def as_it_was_meant(data: dict, finding: Finding) -> None:
    """Nothing but the document, with one verb in each object."""
    data["tropo"] = [
        {name: given}
        for one in data["tropo"]
        if isinstance(one, dict)
        for name, given in (one.items() if all(name in KEYS for name in one) else [_guessed(one)])
    ]


def _guessed(one: dict) -> tuple[str, Any]:
    if len(one) == 1:
        return next(iter(one.items()))
    return max(KEYS, key=lambda verb: len({*one} & {*KEYS[verb]})), one


def wrapped(data: dict, finding: Finding) -> None:
    """Texts where an object with a value has to stand, wrapped."""
    for verbs, name, given in _verbs(data):
        if name == "say" and isinstance(given, str):
            verbs[name] = {"value": given}
        for key in WRAPPED.get(name, ()) if isinstance(given, dict) else ():
            if isinstance(given.get(key), str):
                given[key] = {"value": given[key]}


def texted(data: dict, finding: Finding) -> None:
    """Messages and calls by SMS."""
    for _, name, given in _verbs(data):
        if name in ("message", "call") and isinstance(given, dict):
            if str(given.get("channel", "TEXT")).upper() != "TEXT":
                given["channel"] = "TEXT"
            given["network"] = "SMS"


def spoken(data: dict, finding: Finding) -> None:
    """Messages and calls by voice, which is what stands for a network that is not named."""
    for _, name, given in _verbs(data):
        if name in ("message", "call") and isinstance(given, dict):
            given.pop("network", None)
            given.pop("channel", None)


def one_each(data: dict, finding: Finding) -> None:
    """A message for each of its recipients."""
    out = []
    for one in data["tropo"]:
        message = one.get("message") if isinstance(one, dict) else None
        to = message.get("to") if isinstance(message, dict) else None
        if isinstance(to, str) and re.search("[,;]", to):
            to = [part.strip() for part in re.split("[,;]", to) if part.strip()]
        if isinstance(to, list) and len(to) > 1:
            out += [{"message": {**message, "to": number}} for number in to]
        else:
            out.append(one)
    data["tropo"] = out


def country_code_added(data: dict, finding: Finding) -> None:
    """Numbers of ten digits with + and the country code before them."""
    for _, _, given in _verbs(data):
        if isinstance(given, dict) and "to" in given:
            to = given["to"]
            given["to"] = [_full(one) for one in to] if isinstance(to, list) else _full(to)


def _full(number: Any) -> Any:
    digits = re.sub(r"[\s().-]", "", str(number)) if isinstance(number, str | int) else ""
    if found := _TEN.fullmatch(digits) or _TWICE.fullmatch(digits):
        return f"+1{found[1]}"
    return f"+{digits}" if re.fullmatch("1[2-9][0-9]{9}", digits) else number


def led_on(data: dict, finding: Finding) -> None:
    """An `on` with a `next`, so that there is somewhere to send the result."""
    for _, name, given in _verbs(data):
        if name == "on" and isinstance(given, dict) and not given.get("next"):
            given["next"] = "/answered"
            return
    data["tropo"].append({"on": {"event": "continue", "next": "/answered"}})


def renamed(data: dict, finding: Finding) -> bool:
    """The name that the finding speaks of, as its fix writes it; left out where the fix says so."""
    place = re.match(r"(tropo\S*?):? (?:has no key|there is no verb|waits for the event) '([^']*)'", finding.found)
    if not place:
        return False
    right, old = _WRITE.search(finding.fix), place[2]
    holder = _at(data, place[1].rpartition(".")[0] if "no verb" in finding.found else place[1])
    if "waits for" in finding.found and isinstance(holder, dict) and right:
        holder["event"] = right[1]
        return True
    for one in holder if isinstance(holder, list) else [holder]:
        if isinstance(one, dict) and old in one:
            value = one.pop(old)
            if right:
                one[right[1]] = value
            elif "no verb" in finding.found:
                return False
    return True


def moved_up(data: dict, finding: Finding) -> bool:
    """A key that stands one level too deep, moved up."""
    place = re.match(r"(tropo\S*) holds `(\w+)`", finding.found)
    inner, outer = (_at(data, place[1]), _at(data, place[1].rpartition(".")[0])) if place else (None, None)
    if not isinstance(inner, dict) or not isinstance(outer, dict) or place[2] not in inner:
        return False
    outer.setdefault(place[2], inner.pop(place[2]))
    return True


def moved_behind(data: dict, finding: Finding) -> bool:
    """A verb that stands within another one, put behind it."""
    place = re.match(r"tropo\[(\d+)\]\.(\w+)\S* holds `(\w+)`", finding.found)
    holder = _at(data, f"tropo[{place[1]}].{place[2]}") if place else None
    if not isinstance(holder, dict) or place[3] not in holder:
        return False
    data["tropo"].insert(int(place[1]) + 1, {place[3]: holder.pop(place[3])})
    return True


def say_moved_inside(data: dict, finding: Finding) -> bool:
    """The `say` that stands behind a `message`, moved into it."""
    verbs = data["tropo"]
    for at in range(len(verbs) - 1):
        message, after = (one if isinstance(one, dict) else {} for one in verbs[at : at + 2])
        if isinstance(message.get("message"), dict) and not message["message"].get("say") and "say" in after:
            message["message"]["say"] = after["say"]
            del verbs[at + 1]
            return True
    return False


def _verbs(data: dict) -> Iterator[tuple[dict, str, Any]]:
    """Each verb: the object that it stands in, its name, and what is given to it."""
    for one in data["tropo"]:
        if isinstance(one, dict):
            for name, given in list(one.items()):
                for part in given if isinstance(given, list) else [given]:
                    yield one, name, part


def _at(data: Any, path: str) -> Any:
    """What stands at a path such as `tropo[0].message.say`; None where nothing does."""
    for name, index in _PATH.findall(path):
        if isinstance(data, list) and not index:
            data = data[0] if data else None
        try:
            data = data[int(index)] if index else data[name]
        except (KeyError, IndexError, TypeError):
            return None
    return data
