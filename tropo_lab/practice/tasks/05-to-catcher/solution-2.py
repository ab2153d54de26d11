from flask import request


def deliver():
    given = request.get_json()["session"]["parameters"]
    words = f"Hello {given['name']}, {given['msg']}"
    return {
        "tropo": [
            {"call": {"to": "+" + given["numbertodial"], "network": "SMS"}},
            {"say": {"value": words}},
        ]
    }
