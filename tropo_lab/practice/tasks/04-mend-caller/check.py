"""One app, begun both ways: somebody texts it, and a token starts it."""

from tropo_lab.practice.arrivals import expect_text


def check(given):
    lab = given.lab()
    address = given.serve(lab, given.greet)
    app = lab.app("greeter", messaging=address, messaging_token="MESSAGING-TOKEN", number="+14075550199")
    lab.phone("+14075550155").text(app.number, "hi")
    expect_text(lab.trace(), "+14075550155", "Hello 14075550155")

    fields = {"token": "MESSAGING-TOKEN", "numbertodial": "14075550134", "msg": "Your table is ready"}
    lab.http.post("http://api.tropo.com/1.0/sessions", json=fields)
    expect_text(lab.trace(), "+14075550134", "Your table is ready")
    return "who texts in is greeted, and who launches is served."
