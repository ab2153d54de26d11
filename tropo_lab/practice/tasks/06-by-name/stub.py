from flask import request


def remind_by_name():
    given = request.get_json()["session"]["parameters"]
    message = {"to": "+" + given["numbertodial"], "say": {"value": given["msg"]}, "network": "SMS"}
    return {"tropo": [{"message": message}]}
