import json


def catch(sent):
    given = sent["session"]["parameters"]
    verbs = [
        {"call": {"to": given["numbertodial"], "network": "SMS"}},
        {"say": {"value": "{name}: {msg}".format(**given)}},
    ]
    return json.dumps({"tropo": verbs})
