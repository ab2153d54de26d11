from flask import request


def appointment():
    session = request.get_json()["session"]
    given = session.get("parameters") or {}
    caller = session.get("from") or {}
    to = caller.get("id") or given.get("numbertodial")
    if not to:
        return {"tropo": []}
    words = "Your appointment: " + given.get("time", "call us")
    return {"tropo": [{"message": {"to": "+" + to, "say": {"value": words}, "network": "SMS"}}]}
