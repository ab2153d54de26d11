fields = {"action": "create", "msg": "See you at 3", "numbertodial": 14075550134, "token": "MESSAGING-TOKEN"}
