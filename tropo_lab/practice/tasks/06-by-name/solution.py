from flask import request


def remind_by_name():
    given = request.get_json()["session"]["parameters"]
    words = given["name"] + ": " + given["msg"]
    message = {"to": "+" + given["numbertodial"], "say": {"value": words}, "network": "SMS"}
    return {"tropo": [{"message": message}]}
