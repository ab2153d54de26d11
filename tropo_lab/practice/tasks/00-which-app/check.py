"""Who did what is read from a trace of the very launch that the lesson makes."""

from catcher_server import create_app
from tropo_lab.practice.checking import expect_a, fail, shown

# what was done → the hop that shows it, and the end of that hop that did it
DEEDS = {
    "showed Tropo the token": ("launch", "sender"),
    "answered the browser": ("page", "sender"),
    "was asked what to do": ("session", "receiver"),
    "said that it shall be an SMS": ("document", "sender"),
    "handed the text to the phone": ("text", "sender"),
}


def check(given):
    who = given.who
    expect_a("`who`", who, dict, "Keep the five sentences, and write a name behind each.")
    lab = given.lab()
    url = lab.host(create_app({"HTTP": lab.http, "MESSAGING_TOKEN": "MESSAGING-TOKEN"}))
    lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
    lab.http.post(f"{url}/send", data={"to": "+14075550112", "msg": "test Tropo message", "send": "text"})
    trace = lab.trace()
    for deed, (kind, end) in DEEDS.items():
        hop = trace.of_kind(kind)[0]
        if deed not in who:
            fail(f"The line '{deed}' is gone from `who`: put it back, with a name behind it.")
        name = str(who[deed]).strip().lower().removeprefix("the ")
        if name not in ("launcher", "catcher", "tropo"):
            fail(f"Who {deed}? Write 'launcher', 'catcher' or 'tropo'; got {shown(who[deed])}.")
        if name != getattr(hop, end):
            fail(f"Who {deed}: expected the {end} of hop {hop.number}, got {name}. Step to hop {hop.number} and look.")
    return "The launcher starts, the catcher decides, Tropo carries out."
