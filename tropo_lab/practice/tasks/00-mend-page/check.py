"""The button is pressed in a lab with the reader's kind of server; what counts is the text."""

from catcher_server import create_app
from catcher_server.sent import FAILED
from tropo_lab.practice.arrivals import SESSIONS, expect_text
from tropo_lab.practice.checking import fail

MSG = "Your table is ready"


def check(given):
    lab = given.lab()
    url = lab.host(create_app({"HTTP": lab.http}))
    lab.app("reminders", messaging=f"{url}/messaging", messaging_token="MESSAGING-TOKEN")
    given.call(given.press, lab.http, "14075550134", MSG)

    noted = lab.http.get(f"{url}/status").json()
    if not lab.traces() and not lab.refused():
        if noted:
            fail(
                "Your page still asks the catcher itself. Its instructions come back to the page, and Tropo hears "
                f"nothing: send the token and the two values to {SESSIONS}."
            )
        fail(f"Nothing was launched: no request has reached {SESSIONS}. Send it with the `http` that `press` is given.")
    trace = lab.trace()
    if trace.of_kind("click"):
        fail(f"That presses the button of another page. Launch from here: ask {SESSIONS} yourself.")
    if noted and noted[0]["state"] == FAILED:
        fail(f"Your server notes: {noted[0]['note']}")
    expect_text(trace, "+14075550134", MSG)
    return "Tropo was asked, and asked your catcher, and the text is there."
