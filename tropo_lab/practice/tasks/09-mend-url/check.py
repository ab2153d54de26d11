"""The mended address is opened as it stands; its catcher takes number and text as they arrive."""

import json

from tropo_lab.practice.arrivals import TOKEN, expect_text
from tropo_lab.practice.checking import fail
from tropo_lab.practice.opened import opened


def as_they_arrive(session: dict) -> dict:
    passed = session["session"]["parameters"]
    message = {"to": passed.get("numbertodial", ""), "say": {"value": passed.get("msg", "")}, "network": "SMS"}
    return {"tropo": [{"message": message}]}


def check(given):
    lab = given.lab()
    lab.app("forum", messaging=given.serve(lab, as_they_arrive), messaging_token=TOKEN)
    trace = opened(lab, given.mended_url)
    passed = _parameters(trace)
    if passed and passed.get("numbertodial", "") != "+14075550134":
        fail(
            f"`numbertodial` arrives as {passed.get('numbertodial')!r}, expected '+14075550134'. "
            "In an address a + stands for a space; a plus is %2B."
        )
    expect_text(trace, "+14075550134", "Fish & chips at 7")
    return "three signs, and each arrives."


def _parameters(trace) -> dict:
    """What the catcher was told, or nothing when the launch was refused."""
    return json.loads(trace.of_kind("session")[0].body)["session"]["parameters"] if trace.of_kind("session") else {}
