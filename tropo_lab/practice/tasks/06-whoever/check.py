"""One text to the app's number and three launches: who gets what, and that no session breaks."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import expect, fail, findings

NUMBER = "+13215550100"
CALLER, PATIENT = "+14075550134", "+14075550112"
# what starts the session, the parameters of the launch, the phone to look at, and what that gets
SESSIONS = (
    (f"When {CALLER} texts your number", None, CALLER, ["Your appointment: call us"]),
    (
        "Launched with numbertodial and time",
        {"numbertodial": PATIENT[1:], "time": "3 pm"},
        PATIENT,
        ["Your appointment: 3 pm"],
    ),
    ("Launched without time", {"numbertodial": PATIENT[1:]}, PATIENT, ["Your appointment: call us"]),
    ("Launched with a token alone", {}, PATIENT, []),
)


def check(given):
    lab = given.lab()
    app = lab.app("practice", messaging=given.serve(lab, given.appointment), number=NUMBER)
    for start, parameters, number, wanted in SESSIONS:
        phone = lab.phone(number)
        earlier = len(phone.texts)
        if parameters is None:
            trace = lab.trace(phone.text(NUMBER, "When is my appointment?"))
        else:
            trace = lab.trace(LaunchRequest(app.messaging_token, parameters).send(lab.http).id)
        if given.troubles:
            trouble = given.troubles.pop()
            fail(f"{start}: {trouble} The session carried {_keys(trace)}.")
        if not trace.outcome.ok or any(line["severity"] == "error" for line in trace.noticed):
            fail(f"{start}: Tropo noted an error. {findings(trace)}")
        new = [text.text for text in phone.texts[earlier:] if text.direction == "in"]
        expect(f"{start}, the new texts at {number}", new, wanted)
    return "whoever starts it, your catcher has an answer."


def _keys(trace):
    """Which of the two keys the session carried, in words."""
    texted_in = b'"from":' in trace.of_kind("session")[0].body
    return "`from` and no `parameters`" if texted_in else "`parameters` and no `from`"
