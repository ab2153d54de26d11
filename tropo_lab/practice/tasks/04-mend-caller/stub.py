def greet(sent):
    caller = sent["session"]["from"]
    return {"tropo": [{"say": {"value": "Hello " + caller["id"]}}]}
