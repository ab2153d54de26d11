def press(http, to, msg):
    return http.post(
        "https://api.tropo.com/1.0/sessions", json={"token": "MESSAGING-TOKEN", "numbertodial": to, "msg": msg}
    )
