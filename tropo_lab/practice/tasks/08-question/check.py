"""People answer in five ways; each answer has to reach its address, with the right value."""

from flask import request

from tropo_lab import LaunchRequest
from tropo_lab.practice.checking import expect, fail, findings

NUMBER = "+14075550112"
# who is called: what they give, where the result goes, and with what value
PEOPLE = {
    "Somebody presses 1": (["1", "1"], "/answered", "yes"),
    "Somebody says yes": (["yes", "yes"], "/answered", "yes"),
    "Somebody presses 2": (["2", "2"], "/answered", "no"),
    "Somebody says nothing": ([], "/not-answered", None),
    "Somebody presses 7, again and again": (["7"] * 5, "/not-answered", None),
}


def check(given):
    results = []

    def note():
        results.append((request.path, request.get_json()["result"]))
        return {"tropo": []}

    lab = given.lab()
    url = given.serve(lab, {"/": given.invite, "/answered": note, "/not-answered": note})
    token = lab.app("choir", voice=url).voice_token
    phone = lab.phone(NUMBER)
    for person, (inputs, path, value) in PEOPLE.items():
        phone.behave(inputs=inputs)
        results.clear()
        trace = lab.trace(LaunchRequest(token, {"numbertodial": NUMBER[1:]}).send(lab.http).id)
        if given.troubles:
            break
        if not trace.of_kind("call"):
            fail(f"Launched for {NUMBER}, no phone rang. {findings(trace)}")
        if not phone.calls[-1]["heard"]:
            fail(f"{NUMBER} answered, and heard no question. {findings(trace)}")
        if not results:
            fail(f"{person}, and no result came to {path}. {_why(trace)}")
        came_to, result = results[-1]
        expect(f"{person}. The result goes to", came_to, path)
        expect(f"{person}. The value of the result", _value(result), value)
    return "every answer has somewhere to go, and so has no answer."


def _value(result):
    actions = result.get("actions") or {}
    return (actions[-1] if isinstance(actions, list) else actions).get("value")


def _why(trace):
    if b'"on"' in trace.of_kind("document")[0].body:
        return findings(trace)
    return "Your document says nowhere where answers go: it has no `on`."
