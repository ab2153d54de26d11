"""An app gets these addresses, and both tokens are launched."""

from catcher_server import create_app
from tropo_lab import LaunchRequest
from tropo_lab.errors import LabError
from tropo_lab.practice.arrivals import came_to
from tropo_lab.practice.checking import expect, expect_a, fail


def check(given):
    addresses = given.addresses
    expect_a("`addresses`", addresses, dict, "Keep the curly brackets and the two names.")
    expect("The names in `addresses`", sorted(map(str, addresses)), ["messaging", "voice"])
    lab = given.lab()
    lab.host(create_app())
    try:
        app = lab.app("mixed up", **addresses)
    except LabError as problem:
        fail(str(problem))
    for kind, token in (("messaging", app.messaging_token), ("voice", app.voice_token)):
        LaunchRequest(token, {"numbertodial": "14075550112", "msg": "hello"}).send(lab.http)
        trace = lab.trace()
        because = "" if came_to(trace) == "call" else trace.outcome.sentence
        expect(f"What comes of the {kind} token", came_to(trace), "text", because)
    return "the code behind the address picks the channel, and now it is one code."
