from urllib.parse import urlencode


def launch_address(msg):
    fields = {"action": "create", "token": "WEBAPI-TOKEN", "numbertodial": "14075550112", "msg": msg}
    return "http://api.tropo.com/1.0/sessions?" + urlencode(fields)
