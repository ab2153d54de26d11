"""Starts a Tropo session with the requests library: a POST with a form in its body.

Run it with: python launch_requests.py
"""

import requests

fields = {
    "action": "create",
    "token": "TOKEN",
    "numbertodial": "14075550112",
    "msg": "test Tropo message",
}

reply = requests.post("http://api.tropo.com/1.0/sessions", data=fields, timeout=10)
reply.raise_for_status()
print(reply.text)
