"""Starts a Tropo session with nothing but Python's own library: a GET with everything in the query.

Run it with: python launch_urllib.py
"""

from urllib.parse import urlencode
from urllib.request import urlopen

query = urlencode({
    "action": "create",
    "token": "TOKEN",
    "numbertodial": "14075550112",
    "msg": "test Tropo message",
})

with urlopen("http://api.tropo.com/1.0/sessions?" + query, timeout=10) as reply:
    print(reply.read().decode("utf-8"))
