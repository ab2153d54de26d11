"""An address opened sign for sign as it is spelled; most clients would repair it on the way."""

from __future__ import annotations

import re

from tropo_lab.launcher import SESSIONS
from tropo_lab.platform.cloud import API_HOST
from tropo_lab.platform.messages import Request
from tropo_lab.practice.checking import expect_a, fail, shown
from tropo_lab.trace import Trace


def opened(lab, address: str) -> Trace:
    """The trace of the launch that a GET of this address makes in a sealed lab; Wrong when it cannot be sent."""
    expect_a("The address", address, str)
    if strange := re.search("[^!-~]", address):
        before = address[max(0, strange.start() - 12) : strange.start()]
        fail(f"The address has {shown(strange[0])} in it, after {shown(before)}, and the launch is refused: encode it.")
    if not address.startswith(f"{SESSIONS}?"):
        fail(f"The address is {shown(address)}. It has to begin with {SESSIONS}? as it did.")
    # what follows a # is a place within a page, and clients keep it to themselves
    target = address.partition(API_HOST)[2].partition("#")[0]
    lab.engine.exchange(API_HOST, Request("GET", target, (("Host", API_HOST),), b""))
    return lab.trace()


def pass_on(session: dict) -> dict:
    """The document of a catcher that texts what was launched as `msg`, and does nothing else."""
    passed = session["session"]["parameters"]
    message = {"to": "+" + passed["numbertodial"], "say": {"value": passed.get("msg", "")}, "network": "SMS"}
    return {"tropo": [{"message": message}]}
