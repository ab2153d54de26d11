from flask import request


def taxi():
    given = request.get_json()["session"]["parameters"]
    message = {"to": "+" + given["numbertodial"], "say": {"value": given["msg"]}, "network": "SMS"}
    return {"tropo": [{"message": message}]}
