from flask import request


def invite():
    to = "+" + request.get_json()["session"]["parameters"]["numbertodial"]
    question = {"value": "Are you coming on Friday?"}
    return {
        "tropo": [
            {"call": {"to": to}},
            {"ask": {"name": "coming", "choices": {"value": "yes, no"}, "timeout": 10, "say": question}},
        ]
    }
