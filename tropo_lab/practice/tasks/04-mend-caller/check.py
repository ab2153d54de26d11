"""One app, begun both ways: somebody texts it, and a token starts it."""

from tropo_lab.practice.arrivals import expect_text
from tropo_lab.practice.checking import Wrong


def check(given):
    lab = given.lab()
    address = given.serve(lab, given.greet)
    app = lab.app("greeter", messaging=address, messaging_token="MESSAGING-TOKEN", number="+14075550199")
    lab.phone("+14075550155").text(app.number, "hi")
    say_how_it_began(given, "This session began with a text to the app: it has `from`, and no `parameters`.")
    expect_text(lab.trace(), "+14075550155", "Hello 14075550155")

    fields = {"token": "MESSAGING-TOKEN", "numbertodial": "14075550134", "msg": "Your table is ready"}
    lab.http.post("http://api.tropo.com/1.0/sessions", json=fields)
    say_how_it_began(given, "This session was launched: it has `parameters`, and no `from`.")
    expect_text(lab.trace(), "+14075550134", "Your table is ready")
    return "who texts in is greeted, and who launches is served."


def say_how_it_began(given, words: str) -> None:
    """Where the catcher failed, tell in which of the two sessions."""
    if given.troubles:
        given.troubles[:] = [Wrong(f"{given.troubles[0]} {words}")]
        raise given.troubles[0]
