from flask import request


def deliver():
    given = request.get_json()["session"]["parameters"]
    return {"tropo": [{"say": {"value": given["msg"]}}]}
