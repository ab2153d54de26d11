theirs = """\
numberToDial, count = numbertodial, int(count)
call("+" + numberToDial, {"network": "SMS"})
say("You are number " + str(count + 1) + " in line")
"""
