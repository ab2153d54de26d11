"""Real calls give real results, one for each way to answer."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import Wrong, expect, expect_a, fail

NUMBER = "+14075550112"
# what the person gives → does it mean yes?
ANSWERS = {"yes": True, "1": True, "y": True, "no": False, "2": False, "n": False, "": False}


def check(given):
    function, results = given.is_coming, []

    def ask():
        choices, say = {"value": "yes(yes, y, 1), no(no, n, 2)"}, {"value": "Are you coming?"}
        ways = [{"on": {"event": event, "next": "/result"}} for event in ("continue", "incomplete")]
        call = {"call": {"to": NUMBER}}
        return {"tropo": [call, {"ask": {"name": "coming", "choices": choices, "say": say}}, *ways]}

    def note(result):
        results.append(result["result"])
        return {"tropo": []}

    lab = given.lab()
    token = lab.app("choir", voice=given.serve(lab, {"/": ask, "/result": note})).voice_token
    for answer, wanted in ANSWERS.items():
        lab.phone(NUMBER).behave(inputs=[answer])
        LaunchRequest(token).send(lab.http)
        lab.trace()
        action = results[-1]["actions"]
        kept = {key: action[key] for key in ("value", "interpretation", "disposition") if key in action}
        try:
            coming = given.call(function, results[-1])
            expect_a("is_coming(result)", coming, bool, "Give True or False.")
            expect("is_coming(result)", coming, wanted)
        except Wrong as wrong:
            fail(f"Somebody answers {answer!r}: {wrong} That result has {kept}.")
    return "whatever they said or pressed, the value is the word of your grammar."
