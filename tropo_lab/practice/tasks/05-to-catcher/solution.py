from flask import request


def deliver():
    given = request.get_json()["session"]["parameters"]
    words = "Hello " + given["name"] + ", " + given["msg"]
    message = {"to": "+" + given["numbertodial"], "say": {"value": words}, "network": "SMS"}
    return {"tropo": [{"message": message}]}
