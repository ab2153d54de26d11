def launch(http, number, msg):
    query = {"action": "create", "token": "MESSAGING-TOKEN", "numbertodial": number, "msg": msg}
    return http.get("http://api.tropo.com/1.0/sessions", params=query)
