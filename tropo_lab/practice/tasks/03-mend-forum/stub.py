theirs = """\
call("+" + numberToDial, {"network": "SMS"})
say("You are number " + str(count + 1) + " in line")
"""
