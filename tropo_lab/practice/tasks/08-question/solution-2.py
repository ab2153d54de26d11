from flask import request


def invite():
    session = request.get_json()["session"]
    verbs = [
        {"on": {"event": "incomplete", "next": "/not-answered"}},
        {"on": {"event": "continue", "next": "/answered"}},
        {"call": {"to": "+" + session["parameters"]["numbertodial"]}},
        {
            "ask": {
                "name": "friday",
                "say": [{"value": "Hello."}, {"value": "Do you come on Friday? Press 1 for yes, or 2."}],
                "choices": {"value": "yes(1, yes, of course), no(2, no)"},
                "attempts": 2,
            }
        },
    ]
    return {"tropo": verbs}
