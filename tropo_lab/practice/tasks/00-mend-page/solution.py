def press(http, to, msg):
    parameters = {"numbertodial": to, "msg": msg}
    launch = {"action": "create", "token": "MESSAGING-TOKEN", **parameters}
    return http.get("http://api.tropo.com/1.0/sessions", params=launch)
