"""The script is launched with a name, and without one."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import Wrong, expect_a, fail

LAUNCHES = {
    "with a name": ({"numbertodial": "14075550112", "msg": "Dentist at 3", "name": "Zoë"}, "Hello Zoë, Dentist at 3"),
    "with another name": ({"numbertodial": "14075550134", "msg": "Taxi at 6", "name": "Ann"}, "Hello Ann, Taxi at 6"),
    "without a name": ({"numbertodial": "14075550112", "msg": "Dentist at 3"}, "Hello, Dentist at 3"),
}


def check(given):
    script = given.my_script
    expect_a("`my_script`", script, str, "Write the script between quotation marks.")
    lab = given.lab(sockets=True)
    app = lab.app("reminders", messaging=lab.script(script))
    for launched, (parameters, words) in LAUNCHES.items():
        reply = LaunchRequest(app.messaging_token, parameters).send(lab.http)
        trace = lab.trace(reply.id)
        try:
            expect_text(trace, "+" + parameters["numbertodial"], words, "No line of your script sends one.")
        except Wrong as wrong:
            fail(f"Launched {launched}: {wrong}")
    return "a name spelled as it is launched, and one that may be missing."
