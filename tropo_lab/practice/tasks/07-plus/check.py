"""Three launchers send a number, each in its way; what arrives is given to the learner's function, and then dialled."""

from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import expect
from tropo_lab.practice.opened import opened

SENT = {
    "bare digits": "14075550112",
    "a plus that was not encoded": "+14075550112",
    "a plus that was encoded": "%2B14075550112",
    "another number, its plus not encoded": "+14075550134",
}
ADDRESS = "http://api.tropo.com/1.0/sessions?action=create&token={}&to={}"


def check(given):
    function, numbers = given.to_dial, []

    def answer(session):
        arrived = session["session"]["parameters"]["to"]
        numbers.append((arrived, given.call(function, arrived)))
        return {"tropo": [{"message": {"to": numbers[-1][1], "say": {"value": "Hello"}, "network": "SMS"}}]}

    lab = given.lab()
    app = lab.app("lab", messaging=given.serve(lab, answer))
    for launcher, spelled in SENT.items():
        trace = opened(lab, ADDRESS.format(app.messaging_token, spelled))
        if given.troubles:
            break
        wanted = f"+{spelled[-11:]}"
        arrived, got = numbers[-1]
        expect(f"to_dial({arrived!r}), for a launcher with {launcher}", got, wanted)
        expect_text(trace, wanted, "Hello")
    return "three spellings, one number."
