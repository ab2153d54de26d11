from flask import request


def taxi():
    session = request.get_json()["session"]
    to, words = "+" + session["parameters"]["numbertodial"], session["parameters"]["msg"]
    return {"tropo": [{"message": {"to": to, "say": [{"value": words}], "network": "SMS"}}]}
