"""The document is played by the stand-in for Twilio to phones that press nothing, 1, and 12."""

from flask import Flask, request

from tropo_lab import today
from tropo_lab.practice.checking import expect, expect_a, fail

WORDS = "Rehearsal is on Friday. Press 1 if you come."
XML = {"Content-Type": "text/xml"}
MOST = 3  # more documents than these make a circle


def check(given):
    expect_a("`my_twiml`", given.my_twiml, str, "TwiML is XML, so it is a text here.")
    second, heard = played(given, "")
    expect("What the phone heard", heard, WORDS)
    expect("What was asked when nobody pressed a key", second[0], "/not-answered", "What follows a Gather runs then.")
    second, heard = played(given, "1")
    expect("Path and digits once 1 was pressed", second, ("/answered", "1"), "`action` says where.")
    expect("What was heard before the 1", heard, WORDS, "A <Say> within the <Gather> is the question.")
    second, _ = played(given, "12")
    expect("Path and digits once 1 and 2 were pressed", second, ("/answered", "1"), "The choices take one digit.")
    return "Pressed or not, Twilio goes where Tropo went."


def played(given, keys: str) -> tuple[tuple[str, str], str]:
    """What was asked second, path and digits, when that phone presses `keys`; and all that it heard."""
    lab, asked = given.lab(), []
    server = Flask("choir")

    @server.post("/<path>")
    def answer(path):
        asked.append((f"/{path}", request.form.get("Digits", "")))
        first = path == "voice" and len(asked) < MOST
        return (given.my_twiml if first else "<Response/>"), 200, XML

    twilio = today.Twilio(lab)
    url = lab.host(server, "choir.example")
    phone = lab.phone("+14075550134")
    phone.behave(inputs=[keys] if keys else [])
    form = {"To": phone.number, "From": "+14075550100", "Url": f"{url}/voice"}
    account = f"{twilio.url}/2010-04-01/Accounts/{twilio.account_sid}"
    lab.http.post(f"{account}/Calls.json", data=form, auth=twilio.auth)
    trace = twilio.trace()
    if not trace.outcome.ok:
        fail(f"{trace.outcome.sentence} A TwiML document is one <Response> with verbs in it.")
    if trace.log:
        fail(f"{trace.log[0].text} The names of TwiML begin with capital letters: <Say>, <Gather>, <Redirect>.")
    return (asked[1] if len(asked) > 1 else ("nothing", "")), " ".join(phone.calls[-1]["heard"])
