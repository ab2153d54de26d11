fields = dict(token="MESSAGING-TOKEN", numbertodial="+14075550134", msg="See you at 3")
