import json

from flask import request


def appointment():
    session = request.get_json()["session"]
    time = "call us"
    if "from" in session:
        to = session["from"]["id"]
    elif "numbertodial" in session["parameters"]:
        to = session["parameters"]["numbertodial"]
        time = session["parameters"].get("time", time)
    else:
        return {"tropo": []}
    message = {"say": {"value": f"Your appointment: {time}"}, "to": "+" + to, "channel": "TEXT", "network": "SMS"}
    return json.dumps({"tropo": [{"message": message}]})
