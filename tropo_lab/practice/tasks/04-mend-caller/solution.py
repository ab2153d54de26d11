def greet(sent):
    session = sent["session"]
    if "from" in session:
        return {"tropo": [{"say": {"value": "Hello " + session["from"]["id"]}}]}
    launched = session["parameters"]
    text = {"to": "+" + launched["numbertodial"], "say": {"value": launched["msg"]}, "network": "SMS"}
    return {"tropo": [{"message": text}]}
