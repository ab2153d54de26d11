from flask import request


def remind_by_name():
    given = request.get_json()["session"]["parameters"]
    return {
        "tropo": [
            {"call": {"to": "+" + given["numbertodial"], "network": "SMS"}},
            {"say": {"value": "{name}: {msg}".format(**given)}},
        ]
    }
