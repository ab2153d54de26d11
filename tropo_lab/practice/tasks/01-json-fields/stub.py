fields = {"token": "", "numbertodial": "", "msg": ""}
