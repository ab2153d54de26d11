def press(http, to, msg):
    parameters = {"numbertodial": to, "msg": msg}
    return http.post("http://catcher.example/messaging", json={"session": {"parameters": parameters}})
