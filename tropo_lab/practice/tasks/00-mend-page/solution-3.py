from urllib.parse import urlencode


def press(http, to, msg):
    query = urlencode({"token": "MESSAGING-TOKEN", "action": "create", "msg": msg, "numbertodial": int(to)})
    http.get(f"http://api.tropo.com/1.0/sessions?{query}").raise_for_status()
