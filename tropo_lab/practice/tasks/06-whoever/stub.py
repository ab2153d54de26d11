from flask import request


def appointment():
    session = request.get_json()["session"]
    to = session["from"]["id"]
    words = "Your appointment: call us"
    return {"tropo": [{"message": {"to": "+" + to, "say": {"value": words}, "network": "SMS"}}]}
