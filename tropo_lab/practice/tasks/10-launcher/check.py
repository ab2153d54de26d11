"""The function texts two phones through the stand-in for Twilio; its codes say what is missing."""

import json

from tropo_lab import today
from tropo_lab.errors import LabError
from tropo_lab.practice.checking import expect, fail

TEXTS = (("+14075550134", "On my way"), ("+14075550156", "50% off & café?"))
FORM = "Twilio reads form fields in the body, by `data=…`: no JSON, no query."
FIXES = {
    20003: "Send the SID and the auth token as `auth=(…, …)`.",
    21604: f"No `To` was found. {FORM}",
    21603: f"No `From` was found. {FORM}",
    21602: f"No `Body` was found. {FORM}",
}


def check(given):
    for to, msg in TEXTS:
        lab = given.lab()
        twilio = today.Twilio(lab)
        given.call(given.send_text, lab.http, twilio.account_sid, twilio.auth_token, to, msg)
        try:
            trace = twilio.trace()
        except LabError:
            if lab.refused():
                fail("That was a launch, to api.tropo.com. Twilio listens at api.twilio.com, and knows no sessions.")
            fail(
                "No POST reached `/2010-04-01/Accounts/…/Messages.json` at api.twilio.com: that request sends the text."
            )
        expect("What Twilio made of the request", resource(trace), "Messages", "The other one places a call.")
        said = json.loads(trace.hop(2).body)
        if "code" in said:
            fail(f"Twilio refused it with error {said['code']}: {FIXES.get(said['code'], said['message'])}")
        expect("The number that was texted", said["to"], to)
        expect("The sender", said["from"], "+14075550100")
        expect("The message on the phone", lab.phone(to).texts[-1].text, msg, "It changes from call to call.")
    return "Two texts by two requests, and no catcher was asked."


def resource(trace) -> str:
    """`Messages` or `Calls`, from the path of the request."""
    return trace.hop(1).wire.split()[1].decode().rpartition("/")[2].partition(".")[0]
