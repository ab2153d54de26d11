def greet(sent):
    match sent["session"]:
        case {"parameters": {"numbertodial": number, "msg": msg}}:
            verbs = [{"call": {"to": number, "network": "SMS"}}, {"say": {"value": msg}}]
        case {"from": {"id": number}}:
            verbs = [{"say": {"value": f"Hello {number}"}}]
    return {"tropo": verbs}
