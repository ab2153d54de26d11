from flask import request


def invite():
    to = "+" + request.get_json()["session"]["parameters"]["numbertodial"]
    question = {"value": "Are you coming on Friday?"}
    choices = {"value": "yes(yes, 1), no(no, 2)"}
    return {
        "tropo": [
            {"call": {"to": to}},
            {"ask": {"name": "coming", "choices": choices, "timeout": 10, "say": question}},
            {"on": {"event": "continue", "next": "/answered"}},
            {"on": {"event": "incomplete", "next": "/not-answered"}},
        ]
    }
