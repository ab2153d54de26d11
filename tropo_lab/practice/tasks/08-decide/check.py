"""Eight calls that end in five ways; the result of each is given to the learner's function."""

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import Wrong, expect, fail

NUMBER = "+14075550112"
CALLS = {
    "Somebody pressed 1": ({"inputs": ["1"]}, "coming"),
    "Somebody said no": ({"inputs": ["no"]}, "not coming"),
    "Somebody pressed 7, then 8": ({"inputs": ["7", "8"]}, "ask again"),
    "Somebody said nothing": ({}, "ask again"),
    "The line was busy": ({"answer": "busy"}, "text them"),
    "Nobody picked up": ({"answer": "never"}, "text them"),
    "Somebody hung up in the middle of the question": ({"hangup_after": 2}, "they left"),
    "Somebody pressed 7, then 2": ({"inputs": ["7", "2"]}, "not coming"),
}


def check(given):
    function, results = given.decide, []

    def ask():
        choices, say = {"value": "yes(yes, y, 1), no(no, n, 2)"}, {"value": "Are you coming on Friday? Yes or no?"}
        ways = [{"on": {"event": event, "next": "/result"}} for event in ("continue", "incomplete", "hangup")]
        question = {"ask": {"name": "coming", "choices": choices, "attempts": 2, "timeout": 10, "say": say}}
        return {"tropo": [{"call": {"to": NUMBER}}, question, *ways]}

    def note(result):
        results.append(result["result"])
        return {"tropo": []}

    lab = given.lab()
    token = lab.app("choir", voice=given.serve(lab, {"/": ask, "/result": note})).voice_token
    for call, (behaviour, wanted) in CALLS.items():
        lab.phone(NUMBER).behave(**behaviour)
        LaunchRequest(token).send(lab.http)
        lab.trace()
        result = results[-1]
        action = result.get("actions") or {}
        read = {"state": result["state"], **{key: action[key] for key in ("disposition", "value") if key in action}}
        try:
            expect("decide(result)", given.call(function, result), wanted)
        except Wrong as wrong:
            fail(f"{call}: {wrong} That result has {read}.")
    return "eight calls, five endings."
