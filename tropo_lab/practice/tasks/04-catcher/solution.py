def catch(sent):
    given = sent["session"]["parameters"]
    to, words = "+" + given["numbertodial"], given["name"] + ": " + given["msg"]
    return {"tropo": [{"message": {"to": to, "say": {"value": words}, "network": "SMS"}}]}
