my_form = dict(to=14075550134, msg="a number without quotes", send="text")
