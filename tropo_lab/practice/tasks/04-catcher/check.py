"""The function is the catcher of an app that is launched for two people."""

from tropo_lab.practice.arrivals import expect_text, launched
from tropo_lab.practice.checking import fail

GUESTS = (("Ada", "14075550134", "your table is ready"), ("José", "14075550145", 'bring "the book", please'))


def check(given):
    for name, number, msg in GUESTS:
        lab = given.lab()
        lab.app("tables", messaging=given.serve(lab, given.catch), messaging_token="MESSAGING-TOKEN")
        fields = {"token": "MESSAGING-TOKEN", "numbertodial": number, "msg": msg, "name": name}
        lab.http.post("http://api.tropo.com/1.0/sessions", json=fields)
        trace = launched(lab)
        if any(hop.body.decode().startswith("None") for hop in trace.of_kind("text")):
            fail("The text begins with None: the values of a launch stand in session.parameters, one level down.")
        expect_text(trace, f"+{number}", f"{name}: {msg}")
    return "two sessions, two answers, two texts."
