theirs = """\
call("+" + numbertodial, {"network": "SMS"})
say("You are number " + str(int(count) + 1) + " in line")
"""
