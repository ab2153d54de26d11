"""The function launches messages of growing malice; what Tropo understood is laid beside what was meant."""

import json

from catcher_server import create_app
from tropo_lab.practice.arrivals import SESSIONS, expect_text
from tropo_lab.practice.checking import expect, fail

MESSAGES = ("See you at 3", "Fish & chips at 7", "50% off #1 + café?")


def check(given):
    for msg in MESSAGES:
        lab = given.lab()
        url = lab.host(create_app())
        lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
        given.call(given.launch, lab.http, "14075550134", msg)
        if not lab.traces() and not lab.refused():
            own = "Send it with the `http` that `launch` is given."
            fail(f"Nothing was launched: no request has reached {SESSIONS}. {own}")
        trace = lab.trace()
        method = trace.hop(1).wire.split()[0].decode()
        expect("The first word on the wire", method, "GET", "In the lab, `http.get` sends one.")
        if not trace.app:
            fail(f"Tropo refused the launch: {trace.outcome.name}. {trace.outcome.sentence}")
        passed_on(trace, {"numbertodial": "14075550134", "msg": msg})
        expect_text(trace, "+14075550134", msg)
    return f"{len(MESSAGES)} messages by GET, and each of them whole."


def passed_on(trace, wanted: dict) -> None:
    """Each value is handed to the catcher as it was meant."""
    got = json.loads(trace.of_kind("session")[0].body)["session"]["parameters"]
    for name, value in wanted.items():
        if name not in got:
            names = ", ".join(sorted(got.keys() - {"token", "action"})) or "none"
            fail(f"The catcher looks for `{name}`, and the launch passed on: {names}.")
        # the plus of a number may be there, or a blank in its place: the catcher puts up with both
        value_got = got[name].strip(" +") if name == "numbertodial" else got[name]
        expect(f"`{name}` as the catcher gets it", value_got, value, "Let a library write the query." * (name == "msg"))
