"""Each of the four is launched, and what came of it is compared."""

from catcher_server import create_app
from tropo_lab import LaunchRequest
from tropo_lab.escapes import visible
from tropo_lab.practice.arrivals import came_to
from tropo_lab.practice.checking import expect_a, fail, shown

WORDS = ("text", "call", "nothing", "refused")


def check(given):
    comes = given.comes
    expect_a("`comes`", comes, dict, "Keep the four launches, and write a word behind each.")
    lab = given.lab()
    url = lab.host(create_app())
    whole = lab.app("whole", voice=f"{url}/voice", messaging=f"{url}/messaging")
    half = lab.app("half", messaging=f"{url}/messaging")
    mistyped = whole.messaging_token[:-1] + ("a" if whole.messaging_token[-1] != "a" else "b")
    launches = {
        "the messaging token": whole.messaging_token,
        "the voice token": whole.voice_token,
        "the voice token of an app that has no voice address": half.voice_token,
        "the messaging token, with one letter mistyped": mistyped,
    }
    for what, token in launches.items():
        if what not in comes:
            fail(f"The line '{what}' is gone from `comes`: put it back, with a word behind it.")
        said = str(comes[what]).strip().lower()
        if said not in WORDS:
            fail(f"What comes of {what}? Write one of {', '.join(map(repr, WORDS))}; got {shown(comes[what])}.")
        LaunchRequest(token, {"numbertodial": "14075550112", "msg": "hello"}).send(lab.http)
        trace = lab.trace()
        if said != came_to(trace):
            fail(f"What comes of {what}: expected what came of it in the check, got {said!r}. {last_of(trace)}")
    return "you know all four ends of a launch."


def last_of(trace) -> str:
    """What to look at: the last message that crossed."""
    last = trace.hops[-1]
    return f"The last message was hop {last.number}, {last.sender} → {last.receiver}: {visible(last.summary)}."
