"""The fields are posted as JSON, as they are."""

import json

from catcher_server import create_app
from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import expect, expect_a, fail

SESSIONS = "http://api.tropo.com/1.0/sessions"


def check(given):
    fields = given.fields
    expect_a("`fields`", fields, dict, "Keep the curly brackets, and a value behind each name.")
    try:
        json.dumps(fields)
    except (TypeError, ValueError):
        fail("`fields` cannot be written as JSON: use text for the names and the values.")
    lab = given.lab()
    url = lab.host(create_app())
    lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
    reply = lab.http.post(SESSIONS, json=fields).json()
    expect("Tropo's reply to the token", reply.get("reason", "routed"), "routed", "The app's token is MESSAGING-TOKEN.")
    for name in ("numbertodial", "msg"):
        if not str(fields.get(name, "")).strip():
            fail(f"The launch is routed, and the catcher finds no `{name}`: it reads the field of that very name.")
    if "+" in str(fields["msg"]) or "%" in str(fields["msg"]):
        expect("The message in JSON", fields["msg"], "See you at 3", "In JSON, a space is a space.")
    expect_text(lab.trace(), "+14075550134", "See you at 3")
    return "one POST, three fields, one text."
