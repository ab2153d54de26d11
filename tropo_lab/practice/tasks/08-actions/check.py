"""Real calls with one question, with several, and with none that was answered."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import Wrong, expect, fail

NUMBER = "+14075550112"
# the questions of a call, how the phone behaves, and what was answered
CALLS = {
    "Two questions, both answered": (("friday", "sunday"), {"inputs": ["1", "no"]}, {"friday": "yes", "sunday": "no"}),
    "One question, answered": (("friday",), {"inputs": ["2"]}, {"friday": "no"}),
    "Two questions, the second met silence": (("friday", "sunday"), {"inputs": ["yes"]}, {"friday": "yes"}),
    "One question, met with silence": (("friday",), {}, {}),
    "A busy phone": (("friday", "sunday"), {"answer": "busy"}, {}),
}


def check(given):
    function, asked, results = given.answers, [], []

    def ask():
        choices = {"value": "yes(yes, y, 1), no(no, n, 2)"}
        asks = [{"ask": {"name": name, "choices": choices, "say": {"value": f"On {name}?"}}} for name in asked]
        ways = [{"on": {"event": event, "next": "/result"}} for event in ("continue", "incomplete")]
        return {"tropo": [{"call": {"to": NUMBER}}, *asks, *ways]}

    def note(result):
        results.append(result["result"])
        return {"tropo": []}

    lab = given.lab()
    token = lab.app("choir", voice=given.serve(lab, {"/": ask, "/result": note})).voice_token
    for call, (questions, behaviour, wanted) in CALLS.items():
        asked[:] = questions
        lab.phone(NUMBER).behave(**behaviour)
        LaunchRequest(token).send(lab.http)
        lab.trace()
        actions = results[-1].get("actions")
        kind = {list: "a list", dict: "one object"}.get(type(actions), "missing")
        try:
            expect("answers(result)", given.call(function, results[-1]), wanted)
        except Wrong as wrong:
            fail(f"{call}: {wrong} Here `actions` is {kind}.")
    return "one, several or none, it is all the same to your function."
