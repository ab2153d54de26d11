from flask import request


def taxi():
    given = request.get_json()["session"]
    message = {"to": "+" + given["numbertodial"], "say": given["msg"], "network": "SMS"}
    return {"tropo": [{"message": message}]}
